"""Reader of JSON Lines: one document a line, `text` taken to the character."""

import json
from typing import Any

from pipelines.read.charset import clean, decode
from pipelines.read.record import Input, RawDocument, UnreadableError

NAMES = ("published", "title", "source", "url", "rights", "publisher", "language", "date")


def _record(line: str, item: str) -> RawDocument | UnreadableError:
    try:
        record: Any = json.loads(line)
    except json.JSONDecodeError as error:
        return UnreadableError(f"line {item} is not JSON: {error.msg}", "mend the line", item)
    except RecursionError:
        return UnreadableError(f"line {item} is nested too deeply", "give flat objects", item)
    if not isinstance(record, dict) or not isinstance(record.get("text"), str) or not record["text"].strip():
        return UnreadableError(f"line {item} has no `text`", "give each line the keys id and text", item)
    metadata = {name: clean(str(record[name])) for name in NAMES if record.get(name) not in (None, "")}
    return RawDocument(clean(record["text"]), item, clean(str(record.get("id") or "")), metadata)


def read_jsonl(file: Input) -> list[RawDocument | UnreadableError]:
    """Read every line; a bad line is refused alone."""
    lines = enumerate(decode(file.data).split("\n"), 1)
    return [_record(line, str(n)) for n, line in lines if line.strip()]
