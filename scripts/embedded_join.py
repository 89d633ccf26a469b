"""Joins the consolidated file's entries with rows of the regulation's own text.

Neither has a number. The regulation has a row per entity and destination, the
consolidated file mostly one row per row of the regulation, with the countries of all
addresses; a third party's reading of the regulation swallowed some aliases in names and
hung some addresses on the last alias. So names are compared folded, any name counts,
and a shared rule or country decides between several.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence

from embedded_inputs import RegulationRow, Remarks, addresses

from listgate.records import Address, ListEntry
from listgate.sources.rules import first_page

_HEAD = re.compile(r"^(.*?)(?:\.\s|,\s+(?=\d)|\s*[(,]?\s*(?:a\.?k\.?a|f\.?k\.?a)\b)")
_AND = re.compile(r"\band\b|&")
_LETTERS = re.compile(r"[^0-9a-z]+")
# Shortest folded name that may stand for a party all by itself.
_TELLING = 6


def fold(name: str) -> str:
    """Letters and digits of a name, lower case, without accents, run together."""
    plain = unicodedata.normalize("NFKD", _AND.sub("and", name.casefold()))
    return _LETTERS.sub("", "".join(c for c in plain if not unicodedata.combining(c)))


def rules_cited(entry: ListEntry | RegulationRow) -> frozenset[str]:
    """First pages of the rules cited."""
    return frozenset(
        first_page(c.printed, c.published_at) or c.cite for c in entry.citations
    )


def join(
    entries: Sequence[ListEntry], rows: Sequence[RegulationRow], remarks: Remarks
) -> dict[int, tuple[RegulationRow, ...]]:
    """For each entry's place, the rows of the regulation that are the same party."""
    by_name: dict[str, list[int]] = defaultdict(list)
    by_any: dict[str, list[int]] = defaultdict(list)
    by_rule: dict[str, list[int]] = defaultdict(list)
    for place, row in enumerate(rows):
        by_name[fold(row.name)].append(place)
        for name in row_names(row):
            by_any[name].append(place)
        for cite in rules_cited(row):
            by_rule[cite].append(place)
    twins = Counter(fold(e.name) for e in entries)
    found: dict[int, list[int]] = {}
    for place, entry in enumerate(entries):
        same = by_name.get(fold(entry.name)) or []
        kind = "by name"
        if not same:
            same = [
                r
                for n in dict.fromkeys(fold(n) for n in entry.names())
                if len(n) >= _TELLING
                for r in by_any.get(n, ())
                if agree(entry, rows[r])
            ]
            kind = "by another name"
        if not same:
            same = alike(entry, rows, by_rule)
            kind = "by likeness of names"
        if not same:
            remarks.add("Entity List entries not found in the regulation", entry.name)
            continue
        found[place] = best(entry, rows, same, twins[fold(entry.name)] > 1)
        remarks.add(f"Entity List entries joined {kind}")
    used = {r for places in found.values() for r in places}
    for place, row in enumerate(rows):
        if place not in used:
            remarks.add(
                "rows of the regulation not joined", f"{row.name} [{row.country}]"
            )
    return {place: tuple(rows[r] for r in sorted(rs)) for place, rs in found.items()}


def row_names(row: RegulationRow) -> frozenset[str]:
    """Folded names of a row, also up to a full stop or bracket that ends a name."""
    names = set()
    for name in row.names:
        names.add(fold(name))
        head = _HEAD.match(name)
        if head:
            names.add(fold(head[1]))
    return frozenset(n for n in names if len(n) >= _TELLING)


def agree(entry: ListEntry, row: RegulationRow) -> bool:
    """True when a shared alias may mean one party: a shared rule or country."""
    return bool(rules_cited(entry) & rules_cited(row)) or row.country in entry.countries


def best(
    entry: ListEntry, rows: Sequence[RegulationRow], places: Iterable[int], twins: bool
) -> list[int]:
    """Of rows under one name, those that the entry's rules point at.

    Countries tell only where the consolidated file has ``twins`` of that name too: one
    entry alone stands for the rows under all destinations.
    """
    chosen = list(dict.fromkeys(places))
    cites = rules_cited(entry)
    chosen = [r for r in chosen if cites & rules_cited(rows[r])] or chosen
    if twins:
        near = [r for r in chosen if rows[r].country in entry.countries]
        chosen = near or chosen
    if len({fold(rows[r].name) for r in chosen}) > 1:
        # Different parties share an alias: the one whose names overlap most.
        own = {fold(n) for n in entry.names()}
        top = max(chosen, key=lambda r: (len(own & row_names(rows[r])), -r))
        chosen = [r for r in chosen if fold(rows[r].name) == fold(rows[top].name)]
    return chosen


def alike(
    entry: ListEntry, rows: Sequence[RegulationRow], by_rule: dict[str, list[int]]
) -> list[int]:
    """Rows of the same rule and country whose name begins with the entry's, or it with theirs.

    ``Kish Airlines, Headquarters`` stands in the regulation as ``Kish Airlines``.
    """
    own = fold(entry.name)
    scored = []
    for cite in rules_cited(entry):
        for place in by_rule.get(cite, ()):
            row = rows[place]
            head = _HEAD.match(row.name)
            other = fold(head[1] if head else row.name)
            short, long = sorted((own, other), key=len)
            if len(short) >= 8 and (long.startswith(short) or short in long):
                scored.append((len(short), row.country in entry.countries, -place))
    if not scored:
        return []
    return [-max(scored)[2]]


def found_addresses(
    entry: ListEntry, rows: Iterable[RegulationRow], source: str, remarks: Remarks
) -> tuple[Address, ...]:
    """The addresses of the joined rows, also those that hang on an alias."""
    places: dict[Address, None] = {}
    names = sorted(entry.names(), key=len, reverse=True)
    for row in rows:
        if row.addresses:
            places.update(dict.fromkeys(row.addresses))
            continue
        for text in (row.name, *row.aliases):
            tail = tail_behind_name(text, names)
            if tail:
                heading = tail.rsplit(",", 1)[-1].strip(" .")
                found = list(addresses(tail, heading, row.country, source))
                places.update(dict.fromkeys(found))
                if found:
                    remarks.add("addresses recovered from an alias")
    # One party under several destinations repeats its addresses.
    return tuple(places)


def tail_behind_name(text: str, names: Iterable[str]) -> str:
    """What follows one of the names in ``Name, street 5, city``; empty for nothing."""
    for name in names:
        plain = name.rstrip(". ")
        if text.startswith(plain):
            tail = text[len(plain) :]
            found = re.match(r"[.,;:]+\s+(.*)", tail, re.DOTALL)
            if found and len(found[1]) > 8:
                return found[1]
    return ""
