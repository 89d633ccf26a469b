"""Entity List: 15 CFR 744.11 and 744.16, Supplement No. 4 to part 744."""

from __future__ import annotations

import re
from functools import lru_cache

from listgate.license.case import Case
from listgate.license.eccn import Eccn, EccnSet
from listgate.license.facts import RECEIVING, Role, TransactionParty
from listgate.license.finding import Basis, Carried, Finding, Notes
from listgate.license.logic import Tri, every, no
from listgate.license.outcome import ListOutcome, Policy
from listgate.license.policy import parse_policy, with_leak
from listgate.license.release import by_purpose, en_route, savings, standards_release
from listgate.license.requirement import (
    Exclusion,
    Requirement,
    Scope,
    parse_requirement,
)
from listgate.license.screened import Listing

_LISTED_IN = "15 CFR part 744, Supp. No. 4"
_AVIATION = frozenset({"IN", "PK"})
# One set of projects under two sections: 746.5 until 2024-06-11, then 746.8(a)(4).
_SAME_PROJECTS = ("746.5", "746.8(a)(4)")
_OF_A_SECTION = re.compile(r"\d{3}\.\d+(?:\([a-z0-9]+\))*").fullmatch
# Words for the kind of end user that the mass-market exclusion asks about.
_PUBLIC = frozenset({"government", "governmental", "ministry", "military", "state"})
_PRIVATE = frozenset({"private", "commercial", "civil", "individual", "consumer"})
_DENIED = frozenset({"no", "non", "not"})


def footnotes_of(listing: Listing) -> tuple[tuple[int, ...], bool]:
    """Footnotes an entry stands under, and whether which one is open."""
    return _footnotes(listing.requirement, listing.footnotes)


@lru_cache(maxsize=4096)
def _footnotes(text: str, given: tuple[int, ...]) -> tuple[tuple[int, ...], bool]:
    requirement = parse_requirement(text)
    found = tuple(sorted({*given, *requirement.footnotes}))
    return found, requirement.footnote_open and not {*found} - {2}


def apply(case: Case, party: TransactionParty, carried: Carried) -> Finding:
    """What an Entity List entry asks of a party that stands under it."""
    listing = carried.listing
    requirement = parse_requirement(listing.requirement)
    section = "744.16" if listing.is_address else "744.11"
    rule = f"15 CFR {section}"
    if party.role not in RECEIVING:
        return _other_role(party, carried, rule)
    notes = Notes()
    cites = _cites(listing)
    base = [Basis(rule, _told(carried, requirement), cites)]
    if case.subject.value is False:
        base.append(Basis(case.subject.rule, case.subject.text))
        return Finding(
            ListOutcome.NONE, listing, basis=tuple(base), checks=case.subject.checks
        )
    footnotes = footnotes_of(listing)[0]
    lifted, by, why = standards_release(case, listing, requirement, footnotes)
    if lifted is True:
        check = "Confirm that the release is for a standards-related activity (772.1)."
        return Finding(
            ListOutcome.NONE, listing, basis=(*base, Basis(by, why)), checks=(check,)
        )
    saved, clause, ask = savings(case, carried)
    if saved:
        return en_route(listing, (*base, Basis(next(iter(cites), rule), clause)))
    if ask:
        notes.checks.append(ask)
    reaches = _reaches(case, requirement, notes)
    if reaches is False:
        base.append(Basis(rule, "The entry's requirement does not reach the item."))
        return Finding(
            ListOutcome.NONE,
            listing,
            basis=tuple(base),
            conditions=tuple(notes.conditions),
            checks=tuple(notes.checks),
        )
    if lifted is None:
        notes.checks.append(f"{by}: {why}.")
    if case.subject.value is None:
        base.append(Basis(case.subject.rule, case.subject.text))
        notes.checks.append(case.subject.text)
    elif case.subject.footnote:
        base.append(Basis(case.subject.rule, case.subject.text))
    notes.checks.extend(case.subject.checks)
    freed: Tri = True
    for claimed, sentence in by_purpose(case, footnotes) if footnotes else ():
        freed = None if claimed else freed
        notes.checks.append(sentence)
    settled = every(
        (case.subject.value, reaches, freed, None if lifted is None else True)
    )
    policy, words = _policy(case, listing, requirement, notes)
    base.append(Basis(_LISTED_IN, f"License review policy: {words}", cites))
    return Finding(
        ListOutcome.LICENSE_REQUIRED if settled else ListOutcome.UNDETERMINED,
        listing,
        policy,
        _exceptions(case, listing, requirement, notes),
        tuple(base),
        tuple(notes.conditions),
        tuple(dict.fromkeys(notes.checks)),
        words,
    )


