"""Effective dates as law states them: "on or after 12:01 a.m. eastern time on June 1, 2023", "duties, effective August 19".

The codebook dates a measure by the effective date that its sentence states, however old: history is recited with old ones.
"""

import re
from collections.abc import Sequence

from pipelines.extract.dates import Expression

CUSTOMS = ("tariff", "trade_restriction")  # levers that customs law puts in force at a minute of a day
CLOCK = r"(?:12:0[01]\s+a\.m\.|midnight),?\s+(?:\w+\s+){1,3}time,?\s+(?:on\s+)?"
ENTRY = re.compile(rf"\bon\s+or\s+after\s+{CLOCK}$", re.IGNORECASE)
EFFECTIVE = re.compile(rf"\beffective\s+(?:(?:as\s+of|on|from|at|beginning)\s+)?(?:{CLOCK})?$", re.IGNORECASE)
CARVED_OUT = re.compile(r"\b(?:except|until|unless)\b[^;.]*$", re.IGNORECASE)


def effective_dates(text: str, found: Sequence[Expression]) -> list[Expression]:
    """Return the dates from which a sentence says that something is in force; those of its exceptions are left out."""
    fore = [(one, text[: one.start]) for one in found]
    stated = [
        (one, match.start()) for one, before in fore if (match := ENTRY.search(before) or EFFECTIVE.search(before))
    ]
    return [one for one, start in stated if not CARVED_OUT.search(text[:start])]


def effective_date(text: str, found: Sequence[Expression], lever: str) -> str:
    """Return the EDTF date from which a measure of customs law is in force, empty if its sentence states none or several."""
    days = {one.edtf for one in effective_dates(text, found)} if lever in CUSTOMS else set()
    return days.pop() if len(days) == 1 else ""
