"""A user's file of parties, or of cleared pairs → a list; whole or not at all."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any

from listgate.errors import ParseError
from listgate.records import (
    Address,
    Alias,
    Identifier,
    ListEntry,
    ParsedList,
    PartyType,
)
from listgate.sources.countries import address_country, country_code
from listgate.tables.reader import Table
from listgate.tables.rows import RowError

Fields = Mapping[str, str | list[str]]
Row = tuple[str, Fields, dict[str, str]]  # where it stands, known fields, other columns

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


def read_parties(path: str | Path, code: str, name: str) -> ParsedList:
    """The parties of a file, as the entries of an own list.

    Columns are those of a file to be screened, and ``reason`` and ``until``.

    Args:
        path: CSV, JSON Lines or another form that tables are read in.
        code: The list's code.
        name: What the user calls the file.

    Raises:
        ParseError: a row cannot be read, or names nobody.
        QueryError: the file cannot be opened or has no column of names.
    """
    remarks: dict[str, None] = {}
    entries = []
    for where, known, rest in _rows(path, name, {}):
        party = _one(known, "name") or next(iter(_many(known, "alias")), "")
        if not party:
            raise ParseError(name, f"{name}, {where}: there is no name.", where)
        told = _one(known, "type")
        kind = _type(told)
        if told and kind is PartyType.UNKNOWN and told.lower() != "unknown":
            remarks[f"“{told}” is no type of party; it was left out."] = None
        end = _day(rest.get("until", ""), "until", where, name)
        entries.append(_entry(code, party, kind, known, rest.get("reason", ""), end))
    if not entries:
        raise ParseError(name, f"{name} holds no parties.")
    return ParsedList(code, tuple(entries), None, tuple(remarks))


def read_cleared(
    path: str | Path, code: str, name: str, parties: str | Path | None = None
) -> ParsedList:
    """The cleared pairs of a file: one entry a pair, its columns in the details.

    Args:
        path: The file, with columns ``party,entry,by,when,why,until``; it may give the
            party's other fields too.
        code: The code under which the list is kept.
        name: What the user calls the file.
        parties: The file with the parties' rows; ``party`` is then an id or a name
            in it.

    Raises:
        ParseError: a row cannot be read or lacks party, entry, by, when or why.
        QueryError: the file cannot be opened or has no column ``party``.
    """
    entries = []
    rows = _rows_of(parties) if parties is not None else None
    for where, known, rest in _rows(path, name, {"name": ("party",)}):
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
    return ParsedList(code, tuple(entries))


def _rows_of(path: str | Path) -> dict[str, Fields]:
    """The rows of a file of parties, by ``#id`` and by name; the first of each counts."""
    found: dict[str, Fields] = {}
    for _, known, _ in _rows(path, Path(path).name, {}):
        for key in (f"#{_one(known, 'id')}", _key(_one(known, "name"))):
            found.setdefault(key, known)
    return found


def _key(name: str) -> str:
    return " ".join(name.split()).casefold()


_PARTY = ("id", "alias", "address", "country", "type", "identifier")


def _rows(
    path: str | Path, name: str, mapping: Mapping[str, tuple[str, ...]]
) -> Iterator[Row]:
    """The rows of a file; one that cannot be read refuses the file."""
    table = Table(path, mapping)
    try:
        for chunk in table.chunks():
            for number, row in enumerate(chunk.rows, chunk.first):
                where = f"row {number}"
                known: Any = row if isinstance(row, RowError) else None
                known = known or table.columns.party(row)
                if isinstance(known, RowError):
                    raise ParseError(name, f"{name}, {where}: {known.error}.", where)
                rest = table.columns.rest(row)
                yield where, known, {_fold(k): _text(v) for k, v in rest.items()}
    finally:
        table.close()


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
    countries = [country_code(c) for c in _parts(_many(known, "country"))]
    if not any(countries):
        countries = [address_country(a) for a in addresses]
    codes = tuple(dict.fromkeys(c for c in countries if c))
    number = _one(known, "id")
    return ListEntry(
        list=code,
        name=party,
        type=kind,
        number=number if _NUMBER.fullmatch(number) else "",
        aliases=tuple(Alias(a) for a in _parts(_many(known, "alias")) if a != party),
        addresses=tuple(
            Address(a, address_country(a) or (codes[0] if len(codes) == 1 else ""))
            for a in addresses
        ),
        identifiers=tuple(
            _identifier(i, codes[0] if codes else "")
            for i in _parts(_many(known, "identifier"))
        ),
        countries=codes,
        end_date=end,
        details=(("reason", reason),) if reason else (),
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


def _fold(name: str) -> str:
    return name.strip().strip("\ufeff").casefold()


def _text(value: Any) -> str:
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
