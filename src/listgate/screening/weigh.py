"""How what is known beside a name changes a hit: country, type, identifier, address.

Each confirms or refutes and is told as a reason; none of them hides a hit whose entry
says nothing of the kind.
"""

from __future__ import annotations

from dataclasses import dataclass

from listgate.matching.compile import TYPES
from listgate.matching.index import Index
from listgate.records import Party, PartyType
from listgate.screening.decision import MATCH

CONFIRMED, REFUTED = 0.05, -0.10
JUST_REVIEW = MATCH - 0.01

# A shared address alone is a red flag; an entry that is only an address is caught by it.
SHARED_ADDRESS, LISTED_ADDRESS = 0.75, 0.95
SAME_IDENTIFIER = 1.0

_CHINA = frozenset({"CN", "HK", "MO"})


@dataclass(frozen=True, slots=True)
class Weighed:
    """A candidate after all evidence; ``line`` is -1 where no name agrees."""

    number: int
    line: int
    score: float
    remarks: tuple[str, ...]


def _country(
    party: Party, countries: tuple[str, ...], score: float
) -> tuple[float, str]:
    if not party.country or not countries:
        return score, ""
    listed = ", ".join(countries)
    asked = {party.country}
    if asked & set(countries):
        return min(score + CONFIRMED, max(score, 0.99)), f"country {party.country} agrees"
    if party.country in _CHINA and _CHINA & set(countries):
        return score, f"country {party.country}; the entry is listed under {listed}"
    remark = f"country {party.country} given; the entry is listed under {listed}"
    return min(score + REFUTED, JUST_REVIEW), remark


def _type(party: Party, listed: int, score: float) -> tuple[float, str]:
    asked = TYPES[party.type]
    if not asked or not listed or asked == listed:
        return score, ""
    names = {number: kind.value for kind, number in TYPES.items()}
    if PartyType.ADDRESS.value in (names[listed], names[asked]):
        return score, ""
    remark = f"given as {names[asked]}; the entry is a {names[listed]}"
    return min(score + REFUTED, JUST_REVIEW), remark


def weigh(
    party: Party, found: list[tuple[int, int, float]], index: Index
) -> list[Weighed]:
    """Candidates with all evidence counted, in no particular order.

    Args:
        party: Whom the user asks about.
        found: Entry number, index line and score of each name hit.
        index: The index they come from.
    """
    by_entry = {number: (line, score) for number, line, score in found}
    identified: dict[int, str] = {}
    for value in party.identifiers:
        for number in index.evidence.by_identifier(value):
            identified.setdefault(number, value)
    located = (
        {s.entry: s for s in index.evidence.by_address(party.address)}
        if party.address
        else {}
    )
    out = []
    for number in dict.fromkeys([*by_entry, *identified, *located]):
        line, score = by_entry.get(number, (-1, 0.0))
        card = index.card(number)
        remarks: list[str] = []
        score, said = _country(party, card.countries(), score)
        remarks += [said] if said else []
        score, said = _type(party, index.entry_type[number], score)
        remarks += [said] if said else []
        shared = located.get(number)
        if shared is not None:
            only = index.entry_type[number] == TYPES[PartyType.ADDRESS]
            least = LISTED_ADDRESS if only else SHARED_ADDRESS
            raised = score + 2 * CONFIRMED if line >= 0 else 0.0
            score = max(least * shared.likeness, min(raised, 0.99), score)
            what = "the entry is this address" if only else "shared address, a red flag"
            remarks.append(f"{what}: {shared.text}")
        if number in identified:
            score = SAME_IDENTIFIER
            remarks.insert(0, f"identifier {identified[number]} is the listed party's")
        out.append(Weighed(number, line, score, tuple(remarks)))
    return out
