"""A user's file of parties, or of cleared pairs → a list; whole or not at all."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from listgate.errors import ParseError, QueryError
from listgate.records import (
    Address,
    Alias,
    Identifier,
    ListEntry,
    ParsedList,
    PartyType,
)
from listgate.sources.countries import address_country, country_code
from listgate.sources.ftm import looks_like_ftm, parse_ftm
from listgate.sources.json_text import of_its_form
from listgate.sources.unpack import unpack
from listgate.sources.workbook import looks_like_workbook
from listgate.tables.columns import FIELDS, Columns, fold
from listgate.tables.reader import AS_IT_IS, Reading, Table
from listgate.tables.rows import RowError

Fields = Mapping[str, str | list[str]]
# Where it stands, the known fields, the other columns, all as written.
Row = tuple[str, Fields, dict[str, str], tuple[tuple[str, str], ...]]

_NUMBER = re.compile(r"[A-Za-z0-9._-]{1,60}")
_KINDS = re.compile(r"(imo|lei|uscc|mmsi|isin|duns|passport|inn)\b[\s:#.]*(\S.*)", re.I)
_SHAPES = {
    "uscc": re.compile(r"[0-9A-HJ-NPQRTUWXY]{2}\d{6}[0-9A-HJ-NPQRTUWXY]{10}"),
    "lei": re.compile(r"[A-Z0-9]{18}\d\d"),
}
_TYPES = {
    "company": PartyType.ORGANIZATION,
    "entity": PartyType.ORGANIZATION,
    "individual": PartyType.PERSON,
    "ship": PartyType.VESSEL,
}
# What a row of cleared pairs says beside the party; the party's own fields may follow.
CLEARED_COLUMNS = ("party", "entry", "by", "when", "why", "until")
# What a row of parties says beside a party's own fields.
OWN_COLUMNS = ("reason", "until")
_HEAD = 1 << 16


def read_parties(
    path: str | Path, code: str, name: str, how: Reading = AS_IT_IS
) -> ParsedList:
    """The parties of a file, as the entries of an own list.

    Columns are those of a file to be screened, and ``reason`` and ``until``.

    Args:
        path: CSV, JSON Lines or another form that tables are read in.
        code: The list's code.
        name: What the user calls the file.
        how: How the user wants it to be read.

    Raises:
        ParseError: a row cannot be read, or names nobody.
        QueryError: the file cannot be opened or has no column of names.
    """
    remarks: dict[str, None] = {}
    entries = []
    table = _Rows(path, name, how)
    for where, known, rest, published in table:
        party = _one(known, "name") or next(iter(_many(known, "alias")), "")
        if not party:
            raise ParseError(name, f"{name}, {where}: there is no name.", where)
        told = _one(known, "type")
        kind = _type(told)
        if told and kind is PartyType.UNKNOWN and told.lower() != "unknown":
            remarks[f"“{told}” is no type of party; it was left out."] = None
        end = _day(rest.get("until", ""), "until", where, name)
        entry = _entry(code, party, kind, known, rest.get("reason", ""), end)
        entries.append(replace(entry, published=published))
    if not entries:
        raise ParseError(name, f"{name} holds no parties.")
    return ParsedList(code, tuple(entries), None, (*table.notes, *remarks))


def read_entities(data: bytes, code: str, name: str) -> ParsedList | None:
    """The parties of FollowTheMoney lines, such as OpenSanctions' exports.

    Each line that is a party is an entry, whatever dataset it is of; the topics that
    the export gives it are its reason.

    Args:
        data: The file's bytes, plain or packed.
        code: The list's code.
        name: What the user calls the file.

    Returns:
        The list; None where the file holds something else.

    Raises:
        ParseError: a line is no entity, or there is no party.
    """
    if looks_like_workbook(data):
        return None
    try:
        ((_, content),) = unpack(data, name=name)
        text = content.decode("utf-8-sig")
    except (ParseError, ValueError):
        return None  # damaged or several files: the reader of tables tells which
    if not looks_like_ftm(text[:_HEAD]):
        return None
    with of_its_form(name):
        (parsed,) = parse_ftm(text, name=name, code=code)
    return replace(parsed, entries=tuple(map(_of_entity, parsed.entries)))


def _of_entity(entry: ListEntry) -> ListEntry:
    """An entity as an entry of an own list: under its own id, with its topics."""
    cells = dict(entry.published)
    topics = json.loads(cells.get("topics") or "[]")
    reason = ", ".join(map(str, topics if isinstance(topics, list) else [topics]))
    told = tuple(d for d in entry.details if d[0] != "reason")
    number = cells["id"] if _NUMBER.fullmatch(cells["id"]) else ""
    return replace(
        entry,
        number=number,
        details=(("reason", reason), *told) if reason else told,
    )


def read_cleared(
    path: str | Path,
    code: str,
    name: str,
    parties: str | Path | None = None,
    how: Reading = AS_IT_IS,
) -> ParsedList:
    """The cleared pairs of a file: one entry a pair, its columns in the details.

    Args:
        path: The file, with columns ``party,entry,by,when,why,until``; it may give the
            party's other fields too.
        code: The code under which the list is kept.
        name: What the user calls the file.
        parties: The file with the parties' rows; ``party`` is then an id or a name
            in it.
        how: How the user wants the file to be read.

    Raises:
        ParseError: a row cannot be read or lacks party, entry, by, when or why.
        QueryError: the file cannot be opened or has no column ``party``.
    """
    entries = []
    rows = _rows_of(parties) if parties is not None else None
    mapping = dict(how.mapping)
    mapping["name"] = mapping.pop("party", ("party",))
    table = _Rows(path, name, replace(how, mapping=mapping))
    for where, known, rest, _ in table:
        cells = {"party": _one(known, "name"), **rest}
        for column in CLEARED_COLUMNS[:-1]:
            if not cells.get(column):
                raise ParseError(name, f"{name}, {where}: there is no {column}.", where)
        until = _day(cells.get("until", ""), "until", where, name)
        when = _day(cells["when"], "when", where, name)
        if until and when and until <= when:
            raise ParseError(
                name, f"{name}, {where}: until {until} is not after {when}.", where
            )
        if rows is not None:
            row = rows.get(f"#{cells['party']}") or rows.get(_key(cells["party"]))
            if row is None:
                said = f"{parties} has no party {cells['party']!r}"
                raise ParseError(name, f"{name}, {where}: {said}.", where)
            known = row
            cells |= {"name": _one(row, "name"), "whole": "yes"}
        told = [(c, cells.get(c, "")) for c in (*CLEARED_COLUMNS, "whole")]
        told += [(f, text) for f in _PARTY for text in _many(known, f)]
        told += [("name", cells["name"])] if cells.get("name") else []
        entries.append(
            ListEntry(
                list=code,
                name=f"{cells['party']} / {cells['entry']}",
                details=tuple((k, v) for k, v in told if v),
            )
        )
    if not entries:
        raise ParseError(name, f"{name} holds no pairs.")
    return ParsedList(code, tuple(entries), None, tuple(table.notes))


def _rows_of(path: str | Path) -> dict[str, Fields]:
    """The rows of a file of parties, by ``#id`` and by name; the first of each counts."""
    found: dict[str, Fields] = {}
    for _, known, _, _ in _Rows(path, Path(path).name, AS_IT_IS):
        for key in (f"#{_one(known, 'id')}", _key(_one(known, "name"))):
            found.setdefault(key, known)
    return found


