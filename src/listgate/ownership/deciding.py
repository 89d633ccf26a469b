"""What an open answer depends on: which share, whose listing, which contradiction."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from fractions import Fraction
from itertools import combinations

from listgate.ownership.aggregate import caught
from listgate.ownership.shares import share_text
from listgate.ownership.statements import ZERO, Stake, Stakes

_TRIED = 10  # owners in one party, each counted or not: a thousand choices


class Question(StrEnum):
    """What has to be found out."""

    SHARE = "share"  # how much an owner holds
    LISTING = "listing"  # whether an owner is the listed party
    STATEMENTS = "statements"  # which of the stated shares are true
    OWN_SHARES = (
        "own-shares"  # whether shares a party holds in itself are part of the whole
    )


@dataclass(frozen=True, slots=True)
class OpenFact:
    """A fact that the answer depends on.

    ``needed`` is the least share of ``owner`` in ``owned`` from which the party asked
    about is owned, all else at its least; None where this fact alone does not do it.
    ``alone`` says whether it does.
    """

    question: Question
    owner: str
    owned: str
    low: Fraction = ZERO
    high: Fraction = ZERO
    needed: Fraction | None = None
    alone: bool = False

    @property
    def text(self) -> str:
        """The question in one sentence."""
        told = share_text(self.low, self.high)
        if self.question is Question.LISTING:
            return (
                f"whether {self.owner}, which holds {told} of {self.owned}, is listed"
            )
        if self.question is Question.STATEMENTS:
            return f"which of the stated shares in {self.owned} are true"
        if self.question is Question.OWN_SHARES:
            return f"whether the {told} that {self.owned} holds of itself are part of the whole"
        text = f"the share of {self.owner} in {self.owned} ({told})"
        if self.needed is None:
            return text
        return f"{text}: owned from {share_text(self.needed, self.needed)} on"


@dataclass(frozen=True, slots=True)
class Counted:
    """Who counts as listed or owned, and how surely.

    ``listed`` are listed for sure, ``maybe`` these and those that may be; ``sure`` and
    ``possible`` are the same with the parties that they own, or may own.
    """

    listed: frozenset[str]
    maybe: frozenset[str]
    sure: frozenset[str]
    possible: frozenset[str]


def open_facts(
    stakes: Stakes, party: str, counted: Counted, threshold: Fraction
) -> tuple[OpenFact, ...]:
    """The open facts above a party whose answer depends, those that alone decide first.

    A fact is named only where it can decide: with some choice of all that is open
    beside it in the same party, its least and its greatest value fall on two sides of
    the threshold. None that decides is left out; within a ring one may be named that
    hangs on another.

    Args:
        stakes: The stakes in force.
        party: The party asked about.
        counted: Who counts, or may.
        threshold: Least joint share that counts.
    """
    facts: list[OpenFact] = []
    seen = {party}
    waiting = [party]
    while waiting:
        owned = waiting.pop(0)
        for stake in stakes.into.get(owned, ()):
            owner = stake.owner
            if owner not in counted.possible or not stake.high:
                continue
            if owner not in counted.sure and _decides(
                stakes, stake, ZERO, counted, threshold
            ):
                if owner in counted.maybe:
                    facts.append(_listing(stakes, party, stake, counted, threshold))
                if owner not in seen:
                    seen.add(owner)
                    waiting.append(owner)
            if stake.low < stake.high and _decides(
                stakes, stake, stake.low, counted, threshold
            ):
                facts.append(_share(stakes, party, stake, counted, threshold))
        if owned in stakes.doubtful:
            alone = owned == party
            facts.append(OpenFact(Question.STATEMENTS, "", owned, alone=alone))
        elif owned in stakes.own:
            facts.append(_own_shares(stakes, party, owned, counted.sure, threshold))
    return tuple(sorted(dict.fromkeys(facts), key=lambda fact: not fact.alone))


def _decides(
    stakes: Stakes, stake: Stake, least: Fraction, counted: Counted, threshold: Fraction
) -> bool:
    """Whether one stake may bring its party over the threshold, the others being as they may.

    Args:
        stakes: The stakes in force.
        stake: The stake; its owner counts, or may.
        least: What of it counts at least: nothing, where its owner may not count.
        counted: Who counts, or may.
        threshold: Least joint share that counts.
    """
    owned = stake.owned
    if owned in stakes.doubtful:
        return True
    own_low, own_high = stakes.own_share(owned)
    others = [s for s in stakes.into[owned] if s is not stake]
    known = [s for s in others if s.owner in counted.sure]
    open_ = [s for s in others if s.owner in counted.possible - counted.sure and s.high]
    low = sum((s.low for s in known), least)
    high = sum((s.high for s in known), stake.high)
    taken = own_low + sum((s.low for s in others if s not in known), ZERO)
    if len(open_) > _TRIED:
        # Too many to try each choice of who counts: what is sure to decide nothing is left out.
        return low < threshold
    for count in range(len(open_) + 1):
        for some in combinations(open_, count):
            least_of_some = sum((s.low for s in some), ZERO)
            room = 1 - taken + least_of_some
            most = min(high + sum((s.high for s in some), ZERO), room)
            if low + least_of_some < threshold and most >= threshold * (1 - own_high):
                return True
    return False


def _own_shares(
    stakes: Stakes, party: str, owned: str, sure: frozenset[str], threshold: Fraction
) -> OpenFact:
    own = stakes.own[owned]
    held = sum((s.low for s in stakes.into[owned] if s.owner in sure), ZERO)
    alone = owned == party and held >= threshold * (1 - own.low)
    return OpenFact(Question.OWN_SHARES, owned, owned, own.low, own.high, alone=alone)


def _listing(
    stakes: Stakes, party: str, stake: Stake, counted: Counted, threshold: Fraction
) -> OpenFact:
    alone = party in caught(stakes, counted.listed | {stake.owner}, threshold)
    fact = OpenFact(Question.LISTING, stake.owner, stake.owned, stake.low, stake.high)
    return replace(fact, alone=alone)


def _share(
    stakes: Stakes, party: str, stake: Stake, counted: Counted, threshold: Fraction
) -> OpenFact:
    """The share with the least value that decides, if it alone can."""
    sure = counted.sure
    fact = OpenFact(Question.SHARE, stake.owner, stake.owned, stake.low, stake.high)
    if stake.owner not in sure:
        return fact
    into = stakes.into[stake.owned]
    others = sum(
        (s.low for s in into if s.owner in sure and s.owner != stake.owner), ZERO
    )
    needed = threshold - others
    if not stake.low < needed <= stake.high:
        return fact
    # The party between is then owned as if it were listed: does that reach the party?
    if stake.owned != party:
        reached = caught(stakes, counted.listed | {stake.owned}, threshold)
        if party not in reached:
            return fact
    return replace(fact, needed=needed, alone=True)
