"""Facts and the outcome of screening → determination.

Every requirement that applies is collected, none stops the next; the answer is the
strictest of them. Nothing here reads a list, a clock or a file.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from listgate.license import end_use, entity_list, other_lists
from listgate.license.affiliates import NOTHING, Inherited, inherited
from listgate.license.assembly import Found, answer, assembled, of
from listgate.license.case import Case
from listgate.license.determination import Determination, Inputs, PartyAnswer, Regime
from listgate.license.facts import (
    RECEIVING,
    Role,
    Transaction,
    TransactionParty,
    owners_of,
)
from listgate.license.finding import Basis, Carried, Finding, softened
from listgate.license.item import judge
from listgate.license.logic import Tri
from listgate.license.outcome import (
    ListOutcome,
)
from listgate.license.release import en_route, savings
from listgate.license.rulebook import Rulebook
from listgate.license.screened import Listing, Screened
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
_ORDER = {outcome: n for n, outcome in enumerate(ListOutcome)}


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
    tables = shelf.on(tx.on)
    grouped = tables if tables and tables.groups.members else shelf.embedded
    groups = rules.groups_on(grouped.groups, grouped.published_at, tx.on)
    eccn = tx.item.eccn
    entry = None if eccn is None else shelf.known(eccn, tx.on)
    carried: list[tuple[Carried, ...]] = []
    owned: list[Inherited] = []
    for party in tx.parties:
        mine = of(screened, party)
        through = (
            inherited(party, tx, screened, rules, groups) if party.owners else NOTHING
        )
        owned.append(through)
        own = tuple(Carried(x) for x in mine.listings)
        if through.bis:
            have = {c.listing.entry for c in own if c.certain}
            own += tuple(c for c in through.bis if c.listing.entry not in have)
        carried.append(own)
    reach = _footnotes(tx, carried, rules)
    subject = subject_to_ear(tx, rules, groups, entry, reach)
    case = Case(tx, rules, groups, tables, entry, subject)
    item = judge(case, shelf)
    answers: list[PartyAnswer] = []
    findings: list[Finding] = []
    regimes: list[Regime] = []
    for party, under, through in zip(tx.parties, carried, owned, strict=True):
        mine = of(screened, party)
        found = _findings(case, party, under, through)
        findings.extend(found)
        regimes.extend(_regimes(case, party, screened))
        answers.append(answer(party, screened, found, through))
    questions, spoken = end_use.looked_at(case)
    findings += spoken
    return assembled(
        case,
        Found(item, answers, findings, regimes, owned, questions),
        inputs or Inputs(),
        asked or {},
    )


def _footnotes(
    tx: Transaction, carried: Sequence[tuple[Carried, ...]], rules: Rulebook
) -> dict[int, Tri]:
    """Whether a party of each footnote takes part in a role that counts.

    An entry whose text is of a later day stands under the footnote for sure where it
    cites, by the day asked about, the rule that brought the footnote.
    """
    out: dict[int, Tri] = {}
    for party, under in zip(tx.parties, carried, strict=True):
        if party.role not in RECEIVING:
            continue
        for one in under:
            if one.listing.list != "us-bis-el" or one.listing.beside:
                continue
            numbers, open_ = entity_list.footnotes_of(one.listing)
            later = one.listing.as_stated is not None
            for number in numbers:
                sure = one.certain and (
                    not later or rules.brought(number, one.listing.citations)
                )
                out[number] = True if sure or out.get(number) is True else None
            if open_:
                for number in (1, 3, 4, 5):
                    out.setdefault(number, None)
    return out


def _findings(
    case: Case, party: TransactionParty, under: tuple[Carried, ...], through: Inherited
) -> list[Finding]:
    out = []
    found = [(one, _found(case, party, one)) for one in under]
    # A party that is one entry for sure is not asked about others of a like name, or of
    # the same address: they are told, and decide nothing, unless a name leads to an
    # entry that would ask for more.
    sure = [
        _ORDER[f.outcome]
        for one, f in found
        if f is not None and one.certain and not one.chain
    ]
    for one, finding in found:
        if finding is None:
            continue
        beside = bool(sure) and not one.listing.certain and not one.chain
        asked = one.listing.by_name and beside and _ORDER[finding.outcome] < min(sure)
        if one.listing.beside or (beside and not asked):
            out.append(_also(party, one.listing))
            continue
        out.append(_undated(softened(finding, one), one.listing, case))
    for one in through.ofac:
        finding = other_lists.blocked(case, party, one)
        rule = case.rules.on("sdn-fifty-percent", case.day)
        if rule is not None:
            finding = finding.on(Basis(rule.citation, rule.effect))
        out.append(_undated(softened(finding, one), one.listing, case))
    return out


def _found(case: Case, party: TransactionParty, one: Carried) -> Finding | None:
    """What the entry's list asks of the party; None of a list that asks nothing."""
    handler = _HANDLERS.get(one.listing.list)
    if handler is None:
        return None
    if one.listing.list == "us-ofac-sdn" and one.chain:
        return _owned_by_blocked(case, one)
    return handler(case, party, one)


