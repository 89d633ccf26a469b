"""Blocks of Beneficial Ownership lines, column by column, as `bods` reads each statement.

Parties with one name and relationships that are one direct shareholding are taken as
columns, the other statements of a block one by one. Version 0.4 only: before it, fields
that are numbers here could be truth values, and texts objects.
"""

from __future__ import annotations

import json
from array import array
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import TYPE_CHECKING, Any

from listgate.errors import QueryError
from listgate.ownership.bods import SHARES, BodsReader, share_bounds
from listgate.ownership.days import first_day, last_day
from listgate.ownership.json_blocks import (
    as_columns,
    distinct,
    either,
    is_one_of,
    kept,
    lengths,
    numbers_of,
    placed,
    texts_of,
)

if TYPE_CHECKING:
    from listgate.ownership.graph import Days
    from listgate.ownership.json_blocks import Mask, Places
    from listgate.ownership.shares import Bounds

_BOUNDS = ("exact", "minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum")
_OLD = ("statementType", "replacesStatements")
# An interested party that is not specified is an object; others are texts.
_UNSPECIFIED = ('"interestedParty":{', '"interestedParty": {')


@cache
def _schema() -> tuple[tuple[str, Any], ...]:
    import pyarrow as pa

    text = pa.string()
    share = pa.struct([(name, pa.float64()) for name in _BOUNDS])
    told = ("type", "directOrIndirect", "startDate", "endDate")
    interest = pa.struct([*((name, text) for name in told), ("share", share)])
    details = pa.struct(
        [
            *((name, text) for name in ("subject", "interestedParty", "name")),
            ("interests", pa.list_(interest)),
            ("componentRecords", pa.list_(text)),
            ("alternateNames", pa.list_(text)),
            ("names", pa.list_(pa.struct([("fullName", text)]))),
            ("jurisdiction", pa.struct([("code", text)])),
        ]
    )
    ids = ("statementId", "recordId", "recordType", "recordStatus", "statementDate")
    published = pa.struct([("publicationDate", text)])
    return (
        *((name, text) for name in ids),
        ("publicationDetails", published),
        ("recordDetails", details),
    )


def take_lines(
    reader: BodsReader, lines: Sequence[str], place: Callable[[int], str]
) -> bool:
    """Takes a block of lines; false, and nothing taken, where it cannot.

    Args:
        reader: Where they go.
        lines: JSON objects, one a line.
        place: Puts the number of a line of the block, from 0, into words.

    Raises:
        QueryError: A statement cannot be read.
    """
    import numpy as np

    text = "".join(lines)
    if any(word in text for word in _OLD):
        return False
    unlike: Sequence[int] = ()
    alike: Sequence[int] = range(len(lines))
    if any(word in text for word in _UNSPECIFIED):
        named = [not any(w in line for w in _UNSPECIFIED) for line in lines]
        unlike = [n for n in alike if not named[n]]
        alike = [n for n in alike if named[n]]
        text = "".join([lines[n] for n in alike])
    rows = as_columns(text, len(alike), _schema())
    if rows is None:
        return False
    try:
        held = _holdings(reader, rows)
        called = _names(rows)
    except QueryError:
        return False
    start = reader.taken
    _take_holdings(reader, held, [start + n + 1 for n in alike])
    _take_names(reader, called)
    rest = np.flatnonzero(~(held.rows | called.rows))
    todo = list(
        zip((alike[n] for n in rest.tolist()), rows.take(rest).to_pylist(), strict=True)
    )
    todo += [(n, json.loads(lines[n])) for n in unlike]
    for n, one in todo:
        reader.taken = start + n
        try:
            reader.take(one)
        except QueryError as error:
            raise QueryError(place(n), error.reason) from None
    reader.taken = start + len(lines)
    return True


@dataclass(frozen=True, slots=True)
class _Holdings:
    """Plain relationships: which rows they are, and their columns."""

    rows: Mask
    records: list[str]
    made: array[int]
    owners: list[str]
    owned: list[str]
    shares: array[int]
    days: array[int]


def _made(rows: Any, keep: Mask) -> tuple[list[date | None], Places]:
    """The different days of some statements, and for each its place among them."""
    published = rows.field("publicationDetails").field("publicationDate")
    told = either(texts_of(rows.field("statementDate")), texts_of(published))
    days, places = distinct(kept(told, keep))
    return [first_day(day) for (day,) in days], places


