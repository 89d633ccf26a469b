"""Denied persons, unverified, military and blocked parties: one function a list."""

from __future__ import annotations

from listgate.license.case import Case
from listgate.license.facts import RECEIVING, TransactionParty
from listgate.license.finding import Basis, Carried, Finding
from listgate.license.logic import Tri, every
from listgate.license.outcome import ListOutcome, Policy
from listgate.license.release import en_route, savings
from listgate.license.rulebook import Rule


def denied(case: Case, party: TransactionParty, carried: Carried) -> Finding:
    """Denied Persons List: no participation, in whatever role (764.3(a)(2))."""
    listing = carried.listing
    order = listing.order
    rule = case.rules.on("denied-persons", case.day)
    cite = rule.citation if rule else "15 CFR 764.3(a)(2)"
    text = f"Denied Persons List, {listing.name}: no part in a transaction that the order forbids."
    basis = [
        Basis(cite, text, listing.citations),
        Basis("15 CFR 736.2(b)(4)", "General Prohibition Four."),
    ]
    if case.subject.value is False:
        basis.append(Basis(case.subject.rule, case.subject.text))
        return Finding(
            ListOutcome.NONE, listing, basis=tuple(basis), checks=case.subject.checks
        )
    checks: list[str] = []
    if case.subject.value is None:
        checks.append(case.subject.text)
    if order is not None:
        checks.extend(_order_doubts(case, carried))
    outcome = ListOutcome.UNDETERMINED if checks else ListOutcome.PROHIBITED
    return Finding(
        outcome,
        listing,
        Policy.NONE,
        (),
        tuple(basis),
        checks=tuple(checks),
    )


def _order_doubts(case: Case, carried: Carried) -> list[str]:
    order = carried.listing.order
    if order is None:
        return []
    name = carried.listing.name
    cite = next(iter(carried.listing.citations), "")
    read = f"read the order ({cite})" if cite else "read the order"
    if order.ends is not None and case.day > order.ends:
        return [f"The denial order of {name} was known to end on {order.ends}: {read}."]
    if order.started is not None and case.day < order.started and not order.ends:
        return []
    if order.standard is False:
        return [f"The denial order of {name} is not a standard one: {read}."]
    # A file that gives an end speaks for the days before the export; after it, none does.
    missing = order.unconfirmed
    if missing is not None and (order.ends is None or case.day >= missing):
        return [
            f"The denial order of {name} stands in the consolidated file but not in the "
            f"publisher's own export of {missing}: {read}."
        ]
    return []


def unverified(case: Case, party: TransactionParty, carried: Carried) -> Finding:
    """Unverified List: no exceptions, and duties, but no requirement (744.15)."""
    listing = carried.listing
    basis = (
        Basis("15 CFR 744.15", f"Unverified List, {listing.name}.", listing.citations),
    )
    if party.role not in RECEIVING:
        check = f"Red flag: {party.name} is on the Unverified List ({listing.name})."
        return Finding(ListOutcome.NONE, listing, basis=basis, checks=(check,))
    if case.subject.value is False:
        return Finding(
            ListOutcome.NONE, listing, basis=basis, checks=case.subject.checks
        )
    conditions = (
        "No license exception may be used (740.2(a)(17)).",
        "Obtain a UVL statement before an item goes that needs no license (744.15(b)).",
        "File export information (EEI) whatever the value (758.1(b)(8)).",
    )
    if case.subject.value is None:
        return Finding(
            ListOutcome.UNDETERMINED,
            listing,
            Policy.NONE,
            (),
            basis,
            conditions,
            (case.subject.text,),
        )
    return Finding(ListOutcome.RESTRICTED, listing, Policy.NONE, (), basis, conditions)


