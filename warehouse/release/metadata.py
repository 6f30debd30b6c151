"""Machine-readable descriptions of a release, all from the one declaration: Data Package, Croissant, schema.org, citation."""

from pathlib import Path
from typing import Any

import polars as pl

from schemas import codebook, dataset
from schemas.table import Column, Table
from schemas.tables import FEED, PUBLISHED
from warehouse import store

FRICTIONLESS = {
    pl.String: "string", pl.Int64: "integer", pl.Float64: "number", pl.Boolean: "boolean", pl.Date: "date",
}  # fmt: skip
CROISSANT = {
    pl.String: "sc:Text", pl.Int64: "sc:Integer", pl.Float64: "sc:Float", pl.Boolean: "sc:Boolean", pl.Date: "sc:Date",
}  # fmt: skip
PARQUET = "application/vnd.apache.parquet"
PACKAGE_PROFILE = "https://datapackage.org/profiles/2.0/datapackage.json"
Files = dict[str, dict[str, Any]]


def _field(column: Column) -> dict[str, Any]:
    """Return a column as a field of Table Schema."""
    constraints: dict[str, Any] = {} if column.nullable else {"required": True}
    if column.low is not None:
        constraints["minimum"] = column.low
    if column.high is not None:
        constraints["maximum"] = column.high
    field: dict[str, Any] = {
        "name": column.name,
        "type": FRICTIONLESS[type(column.dtype)],
        "description": column.description,
    }
    if column.unit:
        field["unit"] = column.unit
    if column.codes and column.codes != "entities":
        field["categories"] = sorted(codebook.code_list(column.codes))
    return {**field, "constraints": constraints} if constraints else field


def resource(table: Table, entry: dict[str, Any]) -> dict[str, Any]:
    """Return a table as a resource of the Data Package."""
    return {
        "name": table.name.replace("_", "-"),
        "path": entry["path"],
        "description": table.description,
        "format": "parquet",
        "mediatype": PARQUET,
        "bytes": entry["bytes"],
        "hash": f"sha256:{entry['sha256']}",
        "licenses": dataset.licences_of(table),
        "schema": {"fields": [_field(column) for column in table.columns], "primaryKey": list(table.key)},
    }


def data_package(version: str, day: str, files: Files) -> dict[str, Any]:
    """Return the Data Package, version 2."""
    return {
        "$schema": PACKAGE_PROFILE,
        "name": dataset.NAME.replace("_", "-"),
        "title": dataset.TITLE,
        "description": dataset.DESCRIPTION,
        "version": version,
        "created": f"{day}T00:00:00Z",
        "keywords": list(dataset.KEYWORDS),
        "licenses": [{"name": dataset.DATA_LICENCE, "path": dataset.DATA_LICENCE_URL}],
        "contributors": [{"title": dataset.AUTHORS, "roles": ["creator"]}],
        "resources": [resource(table, files[table.name]) for table in (*PUBLISHED, *FEED)],
    }


def _record_set(table: Table) -> dict[str, Any]:
    return {
        "@type": "cr:RecordSet",
        "@id": table.name,
        "name": table.name,
        "description": table.description,
        "key": [{"@id": f"{table.name}/{key}"} for key in table.key],
        "field": [
            {
                "@type": "cr:Field",
                "@id": f"{table.name}/{c.name}",
                "name": c.name,
                "description": c.description,
                "dataType": CROISSANT[type(c.dtype)],
                "source": {"fileObject": {"@id": f"{table.name}.parquet"}, "extract": {"column": c.name}},
            }
            for c in table.columns
        ],
    }


CROISSANT_CONTEXT = {
    "@language": "en", "@vocab": "https://schema.org/", "citeAs": "cr:citeAs", "column": "cr:column",
    "conformsTo": "dct:conformsTo", "cr": "http://mlcommons.org/croissant/", "rai": "http://mlcommons.org/croissant/RAI/",
    "data": {"@id": "cr:data", "@type": "@json"}, "dataType": {"@id": "cr:dataType", "@type": "@vocab"},
    "dct": "http://purl.org/dc/terms/", "examples": {"@id": "cr:examples", "@type": "@json"}, "extract": "cr:extract",
    "field": "cr:field", "fileProperty": "cr:fileProperty", "fileObject": "cr:fileObject", "fileSet": "cr:fileSet",
    "format": "cr:format", "includes": "cr:includes", "isLiveDataset": "cr:isLiveDataset", "jsonPath": "cr:jsonPath",
    "key": "cr:key", "md5": "cr:md5", "parentField": "cr:parentField", "path": "cr:path", "recordSet": "cr:recordSet",
    "references": "cr:references", "regex": "cr:regex", "repeated": "cr:repeated", "replace": "cr:replace",
    "sc": "https://schema.org/", "separator": "cr:separator", "source": "cr:source", "subField": "cr:subField",
    "transform": "cr:transform", "equivalentProperty": "cr:equivalentProperty", "samplingRate": "cr:samplingRate",
}  # fmt: skip


