"""Findings of the rules → the determination: strictest outcome, all sentences in order."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from listgate.license.affiliates import Inherited
from listgate.license.case import Case
from listgate.license.determination import Determination, Inputs, PartyAnswer, Regime
from listgate.license.facts import PURPOSES, Owner, TransactionParty, owners_of
from listgate.license.finding import Basis, Finding
from listgate.license.item import ItemFinding
from listgate.license.outcome import (
    ItemOutcome,
    ListOutcome,
    Policy,
    overall,
    strictest_policy,
)
from listgate.license.screened import CLEAR, Screened

_SETTLED = (ListOutcome.PROHIBITED, ListOutcome.LICENSE_REQUIRED)
# What is sure: a restriction, too, bars license exceptions beside a requirement.
_FIRM = (*_SETTLED, ListOutcome.RESTRICTED)
_ORDER = {outcome: n for n, outcome in enumerate(ListOutcome)}
_NOT_EVALUATED = (
    "15 CFR 744.6: activities of U.S. persons.",
    "15 CFR part 746 beyond what is stated here.",
    "General Prohibition Ten: knowledge of a violation, or of an agent, front or shell.",
)
_BY_PART_742 = (
    "An application is judged by the paragraphs of part 742 for the reasons of control "
    "that apply."
)
_NOBODY = (
    "No party was named and nobody was screened: the answer is for the item and the "
    "destination alone."
)
_LOOK_FIRST = "Each license exception named is to be looked at under 740.2 first."


def answer(
    party: TransactionParty,
    screened: Sequence[Screened],
    found: Sequence[Finding],
    through: Inherited,
) -> PartyAnswer:
    """What the rules ask because of one party; the strictest entry stands for it."""
    mine = of(screened, party)
    ranked = _ranked(found)
    first = next((f.listing for f in ranked if f.listing), None)
    if first is None and mine.listings:
        first = mine.listings[0]
    basis = ranked[0].basis if len(ranked) == 1 else _basis(ranked)
    return PartyAnswer(
        party.name,
        party.role,
        mine.status,
        first.entry if first else "",
        first.list if first else "",
        ranked[0].outcome if ranked else ListOutcome.NONE,
        basis + through.basis,
        mine,
        tuple((o.name, of(screened, o)) for o in owners_of(party.owners))
        if party.owners
        else (),
    )


def of(screened: Sequence[Screened], who: TransactionParty | Owner) -> Screened:
    """What screening found for a party or an owner."""
    return screened[who.number] if who.number < len(screened) else CLEAR


@dataclass(slots=True)
class Found:
    """What the rules said of a case, part by part, before it is put together."""

    item: ItemFinding
    answers: list[PartyAnswer]
    findings: list[Finding]
    regimes: list[Regime]
    owned: list[Inherited]
    questions: list[str]  # end-use rules that item and destination can meet


def assembled(
    case: Case, found: Found, inputs: Inputs, asked: Mapping[str, Any]
) -> Determination:
    """The determination of what was found for the item and for every party."""
    item, findings, day = found.item, found.findings, case.day
    ranked = _ranked(findings)
    list_outcome, binding = _binding(ranked)
    policy = strictest_policy([f.policy for f in binding])
    policy_text = next((f.policy_text for f in binding if f.policy is policy), "")
    if policy is Policy.NONE and item.outcome is ItemOutcome.LICENSE_REQUIRED:
        policy, policy_text = Policy.AS_STATED, _by_controls(item)
    exceptions = _exceptions(binding)
    conditions: list[str] = []
    checks: list[str] = []
    for finding in findings:
        conditions += finding.conditions
    for finding in ranked:
        checks += finding.checks
    for through in found.owned:
        conditions += through.conditions
        checks += through.checks
    conditions += _of_item(item, exceptions, list_outcome in _SETTLED)
    checks += item.checks
    checks += _told_of_day(case, found.regimes)
    checks += _gaps(inputs, day)
    not_evaluated = (*found.questions, *_NOT_EVALUATED)
    if item.outcome is ItemOutcome.NOT_EVALUATED:
        not_evaluated = (item.checks[0], *not_evaluated)
    return Determination(
        on=day.isoformat(),
        outcome=overall(list_outcome, item.outcome),
        list_outcome=list_outcome,
        item_outcome=item.outcome,
        review_policy=policy,
        license_exceptions=exceptions,
        parties=tuple(found.answers),
        eccn=case.item.code,
        item=item,
        conditions=tuple(dict.fromkeys(conditions)),
        human_checks=tuple(dict.fromkeys(filter(None, checks))),
        not_evaluated=not_evaluated,
        other_regimes=tuple(found.regimes),
        policy_text=policy_text,
        asked=asked,
        inputs=inputs.with_rules(case.rules.version, item.tables),
    )


def _basis(ranked: Sequence[Finding]) -> tuple[Basis, ...]:
    return tuple(dict.fromkeys(b for f in ranked for b in f.basis))


def _binding(ranked: Sequence[Finding]) -> tuple[ListOutcome, Sequence[Finding]]:
    """The strictest outcome, and the findings that ask for something as firmly."""
    if not ranked or ranked[0].outcome is ListOutcome.NONE:
        return ListOutcome.NONE, ()
    first = ranked[0].outcome
    if first in _SETTLED:
        return first, [f for f in ranked if f.outcome in _FIRM]
    return first, [f for f in ranked if f.outcome is not ListOutcome.NONE]


def _ranked(found: Sequence[Finding]) -> Sequence[Finding]:
    """Findings from the strictest to the mildest."""
    if len(found) < 2:
        return found
    return sorted(found, key=lambda f: _ORDER[f.outcome])


def _by_controls(item: ItemFinding) -> str:
    """Where the licensing policies for the reasons of control that apply stand."""
    rules = dict.fromkeys(f"{c.rule} ({c.reason})" for c in item.controls if c.applies)
    return f"By the licensing policies of {', '.join(rules)}." if rules else ""


def _of_item(
    item: ItemFinding, exceptions: str | tuple[str, ...], listed: bool
) -> Iterator[str]:
    """Conditions that the item's classification adds."""
    if not listed and item.outcome is ItemOutcome.LICENSE_REQUIRED:
        yield _BY_PART_742
    if not item.exceptions:
        return
    if exceptions == "ordinary":
        yield _LOOK_FIRST
    else:
        left = "" if isinstance(exceptions, str) else f" but {', '.join(exceptions)}"
        yield f"No license exception that the entry's classification names is left{left}."