def military(case: Case, party: TransactionParty, carried: Carried) -> Finding:
    """Military End-User List: items of Supp. No. 2, any item for Russia and Belarus."""
    listing = carried.listing
    told = carried.chain or f"Military End-User List, {listing.name}."
    basis = [Basis("15 CFR 744.21", told, listing.citations)]
    if party.role not in RECEIVING:
        check = (
            f"Red flag: {party.name} is on the Military End-User List ({listing.name})."
        )
        return Finding(ListOutcome.NONE, listing, basis=tuple(basis), checks=(check,))
    if case.subject.value is False:
        return Finding(
            ListOutcome.NONE, listing, basis=tuple(basis), checks=case.subject.checks
        )
    if carried.chain:
        saved, clause, _ = savings(case, carried)
        if saved:
            return en_route(listing, (*basis, Basis("15 CFR 744.21", clause)))
    inside, text = _in_scope(case, carried)
    basis.append(Basis("15 CFR part 744, Supp. No. 2", text))
    checks = list(case.rules.supplement_2.later(case.day))
    if inside is False:
        flag = f"Red flag: {party.name} is a military end user ({listing.name})."
        return Finding(
            ListOutcome.NONE, listing, basis=tuple(basis), checks=(flag, *checks)
        )
    if case.subject.value is None:
        checks.append(case.subject.text)
    if inside is None:
        checks.append(text)
    settled = every((inside, case.subject.value))
    return Finding(
        ListOutcome.LICENSE_REQUIRED if settled else ListOutcome.UNDETERMINED,
        listing,
        Policy.PRESUMED_DENIAL,
        ("GOV",),
        tuple(basis),
        ("GOV under 740.11(b)(2) only.",),
        tuple(checks),
    )


def _in_scope(case: Case, carried: Carried) -> tuple[Tri, str]:
    """Whether the item is one of the rule's, and the sentence that says so."""
    where = {*carried.listing.countries, case.tx.destination}
    for rule in case.rules.any_item:
        if rule.holds(case.day) and rule.values["country"] in where:
            return True, f"All items subject to the EAR ({rule.title})."
    return case.rules.supplement_2.judged(case.item.eccn, case.day)


def intelligence(case: Case, party: TransactionParty, carried: Carried) -> Finding:
    """Military-intelligence end users: any item, wherever located (744.22)."""
    listing = carried.listing
    basis = (
        Basis(
            "15 CFR 744.22(f)(2)", f"Named there: {listing.name}.", listing.citations
        ),
    )
    rule = case.rules.on("military-intelligence", case.day)
    if rule is None or case.subject.value is False:
        return Finding(
            ListOutcome.NONE, listing, basis=basis, checks=case.subject.checks
        )
    if party.role not in RECEIVING:
        check = f"Red flag: {party.name} is a military-intelligence end user."
        return Finding(ListOutcome.NONE, listing, basis=basis, checks=(check,))
    known = case.subject.value is True
    return Finding(
        ListOutcome.LICENSE_REQUIRED if known else ListOutcome.UNDETERMINED,
        listing,
        Policy.PRESUMED_DENIAL,
        ("GOV",),
        basis,
        ("GOV under 740.11(b)(2)(ii) only.",),
        () if known else (case.subject.text,),
    )


def blocked(case: Case, party: TransactionParty, carried: Carried) -> Finding:
    """Specially Designated Nationals: blocked, whatever the role and the item."""
    listing = carried.listing
    text = carried.chain or f"Blocked: {listing.name}."
    basis = [Basis("31 CFR ch. V", text, listing.citations)]
    policy = Policy.NONE
    rule = ear_rule(case, listing.programs)
    if rule is not None and case.subject.value is not False:
        named = ", ".join(p for p in listing.programs if in_programs(rule, p))
        basis.append(
            Basis(rule.citation, f"{rule.effect} Programs: {named}.", rule.cites)
        )
        policy = policy_of(rule)
    check = (
        "The prohibition binds U.S. persons and dealings within U.S. jurisdiction; a "
        "general license of the Treasury may apply: read the program."
    )
    return Finding(
        ListOutcome.PROHIBITED,
        listing,
        policy,
        (),
        tuple(basis),
        checks=(check,),
    )


def ear_rule(case: Case, programs: tuple[str, ...]) -> Rule | None:
    """The rule by which the EAR asks for a license besides, for these programs."""
    rule = case.rules.on("sdn-ear", case.day)
    if rule is None or not any(in_programs(rule, p) for p in programs):
        return None
    return rule


def policy_of(rule: Rule | None) -> Policy:
    """The review policy that a rule states; ``as-stated`` where it is to be read."""
    return Policy(rule.values.get("policy", Policy.AS_STATED) if rule else "as-stated")


def in_programs(rule: Rule, program: str) -> bool:
    """Whether a program's tag is among a rule's; tags carry endings (``SDNTK``, ``-EO``)."""
    tag = program.strip().strip("[]").upper()
    return tag in rule.values["programs"]