def _other_role(party: TransactionParty, carried: Carried, rule: str) -> Finding:
    listing = carried.listing
    if party.role is Role.SUPPLIER:
        check = (
            f"{party.name} is on the Entity List ({listing.name}): nothing is exported to "
            "a supplier, but returns, repairs and technical data would be; check "
            "Section 889, the FCC Covered List and the UFLPA."
        )
    else:
        check = (
            f"Red flag: {party.name} ({listing.name}, Entity List) takes part in another "
            "role than those of 748.5(c) to (f)."
        )
    text = f"Listed, but {party.role.value} is no role of 748.5(c) to (f)."
    return Finding(
        ListOutcome.NONE,
        listing,
        basis=(Basis(rule, text, _cites(listing)),),
        checks=(check,),
    )


def _told(carried: Carried, requirement: Requirement) -> str:
    listing = carried.listing
    text = requirement.text or "License requirement not stated."
    if carried.chain:
        return f"{carried.chain} Requirement of {listing.name}: {text}"
    if listing.is_address:
        return f"The party uses the address of {listing.name}. Requirement: {text}"
    return f"Entity List, {listing.name}: {text}"


def _cites(listing: Listing) -> tuple[str, ...]:
    return listing.citations


def _reaches(case: Case, requirement: Requirement, notes: Notes) -> Tri:
    """Whether the requirement reaches the item and its end use."""
    item = case.item
    if not requirement.text:
        notes.checks.append(
            "The entry states no license requirement: all items were taken to need a "
            "license; read the regulation."
        )
        return True
    if not requirement.understood:
        notes.checks.append(
            f"The license requirement was not understood in full: “{requirement.text}”."
        )
    if requirement.left_over or requirement.scope is Scope.UNSTATED:
        return None
    parts: list[Tri] = []
    if requirement.scope is Scope.CCL:
        parts.append(not item.is_ear99)
    elif requirement.scope is Scope.ECCNS:
        parts.append(_held(item.eccn, requirement.eccns, notes))
    elif requirement.scope is Scope.SUPP_2:
        parts.append(_supplement_2(case, notes))
    elif requirement.scope is Scope.CCL_AND_SUPP_7 and item.is_ear99:
        parts.append(None)
        notes.checks.append(
            "Whether the EAR99 item is in Supplement No. 7 to part 746 turns on its tariff "
            "code (item.hts) and on that supplement, which is not at hand."
        )
    if requirement.projects:
        parts.append(_projects(case, requirement.projects, notes))
    parts.extend(
        _not_excluded(case, e, requirement, notes) for e in requirement.exclusions
    )
    return every(parts)


def _projects(case: Case, section: str, notes: Notes) -> Tri:
    told = case.tx.end_use.projects
    if told is None:
        notes.checks.append(
            f"The requirement reaches items used in the projects of {section} only: "
            'end_use.projects is missing (["746.5"] or []).'
        )
        return None
    named = [t.lower().removeprefix("15 cfr").strip(" §") for t in told]
    wanted = _SAME_PROJECTS if section in _SAME_PROJECTS else (section,)
    if any(n == w or n.startswith(f"{w}(") for n in named for w in wanted):
        return True
    other = all(
        _OF_A_SECTION(n) and not any(w.startswith(f"{n}(") for w in wanted)
        for n in named
    )
    if not told or (section in _SAME_PROJECTS and other):
        return False
    notes.checks.append(
        f"Whether the projects told ({', '.join(told)}) are those of {section} is not known."
    )
    return None


def _held(eccn: Eccn | None, named: EccnSet, notes: Notes) -> Tri:
    """Whether an item is one of the ECCNs that the requirement names."""
    inside = False if eccn is None else named.holds(eccn)
    if inside is None:
        notes.checks.append(
            f"The requirement names {', '.join(map(str, named.named))}: the paragraph "
            "of the item decides."
        )
    return inside


def _supplement_2(case: Case, notes: Notes) -> Tri:
    supplement = case.rules.supplement_2
    inside, text = supplement.judged(case.item.eccn, case.day)
    if inside is None:
        notes.checks.append(text)
    if inside is not False:
        notes.checks.extend(supplement.later(case.day))
    return inside


