"""What share of one party is listed, through whom, and what that hangs on."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from fractions import Fraction

from listgate.errors import QueryError
from listgate.ownership.aggregate import HALF, caught, joint_interval, total
from listgate.ownership.chains import Chain, chains_to
from listgate.ownership.deciding import Counted, OpenFact, open_facts
from listgate.ownership.rings import ring_findings
from listgate.ownership.shares import share_text
from listgate.ownership.statements import (
    WHOLE,
    ZERO,
    Finding,
    Stake,
    Stakes,
    Trouble,
    settle,
)
from listgate.records import Holding

# Sources round shares to a hundredth of a percent; three thirds are 99.99 %. What is far
# nearer is no rounding but a bound that is left out (`less than 50 %`).
CLOSE = Fraction(1, 2000)
_TOO_NEAR = Fraction(1, 10**7)


class Verdict(StrEnum):
    """Whether listed parties own a party at or above the threshold."""

    YES = "yes"
    NO = "no"
    DEPENDS = "depends"


@dataclass(frozen=True, slots=True)
class ListedOwner:
    """A listed party, or one that may be, somewhere above the party asked about.

    ``counts`` is ``yes`` where the whole chain is sure, ``depends`` where a share or a
    listing on it is open, ``no`` where a party between is not owned at the threshold. A
    known owner of a party that is surely owned counts whatever its share.
    """

    owner: str
    counts: Verdict
    listed: bool  # false: may be listed
    chain: Chain


@dataclass(frozen=True, slots=True)
class JointShare:
    """The answer for one party.

    ``low`` and ``high`` bound the joint share of the owners that count, 0 to 1.
    ``owners`` are all listed owners found above, those that count first: of those, the
    most restrictive governs (15 CFR 744.11). ``deciding`` names what the answer depends
    on, the facts that alone suffice first. ``unaccounted`` is the share that may have
    owners who are not in the data.
    """

    party: str
    verdict: Verdict
    low: Fraction
    high: Fraction
    threshold: Fraction
    owners: tuple[ListedOwner, ...] = ()
    deciding: tuple[OpenFact, ...] = ()
    findings: tuple[Finding, ...] = ()
    unaccounted: Fraction = WHOLE

    @property
    def counted(self) -> tuple[str, ...]:
        """Listed owners that count, or may."""
        return tuple(o.owner for o in self.owners if o.counts is not Verdict.NO)

    @property
    def minority(self) -> tuple[str, ...]:
        """Listed owners above the party whose shares do not make it owned."""
        if self.verdict is not Verdict.NO:
            return tuple(o.owner for o in self.owners if o.counts is Verdict.NO)
        return tuple(o.owner for o in self.owners)


def joint_share(
    party: str,
    holdings: Iterable[Holding] | Stakes,
    listed: Collection[str],
    *,
    maybe: Collection[str] = (),
    threshold: Fraction = HALF,
    on: date | None = None,
) -> JointShare:
    """The joint share of listed owners in one party, direct and indirect.

    Args:
        party: Identifier of the party asked about; whether it is listed itself is no
            part of the question.
        holdings: Direct holdings, or what `settle` made of them.
        listed: Identifiers of listed parties, counted together.
        maybe: Identifiers of parties that may be listed.
        threshold: Least joint share that counts, above 0 to 1.
        on: The day asked about; every holding counts where none is given.

    Raises:
        QueryError: A share or the threshold is out of its range.
    """
    if not ZERO < threshold <= WHOLE:
        raise QueryError("threshold", "must be above 0 and at most 100 %")
    stakes = holdings if isinstance(holdings, Stakes) else settle(holdings, on)
    seeds = frozenset(listed) - {party}
    all_seeds = seeds | (frozenset(maybe) - {party})
    owned_sure = caught(stakes, seeds, threshold)
    if len(seeds) == len(all_seeds) and stakes.all_known:
        owned_possible = owned_sure
    else:
        owned_possible = caught(stakes, all_seeds, threshold, possible=True)
    sure, possible = seeds | owned_sure, all_seeds | owned_possible
    low, high = joint_interval(stakes, party, sure, possible)
    verdict = Verdict.NO
    if party in owned_sure:
        verdict = Verdict.YES
    elif party in owned_possible:
        verdict = Verdict.DEPENDS
    tiers: list[_Tier] = [(Verdict.YES, seeds, owned_sure, _surely)]
    if verdict is Verdict.YES:
        # The party is owned: beside those that make it so, each known owner is one.
        tiers.append((Verdict.YES, seeds, owned_sure, stakes.leaves_room))
    tiers.append((Verdict.DEPENDS, all_seeds, owned_possible, _possibly))
    tiers.append((Verdict.NO, all_seeds, None, _possibly))
    owners = _owners(stakes, party, tiers)
    facts: tuple[OpenFact, ...] = ()
    if verdict is Verdict.DEPENDS:
        # What the party itself owns lifts nobody above it before it is owned.
        counted = Counted(seeds, all_seeds, sure, possible - {party})
        facts = open_facts(stakes, party, counted, threshold)
    known = total(s.low for s in stakes.into.get(party, ()))
    if party in stakes.own:
        known += stakes.own[party].low
    return JointShare(
        party,
        verdict,
        low,
        high,
        threshold,
        owners,
        facts,
        _findings(stakes, party, all_seeds, owned_possible, high, threshold),
        max(ZERO, WHOLE - known),
    )


# How owners count, which, through whom, and by which stakes.
_Tier = tuple[Verdict, frozenset[str], frozenset[str] | None, Callable[[Stake], object]]


def _surely(stake: Stake) -> Fraction:
    return stake.low


def _possibly(stake: Stake) -> Fraction:
    return stake.high


def _owners(
    stakes: Stakes, party: str, tiers: Sequence[_Tier]
) -> tuple[ListedOwner, ...]:
    """All listed owners above the party, each with its shortest chain, best first."""
    found: dict[str, ListedOwner] = {}
    listed, every = tiers[0][1], tiers[-1][1]
    for counts, wanted, through, holds in tiers:
        for chain in chains_to(stakes, party, wanted, through, holds):
            owner = chain[0].owner
            if owner not in found:
                found[owner] = ListedOwner(owner, counts, owner in listed, chain)
        if len(found) == len(every):
            break
    return tuple(found.values())


def _findings(
    stakes: Stakes,
    party: str,
    seeds: frozenset[str],
    owned: frozenset[str],
    high: Fraction,
    threshold: Fraction,
) -> tuple[Finding, ...]:
    """The findings that touch the party or someone above it."""
    if party in owned and not stakes.findings:
        return ()
    above = {party}
    waiting = [party]
    while waiting:
        for stake in stakes.into.get(waiting.pop(), ()):
            if stake.owner not in above:
                above.add(stake.owner)
                waiting.append(stake.owner)
    found = [f for f in stakes.findings if f.owned in above]
    if party not in owned:
        found += ring_findings(stakes, party, above, seeds, owned, threshold)
        if _TOO_NEAR < threshold - high <= CLOSE:
            text = (
                f"listed owners hold {share_text(high, high)} of {party}, so near "
                f"{share_text(threshold, threshold)} that a rounded share may decide"
            )
            found.append(Finding(Trouble.CLOSE, party, text))
    return tuple(found)
