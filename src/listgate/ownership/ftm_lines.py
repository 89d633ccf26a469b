"""Blocks of FollowTheMoney lines, column by column, as `ftm` reads each entity.

Plain links (one owner, one asset) and parties with one name are taken as columns, the
other entities of a block one by one.
"""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from typing import Any

from listgate.errors import QueryError
from listgate.ownership.days import first_day, last_day
from listgate.ownership.ftm import CODES, LINKS, NAMES, FtmReader, read_share
from listgate.ownership.graph import Days
from listgate.ownership.json_blocks import (
    as_columns,
    distinct,
    either,
    firsts,
    is_one_of,
    kept,
    lengths,
    mask,
    placed,
)
from listgate.ownership.shares import UNKNOWN, Bounds

_ONE_AT_MOST = ("percentage", "startDate", "endDate")
_PLACES = ("jurisdiction", "country")
_SOURCES = ("sourceUrl", "publisher")
_FIELDS = ("owner", "asset", *_ONE_AT_MOST, *_SOURCES, *_PLACES, *NAMES, *CODES)
# A block that names these holds entities inside entities.
_NESTED = ("ownershipOwner", "ownershipAsset")


@cache
def _schema() -> tuple[tuple[str, Any], ...]:
    import pyarrow

    text = pyarrow.string()
    properties = pyarrow.struct([(name, pyarrow.list_(text)) for name in _FIELDS])
    return (
        *(("id", text), ("schema", text), ("caption", text)),
        ("properties", properties),
    )


def take_lines(
    reader: FtmReader, lines: Sequence[str], place: Callable[[int], str]
) -> bool:
    """Takes a block of lines; false, and nothing taken, where it cannot.

    Args:
        reader: Where they go.
        lines: JSON objects, one a line.
        place: Puts the number of a line of the block, from 0, into words.

    Raises:
        QueryError: An entity cannot be read.
    """
    import numpy as np
    import pyarrow.compute as pc

    text = "".join(lines)
    if any(word in text for word in _NESTED):
        return False
    rows = as_columns(text, len(lines), _schema())
    if rows is None:
        return False
    keys, schemas, properties = map(rows.field, ("id", "schema", "properties"))
    fields = {name: properties.field(name) for name in _FIELDS}
    count = {name: lengths(field) for name, field in fields.items()}
    there = mask(properties.is_valid())
    owns = there & is_one_of(schemas, ["Ownership"])
    links = there & is_one_of(schemas, LINKS)
    plain = owns & (count["owner"] == 1) & (count["asset"] == 1)
    for name in _ONE_AT_MOST:
        plain &= count[name] <= 1
    named = there & ~owns & ~links & (count["name"] == 1)
    for name in (*NAMES[1:], *CODES):
        named &= count[name] == 0
    named &= mask(pc.not_equal(keys, ""))
    if not _take_links(reader, {n: kept(f, plain) for n, f in fields.items()}):
        return False
    of_names = {n: firsts(kept(fields[n], named)) for n in ("name", *_PLACES)}
    _name_parties(reader, kept(keys, named).to_pylist(), of_names)
    reader.left.update(Counter(kept(schemas, links).to_pylist()))
    rest = np.flatnonzero(~(plain | named | links))
    for row, entity in zip(rest.tolist(), rows.take(rest).to_pylist(), strict=True):
        try:
            reader.take(entity)
        except QueryError as error:
            raise QueryError(place(row), error.reason) from None
    return True


def _take_links(reader: FtmReader, fields: Mapping[str, Any]) -> bool:
    """Takes links of one owner and one asset; false where one of them cannot be read."""
    import numpy as np

    texts = {name: firsts(fields[name]) for name in fields if name not in NAMES}
    owners, assets = texts["owner"].to_pylist(), texts["asset"].to_pylist()
    if not all(owners) or not all(assets):
        return False
    links, told = reader.lines, distinct(texts["percentage"])
    days = distinct(texts["startDate"], texts["endDate"])
    stated = distinct(either(*(texts[name] for name in _SOURCES)))
    try:
        at_share = placed(links.told_shares, links.known_shares, _share, told)
        at_days = placed(links.told_days, links.known_days, _span, days)
    except QueryError:
        return False
    unknown = links.known_shares.get(UNKNOWN)
    for n, (text,) in enumerate(told[0]):
        if links.told_shares[text,] == unknown and read_share(text) is None:
            reader.unread[text] += int(np.count_nonzero(told[1] == n))
    number = reader.graph.numbered
    links.owners.extend(array("i", map(number, owners)))
    links.assets.extend(array("i", map(number, assets)))
    links.shares.extend(at_share)
    links.days.extend(at_days)
    links.sources.extend(placed(links.told_sources, links.known_sources, str, stated))
    return True


def _share(text: str) -> Bounds:
    return read_share(text) or UNKNOWN


def _span(first: str, last: str) -> Days:
    return first_day(first), last_day(last)


def _name_parties(
    reader: FtmReader, keys: Sequence[str], texts: Mapping[str, Any]
) -> None:
    """Takes what parties are called, and their countries."""
    import pyarrow.compute as pc

    places = either(*(texts[name] for name in _PLACES))
    countries = pc.utf8_upper(pc.utf8_slice_codeunits(places, 0, 2)).to_pylist()
    names = texts["name"].to_pylist()
    for place in reader.graph.call(keys, names, countries):
        reader.graph.party(keys[place], names[place])
