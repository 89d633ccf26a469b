"""Ownership: which listings a party carries through its owners, and by which rule.

Shares are summed tier by tier and never multiplied: an owner that is itself owned half
or more by listed parties counts with its whole share further down, any other with
nothing (OFAC FAQ 401; Supp. No. 8 to part 744). Unknown shares are carried as an
interval, so that the answer is yes, no, or hangs on a share.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from listgate.license.facts import RECEIVING, Owner, Transaction, TransactionParty
from listgate.license.finding import Basis, Carried
from listgate.license.geography import Groups
from listgate.license.rulebook import Rule, Rulebook
from listgate.license.screened import CLEAR, Listing, Screened

HALF = Fraction(1, 2)
Counts = Callable[[Listing], bool]
_BY_BIS = ("us-bis-el", "us-bis-meu", "us-ofac-sdn")


@dataclass(slots=True)
class _Node:
    name: str
    country: str = ""
    holders: list[tuple[str, Fraction | None]] = field(default_factory=list)
    listings: tuple[Listing, ...] = ()


@dataclass(frozen=True, slots=True)
class Inherited:
    """What a party carries through its owners.

    Attributes:
        bis: Listings that the Affiliates Rule carries to it.
        ofac: Blocked owners that make it blocked.
        basis: The rules behind.
        conditions: What lifts a requirement.
        checks: Red flags and open questions.
    """

    bis: tuple[Carried, ...] = ()
    ofac: tuple[Carried, ...] = ()
    basis: tuple[Basis, ...] = ()
    conditions: tuple[str, ...] = ()
    checks: tuple[str, ...] = ()


NOTHING = Inherited()


def inherited(
    party: TransactionParty,
    tx: Transaction,
    screened: Sequence[Screened],
    rules: Rulebook,
    groups: Groups,
) -> Inherited:
    """What a party carries through the owners given with it."""
    if not party.owners:
        return NOTHING
    nodes = _graph(party, screened)
    me = party.name.casefold()
    checks: list[str] = []
    conditions: list[str] = []
    basis: list[Basis] = []
    ofac = _carried(nodes, me, _blocked)
    sdn = rules.on("sdn-ear", tx.on)

    def by_bis(listing: Listing) -> bool:
        if listing.list not in _BY_BIS or listing.is_address:
            return False
        return listing.list != "us-ofac-sdn" or _in_programs(listing, sdn)

    found = _carried(nodes, me, by_bis)
    owners = list(_listed_owners(nodes, me, by_bis))
    rule = rules.on("affiliates", tx.on)
    in_force = rule is not None and rule.values["state"] == "in-force"
    bis: tuple[Carried, ...] = ()
    if party.role not in RECEIVING:
        checks.extend(_flag(party, owners, "takes part in another role"))
    elif not in_force:
        if owners:
            when = "is suspended" if rule is not None else "is not in force"
            checks.extend(_flag(party, owners, f"the Affiliates Rule {when} on {tx.on}"))
    elif rule is not None and party.country == "US":
        checks.extend(_flag(party, owners, "the rule reaches foreign entities only"))
    elif rule is not None and found:
        bis, told = _licensed(party, tx, found, rules, groups, nodes[me])
        conditions.extend(told)
        basis.append(Basis(rule.citation, _percents(nodes, me, by_bis), rule.cites))
        if rule.values.get("check"):
            checks.append(rule.values["check"])
        if not party.country:
            checks.append(
                f"The country of {party.name} is not given: the Affiliates Rule reaches "
                "foreign entities only."
            )
        if any(c.open for c in found):
            checks.append(
                "Red Flag 29 (Supp. No. 3 to part 732): a listed owner whose share is not "
                "known is a duty to find out, or to get a license."
            )
    elif owners:
        checks.extend(
            _flag(party, owners, "significant minority ownership below 50 percent")
        )
    checks.extend(_other_owners(nodes, me))
    return Inherited(bis, ofac, tuple(basis), tuple(conditions), tuple(checks))


def _in_programs(listing: Listing, rule: Rule | None) -> bool:
    if rule is None:
        return False
    wanted = rule.values["programs"]
    return any(p.strip().strip("[]").upper() in wanted for p in listing.programs)


def _blocked(listing: Listing) -> bool:
    return listing.list == "us-ofac-sdn"


def _graph(party: TransactionParty, screened: Sequence[Screened]) -> dict[str, _Node]:
    """Owners by name: one that is told twice is one owner."""
    nodes: dict[str, _Node] = {}

    def add(who: TransactionParty | Owner) -> str:
        key = who.name.casefold()
        node = nodes.setdefault(key, _Node(who.name))
        node.country = node.country or who.country
        found = screened[who.number] if who.number < len(screened) else CLEAR
        known = {x.entry for x in node.listings}
        node.listings += tuple(x for x in found.listings if x.entry not in known)
        held = {k for k, _ in node.holders}
        for owner in who.owners:
            child = add(owner)
            if child not in held:
                node.holders.append((child, owner.share))
        return key

    add(party)
    return nodes


def _sure(node: _Node, counts: Counts) -> bool:
    return any(x.certain and not x.doubt and counts(x) for x in node.listings)


def _may(node: _Node, counts: Counts) -> bool:
    return any(counts(x) for x in node.listings)


def _caught(nodes: dict[str, _Node], counts: Counts) -> tuple[set[str], set[str]]:
    """The owned parties for sure, and those that may be: least fixed points."""
    sure = {k for k, n in nodes.items() if _sure(n, counts)}
    may = {k for k, n in nodes.items() if _may(n, counts)}
    changed = True
    while changed:
        changed = False
        for key, node in nodes.items():
            low, high = _interval(node, sure, may)
            if low >= HALF and key not in sure:
                sure.add(key)
                changed = True
            if high >= HALF and key not in may:
                may.add(key)
                changed = True
    return sure, may


def _interval(node: _Node, sure: set[str], may: set[str]) -> tuple[Fraction, Fraction]:
    """The least and the greatest joint share of listed owners."""
    known = sum((s for _, s in node.holders if s is not None), Fraction(0))
    low = sum((s for k, s in node.holders if s is not None and k in sure), Fraction(0))
    high = sum((s for k, s in node.holders if s is not None and k in may), Fraction(0))
    if any(s is None and k in may for k, s in node.holders):
        high += 1 - known
    return low, high


def _carried(nodes: dict[str, _Node], me: str, counts: Counts) -> tuple[Carried, ...]:
    """The listings that ownership carries to a party; open where it may."""
    sure, may = _caught(nodes, counts)
    low, high = _interval(nodes[me], sure, may)
    if high < HALF:
        return ()
    certain = low >= HALF
    out: list[Carried] = []
    for listing, chain in _sources(nodes, me, sure if certain else may, counts, (me,)):
        if certain and not (listing.certain and not listing.doubt):
            continue
        why = "" if certain else _why_open(nodes, me, low, high)
        out.append(Carried(listing, chain, why))
    return tuple({(c.listing.entry, c.listing.list): c for c in reversed(out)}.values())[::-1]


def _why_open(nodes: dict[str, _Node], me: str, low: Fraction, high: Fraction) -> str:
    return (
        f"Listed owners hold {_pc(low)} to {_pc(high)} percent of {nodes[me].name}: "
        "half or more decides, and a share or an owner's identity is not known."
    )


def _sources(
    nodes: dict[str, _Node],
    key: str,
    counted: set[str],
    counts: Counts,
    above: tuple[str, ...],
) -> Iterator[tuple[Listing, str]]:
    """Listings of the owners that count, each with its chain as text."""
    node = nodes[key]
    for owner, share in node.holders:
        if owner in above or owner not in counted or share == 0:
            continue
        held = "an unknown share" if share is None else f"{_pc(share)} percent"
        step = f"{nodes[owner].name} holds {held} of {node.name}."
        for listing in nodes[owner].listings:
            if counts(listing):
                yield listing, step
        if not any(counts(x) for x in nodes[owner].listings):
            for listing, chain in _sources(nodes, owner, counted, counts, (*above, owner)):
                yield listing, f"{chain} {step}"


def _listed_owners(
    nodes: dict[str, _Node], me: str, counts: Counts
) -> Iterator[tuple[str, Listing]]:
    for key, node in nodes.items():
        if key == me:
            continue
        for listing in node.listings:
            if counts(listing):
                yield node.name, listing
                break


def _flag(
    party: TransactionParty, owners: list[tuple[str, Listing]], why: str
) -> Iterator[str]:
    if owners:
        names = ", ".join(dict.fromkeys(f"{name} ({x.list})" for name, x in owners))
        yield (
            f"Red flag: listed owners of {party.name}: {names}; {why}. Ask whether it acts "
            "as agent, front or shell (General Prohibition Ten)."
        )


def _other_owners(nodes: dict[str, _Node], me: str) -> Iterator[str]:
    for key, node in nodes.items():
        for listing in node.listings if key != me else ():
            if listing.list in ("us-bis-uvl", "us-bis-dpl"):
                yield (
                    f"Red flag: the owner {node.name} is on {listing.list}; ownership "
                    "alone carries nothing from that list."
                )


def _percents(nodes: dict[str, _Node], me: str, counts: Counts) -> str:
    sure, may = _caught(nodes, counts)
    low, high = _interval(nodes[me], sure, may)
    held = _pc(low) if low == high else f"{_pc(low)} to {_pc(high)}"
    return f"Listed owners together hold {held} percent of {nodes[me].name}."


def _pc(share: Fraction) -> str:
    return f"{float(share * 100):.4g}"


def _licensed(
    party: TransactionParty,
    tx: Transaction,
    found: tuple[Carried, ...],
    rules: Rulebook,
    groups: Groups,
    node: _Node,
) -> tuple[tuple[Carried, ...], tuple[str, ...]]:
    """What is left after the temporary general license for affiliates, and its words."""
    rule = rules.on("affiliates-license", tx.on)
    if rule is None or any(c.listing.list == "us-ofac-sdn" for c in found):
        return found, ()
    wanted = rule.values["groups"]
    if groups.any_holds(wanted, tx.destination):
        return (), (
            f"{rule.title} ({rule.citation}): {party.name} is caught, but goods to or "
            "within Country Group A:5 or A:6 needed no further license; confirm its terms.",
        )
    if groups.any_holds(rule.values["barred"], tx.destination):
        return found, ()
    return found, (
        f"{rule.title} ({rule.citation}), paragraph (b): a joint venture with an owner that "
        "is not listed and has its seat in the United States, A:5 or A:6 may need no license.",
    )
