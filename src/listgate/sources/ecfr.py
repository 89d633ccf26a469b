"""The eCFR's XML of 15 CFR part 744 → the lists of its supplements and of 744.22.

The part holds the Entity List (Supp. No. 4), the Unverified List (Supp. No. 6), the
Military End-User List (Supp. No. 7) and, in running text, the military-intelligence end
users of 744.22(f)(2). A file may hold the whole part, one supplement or one section; the
Publishing Office's bulk files hold a volume of the title in the same markup. Those state
the day of their last amendment, the eCFR's own answers state none.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from listgate.errors import ParseError
from listgate.records import ListEntry, ParsedList
from listgate.sources.citations import RuleOf, parse_date
from listgate.sources.gpo_cells import Cell, read_cell
from listgate.sources.intelligence import SECTION, read_section
from listgate.sources.markup import parse_xml, tag_of, text_of
from listgate.sources.part_744 import SUPPLEMENTS, Row, entries_of, known_names
from listgate.sources.partial_dates import whole_date
from listgate.sources.rules import first_page

if TYPE_CHECKING:
    from lxml.etree import _Element

# Outermost elements: a whole title, a part, a section or a supplement; a bulk volume.
ROOTS = (
    "ECFR",
    "DIV1",
    "DIV3",
    "DIV4",
    "DIV5",
    "DIV6",
    "DIV8",
    "DIV9",
    "DLPSTEXTCLASS",
)
_SUPPLEMENT = re.compile(r"Supp\w*\.?\s+No\.?\s*(\d+)\s+to\s+Part\s+744", re.IGNORECASE)
_DATE = re.compile(r"/on/(\d{4}-\d\d-\d\d)/|\bdate=(\d{4}-\d\d-\d\d)\b")
# `Dec. 29, 2022(fm)`: the day on which a volume was last amended.
_AMENDED = re.compile(r"([A-Z][a-z]{2,8})\.?\s+(\d{1,2}),\s+(\d{4})")
# Notes on amendments to come, whose tables are not yet the list's.
_NOT_TEXT = frozenset(("EFFDNOT", "REVTXT", "SUPERSED", "CROSSREF"))
_RESERVED = re.compile(r"\[?\s*Reserved\.?\s*\]?", re.IGNORECASE)
# What a column's heading says, and the field it fills; the first that fits counts.
_COLUMNS = (
    ("citation", re.compile(r"federal\s+register|\bFR\b|citation", re.IGNORECASE)),
    ("policy", re.compile(r"review\s+policy|license\s+policy", re.IGNORECASE)),
    ("requirement", re.compile(r"license\s+requirement|requirement", re.IGNORECASE)),
    ("heading", re.compile(r"country|destination", re.IGNORECASE)),
    (
        "entity",
        re.compile(r"entity|entities|listed\s+person|name|party", re.IGNORECASE),
    ),
)
_BY_POSITION = {
    5: ("heading", "entity", "requirement", "policy", "citation"),
    4: ("heading", "entity", "citation", ""),
    3: ("heading", "entity", "citation"),
}


def parse(data: bytes, *, name: str = "") -> tuple[ParsedList, ...]:
    """The lists in an eCFR document; see ``parse_ecfr``."""
    root = parse_xml(data, name=name)
    for element in root.iter():  # tables come in small letters too
        if not str(element.tag).isupper():
            element.tag = str(element.tag).upper()
    return parse_ecfr(root, name=name, first_page=first_page)


def parse_ecfr(
    root: _Element, *, name: str = "", first_page: RuleOf | None = first_page
) -> tuple[ParsedList, ...]:
    """The lists that part 744 holds, as far as the file has them.

    Args:
        root: The root element.
        name: What the caller calls the file, for messages.
        first_page: Gives the first page of the rule that a printed citation belongs to.

    Raises:
        ParseError: the file has none of the lists, or a table has no known columns.
    """
    day = _stated_date(root)
    lists = []
    for number, code in SUPPLEMENTS.items():
        for supplement in _divisions(root, "APPENDIX"):
            # The number's own attribute may be cut short (`Appendix to`).
            found = _SUPPLEMENT.search(f"{supplement.get('N')} {_head(supplement)}")
            if found and int(found[1]) == number:
                entries, remarks = _supplement(supplement, code, name, first_page)
                if entries:
                    lists.append(ParsedList(code, entries, day, remarks))
                break
    for section in _divisions(root, "SECTION"):
        if (section.get("N") or "").strip(" §") == SECTION:
            entries, remarks = read_section(section)
            if entries:
                lists.append(ParsedList("us-bis-mieu", entries, day, remarks))
            break
    if not lists:
        raise ParseError(
            name,
            f"{name or 'The file'} is text of the Code of Federal Regulations without a "
            "list: ask the eCFR for title 15, part 744.",
        )
    return tuple(lists)


def _divisions(root: _Element, kind: str) -> Iterator[_Element]:
    """Divisions of that type, the root among them."""
    for element in root.iter():
        if element.get("TYPE") == kind and tag_of(element).startswith("DIV"):
            yield element


def _head(division: _Element) -> str:
    return text_of(division.find("HEAD"))


def _stated_date(root: _Element) -> date | None:
    """The day whose text this is, where the file says so."""
    amended: date | None = None
    for element in root.iter():
        if found := _DATE.search(element.get("hierarchy_metadata") or ""):
            return parse_date(found[1] or found[2])
        told = element.get("AMDDATE") or (
            element.text if tag_of(element) == "AMDDATE" else ""
        )
        if found := _AMENDED.search(told or ""):
            amended = whole_date(f"{found[2]} {found[1]} {found[3]}")
        if tag_of(element) in ("DIV8", "DIV9"):
            break
    return amended


def _supplement(
    supplement: _Element, code: str, name: str, first_page: RuleOf | None
) -> tuple[tuple[ListEntry, ...], tuple[str, ...]]:
    """The entries of one supplement, and what could not be placed."""
    unknown: Counter[str] = Counter()
    remarks: list[str] = []
    entries: list[ListEntry] = []
    known = known_names(code)
    reserved = 0
    # `Link to an amendment published at 91 FR 40281, July 1, 2026.`
    remarks.extend(
        f"{code}: {text_of(link).rstrip('.')}." for link in supplement.findall("XREF")
    )
    for table in supplement.iter("TABLE"):
        if any(tag_of(above) in _NOT_TEXT for above in table.iterancestors()):
            continue
        for row in _rows(table, code, name, unknown, remarks):
            if not row.entity.lines or _RESERVED.fullmatch(row.entity.text):
                reserved += 1
                cells = (row.requirement, row.policy, row.citation)
                texts = [*(c.text for c in cells), *(text for _, text in row.others)]
                if any(texts):
                    remarks.append(
                        f"{code}: a row under {row.heading!r} names no entity and was "
                        f"not taken: {' | '.join(filter(None, texts))[:200]}."
                    )
                continue
            entries.extend(entries_of(row, code, known=known, first_page=first_page))
    if reserved:
        remarks.append(f"{code}: {reserved} reserved or empty rows hold no entry.")
    for tag, count in unknown.items():
        remarks.append(
            f"{code}: {count} elements <{tag}> in cells are of no known kind; their text "
            "was taken as it stands."
        )
    return tuple(entries), tuple(remarks)


def _rows(
    table: _Element,
    code: str,
    name: str,
    unknown: Counter[str],
    remarks: list[str],
) -> Iterator[Row]:
    """The rows of a table under their country headings."""
    fields: tuple[str, ...] = ()
    titles: list[str] = []
    heading = ""
    held: Row | None = None
    for at, tr in enumerate(table.iter("TR"), 1):
        if next(tr.iterancestors("TFOOT"), None) is not None:
            continue  # footnotes, which name nobody
        heads = tr.findall("TH")
        cells = tr.findall("TD")
        if heads and not cells:
            titles = [read_cell(th, unknown, notes=False).text for th in heads]
            fields = _fields(titles, code, remarks) or fields
            continue
        cells = [*heads, *cells]  # the country may be marked as a row's head
        if not cells:
            continue
        fields = fields or _BY_POSITION.get(len(cells), ())
        if "entity" not in fields:
            raise ParseError(
                name,
                f"{name or 'The file'}: the table of {code} has no column that is known "
                f"as the entity's (row {at}).",
                f"row {at}",
            )
        placed, others = _placed(cells, fields, titles, unknown)
        if len(cells) > len(fields):
            remarks.append(
                f"{code}: row {at} has {len(cells)} cells, which is too many; the last "
                "are kept as published."
            )
        country = placed.get("heading", Cell()).text
        heading = country or heading
        entity = placed.get("entity", Cell())
        if not entity.lines and not any(
            placed.get(f, Cell()).lines for f in ("requirement", "policy", "citation")
        ):
            continue  # a row that only opens a country
        row = Row(
            heading,
            entity,
            placed.get("requirement", Cell()),
            placed.get("policy", Cell()),
            placed.get("citation", Cell()),
            others,
        )
        if held and not country and _goes_on(row, fields):
            held = replace(
                held,
                entity=Cell(
                    held.entity.lines + entity.lines,
                    held.entity.footnotes + entity.footnotes,
                ),
                others=held.others + others,
            )
            continue
        if held:
            yield held
        held = row
    if held:
        yield held


def _goes_on(row: Row, fields: tuple[str, ...]) -> bool:
    """Whether a row only goes on with the entity of the row above.

    Every entry has a requirement and a citation of its own in the five-column table.
    """
    return (
        "requirement" in fields
        and not any(cell.lines for cell in (row.requirement, row.policy, row.citation))
        and not _RESERVED.fullmatch(row.entity.text)
    )


def _fields(titles: Iterable[str], code: str, remarks: list[str]) -> tuple[str, ...]:
    """The field that each column fills; empty for one that is not known."""
    fields: list[str] = []
    for place, title in enumerate(titles, 1):
        field = next(
            (f for f, words in _COLUMNS if f not in fields and words.search(title)), ""
        )
        if not field and title:
            remarks.append(
                f"{code}: column {place}, {title[:60]!r}, is not known and is kept as "
                "published."
            )
        fields.append(field)
    return tuple(fields) if "entity" in fields else ()


def _placed(
    cells: Iterable[_Element],
    fields: tuple[str, ...],
    titles: Sequence[str],
    unknown: Counter[str],
) -> tuple[dict[str, Cell], tuple[tuple[str, str], ...]]:
    """Cells by field, and those of columns that are not known, by title.

    The position of a cell counts; one over two columns counts twice.
    """
    placed: dict[str, Cell] = {}
    others: list[tuple[str, str]] = []
    at = 0
    for cell in cells:
        field = fields[at] if at < len(fields) else ""
        read = read_cell(cell, unknown, notes=field not in ("heading", "entity"))
        if field:
            placed[field] = read
        elif read.lines:
            title = titles[at] if at < len(titles) else ""
            others.append((title or f"column {at + 1}", read.text))
        span = cell.get("colspan") or "1"
        at += int(span) if span.isdigit() and int(span) else 1
    return placed, tuple(others)
