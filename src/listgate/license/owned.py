"""Who owns a party, what share of it is listed, and what rule that meets.

Joins three things that do not know each other: a graph of holdings, the screening of
the names in it, and the rules by which listed owners are counted together.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from listgate.license.affiliates import counts_for_bis, is_foreign
from listgate.license.rulebook import Rule, Rulebook
from listgate.license.told_owners import told_twice
from listgate.ownership.aggregate import HALF
from listgate.ownership.around import Above
from listgate.ownership.bulk import Owned, Prepared, owned_in
from listgate.ownership.graph import Graph
from listgate.ownership.joint import JointShare, Verdict, joint_share
from listgate.ownership.naming import find_party
from listgate.ownership.statements import Stakes, settle
from listgate.records import Status
from listgate.screening.decision import MATCH, Hit, Screening

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Mask = NDArray[np.bool_]

Screen = Callable[[Iterable[Mapping[str, Any]]], Iterator[Screening]]

# Above this many holdings, only the chains that can make a party owned are followed.
_WIDE = 20_000
_NAMED = 5


@dataclass(frozen=True, slots=True)
class Counting:
    """One rule by which the shares of listed owners are counted together.

    ``state`` is ``in-force``, ``suspended`` or ``not-in-force`` on the day asked about;
    ``rule`` is its text then, None where it has none. ``counts`` says whether a hit is
    on one of its lists.
    """

    code: str
    title: str
    state: str
    rule: Rule | None
    foreign_only: bool
    counts: Callable[[Hit], bool]
    threshold: Fraction = HALF


@dataclass(frozen=True, slots=True)
class Look:
    """What one rule says of one party; ``reaches`` is false where it never reaches it."""

    counting: Counting
    share: JointShare
    reaches: bool


@dataclass(frozen=True, slots=True)
class Report:
    """The answer about one party of a graph.

    ``labels`` names every party above it, itself first; ``screened`` holds what
    screening found for each of them. ``owned`` are the parties that it owns itself, at
    the threshold, with whether that is sure. ``parties``, ``holdings`` (in force on the
    day) and ``digest`` are those of the whole graph.
    """

    party: str
    country: str
    stakes: Stakes
    labels: tuple[str, ...]
    screened: Mapping[str, Screening]
    looks: tuple[Look, ...]
    owned: tuple[tuple[str, bool], ...]
    parties: int = 0
    holdings: int = 0
    digest: str = ""
    remarks: tuple[str, ...] = ()


def countings(
    rules: Rulebook, day: date, threshold: Fraction = HALF
) -> tuple[Counting, ...]:
    """The rules that count owners together, as they stand on a day."""
    ofac = rules.on("sdn-fifty-percent", day)
    bis = rules.on("affiliates", day)
    sdn = rules.on("sdn-ear", day)

    def blocked(hit: Hit) -> bool:
        return hit.list == "us-ofac-sdn"

    def affiliate(hit: Hit) -> bool:
        return hit.type != "address" and counts_for_bis(
            hit.list, hit.text.programs, sdn
        )

    return (
        Counting(
            "ofac",
            "OFAC's 50 percent rule",
            "in-force" if ofac else "not-in-force",
            ofac,
            False,
            blocked,
            threshold,
        ),
        Counting(
            "bis-affiliates",
            "BIS Affiliates Rule",
            str(bis.values["state"]) if bis else "not-in-force",
            bis,
            True,
            affiliate,
            threshold,
        ),
    )


def report(
    graph: Graph,
    name: str,
    screen: Screen,
    rules: Sequence[Counting],
    *,
    on: date,
    match: float = MATCH,
) -> Report:
    """Who owns a party, what share is listed, and what it owns itself.

    Args:
        graph: The holdings.
        name: The party's name, or its identifier in the graph.
        screen: Screens parties, in their order.
        rules: The rules to look by.
        on: The day asked about.
        match: Least score of a hit that counts as listed.

    Raises:
        QueryError: No party, or more than one, is called so.
    """
    import numpy as np

    party = find_party(graph, name)
    above = Above(graph, on)
    numbers = above.parties(party)
    label = _labels(graph, numbers.tolist())
    found = dict(
        zip(numbers.tolist(), screen(_rows(graph, numbers.tolist())), strict=True)
    )
    places = above.holdings(numbers)
    wide = len(places) > _WIDE
    ready = Prepared(graph, on)
    country = graph.countries.get(party, "")
    stakes = settle(graph.holdings(places.tolist(), label)) if not wide else Stakes()
    looks = []
    for counting in rules:
        listed, maybe = _seeds(found, counting, match)
        if wide:
            owned = owned_in(
                ready,
                _mask(graph, listed),
                _mask(graph, maybe),
                threshold=counting.threshold,
            )
            through = owned.possible | _mask(graph, listed | maybe)
            near = above.parties(party, through)
            inside = near[through[near] | (near == party)]
            stakes = settle(graph.holdings(above.holdings(inside).tolist(), label))
        share = joint_share(
            label(party),
            stakes,
            {label(n) for n in listed},
            maybe={label(n) for n in maybe},
            threshold=counting.threshold,
        )
        reaches = reached(counting, country)
        looks.append(Look(counting, share, reaches))
    entries = {
        label(n): {
            hit.entry for hit in s.hits if hit.score >= match and not hit.in_doubt
        }
        for n, s in found.items()
    }
    remarks = [*graph.remarks, *told_twice(stakes, entries)]
    if wide:
        remarks.append(
            f"{len(numbers):,} parties stand above {label(party)}: only the chains that "
            "can make it owned are shown"
        )
        flagged = [n for n, s in found.items() if s.status == Status.MATCH.value]
        if flagged := [n for n in flagged if n != party]:
            names = ", ".join(label(n) for n in flagged[:_NAMED])
            remarks.append(
                f"{len(flagged):,} of them are listed, which may be a red flag: {names}"
            )
    failed = [n for n, s in found.items() if s.status == Status.ERROR.value]
    if failed:
        names = ", ".join(label(n) for n in failed[:_NAMED])
        remarks.append(f"{len(failed):,} names could not be screened: {names}")
    alone = np.zeros(len(graph), np.bool_)
    alone[party] = True
    mine = owned_in(ready, alone, threshold=rules[0].threshold if rules else HALF)
    own = [
        (graph.name(n), bool(mine.sure[n]))
        for n in np.flatnonzero(mine.possible | mine.sure).tolist()
    ]
    return Report(
        label(party),
        country,
        stakes,
        tuple(label(n) for n in numbers.tolist()),
        {label(n): screening for n, screening in found.items()},
        tuple(looks),
        tuple(sorted(own, key=lambda one: (not one[1], one[0]))),
        len(graph),
        above.count,
        graph.digest(),
        tuple(remarks),
    )


@dataclass(frozen=True, slots=True)
class Everything:
    """All that listed parties own in a graph, by one rule; masks over its parties."""

    counting: Counting
    owned: Owned
    listed: frozenset[int]
    maybe: frozenset[int]


def everything(
    graph: Graph,
    screen: Screen,
    rules: Sequence[Counting],
    *,
    on: date,
    match: float = MATCH,
) -> tuple[Everything, ...]:
    """All parties of a graph that listed ones own, rule by rule.

    Only parties that own something are screened.
    """
    import numpy as np

    ready = Prepared(graph, on)
    owners = np.unique(ready.owner).tolist()
    found = dict(zip(owners, screen(_rows(graph, owners)), strict=True))
    answers = []
    for counting in rules:
        listed, maybe = _seeds(found, counting, match)
        owned = owned_in(
            ready,
            _mask(graph, listed),
            _mask(graph, maybe),
            threshold=counting.threshold,
        )
        answers.append(Everything(counting, owned, frozenset(listed), frozenset(maybe)))
    return tuple(answers)


def reached(counting: Counting, country: str) -> bool:
    """Whether a rule reaches parties of a country; so where it is not known."""
    return is_foreign(country) or not counting.foreign_only


def verdict_of(look: Look) -> Verdict:
    """Whether the rule counts the party as its listed owners: only while in force."""
    if not look.reaches or look.counting.state != "in-force":
        return Verdict.NO
    return look.share.verdict


def _rows(graph: Graph, numbers: Sequence[int]) -> Iterator[dict[str, Any]]:
    for number in numbers:
        row: dict[str, Any] = {"name": graph.name(number)}
        if country := graph.countries.get(number):
            row["country"] = country
        if aliases := graph.aliases.get(number):
            row["alias"] = aliases
        if codes := graph.identifiers.get(number):
            row["identifier"] = codes
        yield row


def _seeds(
    found: Mapping[int, Screening], counting: Counting, match: float
) -> tuple[set[int], set[int]]:
    """Parties that are listed under a rule, and those that may be."""
    listed, maybe = set(), set()
    for number, screening in found.items():
        if screening.status in (Status.CLEAR.value, Status.ERROR.value):
            continue
        hits = [
            hit for hit in screening.hits if not hit.suppressed and counting.counts(hit)
        ]
        if any(hit.score >= match and not hit.in_doubt for hit in hits):
            listed.add(number)
        elif hits:
            maybe.add(number)
    return listed, maybe


def _mask(graph: Graph, numbers: Iterable[int]) -> Mask:
    import numpy as np

    mask = np.zeros(len(graph), np.bool_)
    mask[list(numbers)] = True
    return mask


def _labels(graph: Graph, numbers: Sequence[int]) -> Callable[[int], str]:
    """Names that tell parties apart: with their key where two are called the same."""
    seen: dict[str, int] = {}
    for number in numbers:
        seen[graph.name(number)] = seen.get(graph.name(number), 0) + 1

    def label(number: int) -> str:
        name = graph.name(number)
        return name if seen.get(name, 0) < 2 else f"{name} ({graph.keys[number]})"

    return label
