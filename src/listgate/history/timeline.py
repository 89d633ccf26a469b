"""The story of one entry as dated events, each saying what its day rests on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from listgate.history.diff import changed_fields
from listgate.history.story import Story, in_force_from
from listgate.history.wording import Wording, wordings
from listgate.records import Basis, ListEntry

_ADDED = {
    Basis.RULE: "dated by the rule that it cites",
    Basis.CITATION: "dated by the citation printed in the regulation",
    Basis.FILE_CITATION: "dated by the citation in the file",
    Basis.START_DATE: "the file's own start date",
    Basis.UNKNOWN: "since when is not known",
}


@dataclass(frozen=True, slots=True)
class Event:
    """One thing that happened to an entry.

    Attributes:
        day: When; None where an entry holds as far back as asked.
        kind: ``added``, ``changed`` or ``removed``.
        basis: What the day rests on, as a phrase.
        after: Where only two versions bound the day, the date of the earlier one.
        citations: The rules that came with it.
        fields: What changed.
        words: The words that changed.
    """

    day: date | None
    kind: str
    basis: str
    after: date | None = None
    citations: tuple[str, ...] = ()
    fields: tuple[str, ...] = ()
    words: tuple[Wording, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """The JSON object of ``history``."""
        return {
            "on": self.day.isoformat() if self.day else None,
            "event": self.kind,
            "basis": self.basis,
            "after": self.after.isoformat() if self.after else None,
            "citations": list(self.citations),
            "fields": list(self.fields),
            "words": [w.to_dict() for w in self.words],
        }


def timeline(story: Story, dates: Mapping[str, date]) -> tuple[Event, ...]:
    """The events of a story, oldest first.

    Args:
        story: One stay of one entry.
        dates: The publisher's date of each version of its list, by version.
    """
    first = story.states[0][1]
    shown = story.held_from or story.states[0][0]
    begun = tuple(
        c.cite for c in first.citations if in_force_from(c) == story.held_from
    )
    events = [
        Event(
            story.held_from,
            "added",
            _ADDED[story.basis],
            citations=tuple(dict.fromkeys(begun)) if story.held_from else (),
        )
    ]
    before = story.on(shown) or first
    for day, _ in story.states[1:]:
        text = story.on(day)
        if text is None:
            continue
        if fields := changed_fields(before, text):
            events.append(_change(story, before, text, day, fields, dates))
        before = text
    if story.held_to is not None:
        events.append(_end(story, story.held_to))
    return tuple(events)


def _change(
    story: Story,
    old: ListEntry,
    new: ListEntry,
    day: date,
    fields: tuple[str, ...],
    dates: Mapping[str, date],
) -> Event:
    """A change, dated by the citation that came with it, else bounded by versions."""
    had = {c.cite for c in old.citations}
    came = [c for c in new.citations if c.cite not in had]
    cites = tuple(dict.fromkeys(c.cite for c in came))
    having = sorted(dates[v] for v in story.versions if v in dates)
    earlier = max((d for d in having if d < day), default=None)
    if any(in_force_from(c) == day for c in new.citations):
        basis, earlier = "dated by the rule that came with it", None
    elif day in having and earlier is not None:
        basis = "by this version of the list, and not yet by the one before"
    elif day in having:
        basis = "by this version of the list"
    else:
        basis, earlier = "dated by a rule that the registry knows", None
    words = wordings(old, new, fields)
    return Event(day, "changed", basis, earlier, cites, fields, words)


def _end(story: Story, day: date) -> Event:
    if story.ended_by:
        cites = (story.ended_by,)
        return Event(day, "removed", "dated by the rule that removed it", None, cites)
    return Event(
        day,
        "removed",
        "by this version of the list, and not yet by the one before",
        story.doubtful_from,
    )
