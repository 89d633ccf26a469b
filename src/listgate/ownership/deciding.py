"""What an open answer depends on: which share, whose listing, which contradiction."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from fractions import Fraction
from itertools import combinations

from listgate.ownership.aggregate import total
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
    enough = _Enough(stakes, party, counted.sure, threshold)
    seen = {party}
    waiting = [party]
    while waiting:
        owned = waiting.pop(0)
        company = _Company(stakes, owned, counted)
        for stake in stakes.into.get(owned, ()):
            owner = stake.owner
            if owner not in counted.possible or not stake.high:
                continue
            if owner not in counted.sure and company.decides(stake, ZERO, threshold):
                if owner in counted.maybe:
                    fact = OpenFact(
                        Question.LISTING, owner, owned, stake.low, stake.high
                    )
                    facts.append(replace(fact, alone=enough.if_counted(owner)))
                if owner not in seen:
                    seen.add(owner)
                    waiting.append(owner)
            if stake.low == stake.high:
                continue
            if company.decides(stake, stake.low, threshold):
                fact = company.share(stake, threshold)
                if fact.alone and not enough.if_counted(owned):
                    fact = replace(fact, needed=None, alone=False)
                facts.append(fact)
        if owned in stakes.doubtful:
            alone = owned == party
            facts.append(OpenFact(Question.STATEMENTS, "", owned, alone=alone))
        elif owned in stakes.own:
            alone = owned == party and company.owns_the_rest(threshold)
            own = stakes.own[owned]
            fact = OpenFact(Question.OWN_SHARES, owned, owned, own.low, own.high)
            facts.append(replace(fact, alone=alone))
    return tuple(sorted(dict.fromkeys(facts), key=lambda fact: not fact.alone))


class _Company:
    """The stakes in one company, summed by who counts: one look for all of them."""

    def __init__(self, stakes: Stakes, owned: str, counted: Counted) -> None:
        into = stakes.into.get(owned, ())
        sure = [s for s in into if s.owner in counted.sure]
        rest = [s for s in into if s.owner not in counted.sure]
        self.doubtful = owned in stakes.doubtful
        self.own_low, self.own_high = stakes.own_share(owned)
        self.sure = counted.sure
        self.low, self.high = total(s.low for s in sure), total(s.high for s in sure)
        self.taken = self.own_low + total(s.low for s in rest)
        self.open = [s for s in rest if s.owner in counted.possible and s.high]

    def decides(self, stake: Stake, least: Fraction, threshold: Fraction) -> bool:
        """Whether one stake may bring it over the threshold, the others being as they may.

        Args:
            stake: A stake in it, whose owner counts or may.
            least: What of it counts at least: nothing, where its owner may not count.
            threshold: Least joint share that counts.
        """
        if self.doubtful:
            return True
        low, high, taken = self.low + least, self.high, self.taken
        if stake.owner in self.sure:
            low -= stake.low
        else:
            high += stake.high
            taken -= stake.low
        if len(self.open) > _TRIED:
            # Too many to try each choice of who counts; what is surely over is left out.
            return low < threshold
        others = [s for s in self.open if s is not stake]
        needed = threshold * (1 - self.own_high)
        for count in range(len(others) + 1):
            for some in combinations(others, count):
                least_of_some = total(s.low for s in some)
                most = high + total(s.high for s in some)
                most = min(most, 1 - taken + least_of_some)
                if low + least_of_some < threshold and most >= needed:
                    return True
        return False

    def share(self, stake: Stake, threshold: Fraction) -> OpenFact:
        """A share, with the least value from which the company is owned, if it alone can."""
        fact = OpenFact(Question.SHARE, stake.owner, stake.owned, stake.low, stake.high)
        if stake.owner not in self.sure:
            return fact
        needed = threshold - (self.low - stake.low)
        if not stake.low < needed <= stake.high:
            return fact
        return replace(fact, needed=needed, alone=True)

    def owns_the_rest(self, threshold: Fraction) -> bool:
        """Whether listed owners hold the threshold of what it does not hold of itself."""
        return self.low >= threshold * (1 - self.own_low)


class _Enough:
    """Whether one more party that counts is enough for the one asked about to be owned."""

    def __init__(
        self, stakes: Stakes, party: str, sure: frozenset[str], threshold: Fraction
    ) -> None:
        self._stakes, self._party, self._sure = stakes, party, sure
        self._threshold = threshold
        self._held: dict[str, Fraction] = {}  # by those that surely count
        self._known = {party: True}

    def if_counted(self, start: str) -> bool:
        """Whether it is, all else at its least: the fixed point, from here on."""
        if start not in self._known:
            self._known[start] = self._spreads(start)
        return self._known[start]

    def _spreads(self, start: str) -> bool:
        counted, more = {start}, dict[str, Fraction]()
        waiting = [start]
        while waiting:
            for stake in self._stakes.of.get(waiting.pop(), ()):
                owned = stake.owned
                if not stake.low or owned in self._sure or owned in counted:
                    continue
                more[owned] = more.get(owned, ZERO) + stake.low
                if self._surely_held(owned) + more[owned] >= self._threshold:
                    if owned == self._party:
                        return True
                    counted.add(owned)
                    waiting.append(owned)
        return False

    def _surely_held(self, owned: str) -> Fraction:
        if owned not in self._held:
            into = self._stakes.into.get(owned, ())
            self._held[owned] = total(s.low for s in into if s.owner in self._sure)
        return self._held[owned]
