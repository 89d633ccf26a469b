"""From what sources state to one interval a pair: who holds what share of whom.

Sources repeat, refine and contradict one another. What they say is joined without a
guess: statements that can be true together narrow the share, others widen it, and each
trouble is a finding that names the parties and the numbers.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from fractions import Fraction

from listgate.errors import QueryError
from listgate.ownership.shares import share_text
from listgate.records import Holding

ZERO = Fraction(0)
WHOLE = Fraction(1)


class Trouble(StrEnum):
    """What is wrong with what was stated."""

    OVER_WHOLE = "over-whole"  # the least shares in one party sum past 100 %
    SELF = "self-holding"  # a party holds shares in itself
    CONTRADICTION = "contradiction"  # two statements of one holding cannot both be true
    REPEATED = "repeated"  # one source states one holding twice: one lot or two?
    RING = "ring"  # parties own one another, and that decides
    CLOSE = "close"  # so near the limit that the rounding of a share may decide


@dataclass(frozen=True, slots=True)
class Finding:
    """Something a person should look at: what, in which party, in one sentence."""

    trouble: Trouble
    owned: str
    text: str


@dataclass(frozen=True, slots=True)
class Stake:
    """What one owner holds in one party, 0 to 1."""

    owner: str
    owned: str
    low: Fraction
    high: Fraction


@dataclass(slots=True)
class Stakes:
    """All stakes in force on one day, by owned party and by owner.

    ``own`` holds the shares that parties hold in themselves; they are no stakes.
    ``doubtful`` are parties whose stated shares cannot all be true.
    """

    into: dict[str, tuple[Stake, ...]] = field(default_factory=dict)
    of: dict[str, list[Stake]] = field(default_factory=dict)
    own: dict[str, Stake] = field(default_factory=dict)
    doubtful: set[str] = field(default_factory=set)
    findings: tuple[Finding, ...] = ()

    @property
    def all_known(self) -> bool:
        """Whether every share is one number, and no party holds shares in itself."""
        return (
            not self.own
            and not self.doubtful
            and all(
                s.low is s.high or s.low == s.high
                for held in self.into.values()
                for s in held
            )
        )

    def leaves_room(self, stake: Stake) -> bool:
        """Whether a stake may be above 0 beside what others hold at least."""
        if stake.low or not stake.high or stake.owned in self.doubtful:
            return bool(stake.high)
        others = sum((s.low for s in self.into[stake.owned]), ZERO)
        return others + self.own_share(stake.owned)[0] < WHOLE

    def own_share(self, party: str) -> tuple[Fraction, Fraction]:
        """The share a party holds in itself."""
        stake = self.own.get(party)
        return (stake.low, stake.high) if stake else (ZERO, ZERO)


def settle(holdings: Iterable[Holding], on: date | None = None) -> Stakes:
    """The stakes in force on a day; every holding counts where no day is given.

    Raises:
        QueryError: A share is below 0, above 1, or its bounds are the wrong way round;
            an owner or an owned party has no name.
    """
    pairs: dict[tuple[str, str], list[Holding]] = {}
    for holding in holdings:
        _check(holding)
        if on is None or holding.held_on(on):
            pairs.setdefault((holding.owner, holding.owned), []).append(holding)
    stakes = Stakes()
    findings: list[Finding] = []
    into: dict[str, list[Stake]] = {}
    for (owner, owned), stated in pairs.items():
        low, high = stated[0].low, stated[0].high
        if len(stated) > 1:
            low, high = _joined(stated, findings)
        stake = Stake(owner, owned, low, high)
        if owner == owned:
            stakes.own[owned] = stake
            text = f"{owned} holds {share_text(low, high)} of itself"
            findings.append(Finding(Trouble.SELF, owned, text))
            continue
        into.setdefault(owned, []).append(stake)
        stakes.of.setdefault(owner, []).append(stake)
    for owned in dict.fromkeys([*into, *stakes.own]):
        found = into.get(owned, [])
        own = stakes.own_share(owned)[0]
        total = sum((s.low for s in found), own)
        if total > WHOLE or own == WHOLE:
            stakes.doubtful.add(owned)
            findings.append(_over_whole(owned, found, own, total))
        stakes.into[owned] = tuple(found)
    stakes.findings = tuple(findings)
    return stakes


def _check(holding: Holding) -> None:
    pair = f"{holding.owner!r} in {holding.owned!r}"
    if not holding.owner or not holding.owned:
        raise QueryError("owners", f"a holding names only one party: {pair}")
    if not ZERO <= holding.low <= holding.high <= WHOLE:
        low, high = (f"{float(x * 100):g}" for x in (holding.low, holding.high))
        told = f"{low} %" if low == high else f"{low} to {high} %"
        raise QueryError(
            "owners", f"the share of {pair} is {told}; a share is 0 to 100 %"
        )


def _joined(
    stated: list[Holding], findings: list[Finding]
) -> tuple[Fraction, Fraction]:
    """One interval from several statements of one holding."""
    owner, owned = stated[0].owner, stated[0].owned
    sources: dict[tuple[Fraction, Fraction], list[str]] = {}
    for holding in stated:
        sources.setdefault((holding.low, holding.high), []).append(holding.source)
    low = max(bounds[0] for bounds in sources)
    high = min(bounds[1] for bounds in sources)
    if low > high:
        told = ", ".join(share_text(*bounds) for bounds in sorted(sources))
        text = f"{owner} in {owned} is stated as {told}: other days, or several lots?"
        findings.append(Finding(Trouble.CONTRADICTION, owned, text))
        # Two truths of two days, or lots to be summed: the interval holds both.
        least = min(bounds[0] for bounds in sources)
        return least, min(WHOLE, sum((b[1] for b in sources), ZERO))
    lots = max(
        (names.count(name) for names in sources.values() for name in names), default=1
    )
    if lots == 1 or high == WHOLE:
        return low, high
    text = f"{owner} in {owned} is stated {lots} times as {share_text(low, high)}: once, or lots to be summed?"
    findings.append(Finding(Trouble.REPEATED, owned, text))
    return low, min(WHOLE, high * lots)


def _over_whole(
    owned: str, stakes: list[Stake], own: Fraction, total: Fraction
) -> Finding:
    parts = [f"{s.owner} {share_text(s.low, s.high)}" for s in stakes if s.low]
    if own:
        parts.append(f"itself {share_text(own, own)}")
    shown = ", ".join(parts[:8]) + (" …" if len(parts) > 8 else "")
    text = f"the shares in {owned} sum to {share_text(total, total)}: {shown}"
    if total <= WHOLE:
        text = f"{owned} is stated to own itself whole"
    return Finding(Trouble.OVER_WHOLE, owned, text)
