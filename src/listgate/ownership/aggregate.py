"""The joint share of listed owners, as OFAC and BIS count it, with intervals.

Ownership resets at each tier: a party that listed parties own, together, at or above
the threshold counts as listed itself and passes its whole holding on; one below it
passes nothing. Shares are never multiplied. Over rings and cross-holdings this is the
least fixed point.

Shares may be known only between bounds, and an owner may only perhaps be listed. A
*world* is one choice of all open shares, those in each party summing to 100 % at most,
and of who is listed. ``yes`` holds in every world, ``no`` in none, ``depends`` in some.
Two fixed points decide it exactly: all open shares at their least, and for each party
the greatest share that the others leave.

Source:
    OFAC, revised guidance on entities owned by blocked persons, 13 August 2014; FAQ 401.
    15 CFR 744.11(a), 744.16, 744.21 and Supplement No. 8 to part 744 (90 FR 47201).
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date
from fractions import Fraction
from math import gcd

from listgate.ownership.statements import WHOLE, ZERO, Stakes, settle
from listgate.records import Holding

HALF = Fraction(1, 2)


def total(shares: Iterable[Fraction]) -> Fraction:
    """The exact sum of shares; one reduction at the end instead of one a share."""
    above, below = 0, 1
    for share in shares:
        n, d = share.as_integer_ratio()
        if d == below:
            above += n
        else:
            common = gcd(below, d)
            above = above * (d // common) + n * (below // common)
            below *= d // common
    return Fraction(above, below) if above else ZERO


def at_least(share: Fraction, least: Fraction) -> bool:
    """Whether a share is another one or more, without the detours of ``>=``."""
    n, d = share.as_integer_ratio()
    m, e = least.as_integer_ratio()
    return n * e >= m * d


def owned_parties(
    holdings: Iterable[Holding],
    restricted: Collection[str],
    *,
    threshold: Fraction = HALF,
    possible: bool = False,
    on: date | None = None,
) -> frozenset[str]:
    """Parties that restricted parties own, together, at or above the threshold.

    Ownership cascades: a party once counted as owned passes its whole holding on,
    so half of a half-owned company counts. Shares are not multiplied.

    Args:
        holdings: Direct holdings; shares are 0 to 1, in bounds.
        restricted: Identifiers of listed parties, counted together.
        threshold: Least joint share that counts, above 0 to 1.
        possible: Parties that may be owned, as far as the bounds tell; those that
            surely are otherwise.
        on: The day asked about; every holding counts where none is given.

    Returns:
        Identifiers of the owned parties, without the listed ones. Rings are allowed.

    Raises:
        QueryError: A share is not 0 to 1.

    Source:
        OFAC, revised guidance on entities owned by blocked persons, 13 August 2014; FAQ 401.
    """
    stakes = settle(holdings, on)
    seeds = frozenset(restricted)
    return caught(stakes, seeds, threshold, possible=possible) - seeds


def caught(
    stakes: Stakes,
    seeds: Collection[str],
    threshold: Fraction = HALF,
    *,
    possible: bool = False,
) -> frozenset[str]:
    """Parties whose owners in the least fixed point hold the threshold.

    Seeds count from the start and are in the result only where others own them.
    """
    held: dict[str, Fraction] = {}
    found: set[str] = set()
    counted = set(seeds)
    waiting = list(counted)
    while waiting:
        for stake in stakes.of.get(waiting.pop(), ()):
            share = stake.high if possible else stake.low
            if not share:
                continue
            owned = stake.owned
            held[owned] = held[owned] + share if owned in held else share
            if owned in found:
                continue
            # A first look at what came in spares the sums over all owners.
            if possible:
                if not may_reach(stakes, owned, counted, threshold, held[owned]):
                    continue
            elif not at_least(held[owned], threshold):
                continue
            found.add(owned)
            if owned not in counted:
                counted.add(owned)
                waiting.append(owned)
    return frozenset(found)


def may_reach(
    stakes: Stakes,
    owned: str,
    counted: Collection[str],
    threshold: Fraction,
    share: Fraction | None = None,
) -> bool:
    """Whether the counted owners may hold the threshold of a party.

    Args:
        stakes: The stakes in force.
        owned: The party.
        counted: Owners that count.
        threshold: Least joint share that counts.
        share: The sum of their greatest shares, where it is known already.
    """
    if share is None:
        into = stakes.into.get(owned, ())
        share = total(s.high for s in into if s.owner in counted)
    if not share:
        return False
    if owned in stakes.doubtful:
        # The stated shares cannot all be true, so they do not keep listed owners out.
        return True
    if owned not in stakes.own:
        return at_least(share, threshold) and at_least(
            left_for(stakes, owned, counted), threshold
        )
    own_low, own_high = stakes.own_share(owned)
    # Shares that a party holds in itself may be no part of the whole: treasury shares
    # have no owner, and 40 % beside 30 % of them is 40 of 70.
    needed = threshold * (WHOLE - own_high)
    return share >= needed and left_for(stakes, owned, counted) >= needed + own_low


def left_for(stakes: Stakes, owned: str, counted: Collection[str]) -> Fraction:
    """The share that the least shares of all other owners leave, 0 to 1."""
    return WHOLE - total(
        s.low for s in stakes.into.get(owned, ()) if s.owner not in counted
    )


def joint_interval(
    stakes: Stakes,
    party: str,
    sure: Collection[str],
    possible: Collection[str],
) -> tuple[Fraction, Fraction]:
    """Bounds of the joint share in a party of the owners that count.

    Args:
        stakes: The stakes in force.
        party: The owned party.
        sure: Listed parties and those surely owned by them.
        possible: The same, as far as the bounds tell.
    """
    into = stakes.into.get(party, ())
    held = [s for s in into if s.owner in sure]
    low = most = total(s.low for s in held)
    if sure is not possible or any(s.low is not s.high for s in held):
        most = total(s.high for s in into if s.owner in possible)
    if not most:
        return ZERO, ZERO
    if (
        (low is most or low == most)
        and party not in stakes.doubtful
        and party not in stakes.own
    ):
        return low, most  # all shares are known, and the others leave as much
    own_low, own_high = stakes.own_share(party)
    if party in stakes.doubtful or own_high == WHOLE:
        return min(low, WHOLE), WHOLE
    most = min(most, left_for(stakes, party, possible) - own_low)
    return low, min(WHOLE, most / (WHOLE - own_high))