def _holdings(reader: BodsReader, rows: Any) -> _Holdings:
    """The relationships that are one direct shareholding between two named parties.

    Raises:
        QueryError: One cannot be read.
    """
    import numpy as np
    import pyarrow.compute as pc

    details = rows.field("recordDetails")
    record, owner, owned = (
        texts_of(column)
        for column in (
            rows.field("recordId"),
            details.field("interestedParty"),
            details.field("subject"),
        )
    )
    interests = details.field("interests")
    keep = is_one_of(rows.field("recordType"), ["relationship"])
    keep &= lengths(interests) == 1
    for column in (record, owner, owned):
        keep &= ~is_one_of(column, [""])
    keep &= ~is_one_of(rows.field("recordStatus"), ["closed"])
    # Of one interest each, so that they stand row by row beside the others.
    only = pc.list_flatten(kept(interests, keep))
    direct = is_one_of(only.field("type"), [SHARES])
    direct &= ~is_one_of(only.field("directOrIndirect"), ["indirect"])
    keep[np.flatnonzero(keep)[~direct]] = False
    only = kept(only, direct)
    share = only.field("share")
    numbers = [texts_of(pc.cast(share.field(name), "string")) for name in _BOUNDS]
    days = [texts_of(only.field(name)) for name in ("startDate", "endDate")]
    made, at_made = _made(rows, keep)
    ordinals = np.array([day.toordinal() if day else 0 for day in made], np.int64)
    return _Holdings(
        keep,
        kept(record, keep).to_pylist(),
        numbers_of(ordinals[at_made]),
        kept(owner, keep).to_pylist(),
        kept(owned, keep).to_pylist(),
        placed(reader.told_shares, reader.known_shares, _bounds, distinct(*numbers)),
        placed(reader.told_days, reader.known_days, _span, distinct(*days)),
    )


def _bounds(*told: str) -> Bounds:
    return share_bounds({n: t for n, t in zip(_BOUNDS, told, strict=True) if t})


def _span(first: str, last: str) -> Days:
    return first_day(first), last_day(last)


def _take_holdings(reader: BodsReader, held: _Holdings, places: Sequence[int]) -> None:
    import numpy as np

    at = numbers_of(np.array(places, np.int64)[held.rows])
    start = reader.versions.extend(held.records, held.made, at)
    count = len(held.records)
    reader.statements.extend(numbers_of(np.arange(start, start + count)))
    number = reader.graph.numbered
    reader.owners.extend(map(number, held.owners))
    reader.owned.extend(map(number, held.owned))
    reader.shares.extend(held.shares)
    reader.days.extend(held.days)


@dataclass(frozen=True, slots=True)
class _Named:
    """Parties of one name: which rows they are, and their columns."""

    rows: Mask
    records: list[str]
    made: list[date | None]
    names: list[str]
    countries: list[str]


def _names(rows: Any) -> _Named:
    """The parties that have one name.

    Raises:
        QueryError: A day cannot be read.
    """
    import pyarrow.compute as pc

    details = rows.field("recordDetails")
    record = texts_of(rows.field("recordId"))
    keep = is_one_of(rows.field("recordType"), ["entity"])
    for field in ("alternateNames", "names"):
        keep &= lengths(details.field(field)) == 0
    name = texts_of(details.field("name"))
    for column in (record, name):
        keep &= ~is_one_of(column, [""])
    days, places = _made(rows, keep)
    code = texts_of(kept(details.field("jurisdiction").field("code"), keep))
    return _Named(
        keep,
        kept(record, keep).to_pylist(),
        [days[place] for place in places.tolist()],
        [" ".join(text.split()) for text in kept(name, keep).to_pylist()],
        pc.utf8_upper(pc.utf8_slice_codeunits(code, 0, 2)).to_pylist(),
    )


def _take_names(reader: BodsReader, named: _Named) -> None:
    """Takes new parties at once, and again those that have a name, to weigh their days."""
    again = reader.graph.call(named.records, named.names, named.countries)
    fresh = dict(zip(named.records, named.made, strict=True))
    for place in again:
        fresh.pop(named.records[place], None)
    reader.named_on.update(fresh)
    for place in again:
        reader.name(
            named.records[place],
            named.made[place],
            [named.names[place]],
            named.countries[place],
        )
