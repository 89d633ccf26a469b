"""Ownership: which listings a party carries through its owners, and by which rule.

The arithmetic is that of ``ownership``, as for any graph: shares are summed tier by tier
and never multiplied, and unknown shares are intervals. Here its answers meet the rules in
force.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from listgate.license.facts import RECEIVING, Owner, Transaction, TransactionParty
from listgate.license.finding import Basis, Carried
from listgate.license.geography import Groups, row_of
from listgate.license.other_lists import in_programs
from listgate.license.rulebook import Rule, Rulebook
from listgate.license.screened import Listing, Screened
from listgate.license.told_owners import ToldOwners, told_owners, told_twice
from listgate.ownership.chains import chain_text
from listgate.ownership.joint import JointShare, ListedOwner, Verdict, joint_share
from listgate.ownership.shares import share_text
from listgate.ownership.statements import Trouble

Counts = Callable[[Listing], bool]
# Others (a share told twice, a party beyond the whole) leave the verdict open and are
# named there.
_TOLD = (Trouble.RING, Trouble.CLOSE, Trouble.OVER_WHOLE, Trouble.CONTRADICTION)
_FACTS = 4  # of what an answer depends on; more is told by `listgate ownership`


@dataclass(frozen=True, slots=True)
class Inherited:
    """What a party carries through its owners.

    Attributes:
        bis: Listings that the Affiliates Rule carries to it.
        ofac: Blocked owners that make it blocked.
        basis: The rules behind.
        conditions: What lifts a requirement.
        checks: Red flags and open questions.
    """

    bis: tuple[Carried, ...] = ()
    ofac: tuple[Carried, ...] = ()
    basis: tuple[Basis, ...] = ()
    conditions: tuple[str, ...] = ()
    checks: tuple[str, ...] = ()


NOTHING = Inherited()


def inherited(
    party: TransactionParty,
    tx: Transaction,
    screened: Sequence[Screened],
    rules: Rulebook,
    groups: Groups,
) -> Inherited:
    """What a party carries through the owners given with it."""
    if not any(_any_listed(owner, screened) for owner in party.owners):
        return NOTHING
    told = told_owners(party, screened)
    checks: list[str] = []
    conditions: list[str] = []
    basis: list[Basis] = []
    sdn = rules.on("sdn-ear", tx.on)

    def by_bis(listing: Listing) -> bool:
        if listing.is_address or listing.beside:
            return False
        return counts_for_bis(listing.list, listing.programs, sdn)

    ofac: tuple[Carried, ...] = ()
    if any(_blocked(x) for found in told.listings.values() for x in found):
        share = _joint(told, _blocked)
        ofac = _carried(told, share, _blocked)
        checks.extend(_findings(share))
    owners = list(_listed_owners(told, by_bis))
    rule = rules.on("affiliates", tx.on)
    in_force = rule is not None and rule.values["state"] == "in-force"
    bis: tuple[Carried, ...] = ()
    if not owners:
        pass
    elif party.role not in RECEIVING:
        checks.extend(_flag(party, owners, "takes part in another role"))
    elif rule is None or not in_force:
        when = "is suspended" if rule is not None else "is not in force"
        checks.extend(_flag(party, owners, f"the Affiliates Rule {when} on {tx.on}"))
    elif not is_foreign(party.country):
        checks.extend(_flag(party, owners, "the rule reaches foreign entities only"))
    else:
        share = _joint(told, by_bis)
        found = _carried(told, share, by_bis)
        checks.extend(_findings(share))
        if found:
            bis, license_ = _licensed(party, tx, found, rules, groups)
            conditions.extend(license_)
            held = share_text(share.low, share.high)
            text = _sentence(f"Listed owners together hold {held} of {told.me}")
            basis.append(Basis(rule.citation, text, rule.cites))
            checks.extend(_of_the_rule(party, rule, found))
        else:
            checks.extend(
                _flag(party, owners, "significant minority ownership below 50 percent")
            )
    checks.extend(_other_owners(told))
    checks.extend(_like_owners(told))
    entries = {
        name: {x.entry for x in listings if x.certain}
        for name, listings in told.listings.items()
        if listings
    }
    checks.extend(map(_sentence, told_twice(told.stakes, entries)))
    return Inherited(
        bis, ofac, tuple(basis), tuple(conditions), tuple(dict.fromkeys(checks))
    )


def counts_for_bis(code: str, programs: Iterable[str], sdn: Rule | None) -> bool:
    """Whether the Affiliates Rule counts owners of a list, an address excepted.

    Supplement No. 8 to part 744: the Entity List, the Military End-User List, and blocked
    persons of the programs of 744.8(a)(1), all in one sum.

    Args:
        code: The list.
        programs: The programs of the entry.
        sdn: 15 CFR 744.8 as it reads on the day.
    """
    if code != "us-ofac-sdn":
        return code in ("us-bis-el", "us-bis-meu")
    return sdn is not None and any(in_programs(sdn, program) for program in programs)


def is_foreign(country: str) -> bool:
    """Whether the Affiliates Rule may reach a party of a country; so if it is not known.

    The United States are also Puerto Rico and the other territories (15 CFR 772.1).
    """
    return row_of(country) != "US"


def _any_listed(owner: Owner, screened: Sequence[Screened]) -> bool:
    if owner.number < len(screened) and screened[owner.number].listings:
        return True
    return any(_any_listed(above, screened) for above in owner.owners)


def _of_the_rule(
    party: TransactionParty, rule: Rule, found: tuple[Carried, ...]
) -> Iterator[str]:
    """What a person must look at where the Affiliates Rule carries something."""
    if rule.values.get("check"):
        yield rule.values["check"]
    if not party.country:
        yield (
            f"The country of {party.name} is not given: the Affiliates Rule reaches "
            "foreign entities only."
        )
    if any(c.open for c in found):
        yield (
            "Red Flag 29 (Supp. No. 3 to part 732): a listed owner whose share is not "
            "known is a duty to find out, or to get a license."
        )


def _blocked(listing: Listing) -> bool:
    return listing.list == "us-ofac-sdn" and not listing.beside


def _joint(told: ToldOwners, counts: Counts) -> JointShare:
    """The joint share of the owners whose listings count under a rule."""
    listed: set[str] = set()
    maybe: set[str] = set()
    for name, listings in told.listings.items():
        for listing in listings:
            if counts(listing):
                maybe.add(name)
                if listing.certain and not listing.doubt:
                    listed.add(name)
    return joint_share(told.me, told.stakes, listed, maybe=maybe)


def _carried(
    told: ToldOwners, share: JointShare, counts: Counts
) -> tuple[Carried, ...]:
    """The listings that ownership carries to a party; open where it may.

    Of several owners the most restrictive governs, so also beside owners that make the
    party owned for sure one is carried, as open, that may count.
    """
    if share.verdict is Verdict.NO:
        return ()
    out: dict[tuple[str, str], Carried] = {}
    for one in share.owners:
        if one.counts is Verdict.NO:
            continue
        surely = share.verdict is one.counts is Verdict.YES
        chain = _sentence(chain_text(one.chain))
        for listing in told.listings[one.owner]:
            # Beside the entry that the owner is, its name may be like others.
            if not counts(listing) or (surely and not listing.certain):
                continue
            why = "" if surely else _why_open(share, one, listing)
            out.setdefault((listing.entry, listing.list), Carried(listing, chain, why))
    return tuple(out.values())


def _why_open(share: JointShare, one: ListedOwner, listing: Listing) -> str:
    """Why an owner may not carry its listing to the party, naming what decides."""
    if share.verdict is Verdict.YES:
        why = f"Whether {one.owner} is an owner of {share.party} that counts is open: "
        why = _sentence(why + chain_text(one.chain))
    else:
        facts = [fact.text for fact in share.deciding[:_FACTS]]
        if more := len(share.deciding) - _FACTS:
            facts += [f"{more} more"] if more > 0 else []
        why = _sentence(
            f"Listed owners hold {share_text(share.low, share.high)} of {share.party}: "
            f"half or more decides, and that depends on {'; '.join(facts)}"
        )
    if listing.doubt:
        return f"{why} {listing.doubt}"
    if listing.certain:
        return why
    return (
        f"{why} Screening asks a person whether {one.owner} is {listing.name} "
        f"({listing.entry}, score {listing.score:.2f})."
    )


def _sentence(text: str) -> str:
    """A text with one full stop; names of companies often bring theirs."""
    return text if text.endswith(".") else f"{text}."


def _findings(share: JointShare) -> Iterator[str]:
    for finding in share.findings:
        if finding.trouble in _TOLD:
            yield _sentence(f"Owners: {finding.text}")


def _listed_owners(told: ToldOwners, counts: Counts) -> Iterator[tuple[str, Listing]]:
    for name, listings in told.listings.items():
        if name == told.me:
            continue
        for listing in listings:
            if counts(listing):
                yield name, listing
                break


def _flag(
    party: TransactionParty, owners: list[tuple[str, Listing]], why: str
) -> Iterator[str]:
    if owners:
        names = ", ".join(dict.fromkeys(f"{name} ({x.list})" for name, x in owners))
        yield (
            f"Red flag: listed owners of {party.name}: {names}; {why}. Ask whether it acts "
            "as agent, front or shell (General Prohibition Ten)."
        )


def _like_owners(told: ToldOwners) -> Iterator[str]:
    """Owners whose names are partly those of entries that they are not."""
    for name, listings in told.listings.items():
        for listing in listings if name != told.me else ():
            if listing.beside:
                yield (
                    f"Red flag: the owner {name} is another listed party, and its name is "
                    f"like {listing.name} ({listing.entry}, score {listing.score:.2f})."
                )


def _other_owners(told: ToldOwners) -> Iterator[str]:
    for name, listings in told.listings.items():
        for listing in listings if name != told.me else ():
            if listing.list in ("us-bis-uvl", "us-bis-dpl"):
                yield (
                    f"Red flag: the owner {name} is on {listing.list}; "
                    "ownership alone carries nothing from that list."
                )


def _licensed(
    party: TransactionParty,
    tx: Transaction,
    found: tuple[Carried, ...],
    rules: Rulebook,
    groups: Groups,
) -> tuple[tuple[Carried, ...], tuple[str, ...]]:
    """What is left after the temporary general license for affiliates, and its words."""
    rule = rules.on("affiliates-license", tx.on)
    if rule is None or any(c.listing.list == "us-ofac-sdn" for c in found):
        return found, ()
    wanted = rule.values["groups"]
    if groups.any_holds(wanted, tx.destination):
        return (), (
            f"{rule.title} ({rule.citation}): {party.name} is caught, but goods to or "
            "within Country Group A:5 or A:6 needed no further license; confirm its terms.",
        )
    if groups.any_holds(rule.values["barred"], tx.destination):
        return found, ()
    return found, (
        f"{rule.title} ({rule.citation}), paragraph (b): a joint venture with an owner that "
        "is not listed and has its seat in the United States, A:5 or A:6 may need no license.",
    )
