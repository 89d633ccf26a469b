"""Treasury's classic files, SDN and non-SDN: four parts without a header → entries.

The main part names the parties; the parts with aliases, addresses and long remarks go to
it by ``ent_num``. What a part is shows in its cells. An empty cell is ``-0-``, all other
text but numbers is quoted, and a lone 0x1A closes the file.

The non-SDN files join several lists; they are told apart by program and remarks.
"""

from __future__ import annotations

import csv
import io
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import Enum

from listgate.errors import ParseError
from listgate.records import (
    Alias,
    AliasKind,
    ListEntry,
    ParsedList,
    PartyType,
)
from listgate.sources.addresses import read_addresses
from listgate.sources.catalog import CATALOG
from listgate.sources.csv_rows import unknown_columns
from listgate.sources.ofac_lists import SDN, codes_by_program, is_non_sdn
from listgate.sources.ofac_remarks import read_remarks
from listgate.sources.party_facts import Facts
from listgate.sources.party_type import stated_type
from listgate.sources.xml_rows import as_json

NULL = "-0-"
_EOF = "\x1a"


class Part(Enum):
    """The parts, each with the names that the publisher gives to its columns."""

    MAIN = (
        "ent_num",
        "SDN_Name",
        "SDN_Type",
        "Program",
        "Title",
        "Call_Sign",
        "Vess_type",
        "Tonnage",
        "GRT",
        "Vess_flag",
        "Vess_owner",
        "Remarks",
    )
    ADDRESSES = (
        "ent_num",
        "add_num",
        "address",
        "city_state_province_postal_code",
        "country",
        "add_remarks",
    )
    ALIASES = ("ent_num", "alt_num", "alt_type", "alt_name", "alt_remarks")
    COMMENTS = ("ent_num", "remarks_extended")


_TYPES = frozenset((NULL, "individual", "vessel", "aircraft", "entity"))
_ALIAS_TYPES = frozenset(("aka", "fka", "nka"))
_FIRST_CELL = re.compile(r'\s*"?\d{1,7}"?\s*,')
_DETAILS = (
    ("Title", "title"),
    ("Vess_type", "vessel_type"),
    ("Tonnage", "gross_tonnage"),
    ("GRT", "gross_registered_tonnage"),
    ("Vess_flag", "vessel_flag"),
    ("Vess_owner", "vessel_owner"),
)
Cells = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Table:
    """One part as read: rows by column name, without empty cells."""

    part: Part
    name: str
    rows: tuple[Cells, ...]
    remarks: tuple[str, ...] = ()


def looks_like_part(text: str) -> Part | None:
    """The part that a text's first row shows, if it is one of these files."""
    first = text[:65536].split("\n", 1)[0].lstrip("\ufeff").strip("\r")
    if not _FIRST_CELL.match(first):
        return None
    try:
        cells = [c.strip() for c in next(csv.reader([first], strict=False), [])]
    except csv.Error:
        return None
    # The files have no header, so a column that is new can only be told at the end.
    if len(cells) >= 12 and cells[2] in _TYPES:
        return Part.MAIN
    if len(cells) in (5, 6) and cells[1].isdigit() and cells[2] in _ALIAS_TYPES:
        return Part.ALIASES
    if len(cells) in (6, 7) and cells[1].isdigit():
        return Part.ADDRESSES
    if len(cells) == 2 and first.rstrip().endswith('"'):
        return Part.COMMENTS
    return None


