"""How what is known beside a name changes a hit: country, type, birth, identifier, address.

Each confirms or refutes and is told as a reason; none of them hides a hit whose entry
says nothing of the kind.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from listgate.matching.compile import TYPES
from listgate.matching.evidence import SharedAddress, SharedNumber
from listgate.matching.identifiers import contradicts, decides, given_number, slip
from listgate.matching.index import Index
from listgate.matching.shared import Extent
from listgate.records import Births, Party, PartyType
from listgate.screening.birth import weigh_birth
from listgate.screening.decision import MATCH, REVIEW

CONFIRMED, REFUTED = 0.05, -0.10
JUST_REVIEW = MATCH - 0.01
NEVER_CERTAIN = 0.99

# A shared address alone is a red flag, less of one where only the building is shared;
# an entry that is only an address is caught by it.
SHARED_ADDRESS = {Extent.SAME: 0.75, Extent.PART: 0.73, Extent.OTHER_UNIT: 0.55}
LISTED_ADDRESS = {Extent.SAME: 0.95, Extent.PART: 0.80, Extent.OTHER_UNIT: 0.72}
# Where a name is alike as well, the address takes half of the doubt that is left.
DOUBT_TAKEN = {Extent.SAME: 0.5, Extent.PART: 0.4, Extent.OTHER_UNIT: 0.15}
# Thousands of unrelated parties share these; alone they say nothing.
CROWDED_ADDRESS = 0.55
_CROWDED = re.compile(
    r"ajeltake|trust company complex|80 broad (?:st|street)\b|wickhams cay|craigmuir|"
    r"1209 (?:n\.? )?orange st|akara b(?:uilding|ldg)|palm grove house|tropic isle|"
    r"\binmate\b|\bfci\b|\bfcc\b|\busp\b|correctional|penitentiary|\bprison\b|\bjail\b",
    re.IGNORECASE,
)

SAME_NUMBER, SHARED_NUMBER = 1.0, 0.75
ADDRESS_TYPE = TYPES[PartyType.ADDRESS]

_CHINA = frozenset({"CN", "HK", "MO"})


@dataclass(frozen=True, slots=True)
class Weighed:
    """A candidate after all evidence; ``line`` is -1 where no name agrees."""

    number: int
    line: int
    score: float
    remarks: tuple[str, ...]
    named: bool = False  # a number of the party's names it


def countries_of(party: Party) -> frozenset[str]:
    """The countries that are given for a party."""
    return frozenset(filter(None, party.country.split(";")))


def _country(
    asked: frozenset[str], countries: tuple[str, ...], score: float, most: float
) -> tuple[float, str]:
    """``most`` is what the country can lift the score to; it makes no hit of its own."""
    if not asked or not countries:
        return score, ""
    given, listed = ", ".join(sorted(asked)), ", ".join(countries)
    if both := asked & set(countries):
        agreed = ", ".join(sorted(both))
        return max(score, min(score + CONFIRMED, most)), f"country {agreed} agrees"
    if asked & _CHINA and _CHINA & set(countries):
        return score, f"country {given}; the entry is listed under {listed}"
    remark = f"country {given} given; the entry is listed under {listed}"
    return min(score + REFUTED, JUST_REVIEW), remark


def _type(party: Party, listed: int, score: float) -> tuple[float, str]:
    asked = TYPES[party.type]
    if not asked or not listed or asked == listed:
        return score, ""
    names = {number: kind.value for kind, number in TYPES.items()}
    if ADDRESS_TYPE in (listed, asked):
        return score, ""
    article = "an" if names[listed][0] in "ao" else "a"
    remark = f"given as {names[asked]}; the entry is {article} {names[listed]}"
    return min(score + REFUTED, JUST_REVIEW), remark


def _address(
    shared: SharedAddress, only: bool, line: int, score: float
) -> tuple[float, str]:
    """The score with a shared address counted, and what to say of it."""
    extent, likeness = shared.agreement.extent, shared.agreement.likeness
    text = shared.text if len(shared.text) <= 160 else shared.text[:157] + "..."
    crowded = not only and _CROWDED.search(shared.text)
    alone = (LISTED_ADDRESS if only else SHARED_ADDRESS)[extent] * likeness
    if crowded:
        alone = min(alone, CROWDED_ADDRESS)
    raised = 0.0
    if line >= 0:
        taken = 0.1 if crowded else DOUBT_TAKEN[extent] * likeness
        raised = min(score + (1 - score) * taken, max(score, NEVER_CERTAIN))
    if only:
        what = {
            Extent.SAME: "the entry is this address",
            Extent.PART: "the entry is an address in this building",
            Extent.OTHER_UNIT: "the entry is another unit of this building",
        }[extent]
    elif crowded:
        what = "shared address, of an agent or an institution that many share"
    else:
        what = {
            Extent.SAME: "shared address, a red flag",
            Extent.PART: "shared building, a red flag",
            Extent.OTHER_UNIT: "another unit of the building at the listed address",
        }[extent]
    return max(alone, raised, score), f"{what}: {text}"


def _numbers(
    party: Party,
    shared: SharedNumber | None,
    number: int,
    index: Index,
    countries: frozenset[str],
    line: int,
    score: float,
) -> tuple[float, str]:
    """The score with identifiers counted, and what to say of them."""
    if shared is not None:
        told = shared.listed.told
        if decides(shared.given, shared.listed, countries):
            return SAME_NUMBER, f"identifier {told} is the listed party's"
        where = f" ({shared.listed.country})" if shared.listed.country else ""
        raised = score + (1 - score) * 0.5 if line >= 0 else 0.0
        remark = (
            f"the listed party has the number {told}{where} too; "
            "such a number can be several parties'"
        )
        return max(SHARED_NUMBER, min(raised, NEVER_CERTAIN)), remark
    for text in party.identifiers:
        given = given_number(text)
        if not given.kind:
            continue
        own = [n for n in index.evidence.numbers(number) if n.kind == given.kind]
        if own and all(contradicts(given, n) for n in own):
            wrong = f" ({reason})" if (reason := slip(given)) else ""
            others = " and ".join(n.told for n in own[:2])
            remark = f"{given.told} given{wrong}; the listed party's is {others}"
            return min(score, JUST_REVIEW), remark
    return score, ""


def _best_numbers(
    found: Iterable[SharedNumber], countries: frozenset[str]
) -> dict[int, SharedNumber]:
    """One shared number an entry, a deciding one where there is one."""
    best: dict[int, SharedNumber] = {}
    for shared in found:
        held = best.get(shared.entry)
        if held is None or (
            decides(shared.given, shared.listed, countries)
            and not decides(held.given, held.listed, countries)
        ):
            best[shared.entry] = shared
    return best


def weigh(
    party: Party,
    found: list[tuple[int, int, float]],
    index: Index,
    review: float = REVIEW,
    births: Births | None = None,
) -> list[Weighed]:
    """Candidates with all evidence counted, in no particular order.

    Args:
        party: Whom the user asks about.
        found: Entry number, index line and score of each name hit.
        index: The index they come from.
        review: Least score of a hit; the country alone lifts nothing to it.
        births: When and where listed persons were born; None where nobody's is asked.
    """
    evidence = index.evidence
    by_entry = {number: (line, score) for number, line, score in found}
    countries = countries_of(party)
    identified = _best_numbers(
        (s for text in party.identifiers for s in evidence.by_identifier(text)),
        countries,
    )
    text = party.address
    labeled: tuple[int, ...] = ()
    if party.type is PartyType.ADDRESS:
        text = text or "; ".join((party.name, *party.aliases))
        labeled = evidence.by_label(party.name)
    located = {s.entry: s for s in evidence.by_address(text)} if text else {}
    out = []
    for number in dict.fromkeys([*by_entry, *identified, *located, *labeled]):
        line, score = by_entry.get(number, (-1, 0.0))
        most = min(index.cap(line), NEVER_CERTAIN) if score >= review else score
        remarks: list[str] = []
        listed = index.card(number).countries()
        score, said = _country(countries, listed, score, most)
        about = [said] if said else []
        score, said = _type(party, index.entry_type[number], score)
        about += [said] if said else []
        if births is not None:
            entry = index.card(number).entry
            score, more = weigh_birth(party, births, entry, score, most, JUST_REVIEW)
            remarks += more
        if number in located:
            only = index.entry_type[number] == ADDRESS_TYPE
            score, said = _address(located[number], only, line, score)
            remarks.append(said)
        if number in labeled:
            score = 1.0
            remarks.append("the entry is the address of this label")
        if party.identifiers:
            score, said = _numbers(
                *(party, identified.get(number), number, index, countries, line, score)
            )
            remarks[:0] = [said] if said else []
        same = identified.get(number)
        named = same is not None and decides(same.given, same.listed, countries)
        out.append(Weighed(number, line, score, (*remarks, *about), named))
    return out
