"""The chains of holdings that carry a listing down to a party."""

from __future__ import annotations

from collections.abc import Callable, Collection

from listgate.ownership.shares import share_text
from listgate.ownership.statements import Stake, Stakes

Chain = tuple[Stake, ...]  # from the listed owner down to the party; never empty


def chains_to(
    stakes: Stakes,
    party: str,
    listed: Collection[str],
    through: Collection[str] | None,
    holds: Callable[[Stake], object],
) -> tuple[Chain, ...]:
    """The shortest chain from each listed owner to the party, nearest owners first.

    Args:
        stakes: The stakes in force.
        party: Where the chains end.
        listed: Where they may start. A listed party that is also in ``through`` is
            passed as well: who owns it counts too.
        through: The parties that pass a holding on; all when None.
        holds: Whether a stake is taken as one at all.
    """
    down: dict[str, Stake] = {}
    found: list[Chain] = []
    tier = [party]
    while tier:
        above: list[str] = []
        for owned in tier:
            for stake in stakes.into.get(owned, ()):
                owner = stake.owner
                if owner == party or owner in down:
                    continue
                if not holds(stake):
                    continue
                passes = through is None or owner in through
                if not passes and owner not in listed:
                    continue
                down[owner] = stake
                if owner in listed:
                    found.append(_chain(down, owner, party))
                if passes:
                    above.append(owner)
        tier = above
    return tuple(found)


def _chain(down: dict[str, Stake], owner: str, party: str) -> Chain:
    steps = []
    at = owner
    while at != party:
        steps.append(down[at])
        at = down[at].owned
    return tuple(steps)


def chain_text(chain: Chain) -> str:
    """A chain in words: ``A holds 60 % of B, which holds 50 % of C``."""
    first = chain[0]
    text = f"{first.owner} holds {share_text(first.low, first.high)} of {first.owned}"
    for stake in chain[1:]:
        share = share_text(stake.low, stake.high)
        text += f", which holds {share} of {stake.owned}"
    return text
