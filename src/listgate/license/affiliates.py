"""Ownership: which listings a party carries through its owners, and by which rule.

The arithmetic is ``ownership.aggregate``: shares are summed tier by tier and never
multiplied, and unknown shares are intervals. Here its answers meet the rules in force.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from listgate.license.facts import RECEIVING, Owner, Transaction, TransactionParty
from listgate.license.finding import Basis, Carried
from listgate.license.geography import Groups
from listgate.license.rulebook import Rule, Rulebook
from listgate.license.screened import CLEAR, Listing, Screened
from listgate.ownership.aggregate import HALF, at_least, caught, joint_interval
from listgate.ownership.statements import WHOLE, ZERO, Stake, Stakes

Counts = Callable[[Listing], bool]
_BY_BIS = ("us-bis-el", "us-bis-meu", "us-ofac-sdn")


@dataclass(slots=True)
class _Graph:
    """The owners given with one party, keyed by name."""

    me: str
    names: dict[str, str]
    listings: dict[str, tuple[Listing, ...]]
    stakes: Stakes


@dataclass(frozen=True, slots=True)
class _Tally:
    """Who counts as listed or owned, for sure and perhaps, and my owners' joint share."""

    sure: frozenset[str]
    may: frozenset[str]
    low: Fraction
    high: Fraction


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
    if not any(_any_listed(owner, screened) for owner in party.owners):
        return NOTHING
    graph = _graph(party, screened)
    checks: list[str] = []
    conditions: list[str] = []
    basis: list[Basis] = []
    sdn = rules.on("sdn-ear", tx.on)

    def by_bis(listing: Listing) -> bool:
        if listing.list not in _BY_BIS or listing.is_address:
            return False
        return listing.list != "us-ofac-sdn" or _in_programs(listing, sdn)

    ofac: tuple[Carried, ...] = ()
    if any(_blocked(x) for found in graph.listings.values() for x in found):
        ofac = _carried(graph, _tally(graph, _blocked), _blocked)
    owners = list(_listed_owners(graph, by_bis))
    rule = rules.on("affiliates", tx.on)
    in_force = rule is not None and rule.values["state"] == "in-force"
    bis: tuple[Carried, ...] = ()
    if not owners:
        pass
    elif party.role not in RECEIVING:
        checks.extend(_flag(party, owners, "takes part in another role"))
    elif rule is None or not in_force:
        when = "is suspended" if rule is not None else "is not in force"
        checks.extend(_flag(party, owners, f"the Affiliates Rule {when} on {tx.on}"))
    elif party.country == "US":
        checks.extend(_flag(party, owners, "the rule reaches foreign entities only"))
    else:
        tally = _tally(graph, by_bis)
        found = _carried(graph, tally, by_bis)
        if found:
            bis, told = _licensed(party, tx, found, rules, groups)
            conditions.extend(told)
            basis.append(Basis(rule.citation, _percents(graph, tally), rule.cites))
            checks.extend(_of_the_rule(party, rule, found))
        else:
            checks.extend(
                _flag(party, owners, "significant minority ownership below 50 percent")
            )
    checks.extend(_other_owners(graph))
    return Inherited(bis, ofac, tuple(basis), tuple(conditions), tuple(checks))


def _any_listed(owner: Owner, screened: Sequence[Screened]) -> bool:
    if owner.number < len(screened) and screened[owner.number].listings:
        return True
    return any(_any_listed(above, screened) for above in owner.owners)


def _of_the_rule(
    party: TransactionParty, rule: Rule, found: tuple[Carried, ...]
) -> Iterator[str]:
    """What a person must look at where the Affiliates Rule carries something."""
    if rule.values.get("check"):
        yield rule.values["check"]
    if not party.country:
        yield (
            f"The country of {party.name} is not given: the Affiliates Rule reaches "
            "foreign entities only."
        )
    if any(c.open for c in found):
        yield (
            "Red Flag 29 (Supp. No. 3 to part 732): a listed owner whose share is not "
            "known is a duty to find out, or to get a license."
        )


def _in_programs(listing: Listing, rule: Rule | None) -> bool:
    if rule is None:
        return False
    wanted = rule.values["programs"]
    return any(p.strip().strip("[]").upper() in wanted for p in listing.programs)


def _blocked(listing: Listing) -> bool:
    return listing.list == "us-ofac-sdn"


