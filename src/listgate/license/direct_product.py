"""Foreign direct product rules: both prongs, decided where the facts are given.

15 CFR 734.9: what the item is and what made it; where it goes or who is a party.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from listgate.license.eccn import Eccn
from listgate.license.facts import Transaction
from listgate.license.geography import Groups
from listgate.license.logic import Tri, every, some
from listgate.license.rulebook import DirectProductRule, Rulebook
from listgate.license.tables import CclEntry


@dataclass(frozen=True, slots=True)
class Reached:
    """A direct-product rule and whether it reaches the item; ``missing`` names facts."""

    rule: DirectProductRule
    value: Tri
    missing: tuple[str, ...] = ()


# Whether a party of a footnote takes part, by footnote: true, false, or open.
Footnotes = Mapping[int, Tri]


def reached_by(
    tx: Transaction,
    rules: Rulebook,
    groups: Groups,
    entry: CclEntry | None,
    footnotes: Footnotes,
) -> tuple[Reached, ...]:
    """The direct-product rules in force that reach the item, or may."""
    out = []
    for rule in rules.direct_product:
        if rule.from_ > tx.on:
            continue
        found = _reached(rule, tx, groups, entry, footnotes)
        if found.value is not False:
            out.append(found)
    return tuple(out)


def _reached(
    rule: DirectProductRule,
    tx: Transaction,
    groups: Groups,
    entry: CclEntry | None,
    footnotes: Footnotes,
) -> Reached:
    goes = _goes(rule, tx, groups, footnotes)
    if goes is False:
        return Reached(rule, False)
    item = _item(rule, tx, entry)
    if item is False:
        return Reached(rule, False)
    made = _made(rule, tx)
    if made is False:
        return Reached(rule, False)
    missing = []
    if goes is None:
        missing.append(
            rule.open or f"whether a footnote {rule.footnote} entity is a party"
            if rule.footnote or rule.open
            else "the end use"
        )
    if item is None:
        missing.append(
            f"whether the item is in {rule.hts_items} (item.hts)"
            if rule.hts_items and tx.item.is_ear99
            else "the item's paragraph or reasons for control"
        )
    if made is None:
        missing.append("item.direct_product_of")
    also = rule.open if rule.open and goes is True and not rule.footnote else ""
    value = every((goes, item, made, None if also else True))
    return Reached(
        rule, value, tuple(dict.fromkeys([*missing, *([also] if also else [])]))
    )


def _goes(
    rule: DirectProductRule, tx: Transaction, groups: Groups, footnotes: Footnotes
) -> Tri:
    if rule.anywhere:
        return True
    if rule.footnote:
        return footnotes.get(rule.footnote, False)
    there = tx.destination in rule.countries or groups.any_holds(
        rule.groups, tx.destination
    )
    if rule.end_use:
        # No claim of such an end use is made unless the transaction makes it.
        return there and rule.end_use in tx.end_use.text.lower()
    return there


def _item(rule: DirectProductRule, tx: Transaction, entry: CclEntry | None) -> Tri:
    eccn = tx.item.eccn
    if rule.items == "any":
        return True
    if eccn is None:
        # EAR99 items are reached by tariff code where a supplement names some.
        return None if rule.hts_items else False
    if rule.items == "ccl":
        return True
    if rule.items == "ccl-3-9":
        return 3 <= eccn.category <= 9
    if rule.items == "ns":
        return _for_ns(eccn, entry)
    if rule.items == "600":
        return _series_600(eccn) or eccn.base == "0A919"
    if rule.items == "9x515":
        return _series_515(eccn)
    return rule.item_set.holds(eccn)


def _for_ns(eccn: Eccn, entry: CclEntry | None) -> Tri:
    if entry is not None:
        return None if entry.for_ns else False
    # The last three digits tell an entry of the multilateral regimes from 99x ones,
    # which are controlled for anti-terrorism (738.2(d)(1)).
    return False if eccn.base[2] == "9" else None


def _series_600(eccn: Eccn) -> bool:
    return eccn.base[2] == "6"


def _series_515(eccn: Eccn) -> bool:
    return eccn.base[0] == "9" and eccn.base[2:] == "515"


def _made(rule: DirectProductRule, tx: Transaction) -> Tri:
    products = tx.item.direct_product_of
    if products is None:
        return None
    return some(_product(rule, eccn) for eccn in products)


def _product(rule: DirectProductRule, eccn: Eccn) -> Tri:
    technology = eccn.group in "DE"
    if rule.products == "any-de":
        return technology
    if rule.products == "any-de-3-9":
        return technology and 3 <= eccn.category <= 9
    if rule.products == "600":
        return technology and _series_600(eccn)
    # Sets name whole entries: a paragraph of one is in it.
    return any(eccn.base == named.base for named in rule.product_set.named)


def notes_on(found: Iterable[Reached], day: date, text_of: date) -> tuple[str, ...]:
    """What to say where a later text of the rules was used."""
    rules = [r.rule for r in found if r.value is not False]
    if not rules or day >= text_of:
        return ()
    cites = ", ".join(sorted({r.paragraph for r in rules}))
    narrower = sorted(
        f"{r.paragraph} was narrower until it was widened on {r.wider_from}: read it."
        for r in rules
        if r.wider_from is not None and day < r.wider_from
    )
    return (
        f"For {cites} the text of {text_of} was used; "
        f"read the text that stood on {day}.",
        *narrower,
    )