def _not_excluded(
    case: Case, exclusion: Exclusion, requirement: Requirement, notes: Notes
) -> Tri:
    """Whether the item stays inside although the requirement leaves something out."""
    item = case.item
    if exclusion is Exclusion.EAR99:
        return not item.is_ear99
    if exclusion is Exclusion.ECCNS:
        return no(_held(item.eccn, requirement.not_eccns, notes))
    if exclusion is Exclusion.FOOD_MEDICINE:
        if item.is_ear99 and item.purpose == "food-medicine":
            return False
        if item.is_ear99 and not item.purpose:
            notes.checks.append(f"The requirement leaves out {exclusion.value}.")
        return True
    if exclusion is Exclusion.MASS_MARKET:
        if item.eccn is None or item.eccn.base not in ("5A992", "5D992"):
            return True
        if item.eccn.path[:1] not in ((), ("c",)):
            return True
        kinds = set(re.findall(r"[a-z]+", case.tx.end_use.user.lower()))
        public, private = bool(kinds & _PUBLIC), bool(kinds & _PRIVATE)
        if not item.eccn.path or public is private or kinds & _DENIED:
            notes.checks.append(
                f"The requirement leaves out {exclusion.value}: "
                "end_use.user or the paragraph is missing."
            )
            return None
        return public
    if exclusion is Exclusion.FUELS and item.hts:
        if any(item.hts.startswith(code) for code in requirement.hs_codes):
            return False
        if not any(code.startswith(item.hts) for code in requirement.hs_codes):
            return True
        notes.checks.append(
            f"The requirement leaves out {exclusion.value}: item.hts {item.hts} holds "
            "some of them, a longer code decides."
        )
        return None
    if exclusion is Exclusion.STANDARDS_2020:
        return True  # looked at with the other releases
    if exclusion is Exclusion.OPERATOR_TECHNOLOGY and (
        not item.is_ear99 or item.form in ("commodity", "software")
    ):
        return True
    if exclusion is Exclusion.OPERATOR_TECHNOLOGY and item.purpose == "uav-operation":
        if item.form == "technology":
            return False
        notes.checks.append(
            f"The requirement leaves out {exclusion.value}: give item.form."
        )
        return None
    notes.checks.append(
        f"The requirement leaves out {exclusion.value}; no such claim is made."
    )
    return True


def _policy(
    case: Case,
    listing: Listing,
    requirement: Requirement,
    notes: Notes,
) -> tuple[Policy, str]:
    """How an application is judged, and the entry's words for it."""
    parsed = with_leak(parse_policy(listing.policy), requirement.leaked_policy)
    words = parsed.text or "none stated"
    if listing.as_stated is not None:
        notes.checks.append(
            f"The review policy is known only as stated on {listing.as_stated}, after a rule "
            f"newer than {case.day}: “{words}”."
        )
        return Policy.AS_STATED, f"As stated on {listing.as_stated}: {words}"
    judged = parsed.judge(case.item)
    if parsed.misplaced:
        notes.checks.append(
            "The policy column holds requirement text: read the regulation."
        )
    elif not parsed.understood:
        notes.checks.append(f"The review policy was not understood in full: “{words}”.")
    elif parsed.by_reference:
        notes.checks.append(f"The review policy is a reference: {words}")
    for clause in judged.milder:
        notes.checks.append(f"{clause.policy.value} would apply to {clause.about()}.")
    for clause in judged.open:
        notes.checks.append(
            f"Whether {clause.policy.value} for {clause.about()} applies hangs on a fact "
            "not given (the paragraph, or what the item is for)."
        )
    return judged.policy, words


def _exceptions(
    case: Case, listing: Listing, requirement: Requirement, notes: Notes
) -> tuple[str, ...]:
    # 744.11(a), 744.16(b): no license exception but what the entry authorizes.
    if case.item.purpose == "civil-aviation-safety" and _AVIATION & {
        *listing.countries
    }:
        notes.checks.append(
            "744.11(a) leaves license exceptions for items of 740.2(a)(5) to listed "
            "entities of India and Pakistan where the safety of civil aviation needs "
            "them: whether the item is one of them is for a person."
        )
    if not requirement.gov:
        return ()
    where, survey, _ = requirement.gov.partition(" when used by")
    tail = " when used by the U.S. Geological Survey only" if survey else ""
    notes.conditions.append(f"GOV under {where}{tail}.")
    return ("GOV",)