# Lists whose entries decide; of the others an entry that is missing is a missing notice.
_DECIDING = ("us-bis-el", "us-bis-dpl", "us-bis-meu", "us-bis-uvl", "us-ofac-sdn")


def _gaps(inputs: Inputs, day: date) -> Iterator[str]:
    """What to say where the oldest version of a list is of a later day."""
    for published, codes in _deciding(inputs):
        if published > day:
            yield (
                f"No version of {codes} as of {day} is at hand, the oldest is of "
                f"{published}: entries that left before are missing; `listgate update "
                "--from` loads an older one."
            )


@lru_cache(maxsize=256)
def _deciding(inputs: Inputs) -> tuple[tuple[date, str], ...]:
    """The versions of the lists that decide, by their day."""
    published: dict[str, list[str]] = {}
    for line in inputs.lists:
        code, _, day = line.split(" ")
        if code in _DECIDING:
            published.setdefault(day, []).append(code)
    return tuple(
        (date.fromisoformat(day), ", ".join(codes))
        for day, codes in sorted(published.items())
    )


def _exceptions(binding: Sequence[Finding]) -> str | tuple[str, ...]:
    """``ordinary``, ``none``, or those that every rule leaves."""
    limits = [f.exceptions for f in binding if f.exceptions is not None]
    if not limits:
        return "ordinary"
    if not all(limits):
        return "none"
    left = set.intersection(*map(set, limits))
    return tuple(sorted(left)) if left else "none"


def _told_of_day(case: Case, regimes: Sequence[Regime]) -> Iterator[str]:
    """What to say of other regimes, and of the day the rules were checked through."""
    for regime in regimes:
        yield f"{regime.regime} ({regime.party}): {regime.text}"
    if not case.tx.parties:
        yield _NOBODY
    purpose = case.item.purpose
    if purpose and purpose not in PURPOSES:
        yield (
            f"item.purpose {purpose!r} is known to no rule and opened nothing; known: "
            f"{', '.join(PURPOSES)}."
        )
    through = case.rules.checked_through
    if case.day > through:
        yield _checked(through, case.day)


@lru_cache(maxsize=4096)
def _checked(through: date, day: date) -> str:
    return f"The rules were last checked on {through}: confirm what changed by {day}."
