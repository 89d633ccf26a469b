"""Findings of the rules → the determination: strictest outcome, all sentences in order."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from functools import lru_cache
from typing import Any

from listgate.license import end_use
from listgate.license.affiliates import Inherited
from listgate.license.case import Case
from listgate.license.determination import Determination, Inputs, PartyAnswer, Regime
from listgate.license.facts import PURPOSES, TransactionParty
from listgate.license.finding import Finding
from listgate.license.item import ItemFinding
from listgate.license.outcome import (
    ItemOutcome,
    ListOutcome,
    Policy,
    overall,
    strictest_policy,
)
from listgate.license.screened import Screened

_SETTLED = (ListOutcome.PROHIBITED, ListOutcome.LICENSE_REQUIRED)
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
_LOOK_FIRST = "Each license exception named is to be looked at under 740.2 first."


def answer(
    party: TransactionParty,
    mine: Screened,
    found: Sequence[Finding],
    through: Inherited,
) -> PartyAnswer:
    """What the rules ask because of one party; the strictest entry stands for it."""
    ranked = _ranked(found)
    first = next((f.listing for f in ranked if f.listing), None)
    if first is None and mine.listings:
        first = mine.listings[0]
    basis = tuple(dict.fromkeys(b for f in ranked for b in f.basis))
    return PartyAnswer(
        party.name,
        party.role,
        mine.status,
        first.entry if first else "",
        first.list if first else "",
        ranked[0].outcome if ranked else ListOutcome.NONE,
        basis + through.basis,
    )


def assembled(
    case: Case,
    item: ItemFinding,
    answers: Sequence[PartyAnswer],
    findings: Sequence[Finding],
    regimes: Sequence[Regime],
    owned: Sequence[Inherited],
    inputs: Inputs,
    asked: Mapping[str, Any],
) -> Determination:
    """The determination of what was found for the item and for every party."""
    ranked = _ranked(findings)
    binding = [f for f in ranked if f.outcome is not ListOutcome.NONE]
    binding = [f for f in binding if f.outcome in _SETTLED] or binding
    list_outcome = binding[0].outcome if binding else ListOutcome.NONE
    policy = strictest_policy(f.policy for f in binding)
    if not binding and item.outcome is ItemOutcome.LICENSE_REQUIRED:
        policy = Policy.AS_STATED
    exceptions = _exceptions(binding)
    conditions = [c for f in findings for c in f.conditions]
    checks = [c for f in ranked for c in f.checks]
    for through in owned:
        conditions += through.conditions
        checks += through.checks
    conditions += _of_item(item, exceptions, bool(binding))
    checks += item.checks
    checks += _told_of_day(case, regimes)
    checks += _gaps(inputs, case.day)
    not_evaluated = [*end_use.open_questions(case), *_NOT_EVALUATED]
    if item.outcome is ItemOutcome.NOT_EVALUATED:
        not_evaluated.insert(0, item.checks[0])
    return Determination(
        on=case.day.isoformat(),
        outcome=overall(list_outcome, item.outcome),
        list_outcome=list_outcome,
        item_outcome=item.outcome,
        review_policy=policy,
        license_exceptions=exceptions,
        parties=tuple(answers),
        eccn=case.item.code,
        item=item,
        conditions=tuple(dict.fromkeys(conditions)),
        human_checks=tuple(dict.fromkeys(filter(None, checks))),
        not_evaluated=tuple(not_evaluated),
        other_regimes=tuple(regimes),
        policy_text=next(_policy_texts(binding, policy), ""),
        asked=asked,
        inputs=_inputs(inputs, case.rules.version, item.tables),
    )


def _ranked(found: Sequence[Finding]) -> Sequence[Finding]:
    """Findings from the strictest to the mildest."""
    if len(found) < 2:
        return found
    return sorted(found, key=lambda f: _ORDER[f.outcome])


def _policy_texts(binding: Sequence[Finding], policy: Policy) -> Iterator[str]:
    for finding in binding:
        if finding.policy is policy:
            for basis in finding.basis:
                if basis.rule == "license review policy":
                    yield basis.text


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
        left = exceptions if isinstance(exceptions, str) else ", ".join(exceptions)
        yield f"License exceptions of the entry are barred but for: {left}."


# Lists whose entries decide; of the others an entry that is missing is a missing notice.
_DECIDING = ("us-bis-el", "us-bis-dpl", "us-bis-meu", "us-bis-uvl", "us-ofac-sdn")


@lru_cache(maxsize=4096)
def _gaps(inputs: Inputs, day: date) -> tuple[str, ...]:
    """What to say where the oldest version of a list is of a later day."""
    later: dict[str, list[str]] = {}
    for line in inputs.lists:
        code, _, published = line.split(" ")
        if code in _DECIDING and published > day.isoformat():
            later.setdefault(published, []).append(code)
    return tuple(
        f"No version of {', '.join(codes)} as of {day} is at hand, the oldest is of "
        f"{published}: entries that left before are missing; `listgate update --from` "
        "loads an older one."
        for published, codes in sorted(later.items())
    )


@lru_cache(maxsize=4096)
def _inputs(given: Inputs, rules: str, tables: str) -> Inputs:
    return Inputs(
        given.lists,
        rules,
        tables,
        given.matcher,
        given.settings,
        given.decisions,
        given.own_lists,
        given.graph,
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
        yield f"{regime.regime}: {regime.party}. {regime.text}"
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
