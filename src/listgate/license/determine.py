"""Facts and the outcome of screening → determination.

Every requirement that applies is collected, none stops the next; the answer is the
strictest of them. Nothing here reads a list, a clock or a file.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from listgate.license import entity_list, other_lists
from listgate.license.affiliates import NOTHING, Inherited, inherited
from listgate.license.case import Case, Subject
from listgate.license.determination import Determination, Inputs, PartyAnswer, Regime
from listgate.license.facts import RECEIVING, Role, Transaction, TransactionParty
from listgate.license.finding import Basis, Carried, Finding, softened
from listgate.license.item import ItemFinding, judge
from listgate.license.logic import Tri
from listgate.license.outcome import (
    ItemOutcome,
    ListOutcome,
    Policy,
    overall,
    strictest_list,
    strictest_policy,
)
from listgate.license.rulebook import Rulebook
from listgate.license.screened import CLEAR, Listing, Screened
from listgate.license.subject import subject_to_ear
from listgate.license.tables import Shelf

Handler = Callable[[Case, TransactionParty, Carried], Finding]

_HANDLERS: dict[str, Handler] = {
    "us-bis-el": entity_list.apply,
    "us-bis-dpl": other_lists.denied,
    "us-bis-uvl": other_lists.unverified,
    "us-bis-meu": other_lists.military,
    "us-bis-mieu": other_lists.intelligence,
    "us-ofac-sdn": other_lists.blocked,
}
_SETTLED = (ListOutcome.PROHIBITED, ListOutcome.LICENSE_REQUIRED)
_ORDER = {outcome: n for n, outcome in enumerate(ListOutcome)}
_NOT_EVALUATED = (
    "End-use and end-user rules that hang on knowledge (744.2 to 744.6, 744.23, part 746).",
    "General Prohibition Ten: knowledge of a violation, or of an agent, front or shell.",
)
_UNKNOWN = Subject(None, "")


def determine(
    tx: Transaction,
    screened: Sequence[Screened],
    rules: Rulebook,
    shelf: Shelf,
    *,
    inputs: Inputs | None = None,
    asked: Mapping[str, Any] | None = None,
) -> Determination:
    """What the rules ask of a transaction.

    Args:
        tx: The facts.
        screened: What screening found, by the numbers of parties and owners.
        rules: The rules as data.
        shelf: Control list, chart and groups at hand.
        inputs: Versions behind ``screened``, for the record.
        asked: The input as given, for the record.

    Raises:
        QueryError: The ECCN is not on the control list of the day.
    """
    groups = shelf.groups(tx.on)
    tables = shelf.on(tx.on)
    entry = None
    if tx.item.eccn is not None:
        entry = (tables or shelf.embedded).entry(tx.item.eccn)
    carried: list[tuple[Carried, ...]] = []
    owned: list[Inherited] = []
    for party in tx.parties:
        mine = screened[party.number] if party.number < len(screened) else CLEAR
        through = (
            inherited(party, tx, screened, rules, groups) if party.owners else NOTHING
        )
        owned.append(through)
        own = tuple(Carried(x) for x in mine.listings)
        have = {c.listing.entry for c in own if c.certain}
        carried.append((*own, *(c for c in through.bis if c.listing.entry not in have)))
    reach = _footnotes(tx, carried)
    subject = subject_to_ear(tx, rules, groups, entry, reach)
    case = Case(tx, rules, groups, tables, entry, subject)
    item = judge(case, shelf)
    answers: list[PartyAnswer] = []
    findings: list[Finding] = []
    regimes: list[Regime] = []
    for party, under, through in zip(tx.parties, carried, owned, strict=True):
        mine = screened[party.number] if party.number < len(screened) else CLEAR
        found = _findings(case, party, under, through)
        findings.extend(found)
        regimes.extend(_regimes(case, party, mine))
        answers.append(_answer(party, mine, found, through))
    return _assembled(
        case, item, answers, findings, regimes, owned, inputs, asked or {}
    )


def _footnotes(
    tx: Transaction, carried: Sequence[tuple[Carried, ...]]
) -> dict[int, Tri]:
    """Whether a party of each footnote takes part in a role that counts."""
    out: dict[int, Tri] = {}
    for party, under in zip(tx.parties, carried, strict=True):
        if party.role not in RECEIVING:
            continue
        for one in under:
            if one.listing.list != "us-bis-el":
                continue
            numbers, open_ = entity_list.footnotes_of(one.listing)
            sure = one.certain and one.listing.as_stated is None
            for number in numbers:
                out[number] = True if sure or out.get(number) is True else None
            if open_:
                for number in (1, 4, 5):
                    out.setdefault(number, None)
    return out


def _findings(
    case: Case, party: TransactionParty, under: tuple[Carried, ...], through: Inherited
) -> list[Finding]:
    out = []
    # A party that is one entry for sure is not asked about others of a like name or of
    # the same address: they are told, and decide nothing.
    settled = any(c.certain and c.listing.list in _HANDLERS for c in under)
    for one in under:
        handler = _HANDLERS.get(one.listing.list)
        if handler is None:
            continue
        if settled and not one.listing.certain and not one.chain:
            out.append(_also(party, one.listing))
            continue
        if one.listing.list == "us-ofac-sdn" and one.chain:
            finding = _owned_by_blocked(case, one)
        else:
            finding = handler(case, party, one)
        out.append(softened(finding, one))
    for one in through.ofac:
        finding = other_lists.blocked(case, party, one)
        rule = case.rules.on("sdn-fifty-percent", case.day)
        if rule is not None:
            basis = (*finding.basis, Basis(rule.citation, rule.effect))
            finding = replace(finding, basis=basis)
        out.append(softened(finding, one))
    return out


def _also(party: TransactionParty, listing: Listing) -> Finding:
    """A question that is left beside an entry that the party is."""
    text = (
        f"{party.name} is also near {listing.name} ({listing.entry}, score "
        f"{listing.score:.2f}): a like name or a shared address is a red flag."
    )
    return Finding(ListOutcome.NONE, checks=(text,))


def _owned_by_blocked(case: Case, one: Carried) -> Finding:
    """What the Affiliates Rule carries from a blocked owner of the programs of 744.8."""
    basis = [Basis("15 CFR 744.8(a)(2)", one.chain, one.listing.citations)]
    if case.subject.value is False:
        basis.append(Basis(case.subject.rule, case.subject.text))
        return Finding(ListOutcome.NONE, one.listing, basis=tuple(basis))
    known = case.subject.value is True
    return Finding(
        ListOutcome.LICENSE_REQUIRED if known else ListOutcome.UNDETERMINED,
        one.listing,
        Policy.AS_STATED,
        (),
        tuple(basis),
        checks=("Read the review policy of 744.8.",) if known else (case.subject.text,),
        fill=False,
    )


def _regimes(case: Case, party: TransactionParty, mine: Screened) -> list[Regime]:
    """Notices of other lists, beside the answer under the EAR."""
    out = []
    for listing in mine.listings:
        if listing.list.startswith("own:"):
            text = f"On a list of your own as {listing.name}: see its reason."
            out.append(
                Regime("own list", party.name, listing.list, listing.entry, text, "")
            )
        for notice in case.rules.notices:
            if notice.list != listing.list or not notice.holds(case.day):
                continue
            if notice.who == "supplier" and party.role is not Role.SUPPLIER:
                continue
            text = notice.text
            if not listing.certain or listing.doubt:
                text = f"May be {listing.name}: {text}"
            out.append(
                Regime(
                    notice.regime,
                    party.name,
                    listing.list,
                    listing.entry,
                    text,
                    notice.citation,
                )
            )
    return list(dict.fromkeys(out))


def _answer(
    party: TransactionParty, mine: Screened, found: list[Finding], through: Inherited
) -> PartyAnswer:
    outcome = strictest_list(f.outcome for f in found)
    ranked = sorted(found, key=lambda f: _ORDER[f.outcome])
    first: Listing | None = next((f.listing for f in ranked if f.listing), None)
    if first is None:
        first = next(iter(mine.listings), None)
    basis = tuple(dict.fromkeys(b for f in ranked for b in f.basis))
    return PartyAnswer(
        party.name,
        party.role.value,
        mine.status,
        first.entry if first else "",
        first.list if first else "",
        outcome,
        (*basis, *through.basis),
    )


def _assembled(
    case: Case,
    item: ItemFinding,
    answers: list[PartyAnswer],
    findings: list[Finding],
    regimes: list[Regime],
    owned: list[Inherited],
    inputs: Inputs | None,
    asked: Mapping[str, Any],
) -> Determination:
    list_outcome = strictest_list(f.outcome for f in findings)
    binding = [f for f in findings if f.outcome is not ListOutcome.NONE]
    settled = [f for f in binding if f.outcome in _SETTLED]
    binding = settled or binding
    policy = strictest_policy(f.policy for f in binding)
    conditions = [c for f in findings for c in f.conditions]
    checks = [
        c for f in sorted(findings, key=lambda f: _ORDER[f.outcome]) for c in f.checks
    ]
    for through in owned:
        conditions.extend(through.conditions)
        checks.extend(through.checks)
    if not binding and item.outcome is ItemOutcome.LICENSE_REQUIRED:
        policy = Policy.AS_STATED
        conditions.append(
            "An application is judged by the paragraphs of part 742 for the reasons of "
            "control that apply."
        )
    checks.extend(item.checks)
    exceptions = _exceptions(binding)
    if exceptions != "ordinary" and item.exceptions:
        conditions.append(
            f"License exceptions of the entry are barred but for: {_words(exceptions)}."
        )
    elif item.exceptions:
        conditions.append(
            "Each license exception named is to be looked at under 740.2 first."
        )
    checks.extend(_told_of_day(case, regimes))
    not_evaluated = list(_NOT_EVALUATED)
    if item.outcome is ItemOutcome.NOT_EVALUATED:
        not_evaluated.insert(0, item.checks[0])
    texts = [
        b.text
        for f in binding
        if f.policy is policy
        for b in f.basis
        if b.rule == "license review policy"
    ]
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
        human_checks=tuple(dict.fromkeys(c for c in checks if c)),
        not_evaluated=tuple(not_evaluated),
        other_regimes=tuple(regimes),
        policy_text=next(iter(texts), ""),
        asked=asked,
        inputs=_inputs(inputs or Inputs(), case.rules.version, item.tables),
    )


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


def _exceptions(binding: list[Finding]) -> str | tuple[str, ...]:
    """``ordinary``, ``none``, or those that every rule leaves."""
    limits = [set(f.exceptions) for f in binding if f.exceptions is not None]
    if not limits:
        return "ordinary"
    left = set.intersection(*limits)
    return tuple(sorted(left)) if left else "none"


def _words(exceptions: str | tuple[str, ...]) -> str:
    return exceptions if isinstance(exceptions, str) else ", ".join(exceptions)


def _told_of_day(case: Case, regimes: list[Regime]) -> list[str]:
    """What to say of other regimes, and of the day the rules were checked through."""
    out = [f"{r.regime}: {r.party}. {r.text}" for r in regimes]
    through = case.rules.checked_through
    if case.day > through:
        out.append(
            f"The rules were last checked on {through}: confirm what changed by {case.day}."
        )
    return out
