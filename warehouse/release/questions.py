"""Saved questions: one SQL file each, with the question and a one-line reading that the first row of the answer fills."""

from dataclasses import dataclass
from pathlib import Path
from string import Template

import polars as pl

from warehouse.database import query

FOLDER = Path(__file__).parent.parent / "questions"
ROWS = 10


@dataclass(frozen=True)
class Question:
    """A question: its name, its words, the template of its reading, and its SQL."""

    name: str
    words: str
    reading: str
    sql: str

    def read(self, answer: pl.DataFrame) -> str:
        """Return the one-line reading of an answer."""
        if answer.is_empty():
            return "nothing in this release answers it."
        return Template(self.reading).safe_substitute({k: str(v) for k, v in answer.row(0, named=True).items()})


def questions() -> list[Question]:
    """Return the saved questions in order."""
    found = []
    for path in sorted(FOLDER.glob("*.sql")):
        first, second, sql = path.read_text(encoding="utf-8").split("\n", 2)
        words, reading = first.removeprefix("-- "), second.removeprefix("-- reading: ")
        found.append(Question(path.stem.split("_", 1)[1], words, reading, sql.strip()))
    return found


def _markdown(frame: pl.DataFrame) -> str:
    cells = (
        [("" if c is None else str(c).replace("\n", " ").replace("|", "/"))[:120] for c in row]
        for row in frame.head(ROWS).iter_rows()
    )
    head = [frame.columns, ["---"] * frame.width]
    return "\n".join("| " + " | ".join(row) + " |" for row in [*head, *cells])


def page(database: Path, version: str) -> str:
    """Return docs/questions.md: every question with its SQL, its answer on this release, and its reading."""
    parts = [f"# Twelve questions to release {version}", ""]
    for question in questions():
        answer = query(database, question.sql)
        parts += [f"## {question.words}", "", f"{question.read(answer)[:1].upper()}{question.read(answer)[1:]}", ""]
        parts += ["```sql", question.sql, "```", "", _markdown(answer), ""]
    return "\n".join(parts)