def _key(name: str) -> str:
    return " ".join(name.split()).casefold()


_PARTY = tuple(name for name in FIELDS if name != "name")


class _Rows:
    """The rows of a file; one that cannot be read refuses the file.

    ``notes`` say what was taken for what in it, once the rows have been read.
    """

    def __init__(self, path: str | Path, name: str, how: Reading) -> None:
        self._path, self._name, self._how = path, name, how
        self.notes: list[str] = []

    def __iter__(self) -> Iterator[Row]:
        how = self._how
        told = {f: columns for f, columns in how.mapping.items() if f in FIELDS}
        table = Table(self._path, told, encoding=how.encoding, sheets=how.sheets)
        try:
            ours = self._ours(table)
            for chunk in table.chunks():
                for number, row in enumerate(chunk.rows, chunk.first):
                    yield self._row(table, row, f"row {number}", ours)
            self.notes = list(table.notes)
        finally:
            table.close()

    def _ours(self, table: Table) -> dict[str, str]:
        """The fields that are no party's by the folded names of their columns."""
        rest = {f: c for f, c in self._how.mapping.items() if f not in FIELDS}
        ours = {fold(c): field for field, columns in rest.items() for c in columns}
        if isinstance(table.columns, Columns):
            known = {fold(column) for column in table.columns.header}
            for column in (c for columns in rest.values() for c in columns):
                if fold(column) not in known:
                    raise QueryError("--map", f"{self._name} has no column {column}.")
        return ours

    def _row(self, table: Table, row: Any, where: str, ours: dict[str, str]) -> Row:
        known: Any = row if isinstance(row, RowError) else table.columns.party(row)
        if isinstance(known, RowError):
            raise ParseError(
                self._name, f"{self._name}, {where}: {known.error}.", where
            )
        rest = {
            ours.get(fold(key), fold(key)): _text(value)
            for key, value in table.columns.rest(row).items()
        }
        cells = (
            zip(table.columns.header, row, strict=False)
            if isinstance(table.columns, Columns)
            else row.items()
        )
        published = tuple((key, _text(v)) for key, v in cells if _text(v))
        return where, known, rest, published


