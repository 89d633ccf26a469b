"""The owners told with a party of a transaction, as the stakes that `ownership` counts."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from listgate.license.facts import Owner, TransactionParty
from listgate.license.screened import CLEAR, Listing, Screened
from listgate.ownership.statements import WHOLE, Stake, Stakes, settle
from listgate.records import Holding

_Lots = dict[str, tuple[Fraction, Fraction]]


@dataclass(frozen=True, slots=True)
class ToldOwners:
    """Who owns a party, as it was told; everyone is known by the first spelling of the name.

    ``listings`` are those of the party, ``me``, and of all above it.
    """

    me: str
    listings: dict[str, tuple[Listing, ...]]
    stakes: Stakes


def told_owners(party: TransactionParty, screened: Sequence[Screened]) -> ToldOwners:
    """The owners of a party by name: one that is told in two places is one owner.

    One that stands twice among the owners of one party holds two lots: their sum. A
    company whose owners are told in two places is stated twice, and what does not fit
    together stays open, as between two sources of a graph.
    """
    names: dict[str, str] = {}
    listings: dict[str, tuple[Listing, ...]] = {}
    tellings: dict[str, list[_Lots]] = {}

    def add(who: TransactionParty | Owner) -> str:
        name = names.setdefault(who.name.casefold(), who.name)
        found = screened[who.number] if who.number < len(screened) else CLEAR
        have = listings.get(name, ())
        if found.listings or name not in listings:
            known = {x.entry for x in have}
            more = tuple(x for x in found.listings if x.entry not in known)
            listings[name] = have + more
        lots: _Lots = {}
        for owner in who.owners:
            child = add(owner)
            if child in lots:
                low, high = lots[child]
                lots[child] = low + owner.low, min(WHOLE, high + owner.high)
            else:
                lots[child] = owner.low, owner.high
        if lots:
            tellings.setdefault(name, []).append(lots)
        return name

    me = add(party)
    if any(len(told) > 1 for told in tellings.values()):
        return ToldOwners(me, listings, settle(_holdings(tellings)))
    # The parser has seen to it that shares are 0 to 1 and sum to the whole at most, and
    # that nobody owns himself: there is nothing to settle.
    stakes = Stakes()
    for owned, (lots,) in tellings.items():
        stakes.into[owned] = tuple(Stake(o, owned, *share) for o, share in lots.items())
        for stake in stakes.into[owned]:
            stakes.of.setdefault(stake.owner, []).append(stake)
    return ToldOwners(me, listings, stakes)


def _holdings(tellings: dict[str, list[_Lots]]) -> list[Holding]:
    return [
        Holding(owner, owned, low, high, source=str(place))
        for owned, told in tellings.items()
        for place, lots in enumerate(told)
        for owner, (low, high) in lots.items()
    ]


def told_twice(stakes: Stakes, entries: Mapping[str, Collection[str]]) -> Iterator[str]:
    """Owners of one party that are one entry under two names, a sentence each.

    Their shares are summed, since an entry can be several companies (its aliases, its
    branches); where one holding is told under two spellings, that counts it twice.

    Args:
        stakes: The stakes in force.
        entries: The entries that parties are.
    """
    for owned, held in stakes.into.items():
        called: dict[str, list[str]] = {}
        for stake in held if len(held) > 1 else ():
            for entry in sorted(entries.get(stake.owner, ())):
                called.setdefault(entry, []).append(stake.owner)
        # One sentence for all entries of the same owners, on however many lists.
        groups = {tuple(owners): entry for entry, owners in reversed(called.items())}
        for owners, entry in groups.items():
            if len(owners) > 1:
                yield (
                    f"{' and '.join(owners)} are one entry ({entry}) and are summed as "
                    f"several owners of {owned}: one holding told twice counts twice"
                )
