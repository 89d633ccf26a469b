"""From scores to an outcome: the two thresholds, and what beside the name counts.

A score of ``MATCH`` or more is treated as the listed party; from ``REVIEW`` on a person
must look. Both were set on company names that are not listed (docs: accuracy).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

from listgate.matching.index import Card, Index, Text
from listgate.records import Party, Status

if TYPE_CHECKING:
    from listgate.screening.decisions import Clearance, Judged
    from listgate.screening.subjects import Subject

REVIEW = 0.70
MATCH = 0.85

# Least a name hit can be worth to be looked at together with other evidence.
FLOOR = 0.40


_MATCH, _REVIEW, _CLEAR = Status.MATCH.value, Status.REVIEW.value, Status.CLEAR.value


class Hit:
    """An entry that a party may be.

    ``score`` is 0 to 1. Everything else is read from the index when it is first asked
    for: most hits of a long file are never looked at whole.
    """

    __slots__ = (
        *("_card", "_line", "_reasons", "_text", "_why"),
        *("day", "index", "judged", "number", "score"),
    )

    def __init__(
        self,
        index: Index,
        number: int,
        line: int,
        score: float,
        day: date,
        why: Callable[[int, int], tuple[str, ...]],
    ) -> None:
        self.index = index
        self._line = line
        self._why = why
        self._card: Card | None = None
        self._text: Text | None = None
        self._reasons: tuple[str, ...] | None = None
        self.judged: Judged | None = None
        self.number = number
        self.score = score
        self.day = day

    @property
    def card(self) -> Card:
        """The entry as the index holds it."""
        if self._card is None:
            self._card = self.index.card(self.number)
        return self._card

    @property
    def text(self) -> Text:
        """What the entry says on the day asked about."""
        if self._text is None:
            self._text = self.card.text(self.day, self.index.phrases)
        return self._text

    @property
    def matched_name(self) -> str:
        """The entry's name that is most like the party's, as the publisher wrote it."""
        return self.index.name(self._line) if self._line >= 0 else self.name

    @property
    def by_name(self) -> bool:
        """Whether a name led to the entry, and not an address or a number alone."""
        return self._line >= 0

    @property
    def entry(self) -> str:
        """The entry's id."""
        return self.card.entry

    @property
    def list(self) -> str:
        """The list's code."""
        return self.index.lists[self.index.entry_list[self.number]]

    @property
    def name(self) -> str:
        """The listed name as the publisher wrote it, on the day asked about."""
        return self.index.plain_name(self.number) or self.text.name

    @property
    def countries(self) -> tuple[str, ...]:
        """ISO codes of the entry's countries."""
        return self.text.countries

    @property
    def type(self) -> str:
        """The entry's type."""
        return self.text.type

    @property
    def effective_from(self) -> date | None:
        """First day of the listing; None where it is not known."""
        return self.card.held_from

    @property
    def license_requirement(self) -> str:
        """The requirement in the entry's words, on the day asked about."""
        return self.text.license_requirement

    @property
    def license_review_policy(self) -> str:
        """The review policy in the entry's words, on the day asked about."""
        return self.text.license_review_policy

    @property
    def citations(self) -> tuple[str, ...]:
        """First pages of the rules cited, those published by the day asked about."""
        return self.text.citations

    @property
    def in_doubt(self) -> bool:
        """Whether the entry may have ended by the day: at most a ``review``."""
        return bool(self.index.doubt[self.number]) and self.card.in_doubt(self.day)

    @property
    def suppressed(self) -> Clearance | None:
        """Who judged that the entry is another party; the status is told without it."""
        if self.judged is None or self.judged.lapsed:
            return None
        return self.judged.clearance

    @property
    def reasons(self) -> tuple[str, ...]:
        """Why this entry may be the party, a sentence each."""
        if self._reasons is None:
            notes = []
            if self.in_doubt:
                notes.append(
                    f"may have ended: listed on {self.card.doubtful_from}, "
                    f"not on {self.card.held_to}"
                )
            if self.text.later:
                notes.append(f"text as stated on {self.text.later}")
            if self.text.reason:
                notes.append(f"on the list {self.list} for: {self.text.reason}")
            if self.judged is not None:
                notes.insert(0, self.judged.told)
            self._reasons = (*self._why(self.number, self._line), *notes)
        return self._reasons

    def to_dict(self, *, reasons: bool = True) -> dict[str, Any]:
        """The JSON object of the outside surface.

        Args:
            reasons: With the reasons, which take most of the time.
        """
        since = self.effective_from
        cleared = self.suppressed
        return {
            "entry": self.entry,
            "list": self.list,
            "name": self.name,
            "matched_name": self.matched_name,
            "score": round(self.score, 4),
            "reasons": list(self.reasons) if reasons else [],
            "countries": list(self.countries),
            "type": self.type,
            "effective_from": since.isoformat() if since else None,
            "license_requirement": self.license_requirement or None,
            "license_review_policy": self.license_review_policy or None,
            "citations": list(self.citations),
            **({"suppressed": cleared.to_dict()} if cleared else {}),
        }


