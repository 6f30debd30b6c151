"""Writes codebook/countries.csv: every ISO 3166-1 country and area, and Kosovo.

pycountry gives the alpha-3, alpha-2 and numeric codes and the common or official names; countryinfo gives capital and
demonym. No permissive maintained package has Correlates of War numbers (countrycode and country-converter are GPL),
so cow_codes.csv holds them by hand. What the libraries get wrong or word unlike newspapers stands in
country_overrides.csv with its reason. Aliases and memberships do not belong here.

Run: python schemas/countries_from_libraries.py
"""

from pathlib import Path
from typing import Final

import polars as pl
import pycountry
from countryinfo import CountryInfo

CODEBOOK: Final = Path(__file__).parent / "codebook"
COLUMNS: Final = ("entity", "name", "official_name", "iso2", "iso_numeric", "cow", "capital", "demonym")
NOT_IN_ISO: Final = ("XKX",)  # user-assigned code of Kosovo: every field comes from the overrides


def library_rows() -> list[dict[str, str]]:
    """One row a country of pycountry, with capital and demonym of countryinfo."""
    rows: list[dict[str, str]] = []
    for country in pycountry.countries:
        info = CountryInfo(country.alpha_3)
        name: str = getattr(country, "common_name", country.name)
        rows.append(
            {
                "entity": country.alpha_3,
                "name": name,
                "official_name": getattr(country, "official_name", name),
                "iso2": country.alpha_2,
                "iso_numeric": country.numeric,
                "capital": info.capital() or "",
                "demonym": info.demonym() or "",
            }
        )
    empty = dict.fromkeys(("name", "official_name", "iso2", "iso_numeric", "capital", "demonym"), "")
    return rows + [{"entity": code, **empty} for code in NOT_IN_ISO]


def read_table(name: str) -> pl.DataFrame:
    """A codebook table with every column as text and no nulls."""
    return pl.read_csv(CODEBOOK / name, infer_schema=False).with_columns(pl.all().fill_null(""))


def apply_overrides(countries: pl.DataFrame, overrides: pl.DataFrame) -> pl.DataFrame:
    """The countries with overridden fields replaced; an override that hits nothing is an error."""
    unknown = overrides.filter(
        ~pl.col("entity").is_in(countries["entity"].implode()) | ~pl.col("field").is_in(list(COLUMNS[1:]))
    )
    if unknown.height:
        raise ValueError(f"country_overrides.csv: no such entity or field: {unknown.rows()}; remove or correct the row")
    for field in overrides["field"].unique().sort():
        new = overrides.filter(field=field).select("entity", pl.col("value").alias("new"))
        countries = (
            countries.join(new, on="entity", how="left")
            .with_columns(pl.coalesce("new", field).alias(field))
            .drop("new")
        )
    return countries


def build() -> pl.DataFrame:
    """The finished table, sorted by entity."""
    countries = pl.DataFrame(library_rows()).join(read_table("cow_codes.csv"), on="entity", how="left")
    return (
        apply_overrides(countries.with_columns(pl.col("cow").fill_null("")), read_table("country_overrides.csv"))
        .select(COLUMNS)
        .with_columns(pl.all().replace("", None))
        .sort("entity")
    )


if __name__ == "__main__":
    build().write_csv(CODEBOOK / "countries.csv")
