"""One entity under several countries of the regulation, one row of the consolidated file.

15 CFR part 744 lists an entity with addresses in Afghanistan and Pakistan under both; the
consolidated file has it as one row with both countries, though not always. Entries of the
regulation that another version holds as one are made one before they get ids, so that
neither source seems to add or to remove what the other has.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace

from listgate.history.evidence import fold
from listgate.records import ListEntry
from listgate.sources.composite import parent_and_unit

_LONG = 8  # letters that a name must have to be looked for inside a cell


def joined(
    rows: Sequence[ListEntry], known: Iterable[ListEntry]
) -> tuple[ListEntry, ...]:
    """The rows, those that a known entry holds as one made one.

    Rows are joined only under one name, with one requirement and one policy, each under a
    country of the known entry, and where the known version has fewer entries of that name
    than there are rows.

    Args:
        rows: Entries of one version of one list, in the publisher's order.
        known: Entries of other versions with ids, nearest version first.

    Returns:
        The rows in their order, a joined one at the place of its first.
    """
    by_name: dict[str, list[int]] = defaultdict(list)
    for at, row in enumerate(rows):
        if destinations(row):
            by_name[fold(row.name)].append(at)
    several = {name: places for name, places in by_name.items() if len(places) > 1}
    if not several:
        return tuple(rows)
    texts: dict[str, dict[str, ListEntry]] = defaultdict(dict)
    for entry in known:
        name = fold(entry.name)
        if name in several and entry.countries:
            texts[name].setdefault(entry.entry, entry)
    out: list[ListEntry | None] = list(rows)
    for name, places in several.items():
        found = list(texts[name].values())
        if not found or len(found) >= len(places):
            continue
        for group in _groups(rows, places, found):
            out[group[0]] = _one([rows[at] for at in group])
            for at in group[1:]:
                out[at] = None
    return tuple(row for row in out if row is not None)


def carried(
    rows: Sequence[ListEntry], before: Iterable[ListEntry]
) -> tuple[ListEntry, ...]:
    """Entries of a consolidated version that the regulation's text has in another way.

    The consolidated file has some parties in two rows, and some units that the regulation
    names inside their parent's entry. That the regulation has no entry of its own for
    them is no removal: the party stands under the same name and country, or its name
    stands in the parent's cell.

    Args:
        rows: Entries of the regulation's text, with ids.
        before: Entries of the version before it.

    Returns:
        The entries that are carried along, each with a note that says why.
    """
    if not any(map(destinations, rows)):
        return ()
    have = {row.entry for row in rows}
    by_name: dict[str, list[ListEntry]] = defaultdict(list)
    for row in rows:
        by_name[fold(row.name)].append(row)
    gone = [e for e in before if e.entry not in have and not destinations(e)]
    cells = (
        [(fold(dict(r.published).get("Entity", "")), r) for r in rows] if gone else []
    )
    kept = []
    for entry in gone:
        twins = by_name.get(fold(entry.name), ())
        holder = next((t for t in twins if _lands(t) & _lands(entry)), None)
        how = "has this party in one entry"
        if holder is None:
            composite = parent_and_unit(entry.name)
            parent, unit = composite or ("", entry.name)
            wanted, above = fold(unit), fold(parent)
            holder = next(
                (
                    row
                    for cell, row in cells
                    if len(wanted) >= _LONG
                    and wanted in cell
                    and above in cell
                    and _lands(row) & _lands(entry)
                ),
                None,
            )
            how = f"names it inside the entry of {holder.name}" if holder else ""
        if holder is not None:
            kept.append(
                replace(entry, notes=(*entry.notes, f"The regulation's text {how}."))
            )
    return tuple(kept)


def _lands(entry: ListEntry) -> frozenset[str]:
    return frozenset("CN" if c in ("HK", "MO") else c for c in entry.countries)


def destinations(entry: ListEntry) -> tuple[str, ...]:
    """The country headings of the regulation that an entry stands under."""
    return tuple(value for key, value in entry.details if key == "destination")


def _groups(
    rows: Sequence[ListEntry], places: Sequence[int], known: Sequence[ListEntry]
) -> list[list[int]]:
    """Places of rows that one known entry holds, two or more each."""
    left = list(places)
    groups = []
    # The entry with the most countries takes its rows first.
    for entry in sorted(known, key=lambda e: -len(e.countries)):
        held = [at for at in left if _under(rows[at], entry.countries)]
        same = [at for at in held if _terms(rows[at]) == _terms(rows[held[0]])]
        left = [at for at in left if at not in same]
        if len(same) > 1:
            groups.append(same)
    return groups


def _under(row: ListEntry, countries: Sequence[str]) -> bool:
    """Whether the row's heading is one of the countries; Hong Kong stands under China."""
    heading = row.countries[0] if row.countries else ""
    return heading in countries or (
        heading in ("", "CN") and bool({"HK", "MO"} & set(countries))
    )


def _terms(row: ListEntry) -> tuple[str, str, tuple[int, ...]]:
    return fold(row.license_requirement), fold(row.license_review_policy), row.footnotes


def _one(rows: Sequence[ListEntry]) -> ListEntry:
    """Rows of one entity as one entry; nothing of any row is lost."""
    first = rows[0]
    names = {first.name.casefold()}
    aliases = []
    for row in rows:
        for alias in row.aliases:
            if alias.name.casefold() not in names:
                names.add(alias.name.casefold())
                aliases.append(alias)
    return replace(
        first,
        aliases=tuple(aliases),
        addresses=tuple(dict.fromkeys(a for row in rows for a in row.addresses)),
        countries=tuple(dict.fromkeys(c for row in rows for c in row.countries)),
        citations=tuple(dict.fromkeys(c for row in rows for c in row.citations)),
        details=tuple(dict.fromkeys(d for row in rows for d in row.details)),
        notes=tuple(dict.fromkeys(n for row in rows for n in row.notes)),
        published=tuple(p for row in rows for p in row.published),
    )