class Screening:
    """The outcome of screening one party: a status and the hits behind it.

    ``asked`` is what was asked, a ``Party`` or a plain name. It is ``crowded`` where so
    many names were alike that entries may have kept each other from being looked at.
    """

    __slots__ = ("_subjects", "asked", "crowded", "error", "hits", "status")

    def __init__(
        self,
        asked: Party | str,
        status: str,
        hits: tuple[Hit, ...] = (),
        error: str | None = None,
    ) -> None:
        self.asked = asked
        self.status = status
        self.hits = hits
        self.error = error
        self.crowded = False
        self._subjects: Mapping[str, Subject] | None = None

    @property
    def subjects(self) -> Mapping[str, Subject]:
        """The party behind each hit that is joined with another one, by entry."""
        if self._subjects is None:
            self._subjects = _subjects_of(self.hits)
        return self._subjects

    @property
    def query(self) -> dict[str, Any]:
        """What was asked, as given."""
        if isinstance(self.asked, str):
            return {"name": self.asked}
        return party_dict(self.asked)

    def to_dict(self) -> dict[str, Any]:
        """The JSON object of the outside surface."""
        found: dict[str, Any] = {"query": self.query, "status": self.status}
        if self.error is not None:
            found["error"] = self.error
            return found
        found["hits"] = [
            {**h.to_dict(), **_joined(self.subjects.get(h.entry), h.entry)}
            for h in self.hits
        ]
        return found


def _subjects_of(hits: tuple[Hit, ...]) -> Mapping[str, Subject]:
    if len(hits) < 2:
        return {}
    from listgate.screening.subjects import listed, subjects

    index = hits[0].index
    return subjects([listed(index, h.number) for h in hits], index.evidence.tells)


def _joined(subject: Subject | None, entry: str) -> dict[str, str | None]:
    """The fields of a hit that name the party; alone it stands for itself."""
    if subject is None:
        return {"subject": entry, "joined_by": None}
    return {"subject": subject.entry, "joined_by": subject.joined_by}


def party_dict(party: Party) -> dict[str, Any]:
    """The fields of a party that were given."""
    given: dict[str, Any] = {}
    if party.id:
        given["id"] = party.id
    given["name"] = party.name
    if party.aliases:
        given["alias"] = (
            list(party.aliases) if len(party.aliases) > 1 else party.aliases[0]
        )
    if party.address:
        given["address"] = party.address
    if party.country:
        given["country"] = party.country
    if party.type.value != "unknown":
        given["type"] = party.type.value
    if party.identifiers:
        ids = party.identifiers
        given["identifier"] = list(ids) if len(ids) > 1 else ids[0]
    if party.birth_date:
        given["birth_date"] = party.birth_date
    if party.birth_place:
        given["birth_place"] = party.birth_place
    return given


def status_of(hits: tuple[Hit, ...], match: float, review: float) -> str:
    """The outcome of hits that are sorted best first."""
    for hit in hits:
        if hit.score < match:
            break
        if not hit.in_doubt:
            return _MATCH
    return _REVIEW if hits and hits[0].score >= review else _CLEAR