def croissant(version: str, day: str, files: Files) -> dict[str, Any]:
    """Return the Croissant 1.0 description."""
    return {
        "@context": CROISSANT_CONTEXT,
        "@type": "sc:Dataset",
        "conformsTo": "http://mlcommons.org/croissant/1.0",
        "name": dataset.NAME,
        "description": dataset.DESCRIPTION,
        "license": dataset.DATA_LICENCE_URL,
        "usageInfo": "NOTICE.md",
        "url": "./",
        "version": version.removeprefix("v"),
        "datePublished": day,
        "keywords": list(dataset.KEYWORDS),
        "creator": {"@type": "sc:Organization", "name": dataset.AUTHORS},
        "citeAs": bibtex(version, day),
        "distribution": [
            {
                "@type": "cr:FileObject",
                "@id": f"{table.name}.parquet",
                "name": f"{table.name}.parquet",
                "description": table.description,
                "contentUrl": files[table.name]["path"],
                "contentSize": f"{files[table.name]['bytes']} B",
                "encodingFormat": PARQUET,
                "sha256": files[table.name]["sha256"],
            }
            for table in (*PUBLISHED, *FEED)
        ],
        "recordSet": [_record_set(table) for table in (*PUBLISHED, *FEED)],
    }


def schema_org(version: str, day: str, files: Files, previous: str) -> dict[str, Any]:
    """Return the schema.org Dataset, as search engines for data read it."""
    return {
        "@context": "https://schema.org/",
        "@type": "Dataset",
        "name": dataset.TITLE,
        "description": dataset.DESCRIPTION,
        "version": version,
        "datePublished": day,
        "license": dataset.DATA_LICENCE_URL,
        "usageInfo": "NOTICE.md",
        "isAccessibleForFree": True,
        "keywords": list(dataset.KEYWORDS),
        "creator": {"@type": "Organization", "name": dataset.AUTHORS},
        **({"isBasedOn": f"../{previous}/dataset.jsonld"} if previous else {}),
        "variableMeasured": ["actor", "lever", "target", "ally", "stance", "status", "date", "magnitude", "confidence"],
        "distribution": [
            {"@type": "DataDownload", "name": name, "contentUrl": entry["path"], "encodingFormat": PARQUET,
             "sha256": entry["sha256"]}
            for name, entry in files.items()
        ],
    }  # fmt: skip


def bibtex(version: str, day: str) -> str:
    """Return the BibTeX entry of a release."""
    return (
        f"@misc{{{dataset.NAME}_{version.removeprefix('v').replace('.', '_')},\n"
        f"  author = {{{{{dataset.AUTHORS}}}}},\n  title = {{{dataset.TITLE}, release {version}}},\n"
        f"  year = {{{day[:4]}}},\n  note = {{Dataset, version {version}, published {day}}}\n}}\n"
    )


def citation(version: str, day: str) -> str:
    """Return CITATION.cff, version 1.2.0."""
    return (
        "cff-version: 1.2.0\nmessage: Please cite the release that you used.\ntype: dataset\n"
        f"title: {dataset.TITLE}\nversion: {version}\ndate-released: '{day}'\nlicense: {dataset.DATA_LICENCE}\n"
        f"authors:\n  - name: {dataset.AUTHORS}\nkeywords:\n" + "".join(f"  - {word}\n" for word in dataset.KEYWORDS)
    )


def write_all(folder: Path, version: str, day: str, previous: str, files: Files) -> None:
    """Write every description of a release whose tables are listed in `files` (by table: path, bytes, sha256)."""
    made = {
        "datapackage.json": store.as_json(data_package(version, day, files)),
        "croissant.json": store.as_json(croissant(version, day, files)),
        "dataset.jsonld": store.as_json(schema_org(version, day, files, previous)),
        "CITATION.cff": citation(version, day),
        "citation.bib": bibtex(version, day),
    }
    for name, text in made.items():
        store.write_text(folder / name, text)
