"""What an open answer depends on: which share, whose listing, which contradiction."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from fractions import Fraction

from listgate.ownership.aggregate import caught
from listgate.ownership.shares import share_text
from listgate.ownership.statements import ZERO, Stake, Stakes


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


def open_facts(
    stakes: Stakes,
    party: str,
    listed: frozenset[str],
    sure: frozenset[str],
    possible: frozenset[str],
    threshold: Fraction,
) -> tuple[OpenFact, ...]:
    """The open facts above a party whose answer depends, those that alone decide first.

    Args:
        stakes: The stakes in force.
        party: The party asked about.
        listed: Parties that are listed.
        sure: These and those they surely own.
        possible: Those that may count, these included.
        threshold: Least joint share that counts.
    """
    facts: list[OpenFact] = []
    seen = {party}
    waiting = [party]
    while waiting:
        owned = waiting.pop(0)
        into = stakes.into.get(owned, ())
        for stake in into:
            owner = stake.owner
            if owner not in possible or not stake.high:
                continue
            if owner not in sure:
                if _may_be_listed(stakes, owner, possible, threshold):
                    facts.append(_listing(stakes, party, stake, listed, threshold))
                if owner not in seen:
                    seen.add(owner)
                    waiting.append(owner)
            if stake.low < stake.high:
                facts.append(_share(stakes, party, stake, listed, sure, threshold))
        if owned in stakes.doubtful:
            alone = owned == party
            facts.append(OpenFact(Question.STATEMENTS, "", owned, alone=alone))
        elif owned in stakes.own:
            facts.append(_own_shares(stakes, party, owned, sure, threshold))
    return tuple(sorted(dict.fromkeys(facts), key=lambda fact: not fact.alone))


def _own_shares(
    stakes: Stakes, party: str, owned: str, sure: frozenset[str], threshold: Fraction
) -> OpenFact:
    own = stakes.own[owned]
    held = sum((s.low for s in stakes.into[owned] if s.owner in sure), ZERO)
    alone = owned == party and held >= threshold * (1 - own.low)
    return OpenFact(Question.OWN_SHARES, owned, owned, own.low, own.high, alone=alone)


def _may_be_listed(
    stakes: Stakes, owner: str, possible: frozenset[str], threshold: Fraction
) -> bool:
    """Whether an owner counts, if it does, by a listing of its own."""
    others = possible - {owner}
    held = sum((s.high for s in stakes.into.get(owner, ()) if s.owner in others), ZERO)
    return held < threshold and owner not in stakes.doubtful


def _listing(
    stakes: Stakes,
    party: str,
    stake: Stake,
    listed: frozenset[str],
    threshold: Fraction,
) -> OpenFact:
    alone = party in caught(stakes, listed | {stake.owner}, threshold)
    fact = OpenFact(Question.LISTING, stake.owner, stake.owned, stake.low, stake.high)
    return replace(fact, alone=alone)


def _share(
    stakes: Stakes,
    party: str,
    stake: Stake,
    listed: frozenset[str],
    sure: frozenset[str],
    threshold: Fraction,
) -> OpenFact:
    """The share with the least value that decides, if it alone can."""
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
        reached = caught(stakes, listed | {stake.owned}, threshold)
        if party not in reached:
            return fact
    return replace(fact, needed=needed, alone=True)
