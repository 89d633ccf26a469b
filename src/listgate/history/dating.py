"""The date of a list version, and what gave it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from listgate.errors import QueryError
from listgate.history.story import in_force_from
from listgate.records import DatedBy, ListEntry, ParsedList
from listgate.sources.rules import rule_of

Dated = tuple[date, DatedBy]


def date_lists(
    lists: Iterable[ParsedList],
    published: date | None,
    retrieved: date,
    name: str,
    served: date | None = None,
) -> dict[str, Dated]:
    """The date of each list of one file, by code.

    It is the one that the file states; else the one given; else the one that came with
    the file from the publisher's server; else the newest start or
    citation date in the list that is not after the retrieval (of the whole file, for a
    list without any); else the day of retrieval.

    Args:
        lists: The lists of one file.
        published: The date the user gave, if any.
        retrieved: The day of retrieval.
        name: What the user calls the file, for messages.
        served: The date that the publisher's server gave with the file.

    Raises:
        QueryError: the given date is in the future or contradicts the file.
    """
    parsed = tuple(lists)
    if published is not None:
        _check_given(parsed, published, retrieved, name)
    newest = {p.code: _newest(p, retrieved) for p in parsed}
    of_file = max((d for d in newest.values() if d), default=None)
    dates: dict[str, Dated] = {}
    for p in parsed:
        if p.published_at is not None:
            dates[p.code] = p.published_at, DatedBy.CONTENT
        elif published is not None:
            dates[p.code] = published, DatedBy.USER
        elif served is not None and served <= retrieved:
            dates[p.code] = served, DatedBy.PUBLISHER
        elif (day := newest[p.code] or of_file) is not None:
            dates[p.code] = day, DatedBy.ENTRIES
        else:
            dates[p.code] = retrieved, DatedBy.RETRIEVAL
    return dates


def _newest(parsed: ParsedList, until: date) -> date | None:
    told = parsed.newest if parsed.newest and parsed.newest <= until else None
    days = [d for d in (newest_day(parsed.entries, until), told) if d]
    return max(days, default=None)


def newest_day(entries: Iterable[ListEntry], until: date) -> date | None:
    """The newest start or citation date of the entries that is not after ``until``."""
    return max(
        (d for e in entries for d in _days(e) if d <= until),
        default=None,
    )


def _days(entry: ListEntry) -> Iterable[date]:
    """The days an entry states: its start, and the publication of what it cites."""
    if entry.start_date is not None:
        yield entry.start_date
    for c in entry.citations:
        rule = rule_of(c.printed, c.published_at)
        day = c.published_at or (rule.published_at if rule else None)
        if day is not None:
            yield day


def _check_given(
    lists: Iterable[ParsedList], published: date, retrieved: date, name: str
) -> None:
    """Refuses a given date that the file itself shows to be wrong."""
    file = name or "the file"
    if published > retrieved:
        raise QueryError("--published", f"{published} is in the future")
    for p in lists:
        if p.published_at is not None and p.published_at != published:
            raise QueryError(
                "--published",
                f"{file} states that it is of {p.published_at}, not {published}",
            )
        for entry in p.entries:
            later = [d for d in _stated(entry) if published < d <= retrieved]
            if later:
                raise QueryError(
                    "--published",
                    f"{file} has an entry of {p.code} dated {max(later)}, after the "
                    f"given {published}: {entry.name}",
                )


def _stated(entry: ListEntry) -> Iterable[date]:
    """Days by which the file must have been made, at the earliest.

    An undated citation counts by its volume only: pages are misprinted, and the volume
    is the year.
    """
    if entry.start_date is not None:
        yield entry.start_date
    for c in entry.citations:
        if c.published_at is not None:
            yield c.published_at
        elif (day := in_force_from(c)) is not None:
            yield date(day.year, 1, 1)