def _entry(
    code: str,
    party: str,
    kind: PartyType,
    known: Fields,
    reason: str,
    end: date | None,
) -> ListEntry:
    """One party as an entry."""
    addresses = _many(known, "address")
    stated = [country_code(c) for c in _parts(_many(known, "country"))]
    found = [address_country(a) for a in addresses]
    codes = tuple(dict.fromkeys(c for c in (stated if any(stated) else found) if c))
    number = _one(known, "id")
    return ListEntry(
        list=code,
        name=party,
        type=kind,
        number=number if _NUMBER.fullmatch(number) else "",
        aliases=tuple(Alias(a) for a in _parts(_many(known, "alias")) if a != party),
        # `Springfield, IL` is in Illinois where the row says US, and not in Israel.
        addresses=tuple(
            Address(a, c if c in codes else codes[0] if len(codes) == 1 else "")
            for a, c in zip(addresses, found, strict=True)
        ),
        identifiers=tuple(
            _identifier(i, codes[0] if codes else "")
            for i in _parts(_many(known, "identifier"))
        ),
        countries=codes,
        end_date=end,
        details=(
            *((("reason", reason),) if reason else ()),
            *(("date_of_birth", d) for d in _parts(_many(known, "birth_date"))),
            *(("place_of_birth", p) for p in _many(known, "birth_place")),
        ),
    )


def _identifier(text: str, country: str) -> Identifier:
    """A number with its kind, where a word before it or its shape tells that."""
    if told := _KINDS.match(text):
        kind = told[1].lower()
        return Identifier("tax-id" if kind == "inn" else kind, told[2], country)
    compact = text.upper().replace(" ", "")
    shape = next(
        (k for k, s in _SHAPES.items() if s.fullmatch(compact)), "registration"
    )
    return Identifier(shape, text, country)


def _type(text: str) -> PartyType:
    word = text.lower()
    try:
        return _TYPES.get(word) or PartyType(word)
    except ValueError:
        return PartyType.UNKNOWN


def _day(text: str, column: str, where: str, name: str) -> date | None:
    if not text:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise ParseError(
            name,
            f"{name}, {where}: {column} “{text}” is no date of the form YYYY-MM-DD.",
            where,
        ) from None


def _text(value: Any) -> str:
    if isinstance(value, (list, dict)):
        return json.dumps(value, ensure_ascii=False)
    return "" if value is None else str(value).strip()


def _one(known: Fields, field: str) -> str:
    value = known.get(field, "")
    return value if isinstance(value, str) else "; ".join(value)


def _many(known: Fields, field: str) -> list[str]:
    value = known.get(field, "")
    return [value] if isinstance(value, str) and value else list(value or ())


def _parts(values: list[str]) -> list[str]:
    """The values of a field; a cell may hold several, joined by semicolons."""
    return [part.strip() for v in values for part in v.split(";") if part.strip()]
