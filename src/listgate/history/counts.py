"""How many entries were added, removed and held: by time, by country, by list."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from listgate.history.story import Story


@dataclass(frozen=True, slots=True)
class Count:
    """Entries of one month or year, or of one country or list.

    Attributes:
        label: ``2019``, ``2019-10``, a country's ISO code, a list's code; empty where
            no country is known.
        added: Entries that came on the list; one that came back counts again.
        removed: Entries that ended.
        held: Entries on the list on the last day.
    """

    label: str
    added: int
    removed: int
    held: int

    def to_dict(self) -> dict[str, Any]:
        """The JSON object of ``history --counts``."""
        return {
            "label": self.label,
            "added": self.added,
            "removed": self.removed,
            "held": self.held,
        }


def added_on(story: Story) -> date | None:
    """The day on which ``diff`` counts an entry as added; None where none is known."""
    days = [d for d in (story.held_from, story.seen_from) if d is not None]
    return max(days, default=None)


def by_time(
    stories: Iterable[Story], first: date, last: date, *, months: bool = False
) -> tuple[Count, ...]:
    """Counts of each year, or month, that has a day from ``first`` to ``last``.

    Days outside of that range count for nothing, also in the years at its ends.
    """
    told = list(stories)
    digits = 7 if months else 4
    added: Counter[str] = Counter()
    removed: Counter[str] = Counter()
    for story in told:
        came, went = added_on(story), story.held_to
        if came is not None and first <= came <= last:
            added[came.isoformat()[:digits]] += 1
        if went is not None and first <= went <= last:
            removed[went.isoformat()[:digits]] += 1
    return tuple(
        Count(label, added[label], removed[label], _held(told, min(end, last)))
        for label, end in _spans(first, last, months=months)
    )


def by_country(stories: Iterable[Story], first: date, last: date) -> tuple[Count, ...]:
    """Counts of each country, most entries first; an entry counts in each of its own."""
    return _by(stories, first, last, lambda s: s.text(last)[0].countries or ("",))


def by_list(stories: Iterable[Story], first: date, last: date) -> tuple[Count, ...]:
    """Counts of each list, most entries first."""
    return _by(stories, first, last, lambda s: (s.states[-1][1].list,))


def _by(
    stories: Iterable[Story],
    first: date,
    last: date,
    labels: Callable[[Story], Iterable[str]],
) -> tuple[Count, ...]:
    added: Counter[str] = Counter()
    removed: Counter[str] = Counter()
    held: Counter[str] = Counter()
    for story in stories:
        came, went = added_on(story), story.held_to
        for label in set(labels(story)):
            added[label] += came is not None and first <= came <= last
            removed[label] += went is not None and first <= went <= last
            held[label] += story.shown(last)
    found = [Count(x, added[x], removed[x], held[x]) for x in held]
    some = (c for c in found if c.added or c.removed or c.held)
    return tuple(sorted(some, key=lambda c: (-c.held, -c.added, c.label)))


def _held(stories: Iterable[Story], day: date) -> int:
    return sum(story.shown(day) for story in stories)


def _spans(first: date, last: date, *, months: bool) -> Iterator[tuple[str, date]]:
    """Each month or year with its last day."""
    day = first.replace(day=1) if months else first.replace(month=1, day=1)
    while day <= last:
        if months:
            after = (day + timedelta(days=31)).replace(day=1)
        else:
            after = day.replace(year=day.year + 1)
        yield day.isoformat()[: 7 if months else 4], after - timedelta(days=1)
        day = after
