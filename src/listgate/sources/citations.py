"""Federal Register citations and dates, as publishers write them → values.

``84 FR 54004``, ``F.R.`` with full stops and a date behind, several in one cell with
commas, semicolons, ``and`` or only spaces between: the form is looked for, nothing is
split. The State Department cites an issue instead: ``Vol. 86, No. 13, 01/22/2021``.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date

from listgate.records import Citation

_PAGE = re.compile(
    r"(?P<volume>\d{1,3})[\s.]*F\.?\s?R\.?\s*(?P<page>\d{1,3}(?:,\d{3})+|\d{1,6})(?!\d)"
    r"(?:[\s,(\[]*(?P<day>\d{1,2}[/-]\d{1,2}[/-]\d{2,4}))?",
    re.IGNORECASE,
)
_ISSUE = re.compile(
    r"(?:Vol\.?\s*)?(?P<volume>\d{1,3})\s*,?\s*(?:F\.?R\.?)?\s*No\.?\s*"
    r"(?P<issue>\d{1,3})(?!\d)(?:[\s,(]*(?P<day>\d{1,2}[/-]\d{1,2}[/-]\d{2,4}))?",
    re.IGNORECASE,
)
_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?!\d)")
_FIRST_VOLUME = 1935  # volume 1 of the Federal Register is 1936's

RuleOf = Callable[[str, "date | None"], str | None]


def parse_citations(
    text: str, *, first_page: RuleOf | None = None
) -> tuple[tuple[Citation, ...], tuple[str, ...]]:
    """The citations in a cell, in its order and each once, and what is odd about them.

    Args:
        text: The cell as published.
        first_page: Gives the cite of a rule's first page for a printed cite and its
            date, or None where no rule is known.
    """
    if not text:
        return (), ()
    found: dict[str, Citation] = {}
    notes: list[str] = []
    matches = [*_PAGE.finditer(text), *_ISSUE.finditer(text)]
    for match in sorted(matches, key=lambda m: m.start()):
        volume = int(match["volume"])
        fields = match.groupdict()
        if fields.get("page"):
            printed = f"{volume} FR {match['page'].replace(',', '')}"
        else:
            issue = int(match["issue"])
            volume_first = match[0][:1].isdigit()
            printed = (
                f"{volume} FR No. {issue}"
                if volume_first
                else f"Vol. {volume}, No. {issue}"
            )
        day = _us_date(match["day"] or "", volume)
        if match["day"] and day is None:
            notes.append(
                f"The citation {printed} has no possible date ({match['day']})."
            )
        earlier = found.get(printed)
        if earlier and (earlier.published_at or not day):
            continue
        cite = (first_page(printed, day) if first_page else None) or printed
        found[printed] = Citation(cite, printed, day)
    if text.strip() and not found:
        notes.append(f"No Federal Register citation could be read in {text.strip()!r}.")
    return tuple(found.values()), tuple(notes)


def _us_date(text: str, volume: int) -> date | None:
    """Month/day/year; a year of two digits takes its century from the FR volume."""
    if not text:
        return None
    month, day, year = (int(part) for part in re.split("[/-]", text))
    if year < 100:
        near = _FIRST_VOLUME + volume
        year += 100 * round((near - year) / 100)
    return _day(year, month, day)


def parse_date(text: str) -> date | None:
    """The day of an ISO date, or None where there is none or it cannot be.

    Years before 1900 are slips of the publisher (``0017-05-26``).
    """
    match = _ISO.match(text.strip())
    return _day(*(int(part) for part in match.groups())) if match else None


def _day(year: int, month: int, day: int) -> date | None:
    if year < 1900:
        return None
    try:
        return date(year, month, day)
    except ValueError:
        return None
