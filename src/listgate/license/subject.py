"""Whether an item is subject to the EAR: origin, de minimis, direct-product rules."""

from __future__ import annotations

from listgate.license.case import Subject
from listgate.license.direct_product import Footnotes, notes_on, reached_by
from listgate.license.facts import Transaction
from listgate.license.geography import Groups
from listgate.license.logic import Tri
from listgate.license.rulebook import NoMinimum, Rulebook
from listgate.license.tables import CclEntry

_STATED = Subject(True, "The item is subject to the EAR, as stated.")
_STATED_NOT = Subject(
    False,
    "The item is not subject to the EAR, as stated.",
    checks=(
        "That the item is not subject to the EAR was taken as stated: origin, U.S. "
        "content (734.4) and the direct-product rules (734.9) decide it.",
    ),
)
_OF_US_ORIGIN = Subject(
    True, "Items of U.S. origin are subject to the EAR (734.3(a)(2))."
)


def subject_to_ear(
    tx: Transaction,
    rules: Rulebook,
    groups: Groups,
    entry: CclEntry | None,
    footnotes: Footnotes,
) -> Subject:
    """Whether the item is subject to the EAR, by what is told of it."""
    item = tx.item
    if item.subject_to_ear is True:
        return _STATED
    if item.subject_to_ear is False:
        return _STATED_NOT
    if item.origin == "US":
        return _OF_US_ORIGIN
    content, why, checks = _by_content(tx, rules, groups)
    if content is True:
        return Subject(True, why, "15 CFR 734.4", checks=checks)
    found = reached_by(tx, rules, groups, entry, footnotes)
    sure = [r for r in found if r.value is True]
    later = notes_on(found, tx.on, rules.direct_product_text_of)
    if sure:
        first = sure[0].rule
        return Subject(
            True,
            f"The item is a foreign direct product under {first.paragraph} "
            f"({first.title}).",
            f"15 CFR {first.paragraph}",
            checks=later,
            footnote=next((r.rule.footnote for r in sure if r.rule.footnote), 0),
        )
    missing = [m for r in found for m in r.missing]
    if content is None:
        missing.insert(0, why)
    if missing:
        paragraphs = ", ".join(dict.fromkeys(r.rule.paragraph for r in found))
        text = "Whether the item is subject to the EAR is not known: missing "
        text += "; ".join(dict.fromkeys(missing))
        if paragraphs:
            text += f" (for 15 CFR {paragraphs})"
        return Subject(
            None,
            f"{text}.",
            "15 CFR 734.4" if content is None else "15 CFR 734.9",
            missing=tuple(dict.fromkeys(missing)),
            checks=(*checks, *later),
        )
    asked = (
        "The direct-product rules of 734.9 were applied to the facts given; confirm what "
        "the item is a direct product of, that it is for no supercomputer (734.9(i)), "
        "and that nothing a footnote 1, 3, 4 or 5 entity makes, buys or orders will hold it."
    )
    return Subject(False, why, "15 CFR 734.4", checks=(*checks, asked))


def _by_content(
    tx: Transaction, rules: Rulebook, groups: Groups
) -> tuple[Tri, str, tuple[str, ...]]:
    """Whether U.S. content makes a foreign-made item subject; why, or what is missing."""
    item = tx.item
    if not item.origin and item.us_content is None:
        return None, "item.origin, or item.subject_to_ear", ()
    if item.us_content is None:
        return None, "item.us_controlled_content_percent", ()
    embargoed = groups.any_holds(rules.embargoed_groups, tx.destination)
    level = rules.percent_embargoed if embargoed else rules.percent
    told = f"{float(item.us_content):g} percent controlled U.S. content"
    if item.us_content > level:
        return True, f"{told} is above {float(level):g} percent (734.4).", ()
    if not item.origin:
        # De minimis is for foreign-made items: one of U.S. origin is always inside.
        return None, "item.origin", ()
    if item.us_content > 0:
        for case in rules.no_minimum:
            if _no_minimum(case, tx, groups):
                return (
                    None,
                    f"whether {case.citation} leaves no de minimis level for the item",
                    (case.effect,),
                )
    text = (
        f"{told} is not above {float(level):g} percent (734.4), and no direct-product "
        "rule reaches the item by the facts given."
    )
    counted = (
        "Count as controlled only content that the Country Chart or part 746 would "
        "license to the destination (Supp. No. 2 to part 734)."
    )
    return False, text, (counted,)


def _no_minimum(case: NoMinimum, tx: Transaction, groups: Groups) -> bool:
    eccn = tx.item.eccn
    if eccn is None or (case.from_ is not None and tx.on < case.from_):
        return False
    if case.groups and not groups.any_holds(case.groups, tx.destination):
        return False
    if case.series:
        return eccn.base[2] == "6" or (eccn.base[0] == "9" and eccn.base[2:] == "515")
    return any(eccn.base == named.base for named in case.eccns.named)