def _graph(party: TransactionParty, screened: Sequence[Screened]) -> _Graph:
    """Owners by name: one that is told in two places is one owner.

    One that stands twice among the owners of one party holds two lots: their sum.
    """
    names: dict[str, str] = {}
    listings: dict[str, tuple[Listing, ...]] = {}
    stakes = Stakes()

    def add(who: TransactionParty | Owner) -> str:
        key = who.name.casefold()
        names.setdefault(key, who.name)
        found = screened[who.number] if who.number < len(screened) else CLEAR
        have = listings.get(key, ())
        if found.listings or key not in listings:
            known = {x.entry for x in have}
            more = tuple(x for x in found.listings if x.entry not in known)
            listings[key] = have + more
        # The parser has seen to it that shares are 0 to 1 and sum to the whole at most.
        lots: dict[str, tuple[Fraction, Fraction]] = {}
        for owner in who.owners:
            child = add(owner)
            share = owner.share
            if child not in lots:
                lots[child] = (ZERO, WHOLE) if share is None else (share, share)
            elif share is None:
                lots[child] = (lots[child][0], WHOLE)
            else:
                low, high = lots[child]
                lots[child] = (low + share, min(WHOLE, high + share))
        if lots and key not in stakes.into:
            held = tuple(Stake(o, key, *share) for o, share in lots.items())
            stakes.into[key] = held
            for stake in held:
                stakes.of.setdefault(stake.owner, []).append(stake)
        return key

    return _Graph(add(party), names, listings, stakes)


def _tally(graph: _Graph, counts: Counts) -> _Tally:
    """The owned parties for sure, and those that may be: least fixed points."""
    sure: set[str] = set()
    may: set[str] = set()
    for key, listings in graph.listings.items():
        for listing in listings:
            if counts(listing):
                may.add(key)
                if listing.certain and not listing.doubt:
                    sure.add(key)
    if not may:
        return _Tally(frozenset(), frozenset(), ZERO, ZERO)
    stakes = graph.stakes
    open_ = len(may) > len(sure) or any(
        s.low is not s.high for held in stakes.into.values() for s in held
    )
    # Where nobody but the party is owned by anyone, nobody else comes to count.
    if len(stakes.into) > 1:
        sure |= caught(stakes, sure)
        may = may | caught(stakes, may, possible=True) if open_ else sure
    elif not open_:
        may = sure
    low, high = joint_interval(stakes, graph.me, sure, may)
    return _Tally(frozenset(sure), frozenset(may), low, high)


def _carried(graph: _Graph, tally: _Tally, counts: Counts) -> tuple[Carried, ...]:
    """The listings that ownership carries to a party; open where it may."""
    if not at_least(tally.high, HALF):
        return ()
    certain = at_least(tally.low, HALF)
    counted = tally.sure if certain else tally.may
    why = "" if certain else _why_open(graph, tally)
    out: dict[tuple[str, str], Carried] = {}
    for listing, chain in _sources(graph, graph.me, counted, counts, (graph.me,)):
        if certain and not (listing.certain and not listing.doubt):
            continue
        out.setdefault((listing.entry, listing.list), Carried(listing, chain, why))
    return tuple(out.values())


def _why_open(graph: _Graph, tally: _Tally) -> str:
    return (
        f"Listed owners hold {_pc(tally.low)} to {_pc(tally.high)} percent of "
        f"{graph.names[graph.me]}: half or more decides, and a share or an owner's "
        "identity is not known."
    )


def _sources(
    graph: _Graph,
    key: str,
    counted: frozenset[str],
    counts: Counts,
    above: tuple[str, ...],
) -> Iterator[tuple[Listing, str]]:
    """Listings of the owners that count, each with its chain as text."""
    for stake in graph.stakes.into.get(key, ()):
        owner = stake.owner
        if owner in above or owner not in counted or not stake.high:
            continue
        known = stake.low is stake.high or stake.low == stake.high
        held = f"{_pc(stake.low)} percent" if known else "an unknown share"
        step = f"{graph.names[owner]} holds {held} of {graph.names[key]}."
        own = [x for x in graph.listings[owner] if counts(x)]
        for listing in own:
            yield listing, step
        if not own:
            for listing, chain in _sources(
                graph, owner, counted, counts, (*above, owner)
            ):
                yield listing, f"{chain} {step}"


def _listed_owners(graph: _Graph, counts: Counts) -> Iterator[tuple[str, Listing]]:
    for key, listings in graph.listings.items():
        if key == graph.me:
            continue
        for listing in listings:
            if counts(listing):
                yield graph.names[key], listing
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


def _other_owners(graph: _Graph) -> Iterator[str]:
    for key, listings in graph.listings.items():
        for listing in listings if key != graph.me else ():
            if listing.list in ("us-bis-uvl", "us-bis-dpl"):
                yield (
                    f"Red flag: the owner {graph.names[key]} is on {listing.list}; "
                    "ownership alone carries nothing from that list."
                )


def _percents(graph: _Graph, tally: _Tally) -> str:
    low, high = _pc(tally.low), _pc(tally.high)
    held = low if low == high else f"{low} to {high}"
    return f"Listed owners together hold {held} percent of {graph.names[graph.me]}."


def _pc(share: Fraction) -> str:
    above, below = share.as_integer_ratio()
    return f"{100 * (above / below):.6g}"


def _licensed(
    party: TransactionParty,
    tx: Transaction,
    found: tuple[Carried, ...],
    rules: Rulebook,
    groups: Groups,
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