def read_part(text: str, part: Part, *, name: str = "") -> Table:
    """All rows of one part.

    Raises:
        ParseError: the file is cut off, or a row has too many or too few cells.
    """
    file = name or "The file"
    body = text.lstrip("\ufeff").rstrip("\0 ")
    closed = body.endswith((_EOF, "\n"))
    body = body.rstrip(_EOF)
    remarks: tuple[str, ...] = ()
    if not closed:
        body, closed = _close(body)
        remarks = (f"{file} lacks the end of its last line; the row itself is whole.",)
    reader = csv.reader(io.StringIO(body, newline=""), strict=True)
    columns: tuple[str, ...] = part.value
    rows: list[Cells] = []
    number = 0
    try:
        for number, cells in enumerate(reader, 1):
            if not cells or cells == [""]:
                continue
            if not rows and len(cells) > len(columns):
                more = [f"column {at + 1}" for at in range(len(columns), len(cells))]
                columns += tuple(more)
                remarks += unknown_columns(f"{c} of {file}" for c in more)
            if len(cells) != len(columns) or not cells[0].strip().isdigit():
                if len(cells) < len(columns) and _is_last(reader):
                    raise _cut(file, name, number)
                raise ParseError(
                    name,
                    f"{file}: row {number} has not the {len(columns)} cells of an OFAC "
                    "file of this form; the file is damaged.",
                    f"row {number}",
                )
            rows.append(
                {
                    column: text
                    for column, cell in zip(columns, cells, strict=True)
                    if (text := cell.strip()) and text != NULL
                }
            )
    except csv.Error as error:
        raise _cut(file, name, number + 1) from error
    if not closed:
        raise _cut(file, name, number)
    return Table(part, name, tuple(rows), remarks)


def _close(body: str) -> tuple[str, bool]:
    """A text without its last line end, closed where its last row is surely whole.

    Text is always quoted here and holds no quotes, and an unquoted last cell can only
    be ``-0-``: so a row that ends in a quote or in a piece of that mark is whole.
    """
    if '""' in body:
        return body, False
    if found := re.search(r",(?:-|-0|-0-\s*)$", body):
        return body[: found.start()] + f",{NULL}", True
    return body, body.endswith('"') and body[-2:] != ',"'


def _is_last(rows: Iterable[Sequence[str]]) -> bool:
    return not any(cells for cells in rows)


def _cut(file: str, name: str, row: int) -> ParseError:
    return ParseError(
        name,
        f"{file} ends in the middle of row {row}: it is a broken download, so nothing "
        "of it was taken.",
        f"row {row}",
    )


def parse_tables(tables: Sequence[Table], *, name: str = "") -> tuple[ParsedList, ...]:
    """The lists in the parts of one update.

    Args:
        tables: Parts in any order; a main part alone is enough.
        name: What the caller calls them together, for messages.

    Raises:
        ParseError: there is no main part, or two parts say the same.
    """
    mains = [t for t in tables if t.part is Part.MAIN]
    if not mains:
        kinds = " and ".join(sorted({t.part.name.lower() for t in tables}))
        raise ParseError(
            name,
            f"{name or 'The file'} holds only {kinds} of an OFAC list; the main file "
            "(sdn.csv or cons_prim.csv) must come with it, in one folder or zip.",
        )
    owners: dict[str, int] = {}
    for at, table in enumerate(mains):
        for row in table.rows:
            if row["ent_num"] in owners:
                raise ParseError(
                    name,
                    f"{name or 'The file'} has the entry number {row['ent_num']} twice, "
                    f"in {table.name or 'one file'}; give one version at a time.",
                )
            owners[row["ent_num"]] = at
    parts: Parts = {
        part: _by_number(tables, part)
        for part in (Part.ADDRESSES, Part.ALIASES, Part.COMMENTS)
    }
    strays = _strays(parts, owners)
    lists: list[ParsedList] = []
    for table in mains:
        numbers = {row["ent_num"] for row in table.rows}
        missing = [
            part
            for part, rows in parts.items()
            if part is not Part.COMMENTS and not numbers & rows.keys()
        ]
        remarks = (
            *(r for t in tables for r in t.remarks),
            *_missing(table, missing),
            *strays,
        )
        lists.extend(_lists_of(table, parts, remarks))
    return tuple(lists)


Parts = Mapping[Part, Mapping[str, Sequence[Cells]]]


def _by_number(tables: Iterable[Table], part: Part) -> dict[str, list[Cells]]:
    rows: dict[str, list[Cells]] = defaultdict(list)
    for table in tables:
        if table.part is part:
            for row in table.rows:
                rows[row["ent_num"]].append(row)
    return rows


