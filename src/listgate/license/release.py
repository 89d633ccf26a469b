"""What lifts an Entity List requirement: standards work, savings clauses."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from listgate.license.case import Case
from listgate.license.controls import at_only
from listgate.license.finding import Basis, Carried, Finding
from listgate.license.logic import Tri
from listgate.license.outcome import ListOutcome
from listgate.license.requirement import Exclusion, Requirement
from listgate.license.rulebook import Rule
from listgate.license.screened import Listing


def standards_release(
    case: Case, listing: Listing, requirement: Requirement, footnotes: tuple[int, ...]
) -> tuple[Tri, str, str]:
    """Whether the release of the item for standards work needs no license.

    Returns:
        Whether it is lifted, the rule, and the sentence: why, or which fact is missing.
    """
    item = case.item
    if item.activity != "standards-related":
        return False, "", ""
    rule = case.rules.on("standards-release", case.day)
    # What a later text says does not count before the rule that brought the sentence.
    stated = Exclusion.STANDARDS_2020 in requirement.exclusions and (
        listing.later_text is None or rule is not None
    )
    if rule is None and not stated:
        return False, "", ""
    bound = rule.values.get("footnote", 0) if rule is not None else 0
    if bound and not stated and bound not in footnotes:
        return False, "", ""
    forms = rule.values["forms"] if rule else ["technology"]
    specified = bool(rule and rule.values["specified"])
    name = rule.citation if rule else "the entry's own words"
    if not item.form:
        return (
            None,
            name,
            "item.form is missing: a release is of technology or software",
        )
    if item.form not in forms:
        return False, name, ""
    beside = _beside(case, rule, requirement)
    if specified and item.specified_for_standards is True:
        told = f"{name}: release for a standards-related activity (772.1)."
        return (None, name, beside) if beside else (True, name, told)
    only = _at_only(case)
    if only is True:
        told = f"{name}: EAR99 or AT-only, released for standards work."
        return (None, name, beside) if beside else (True, name, told)
    if only is False and (not specified or item.specified_for_standards is False):
        return False, name, ""
    fact = (
        "item.specified_for_standards is missing"
        if specified and item.specified_for_standards is None
        else "whether AT is the item's only reason for control is not at hand"
    )
    return None, name, fact


def _beside(case: Case, rule: Rule | None, requirement: Requirement) -> str:
    """What is to be asked where an entry also rests on sections the release is not of."""
    lifts = rule.values.get("lifts") if rule is not None else None
    if lifts is None:
        return ""
    others = []
    for section in requirement.sections:
        if not section.startswith(("744.", "746.")) or section.split("(")[0] in lifts:
            continue
        # 746.8(a)(3) asks for items that are subject by footnote 3 alone.
        if section == "746.8(a)(3)" and case.subject.footnote != 3:
            continue
        others.append(section)
    if not others:
        return ""
    return (
        f"it lifts what {' and '.join(lifts)} ask, and the entry's requirement rests on "
        f"{' and '.join(others)} too: whether a license is needed is for a person"
    )


_TEMPORARY = ("huawei-temporary-license", "security-research")


def by_purpose(case: Case, footnotes: tuple[int, ...]) -> Iterator[tuple[bool, str]]:
    """What a license or a footnote of the day frees for a purpose of the item.

    Yields:
        Whether the purpose is claimed, and the sentence that says what decides.
    """
    for name in _TEMPORARY:
        rule = case.rules.on(name, case.day)
        if rule is None or not set(rule.values["footnotes"]) & set(footnotes):
            continue
        told = f"{rule.title} ({rule.citation}): {rule.scope}. {rule.effect}"
        claimed = case.item.purpose in rule.values["purposes"]
        if claimed:
            yield True, f"{told} Claimed ({case.item.purpose}): confirm its terms."
        else:
            yield False, f"{told} No such claim is made."


def _at_only(case: Case) -> Tri:
    """Whether the item is EAR99, or on the control list for anti-terrorism only."""
    item = case.item
    if item.eccn is None:
        return True
    if case.entry is not None:
        with_z = case.rules.on("z-paragraphs", case.day) is not None
        return at_only(case.entry, item.eccn, with_z=with_z)
    return None if item.eccn.base[2] == "9" else False


def savings(case: Case, carried: Carried) -> tuple[bool, str, str]:
    """Whether a savings clause lets goods en route proceed.

    Returns:
        Whether it does, the sentence of the clause, and a check where it may.
    """
    tx = case.tx
    if tx.ordered_on is None and tx.loaded_on is None:
        return False, "", ""
    listing = carried.listing
    if case.subject.footnote and not carried.chain:
        # The footnote came by a rule of its own, later than the listing's.
        return (
            False,
            "",
            f"Read the savings clause of the rule behind footnote {case.subject.footnote}: "
            "it is not at hand.",
        )
    for clause in case.rules.savings:
        mine = clause.rule in listing.citations and (
            listing.effective_from == clause.effective
        )
        if carried.chain:
            mine = clause.rule == "affiliates"
        if not mine:
            continue
        if tx.ordered_on is None or tx.loaded_on is None:
            return (
                False,
                "",
                "A savings clause may apply: both ordered_on and loaded_on are needed.",
            )
        if _en_route(tx.ordered_on, tx.loaded_on, case.day, clause.effective) and (
            clause.last_export is None or case.day <= clause.last_export
        ):
            return True, clause.text, ""
        return False, "", ""
    first = next(iter(listing.citations), "")
    if not first or carried.chain:
        return False, "", ""
    return False, "", f"Read the savings clause of {first}: it is not at hand."


def en_route(listing: Listing, basis: tuple[Basis, ...]) -> Finding:
    """What is left of a requirement that a savings clause lifts: the last of the basis."""
    return Finding(
        ListOutcome.NONE,
        listing,
        basis=basis,
        conditions=(basis[-1].text,),
        checks=(
            "Confirm that the goods were aboard a carrier on the effective date.",
            "Confirm the actual order that was made before.",
        ),
    )


def _en_route(ordered: date, loaded: date, day: date, effective: date) -> bool:
    return ordered <= loaded <= effective <= day
