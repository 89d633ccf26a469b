"""Rows of the supplements to 15 CFR part 744 → entries, whoever printed the table.

The eCFR and the Federal Register print one table in two markups: country, entity,
license requirement, license review policy, Federal Register citation. Supplements 6 and 7
have no requirement and no policy of their own. A row is one entry of the regulation: an
entity with addresses in several countries has one under each.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass, replace
from functools import cache

from listgate.records import Address, Alias, AliasKind, Citation, ListEntry
from listgate.sources.aliases import read_aliases
from listgate.sources.citations import RuleOf, parse_citations
from listgate.sources.destinations import heading_code
from listgate.sources.entity_cell import Entity, read_entity
from listgate.sources.entity_units import full_name
from listgate.sources.footnotes import parse_footnotes
from listgate.sources.gpo_cells import Cell
from listgate.sources.name_end import country_of, fold_name
from listgate.sources.party_type import infer_type

# The supplement of each list.
SUPPLEMENTS = {4: "us-bis-el", 6: "us-bis-uvl", 7: "us-bis-meu"}
# What Supplement No. 7 says once for all of its rows, in the consolidated file's words.
_USUAL = {
    "us-bis-meu": (
        "For any item subject to the EAR listed in supplement no. 2 to part 744.",
        "The license application procedure and license review policy for entities "
        "specified in supplement no. 2 to part 744 is specified in §744.21(d) and (e).",
    ),
}
_EMPTY = Cell()
_WITHOUT_DATE = re.compile(r"\[INSERT[^\]]*?(?P<day>\d{1,2}/\d{1,2}/\d{2,4})\s*\]")


@dataclass(frozen=True, slots=True)
class Row:
    """One row as printed; ``heading`` is the country that it stands under."""

    heading: str
    entity: Cell
    requirement: Cell = _EMPTY
    policy: Cell = _EMPTY
    citation: Cell = _EMPTY
    others: tuple[tuple[str, str], ...] = ()  # columns that are not known, as printed


@cache
def known_names(code: str) -> frozenset[str]:
    """Names that the embedded list has, folded: they tell where a name ends."""
    from listgate.sources import embedded

    _, entries = embedded.load([code]).versions[0]
    return frozenset(
        folded
        for entry in entries
        for name in entry.names()
        if len(folded := fold_name(name)) > 3
    )


def entries_of(
    row: Row,
    code: str,
    *,
    known: Collection[str] = (),
    first_page: RuleOf | None = None,
    rule: Citation | None = None,
    units: bool = True,
) -> tuple[ListEntry, ...]:
    """The entry that a row is, then the units that it lists inside, each as one.

    Args:
        row: The row as printed.
        code: The list's code.
        known: Names of the list as other texts have them, folded.
        first_page: Gives the first page of the rule that a printed citation belongs to.
        rule: What a citation stands for that the printer left open, as a rule does that
            cites itself.
        units: Whether units are set apart; a text that lost its lines cannot tell them.
    """
    country = heading_code(row.heading)
    entity = read_entity(row.entity.lines, country, known, units=units)
    first = _entry(row, entity, code, first_page, rule)
    entries = [first]
    for unit in entity.units:
        part = read_entity(unit.lines, country, known)
        named = replace(part, name=full_name(entity.name, unit, part.name), units=())
        entry = _entry(row, named, code, first_page, rule)
        entries.append(
            replace(
                entry,
                addresses=entry.addresses or first.addresses,
                countries=tuple(dict.fromkeys((*entry.countries, *first.countries))),
                notes=(*entry.notes, f"Listed inside the entry of {entity.name}."),
            )
        )
    return tuple(entries)


def _entry(
    row: Row,
    entity: Entity,
    code: str,
    first_page: RuleOf | None,
    rule: Citation | None,
) -> ListEntry:
    country = heading_code(row.heading)
    requirement = row.requirement.text
    footnotes, footnote_notes = parse_footnotes(requirement)
    raised = (*row.requirement.footnotes, *row.entity.footnotes)
    text, open_ones = _WITHOUT_DATE.subn(" ", row.citation.text)
    citations, citation_notes = parse_citations(text, first_page=first_page)
    if open_ones and rule:
        citations = (*citations, rule)
        citation_notes = ()
    places = tuple(
        Address(text, country_of(text, country)) for text in entity.addresses
    )
    countries = dict.fromkeys(c for c in (country, *(p.country for p in places)) if c)
    usual = _USUAL.get(code, ("", ""))
    return ListEntry(
        list=code,
        name=entity.name,
        type=infer_type(entity.name, address=places[0].text if places else ""),
        aliases=_aliases(entity),
        addresses=places,
        countries=tuple(countries),
        license_requirement=requirement or usual[0],
        license_review_policy=row.policy.text or usual[1],
        footnotes=tuple(sorted({*footnotes, *raised})),
        citations=citations,
        details=(
            ("destination", row.heading),
            *(("see_also", reference) for reference in entity.references),
        ),
        notes=(*_notes(entity, country, row), *citation_notes, *footnote_notes),
        published=_published(row),
    )


def _aliases(entity: Entity) -> tuple[Alias, ...]:
    """Every other name: those of the lists, and those hidden in the names."""
    former = {name.casefold() for name in entity.former}
    found = read_aliases(entity.name, (*entity.aliases, *entity.former))
    return tuple(
        replace(alias, kind=AliasKind.FKA)
        if alias.name.casefold() in former and alias.kind is AliasKind.AKA
        else alias
        for alias in found
    )


def _notes(entity: Entity, country: str, row: Row) -> list[str]:
    """What a reader should know that no field holds."""
    notes = []
    if not country:
        notes.append(f"The country heading {row.heading!r} names no known country.")
    count = len(entity.aliases) + len(entity.former)
    if entity.stated and entity.stated != count:
        notes.append(
            f"The regulation announces {entity.stated} aliases and prints {count}."
        )
    return notes


def _published(row: Row) -> tuple[tuple[str, str], ...]:
    """The row as printed, column by column."""
    columns = (
        ("Country", row.heading),
        ("Entity", "\n".join(row.entity.lines)),
        ("License requirement", row.requirement.text),
        ("License review policy", row.policy.text),
        ("Federal Register citation", row.citation.text),
    )
    return tuple((name, text) for name, text in (*columns, *row.others) if text)