def _strays(parts: Parts, owners: Mapping[str, int]) -> tuple[str, ...]:
    """Rows of other parts whose number no party has."""
    said = []
    for part, rows in parts.items():
        lost = [number for number in rows if number not in owners]
        if lost:
            count = sum(len(rows[number]) for number in lost)
            said.append(
                f"{count} rows of {part.name.lower()} belong to no entry of the main "
                f"file, the first to number {lost[0]}; they were not taken."
            )
    return tuple(said)


def _missing(table: Table, parts: Iterable[Part]) -> tuple[str, ...]:
    what = " and ".join(part.name.lower() for part in parts)
    if not what:
        return ()
    return (
        f"{table.name or 'The main file'} came without the files of its {what}, so "
        f"these are missing; give all parts in one folder or zip.",
    )


def _lists_of(
    table: Table, parts: Parts, remarks: tuple[str, ...]
) -> tuple[ParsedList, ...]:
    non_sdn = is_non_sdn(_programs(row) for row in table.rows)
    by_code: dict[str, list[ListEntry]] = defaultdict(list)
    for row in table.rows:
        entry, long_remarks = _entry(row, parts)
        codes = codes_by_program(entry.programs, long_remarks) if non_sdn else (SDN,)
        for code in codes:
            by_code[code].append(replace(entry, list=code))
    return tuple(
        ParsedList(source.code, tuple(by_code[source.code]), remarks=remarks)
        for source in CATALOG
        if source.code in by_code
    )


def _programs(row: Cells) -> tuple[str, ...]:
    """``SDGT] [IRGC] [IFSR``: the brackets at both ends are left out."""
    parts = re.split(r"\]\s*\[|;", row.get("Program", "").strip("[] "))
    return tuple(part.strip() for part in parts if part.strip())


def _entry(row: Cells, parts: Parts) -> tuple[ListEntry, str]:
    number = row["ent_num"]
    comments = parts[Part.COMMENTS].get(number, ())
    remarks = row.get("Remarks", "")
    for more in comments:
        # The main file cuts remarks at 1,000 characters; the rest goes on right behind.
        remarks += more.get("remarks_extended", "")
    facts = Facts()
    for column, key in _DETAILS:
        facts.detail(key, " ".join(row.get(column, "").split()))
    if sign := row.get("Call_Sign", ""):
        facts.feature("Vessel Call Sign", sign)
    said = read_remarks(remarks, facts)
    addresses, places = read_addresses(
        {
            "address": a.get("address"),
            "city": a.get("city_state_province_postal_code"),
            "country": a.get("country"),
        }
        for a in parts[Part.ADDRESSES].get(number, ())
    )
    for address in parts[Part.ADDRESSES].get(number, ()):
        facts.detail("address_remarks", address.get("add_remarks", ""))
    aliases = [_alias(a) for a in parts[Part.ALIASES].get(number, ())]
    for alias in parts[Part.ALIASES].get(number, ()):
        facts.detail("alias_remarks", alias.get("alt_remarks", ""))
    kind = stated_type(row.get("SDN_Type", ""))
    return (
        ListEntry(
            list="",
            name=" ".join(row.get("SDN_Name", "").split()),
            type=PartyType.ORGANIZATION if kind is PartyType.UNKNOWN else kind,
            number=number,
            aliases=tuple(
                dict.fromkeys(a for a in (*aliases, *said.aliases) if a.name)
            ),
            addresses=addresses,
            identifiers=tuple(facts.identifiers),
            countries=tuple(dict.fromkeys((*places, *facts.countries))),
            programs=_programs(row),
            details=tuple(facts.details),
            published=(*row.items(), *_other_parts(number, parts)),
        ),
        remarks,
    )


def _alias(row: Cells) -> Alias:
    kind = AliasKind.FKA if row.get("alt_type") == "fka" else AliasKind.AKA
    return Alias(" ".join(row.get("alt_name", "").split()), kind)


def _other_parts(number: str, parts: Parts) -> Iterable[tuple[str, str]]:
    """The rows of the other parts, as JSON text under the part's name."""
    for part, rows in parts.items():
        if number in rows:
            kept = [
                {k: v for k, v in r.items() if k != "ent_num"} for r in rows[number]
            ]
            yield part.name.lower(), as_json(kept)
