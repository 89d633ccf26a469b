"""Dates as sanctions lists write them, often without a day or only about → one form.

The form is that of the consolidated file: ``1962-09-03``, ``1962-09``, ``1962``,
``circa 1962``, ``1958 to 1960``. A text that is no date stays as it is.
"""

from __future__ import annotations

import re
from datetime import date

_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "jan january",
            "feb february",
            "mar march",
            "apr april",
            "may",
            "jun june",
            "jul july",
            "aug august",
            "sep sept september",
            "oct october",
            "nov november",
            "dec december",
        ),
        1,
    )
    for name in names.split()
}
_DAY_FIRST = re.compile(r"(?:(\d{1,2})\s+)?([A-Za-z]{3,9})\.?,?\s+(\d{4})")
_ISO = re.compile(r"(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?(?:T[\d:.Z+-]*)?")
# The UK list: `dd/mm/1945`, `00/00/1945` where parts are not known.
_SLASHES = re.compile(r"(\d{1,2}|dd|mm)/(\d{1,2}|mm)/(\d{4}|yyyy)", re.IGNORECASE)
_ABOUT = re.compile(
    r"^(?:circa|c\.|ca\.?|about|approx(?:imately|\.)?)\s*", re.IGNORECASE
)
_RANGE = re.compile(r"\s+(?:to|-|–|and)\s+|(?<=\d{4})-(?=\d{4})")


def partial_date(text: str) -> str:
    """One date or range in the common form; the text itself where it is none."""
    text = " ".join(text.split())
    about = _ABOUT.match(text)
    rest = text[about.end() :] if about else text
    ends = [_one(part) for part in _RANGE.split(rest)]
    if not all(ends) or len(ends) > 2:
        return text
    return ("circa " if about else "") + " to ".join(ends)


def _one(text: str) -> str:
    text = text.strip()
    if match := _DAY_FIRST.fullmatch(text):
        month = _MONTHS.get(match[2].casefold(), 0)
        return _form(int(match[3]), month, int(match[1] or 0)) if month else ""
    if match := _ISO.fullmatch(text):
        return _form(*(int(part or 0) for part in match.groups()))
    if match := _SLASHES.fullmatch(text):
        day, month, year = (int(p) if p.isdigit() else 0 for p in match.groups())
        return _form(year, month, day)
    return ""


def _form(year: int, month: int, day: int) -> str:
    if not 1800 < year < 2200 or month > 12 or (day and not month):
        return ""
    if not month:
        return str(year)
    if not day:
        return f"{year}-{month:02}"
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return ""


def whole_date(text: str) -> date | None:
    """The day that a text names, or None where it names none in full."""
    form = partial_date(text)
    try:
        return date.fromisoformat(form) if len(form) == 10 else None
    except ValueError:
        return None


def span(begin: str, end: str, *, about: bool = False) -> str:
    """Two whole days as the shortest form that says the same: a year, a month, a day."""
    first, last = whole_date(begin), whole_date(end)
    if first is None or last is None:
        return begin or end
    if first == last:
        text = first.isoformat()
    elif (first.month, first.day, last.month, last.day) == (1, 1, 12, 31):
        years = first.year, last.year
        text = str(years[0]) if years[0] == years[1] else f"{years[0]} to {years[1]}"
    elif first.day == 1 and (first.year, first.month) == (last.year, last.month):
        text = f"{first.year}-{first.month:02}"
    else:
        text = f"{first.isoformat()} to {last.isoformat()}"
    return f"circa {text}" if about else text