def _undated(finding: Finding, listing: Listing, case: Case) -> Finding:
    """The finding with a word where the list does not say since when the entry stands."""
    if finding.outcome is ListOutcome.NONE or listing.effective_from is not None:
        return finding
    if listing.absent_on is not None and listing.seen_from is not None:
        if case.day >= listing.seen_from:
            return finding
        told = (
            f"the version of {listing.absent_on} does not have it, that of "
            f"{listing.seen_from} does"
        )
    elif listing.later_text is not None:
        told = f"the first version that has it is of {listing.later_text}"
    else:
        return finding
    text = (
        f"Since when {listing.name} has been listed is not in the list at hand: it was "
        f"taken to stand on {case.day}; {told}."
    )
    return finding.asking(text)


def _also(party: TransactionParty, listing: Listing) -> Finding:
    """A question that is left beside an entry that the party is."""
    seen = "; ".join(listing.notes) or "a like name or a shared address"
    text = (
        f"Red flag: beside the entry that {party.name} is, {listing.name} "
        f"({listing.entry}, score {listing.score:.2f}): {seen}."
    )
    return Finding(ListOutcome.NONE, checks=(text,))


def _owned_by_blocked(case: Case, one: Carried) -> Finding:
    """What the Affiliates Rule carries from a blocked owner of the programs of 744.8."""
    basis = [Basis("15 CFR 744.8(a)(2)", one.chain, one.listing.citations)]
    if case.subject.value is False:
        basis.append(Basis(case.subject.rule, case.subject.text))
        return Finding(ListOutcome.NONE, one.listing, basis=tuple(basis))
    saved, clause, _ = savings(case, one)
    if saved:
        lifted = Basis("15 CFR 744.8(a)(2)", clause)
        return en_route(one.listing, (*basis, lifted))
    known = case.subject.value is True
    rule = other_lists.ear_rule(case, one.listing.programs)
    policy = other_lists.policy_of(rule)
    return Finding(
        ListOutcome.LICENSE_REQUIRED if known else ListOutcome.UNDETERMINED,
        one.listing,
        policy,
        (),
        tuple(basis),
        checks=("Read the review policy of 744.8.",) if known else (case.subject.text,),
    )


def _regimes(
    case: Case, party: TransactionParty, screened: Sequence[Screened]
) -> list[Regime]:
    """Notices of other lists, beside the answer under the EAR."""
    out: list[Regime] = []
    for listing in of(screened, party).listings:
        if listing.list.startswith("own:"):
            text = f"On a list of your own as {listing.name}: see its reason."
            out.append(
                Regime("own list", party.name, listing.list, listing.entry, text, "")
            )
        out.extend(_noticed(case, party, listing, ""))
    for owner in owners_of(party.owners) if party.owners else ():
        for listing in of(screened, owner).listings:
            out.extend(_noticed(case, party, listing, owner.name))
    return out if len(out) < 2 else list(dict.fromkeys(out))


def _noticed(
    case: Case, party: TransactionParty, listing: Listing, owner: str
) -> Iterator[Regime]:
    """What is said beside because of an entry that the party, or an owner of it, is."""
    for notice in case.rules.beside.get(listing.list, ()):
        if not notice.holds(case.day) or (owner and not notice.affiliates):
            continue
        if notice.who == "supplier" and party.role is not Role.SUPPLIER:
            continue
        text = notice.text
        if not listing.certain or listing.doubt:
            text = f"May be {listing.name}: {text}"
        if owner:
            text = f"Its owner {owner}: {text}"
        yield Regime(
            notice.regime,
            party.name,
            listing.list,
            listing.entry,
            text,
            notice.citation,
        )
