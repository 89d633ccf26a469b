"""Stories and counts over all entries, as the gate is asked for them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Protocol

from listgate.errors import QueryError
from listgate.history import counts
from listgate.history.shelf import Shelf
from listgate.history.story import Story
from listgate.matching.index import Index
from listgate.screening.decision import MATCH, Screening

MOST_DAYS = 400  # that a name's history is looked for on: half a second


class Screens(Protocol):
    """What a name's history asks of a gate."""

    @property
    def today(self) -> date:
        """The day that counts as today."""

    @property
    def index(self) -> Index:
        """The compiled index of all versions at hand."""

    def screen(
        self,
        party: str,
        *,
        on: str | date | None = None,
        lists: Sequence[str] | None = None,
    ) -> Screening:
        """The outcome of screening one party."""


def told(
    gate: Screens, shelf: Shelf, what: str, lists: Sequence[str] | None
) -> tuple[Story, ...]:
    """The dated stories of an entry, or of the entries that a name matches.

    Raises:
        QueryError: Nothing at hand is meant by it.
    """
    if ":" in what and " " not in what:
        return shelf.story(what)
    hits = list(gate.screen(what, lists=lists).hits)
    # What is off the list by now is looked for on the last days of what ended.
    for day in _last_days(gate.index, gate.today):
        hits += gate.screen(what, on=day, lists=lists).hits
    hits.sort(key=lambda h: -h.score)
    best = [h for h in hits if h.score >= MATCH] or hits[:1]
    if not best:
        raise QueryError("history", f"no listed name is like {what!r}")
    return tuple(
        s for entry in dict.fromkeys(h.entry for h in best) for s in shelf.story(entry)
    )


def _last_days(index: Index, today: date) -> list[date]:
    """The last days of the entries that ended by today, the newest first."""
    ends = set(index.sections["entry.to"].cast("i"))
    past = sorted((e for e in ends if e <= today.toordinal()), reverse=True)
    return [date.fromordinal(e - 1) for e in past[:MOST_DAYS]]


def counted(
    shelf: Shelf, by: str, since: date | None, last: date, lists: tuple[str, ...]
) -> tuple[counts.Count, ...]:
    """How many entries were added and removed, and how many held.

    Args:
        shelf: The lists at hand.
        by: ``year``, ``month``, ``country`` or ``list``.
        since: The first day that counts; that of the first addition when None.
        last: The last day.
        lists: Codes of the lists; all when empty.

    Raises:
        QueryError: ``by`` is none of these, or the days are the wrong way round.
    """
    if by not in ("year", "month", "country", "list"):
        raise QueryError("by", f"{by!r} is none of year, month, country, list")
    shelf.check(lists)
    stories = shelf.stories(lists)
    came = (d for s in stories if (d := counts.added_on(s)) and d <= last)
    first = since if since is not None else min(came, default=last)
    if first > last:
        raise QueryError("since", f"{first} is after {last}; give the earlier first")
    if by in ("year", "month"):
        return counts.by_time(stories, first, last, months=by == "month")
    if by == "country":
        return counts.by_country(stories, first, last)
    return counts.by_list(stories, first, last)
