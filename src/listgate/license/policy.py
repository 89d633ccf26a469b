"""License review policies of list entries: the publisher's words → structure.

A policy is a run of clauses, each a policy for some items; an item is judged by the
clauses that name it, else by the one for all others. As with requirements, each known
clause is taken out by its pattern, and a text that leaves words over stands as it is.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from enum import StrEnum
from functools import lru_cache

from listgate.license.eccn import EccnSet
from listgate.license.facts import Item
from listgate.license.listed import LIST, listed
from listgate.license.logic import Tri
from listgate.license.outcome import Policy, strictest_policy
from listgate.license.words import mended


class For(StrEnum):
    """Which items a clause is for."""

    ALL = "all other items"
    ECCNS = "the ECCNs named"
    NOT_ECCNS = "items not described in the ECCNs named"
    NOTE = "EAR99 items described in the note named"
    DISEASE = "items to detect, identify and treat infectious disease"
    FOOD_MEDICINE = "food and medicine designated as EAR99"
    ISS = "U.S. Government supported use in the International Space Station"
    SPACE = "U.S. Government supported space programs"
    AVIATION = "safety of civil aviation"
    CCL = "items on the CCL"
    EAR99 = "EAR99 items"
    TELECOM = "telecommunications infrastructure and consumer communications devices"
    ADVANCED_NODES = "items uniquely required for advanced semiconductor nodes"
    WAFERS_200 = "items for 200 mm wafer production"


# The purpose that claims a clause. Left out, no claim is made and the clause does not
# open; the answer then names it.
_PURPOSES = {
    For.DISEASE: ("infectious-disease",),
    For.ISS: ("iss",),
    For.SPACE: ("us-government-space", "iss"),
    For.AVIATION: ("civil-aviation-safety",),
    For.TELECOM: ("telecommunications", "consumer-communications"),
    For.WAFERS_200: ("200mm-wafers",),
}


@dataclass(frozen=True, slots=True)
class Clause:
    """A policy for some items."""

    policy: Policy
    for_: For
    eccns: EccnSet = field(default_factory=EccnSet)
    note: str = ""

    def applies(self, item: Item) -> Tri:
        """Whether the clause is for an item; None where a fact is missing."""
        kind = self.for_
        if kind is For.ALL:
            return True
        if kind is For.ECCNS:
            return False if item.eccn is None else self.eccns.holds(item.eccn)
        if kind is For.NOT_ECCNS:
            if item.eccn is None:
                return True
            inside = self.eccns.holds(item.eccn)
            return None if inside is None else not inside
        if kind is For.NOTE:
            return item.is_ear99 and item.note_to == self.note
        if kind is For.FOOD_MEDICINE:
            return item.is_ear99 and item.purpose == "food-medicine"
        if kind is For.CCL:
            return not item.is_ear99
        if kind is For.EAR99:
            return item.is_ear99
        if kind is For.ADVANCED_NODES:
            # A fact of use that only makes it stricter: open for chip-making items.
            if item.purpose == "advanced-nodes":
                return True
            made_for = item.eccn is not None and item.eccn.category == 3
            return None if made_for else False
        claimed = item.purpose in _PURPOSES[kind]
        return claimed and (kind is not For.TELECOM or self._telecom(item))

    def might(self, item: Item) -> bool:
        """Whether a claim that was not made could open the clause to the item."""
        if self.for_ is For.TELECOM and not self._telecom(item):
            return False
        if self.for_ is For.ISS and item.purpose == "us-government-space":
            return True
        if self.for_ in _PURPOSES:
            return not item.purpose
        if self.for_ is For.NOTE:
            return item.is_ear99 and not item.note_to
        if self.for_ is For.FOOD_MEDICINE:
            return item.is_ear99 and not item.purpose
        return False

    def tightens(self, item: Item) -> bool:
        """Whether a claim that was not made could make it stricter for the item."""
        return self.for_ is For.ADVANCED_NODES and not item.purpose

    def _telecom(self, item: Item) -> bool:
        """Whether an item can be one of the clause, by its classification.

        Infrastructure is of category 5; consumer devices are those that 740.19 names:
        EAR99, and entries of categories 4 and 5 that are controlled for AT only.
        """
        if item.purpose == "telecommunications":
            return item.eccn is not None and item.eccn.category == 5
        if item.eccn is None:
            return True
        device = item.eccn.category in (4, 5) and item.eccn.base[2] == "9"
        return device or (not item.purpose and item.eccn.category == 5)

    def about(self) -> str:
        """Which items, in words."""
        if self.for_ in (For.ECCNS, For.NOT_ECCNS):
            return f"{self.for_.value} ({', '.join(map(str, self.eccns.named))})"
        if self.for_ is For.NOTE:
            return f"EAR99 items described in the Note to ECCN {self.note}"
        return self.for_.value


@dataclass(frozen=True, slots=True)
class Judged:
    """How an item would be judged, and what could change that."""

    policy: Policy
    milder: tuple[Clause, ...] = ()  # open to a claim that was not made
    open: tuple[Clause, ...] = ()  # hang on a missing fact


@dataclass(frozen=True, slots=True)
class ReviewPolicy:
    """A review policy; ``sections`` are those it refers to.

    Attributes:
        text: The publisher's words, white space folded.
        clauses: Policies for some items, and one for all others where the text has it.
        sections: Sections of the EAR it refers to.
        misplaced: Whether the column holds license requirement text instead.
        left_over: Words not understood; empty when all were.
    """

    text: str
    clauses: tuple[Clause, ...] = ()
    sections: tuple[str, ...] = ()
    misplaced: bool = False
    left_over: str = ""

    @property
    def understood(self) -> bool:
        """Whether every word has its place in the structure."""
        return not self.left_over and bool(self.text) and not self.misplaced

    @property
    def by_reference(self) -> bool:
        """Whether the policy is only a reference to the regulation."""
        return not self.clauses and bool(self.sections)

    def judge(self, item: Item) -> Judged:
        """How an application for an item would be judged."""
        if not self.understood or not self.clauses:
            return Judged(Policy.AS_STATED)
        special = [c for c in self.clauses if c.for_ is not For.ALL]
        rest = [c.policy for c in self.clauses if c.for_ is For.ALL]
        default = strictest_policy(rest) if rest else Policy.AS_STATED
        if not special:
            return Judged(default)
        inside = [(c, c.applies(item)) for c in special]
        applying = [c.policy for c, value in inside if value is True]
        unsure = tuple(c for c, value in inside if value is None)
        asked = tuple(c for c, value in inside if value is False and c.tightens(item))
        policy = strictest_policy(applying) if applying else default
        if unsure:
            policy = strictest_policy((policy, default, *(c.policy for c in unsure)))
        milder = tuple(
            c
            for c in special
            if c.might(item) and strictest_policy((c.policy, policy)) is not c.policy
        )
        return Judged(policy, milder, (*unsure, *asked))


_CBC = r"case-by-case(?: review| basis)?"
_PD = r"presumption (?:of|for) denial"
_POD = r"policy of denial"
_PA = r"presumption (?:of|for) approval"
_ISS = (
    r"(?:items for )?u\.s\.? government[ -]supported (?:(?P<iss>use in the international "
    r"space station(?: \(iss\))?)|space programs)"
)
_NAMES = {
    "case": Policy.CASE_BY_CASE,
    "pd": Policy.PRESUMED_DENIAL,
    "pod": Policy.DENIAL,
    "pa": Policy.PRESUMED_APPROVAL,
}
_ANY = rf"(?:(?P<case>{_CBC})|(?P<pd>{_PD})|(?P<pod>{_POD})|(?P<pa>{_PA}))"
_EVERY = r"all (?:other )?items(?: subject to the ear)?"
_END = r"(?=[.;]?$|[.;] )"

# Patterns in the order in which they are taken out; each gives (policy, for) clauses.
_FOOD_SPACE = re.compile(
    rf"{_POD} for {_EVERY},? (?:apart from|except(?: for)?|other than) food and medicine "
    rf"designated as ear99(?P<space> and for {_ISS})?,? which will be reviewed on an? {_CBC}"
)
_XINJIANG = re.compile(
    rf"{_ANY} for eccns? {LIST},? and for ear99 items described in the note to eccn "
    r"(?P<note>\d[a-e]\d{3})\b"
)
_ECCNS = re.compile(
    rf"{_ANY} for (?:(?:all )?items (?:classified|controlled|described|specified) (?:in|under) )?"
    rf"eccns? {LIST}{_END}"
)
_EXCEPT_NOT = re.compile(
    rf"{_PD} except {_CBC} for items not described in eccns? {LIST}{_END}"
)
_INCLUDING = re.compile(
    rf"{_PD} for all items to include items described in eccns? {LIST}{_END}"
)
_MEU = re.compile(
    r"the license application procedure and license review policy for entities specified in "
    r"supplement no\. ?[27] to part 744 (?:is|are) specified in ?§* ?744\.21\(d\) and \(e\)"
)
_SIMPLE: tuple[tuple[For, str], ...] = (
    (
        For.DISEASE,
        r" for items necessary to detect, identify,? (?:and|or) treat infectious diseases?",
    ),
    (For.SPACE, rf" for {_ISS}"),
    (For.AVIATION, r" for licenses for the safety of civil aviation(?: of aircraft)?"),
    (
        For.TELECOM,
        r" for telecommunications infrastructure items described in category 5 part 1 or "
        r"category 5 part 2 and consumer communications devices identified in ?§ ?740\.19",
    ),
    (
        For.ADVANCED_NODES,
        r" for items uniquely required for (?:the )?production of semiconductors at advanced "
        r"technology nodes(?: \(\d+ nanometers and below(?:, including extreme ultraviolet "
        r"technology)?\))?",
    ),
    (
        For.WAFERS_200,
        r" for items designed for production of 200 ?mm wafers destined to a 200 ?mm wafer "
        r"production facility",
    ),
    (For.CCL, r" for (?:all )?items (?:listed )?on the ccl(?! and\b)"),
    (For.EAR99, r" for (?:all )?(?:items designated as )?ear99(?: items)?(?![\w-])"),
    (For.ALL, rf" for {_EVERY}(?! to include)"),
    (For.ALL, r"(?! for)"),
)
_SIMPLE_PATTERNS = tuple((f, re.compile(_ANY + tail)) for f, tail in _SIMPLE)
_SECTION = r"\d{3}\.\d[\dlio]*(?:[a-z]\b|(?:\s?\([0-9a-z]{1,4}(?:\)|(?=[\s.,;(]|$)))*)"
_SEE = re.compile(rf"see ?(?:§+|and\b|of the ear\b|of this part\b|,|\.|\s|{_SECTION})+")
_REQUIREMENT = re.compile(r"^(?:for )?(?:all|any) items? subjects? to the ear\b")
_REST = re.compile(r"[\s.,;:()]+|\band\b")
# Of two policies for all other items neither can be told to be the one meant.
_TWO = "two policies for the same items"


def _policy_of(found: re.Match[str]) -> Policy:
    groups = found.groupdict()
    return next(p for name, p in _NAMES.items() if groups.get(name))


@lru_cache(maxsize=8192)
def parse_policy(text: str) -> ReviewPolicy:
    """The structure of one license review policy."""
    shown = " ".join(text.split())
    rest = mended(text)
    if _REQUIREMENT.match(rest):
        return ReviewPolicy(shown, misplaced=True)
    clauses: list[Clause] = []

    def take(pattern: re.Pattern[str]) -> re.Match[str] | None:
        nonlocal rest
        found = pattern.search(rest)
        if found is not None:
            rest = f"{rest[: found.start()]} ; {rest[found.end() :]}"
        return found

    def eccns(found: re.Match[str]) -> EccnSet:
        nonlocal rest
        named = listed(found["eccns"])
        if named is None:
            rest += " ECCNs named unclearly"
        return named or EccnSet()

    if found := take(_FOOD_SPACE):
        clauses.append(Clause(Policy.CASE_BY_CASE, For.FOOD_MEDICINE))
        if found["space"]:
            space = For.ISS if found["iss"] else For.SPACE
            clauses.append(Clause(Policy.CASE_BY_CASE, space))
        clauses.append(Clause(Policy.DENIAL, For.ALL))
    while found := take(_XINJIANG):
        policy = _policy_of(found)
        clauses.append(Clause(policy, For.ECCNS, eccns(found)))
        clauses.append(Clause(policy, For.NOTE, note=found["note"].upper()))
    if found := take(_EXCEPT_NOT):
        named = eccns(found)
        clauses.append(Clause(Policy.PRESUMED_DENIAL, For.ECCNS, named))
        clauses.append(Clause(Policy.CASE_BY_CASE, For.NOT_ECCNS, named))
    if found := take(_INCLUDING):
        eccns(found)
        clauses.append(Clause(Policy.PRESUMED_DENIAL, For.ALL))
    while found := take(_ECCNS):
        clauses.append(Clause(_policy_of(found), For.ECCNS, eccns(found)))
    if take(_MEU):
        # 15 CFR 744.21(e): applications are reviewed with a presumption of denial.
        clauses.append(Clause(Policy.PRESUMED_DENIAL, For.ALL))
    for for_, pattern in _SIMPLE_PATTERNS:
        while found := take(pattern):
            iss = for_ is For.SPACE and found["iss"]
            clauses.append(Clause(_policy_of(found), For.ISS if iss else for_))
    cited: list[str] = []
    while found := take(_SEE):
        cited += re.findall(_SECTION, found[0])
    if len({c.policy for c in clauses if c.for_ is For.ALL}) > 1:
        rest += f" {_TWO}"
    return ReviewPolicy(
        text=shown,
        clauses=tuple(clauses),
        sections=tuple(dict.fromkeys(re.sub(r"\s", "", s) for s in cited)),
        left_over=" ".join(_REST.sub(" ", rest).split()),
    )


def with_leak(policy: ReviewPolicy, leaked: str) -> ReviewPolicy:
    """The policy together with the part that stands in the requirement's column."""
    if not leaked:
        return policy
    more = parse_policy(leaked)
    if not more.understood:
        return policy
    return ReviewPolicy(
        policy.text,
        (*policy.clauses, *more.clauses),
        policy.sections,
        policy.misplaced,
        policy.left_over,
    )
