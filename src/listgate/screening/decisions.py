"""Pairs of a party and an entry that someone has judged to be two different parties.

A clearance counts only while both sides are what they were when it was given. The hit is
shown all the same, with who cleared it, when and why; the status is told without it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from listgate.matching.index import Index
from listgate.records import Party, PartyType

# The kernel looks at some 30 entries a name. A party with more clearances than this
# could hide an entry that no one has cleared behind all those that someone has.
MOST = 16


@dataclass(frozen=True, slots=True)
class Clearance:
    """One cleared pair.

    Attributes:
        list: The own list that holds it.
        party: Whom it clears, as it was asked when the judgment was made.
        whole: Whether ``party`` is the whole row; else only its name is known.
        entry: The id of the entry that the party is not.
        text: The digest of what the entry said then.
        by: Who cleared it.
        when: On which day.
        why: For which reason.
        until: The day from which it no longer counts.
    """

    list: str
    party: Party
    whole: bool
    entry: str
    text: str
    by: str
    when: date
    why: str
    until: date | None = None

    def to_dict(self) -> dict[str, Any]:
        """The JSON object of ``suppressed``."""
        return {
            "list": self.list,
            "by": self.by,
            "when": self.when.isoformat(),
            "why": self.why,
            "until": self.until.isoformat() if self.until else None,
        }

    @property
    def told(self) -> str:
        """Who cleared it, when and why, as a reason of the hit."""
        return f"cleared by {self.by} on {self.when}: {self.why}"


@dataclass(frozen=True, slots=True)
class Judged:
    """A clearance that was given for a hit; ``lapsed`` says why it no longer counts."""

    clearance: Clearance
    lapsed: str = ""

    @property
    def told(self) -> str:
        """What a reader of the hit should know of it."""
        if not self.lapsed:
            return f"suppressed: {self.clearance.told}"
        return f"{self.clearance.told}; not counted: {self.lapsed}"


class Decisions:
    """All clearances, by party."""

    def __init__(self, clearances: Iterable[Clearance]) -> None:
        self._by_party: dict[str, list[Clearance]] = {}
        for each in clearances:
            self._by_party.setdefault(_key(each.party), []).append(each)
        # A party's cleared entries must not push others out of the hits looked at.
        self.most = min(max(map(len, self._by_party.values()), default=0), MOST)

    def judged(
        self,
        party: Party | str,
        hits: Sequence[tuple[int, int, float]],
        named: Iterable[tuple[int, int, float]],
        index: Index,
        day: date,
    ) -> dict[int, Judged]:
        """The clearances for a party's hits, by entry number.

        Args:
            party: Whom the question asks about.
            hits: Entry number, index line and score of each hit.
            named: The same by name alone, before anything else counted.
            index: The index they come from.
            day: The day asked about.
        """
        given = self._by_party.get(_key(party))
        if not given or not hits:
            return {}
        by_entry: dict[str, list[Clearance]] = {}
        for each in given:
            by_entry.setdefault(each.entry, []).append(each)
        counted = set(list(by_entry)[:MOST])
        by_name = {number: score for number, _, score in named}
        found: dict[int, Judged] = {}
        for number, _, score in hits:
            card = index.card(number)
            for each in by_entry.get(card.entry, ()):
                more = score > by_name.get(number, 0.0)
                text = card.text(day, index.phrases).digest
                lapsed = _lapsed(each, party, card.countries(), text, day, more=more)
                if card.entry not in counted:
                    lapsed = f"the party is cleared of more than {MOST} entries"
                # One that counts goes before one that has lapsed.
                if number not in found or not lapsed:
                    found[number] = Judged(each, lapsed)
        return found


def suppressed_last(
    hits: list[tuple[int, int, float]], judged: dict[int, Judged]
) -> list[tuple[int, int, float]]:
    """Hits in their order, those that are suppressed behind all others."""
    return sorted(hits, key=lambda h: h[0] in judged and not judged[h[0]].lapsed)


def _lapsed(
    given: Clearance,
    party: Party | str,
    countries: tuple[str, ...],
    text: str,
    day: date,
    *,
    more: bool,
) -> str:
    """Why a clearance no longer counts; empty while it does."""
    if given.until is not None and day >= given.until:
        return f"it ended on {given.until}"
    if given.text != text:
        return "the entry has changed since"
    if given.whole:
        return "" if _row(party) == _row(given.party) else "the party's row has changed"
    if isinstance(party, str):
        return ""
    # Only the name was judged: what else the row says must not speak for the entry.
    agrees = set(party.country.split(";")) & set(countries)
    if more or agrees or party.aliases:
        return "it was for the name alone, and the row says more"
    return ""


def _key(party: Party | str) -> str:
    name = party if isinstance(party, str) else party.name
    return " ".join(name.split()).casefold()


def _row(party: Party | str) -> tuple[Any, ...]:
    """What a row says of a party, for comparing."""
    if isinstance(party, str):
        party = Party(party)
    return (
        _key(party),
        sorted(map(_key, party.aliases)),
        _key(party.address),
        sorted(party.country.split(";")),
        PartyType(party.type),
        sorted(map(_key, party.identifiers)),
        _key(party.birth_date),
        _key(party.birth_place),
    )
