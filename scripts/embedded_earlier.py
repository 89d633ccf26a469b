"""Earlier texts of entries: what they said before a rule or an edit changed them.

Two sources: the consolidated file of 2022, whose text of an entry differs from the
newest one, and the few texts that rules state themselves (``embedded_by_hand.toml``).
A change is dated by the one rule between both texts that the entry cites; with none or
several, only the day on which the older text was seen is known.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from typing import Any

from embedded_inputs import Remarks
from embedded_join import fold

from listgate.history.identity import pair
from listgate.records import ListEntry
from listgate.sources.compact import EarlierText
from listgate.sources.rules import Rule, rule_of

_SPACE = re.compile(r"[\s.;,:()\[\]]+")


def earlier_texts(
    entries: Sequence[ListEntry],
    old: Sequence[ListEntry],
    by_hand: Sequence[dict[str, Any]],
    seen_on: date,
    source: str,
    remarks: Remarks,
) -> tuple[EarlierText, ...]:
    """Earlier texts of the entries, oldest first within each.

    Args:
        entries: The newest text of each entry, with ids.
        old: The older file's text of the same list.
        by_hand: Texts that rules replaced, from ``embedded_by_hand.toml``.
        seen_on: A day on which the older file's texts held.
        source: The older file's name.
        remarks: Where counts go.
    """
    found = []
    for before, after in pair(old, entries):
        text = difference(old[before], entries[after], seen_on, source)
        if text:
            dated = "dated by a rule" if text.day_to else "on an unknown day"
            remarks.add(f"{entries[after].list}: texts changed since 2022, {dated}")
            found.append(text)
    for row in by_hand:
        for entry in entries:
            text = stated(row, entry)
            if text:
                remarks.add(f"{entry.list}: earlier texts stated by a rule")
                found.append(text)
    found.sort(key=lambda t: (t.entry, t.day_to or t.seen_on or date.max))
    return tuple(found)


def difference(
    before: ListEntry, after: ListEntry, seen_on: date, source: str
) -> EarlierText | None:
    """What ``before`` said otherwise, or None when it said the same."""
    name = before.name if name_key(before.name) != name_key(after.name) else ""
    requirement = differing(before.license_requirement, after.license_requirement)
    policy = differing(before.license_review_policy, after.license_review_policy)
    footnotes = before.footnotes if before.footnotes != after.footnotes else None
    if not (name or requirement or policy or footnotes is not None):
        return None
    rules = [r for r in cited_rules(after) if r.in_force_from > seen_on]
    rule = rules[0] if len(rules) == 1 else None
    return EarlierText(
        entry=after.entry,
        day_from=None,
        day_to=rule.in_force_from if rule else None,
        seen_on=seen_on,
        name=name,
        license_requirement=requirement,
        license_review_policy=policy,
        footnotes=footnotes,
        cite=rule.cite if rule else "",
        source=source,
    )


def stated(row: dict[str, Any], entry: ListEntry) -> EarlierText | None:
    """The text of ``row`` for this entry, or None when it is not its own."""
    cites = {r.cite: r for r in cited_rules(entry)}
    rule = cites.get(row["changed_by"])
    if "entry" in row and entry.name != row["entry"]:
        return None
    if rule is None or not set(row.get("added_by", cites)) & set(cites):
        return None
    return EarlierText(
        entry=entry.entry,
        day_from=None,
        day_to=rule.in_force_from,
        name=row.get("name", ""),
        license_requirement=row.get("license_requirement", ""),
        license_review_policy=row.get("license_review_policy", ""),
        cite=rule.cite,
        source=row["source"],
    )


def cited_rules(entry: ListEntry) -> list[Rule]:
    """The rules that an entry cites, each once, oldest first."""
    rules = {
        r.cite: r
        for c in entry.citations
        for r in [rule_of(c.printed, c.published_at)]
        if r
    }
    return sorted(rules.values(), key=lambda r: r.in_force_from)


def differing(before: str, after: str) -> str:
    """``before`` when it says something else, by letters and digits alone."""
    return before if before and squeezed(before) != squeezed(after) else ""


def squeezed(text: str) -> str:
    """A phrase without the spaces, brackets and stops that publishers vary."""
    plain = text.casefold().replace("§", "")
    return _SPACE.sub("", plain)


def name_key(name: str) -> str:
    """A name without what the 2022 file lost: marks became question marks."""
    return fold(name.replace("?", ""))
