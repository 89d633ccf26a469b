"""One entry's life on one list: the value that the contract's *day D* is read from."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from listgate.records import Basis, Citation, ListEntry
from listgate.sources.rules import rule_of


@dataclass(frozen=True, slots=True)
class Story:
    """What one entry said, from when to when, all versions of its list taken together.

    The entry holds over [``held_from``, ``held_to``). An entry that was taken off and
    put on again by a later rule has a story for each stay, under one id.

    Attributes:
        entry: The entry's id.
        states: The texts, each with the day from which it is the one that counts.
        held_from: First day; None when it holds as far back as asked.
        basis: What the first day rests on.
        held_to: The day by which it had ended; None while it stands.
        doubtful_from: From this day to ``held_to`` it may have ended already.
        seen_from: The first version that has it, where an earlier one lacks it although
            the citations are older; ``diff`` dates the addition here.
        absent_on: The day of that earlier version, where nothing tells the first day:
            the entry holds as far back as to there.
        notes: Sentences that go with the entry on every day.
        versions: The versions that have it, oldest first.
        ended_by: The rule that took it off the list, where one is known; else
            ``held_to`` is the date of the first version that lacks it.
    """

    entry: str
    states: tuple[tuple[date, ListEntry], ...]
    held_from: date | None = None
    basis: Basis = Basis.UNKNOWN
    held_to: date | None = None
    doubtful_from: date | None = None
    seen_from: date | None = None
    absent_on: date | None = None
    notes: tuple[str, ...] = ()
    versions: tuple[str, ...] = ()
    ended_by: str = ""

    @property
    def first_day(self) -> date | None:
        """The first day on which it stands, or may stand; None as far back as asked."""
        if self.held_from is None and self.absent_on is not None:
            return self.absent_on + timedelta(days=1)
        return self.held_from

    def holds(self, day: date) -> bool:
        """Whether the entry stands, or may stand, on a day."""
        first = self.first_day
        return (first is None or first <= day) and (
            self.held_to is None or day < self.held_to
        )

    def in_doubt(self, day: date) -> bool:
        """Whether the entry may have ended by that day: at most a ``review``."""
        return (
            self.doubtful_from is not None
            and self.held_to is not None
            and self.doubtful_from < day < self.held_to
        )

    def shown(self, day: date) -> bool:
        """Whether ``diff`` counts the entry as on the list that day."""
        return self.holds(day) and (self.seen_from is None or self.seen_from <= day)

    def text(self, day: date) -> tuple[ListEntry, date | None]:
        """The text that counts on a day, and its own day where it is a later one."""
        at = bisect_right(self.states, day, key=lambda s: s[0]) - 1
        if at >= 0:
            return self.states[at][1], None
        return self.states[0][1], self.states[0][0]

    def says_the_same(self, first: date, last: date) -> bool:
        """Whether the text that counts, with its citations, is one on two days."""
        text = self.text(first)[0]
        if text is not self.text(last)[0]:
            return False
        cites = text.citations
        return _cited_by(cites, first)[0] == _cited_by(cites, last)[0]

    def on(self, day: date) -> ListEntry | None:
        """The entry whole as it held on ``day``; None when it did not.

        Its citations are those of rules in force by then. Where only a later text is
        known and the entry cites a rule newer than ``day``, a note says so; the note
        begins with ``AS_STATED``.
        """
        if not self.holds(day):
            return None
        entry, later = self.text(day)
        cites, newer = _cited_by(entry.citations, day)
        notes = [*entry.notes, *self.notes]
        if later is not None and newer:
            notes.append(
                f"{AS_STATED} {later.isoformat()}: the entry cites a rule newer than "
                f"{day.isoformat()}, and what it said on that day is not known."
            )
        if self.in_doubt(day) and self.doubtful_from and self.held_to:
            notes.append(
                f"May have ended: the version of {self.doubtful_from.isoformat()} has "
                f"this entry, the one of {self.held_to.isoformat()} has not."
            )
        elif self.doubtful_from and self.held_to:
            notes.append(
                f"Ended between the version of {self.doubtful_from.isoformat()}, which "
                f"has this entry, and that of {self.held_to.isoformat()}, which has not."
            )
        return entry.but(
            citations=cites,
            effective_from=self.held_from,
            effective_from_basis=self.basis,
            effective_to=self.held_to,
            notes=tuple(notes),
            versions=self.versions,
        )


AS_STATED = "License requirement and review policy as stated on"


def in_force_from(citation: Citation) -> date | None:
    """The day the cited rule took effect, else the day printed with the citation."""
    day = citation.published_at
    rule = rule_of(citation.printed, day) or rule_of(citation.cite, day)
    return rule.in_force_from if rule else day


def _cited_by(
    citations: Iterable[Citation], day: date
) -> tuple[tuple[Citation, ...], bool]:
    """The citations in force on a day or of no known day; whether any is newer."""
    kept, newer = [], False
    for c in citations:
        since = in_force_from(c)
        if since is not None and since > day:
            newer = True
        else:
            kept.append(c)
    return tuple(kept), newer
