"""Parties that own one another, where counting the ring would change the answer.

Under the least fixed point a ring does not lift itself: of two companies that hold 60 %
of each other and are held to 40 % by a listed party, neither is owned. But no one else
owns them either, and an authority may look through the ring. So it is told.
"""

from __future__ import annotations

from collections.abc import Collection
from fractions import Fraction

from listgate.ownership.aggregate import may_reach
from listgate.ownership.statements import Finding, Stakes, Trouble


def ring_findings(
    stakes: Stakes,
    party: str,
    above: Collection[str],
    seeds: frozenset[str],
    owned: frozenset[str],
    threshold: Fraction,
) -> list[Finding]:
    """A finding where the party would be owned if rings above it counted.

    Args:
        stakes: The stakes in force.
        party: A party that is not owned.
        above: It and everyone above it.
        seeds: Parties that are, or may be, listed.
        owned: Parties that may be owned.
        threshold: Least joint share that counts.
    """
    counted = seeds | owned
    # The greatest fixed point: all that hold one another up, when all are let in first.
    inside = {p for p in above if stakes.into.get(p)}
    if len(inside) < 2:
        return []
    dropped = True
    while dropped:
        dropped = False
        for one in tuple(inside):
            if not may_reach(stakes, one, counted | inside, threshold):
                inside.discard(one)
                dropped = True
    if party not in inside:
        return []
    # The test is that of the least fixed point, so what passes only here is a ring.
    held_up = _held_up(stakes, party, inside)
    outside = sorted(
        {
            s.owner
            for one in held_up
            for s in stakes.into[one]
            if s.owner in counted and s.high
        }
    )
    if not outside:
        return []
    ring = " and ".join(sorted(held_up - {party})[:4])
    text = (
        f"{party} is held through parties that own one another ({ring}); "
        f"{', '.join(outside[:4])} would own it if their mutual shares did not count"
    )
    return [Finding(Trouble.RING, party, text)]


def _held_up(stakes: Stakes, party: str, inside: Collection[str]) -> set[str]:
    """The party and those above it that hold it up."""
    found = {party}
    waiting = [party]
    while waiting:
        for stake in stakes.into.get(waiting.pop(), ()):
            if stake.high and stake.owner in inside and stake.owner not in found:
                found.add(stake.owner)
                waiting.append(stake.owner)
    return found
