"""Entries of one version ↔ one compressed block of bytes.

A block is zlib over JSON: one array an entry, its fields in the order of ``_FIELDS``
with empty ones at the end cut off. The publisher's own columns, which only ``show``
needs and which are most of the bytes, are a second block of the same length.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from listgate.errors import HistoryError
from listgate.records import (
    Address,
    Alias,
    AliasKind,
    AliasQuality,
    Citation,
    Identifier,
    ListEntry,
    PartyType,
)

_FORM = 1
# Level 6 is a third slower to write than 3 and a tenth smaller; reading is the same.
_LEVEL = 3


def pack_entries(entries: Iterable[ListEntry]) -> bytes:
    """The block of the entries, without the publisher's own columns."""
    return _pack([_row(e) for e in entries])


def pack_rows(entries: Iterable[ListEntry]) -> bytes:
    """The block of the publisher's own columns, entry by entry."""
    return _pack([e.published for e in entries])


def unpack_entries(code: str, block: bytes) -> tuple[ListEntry, ...]:
    """The entries of a block of list ``code``; ``published`` is empty.

    Raises:
        HistoryError: the block is damaged or of a form this program does not know.
    """
    return tuple(_entry(code, row) for row in _unpack(block))


def with_rows(entries: Sequence[ListEntry], block: bytes) -> tuple[ListEntry, ...]:
    """The entries with the publisher's own columns put back."""
    return tuple(
        replace(entry, published=tuple((k, v) for k, v in row))
        for entry, row in zip(entries, _unpack(block), strict=True)
    )


def _pack(rows: list[Any]) -> bytes:
    text = json.dumps(
        {"form": _FORM, "rows": rows}, ensure_ascii=False, separators=(",", ":")
    )
    return zlib.compress(text.encode(), _LEVEL)


def _unpack(block: bytes) -> list[Any]:
    try:
        content = json.loads(zlib.decompress(block))
    except (zlib.error, ValueError) as error:
        raise HistoryError(
            "A stored list version is damaged; load it again with --force."
        ) from error
    if content.get("form") != _FORM:
        raise HistoryError("A stored list version was written by a newer Listgate.")
    rows: list[Any] = content["rows"]
    return rows


def _row(e: ListEntry) -> list[Any]:
    row: list[Any] = [
        e.entry,
        e.name,
        e.type.value,
        e.number,
        [(a.name, a.kind.value, a.quality.value, a.source) for a in e.aliases],
        [(a.text, a.country, a.source) for a in e.addresses],
        [(i.kind, i.value, i.country) for i in e.identifiers],
        e.countries,
        e.programs,
        e.license_requirement,
        e.license_review_policy,
        e.footnotes,
        [(c.cite, c.printed, _text(c.published_at)) for c in e.citations],
        _text(e.start_date),
        _text(e.end_date),
        e.details,
        e.notes,
    ]
    while not row[-1]:
        row.pop()
    return row


_KINDS = {k.value: k for k in AliasKind}
_QUALITIES = {q.value: q for q in AliasQuality}
_TYPES = {t.value: t for t in PartyType}
_EMPTY: list[Any] = ["", "", "unknown", "", [], [], [], [], [], "", "", [], [], "", ""]
_EMPTY += [[], []]


def _entry(code: str, row: list[Any]) -> ListEntry:
    row = row + _EMPTY[len(row) :]
    return ListEntry(
        list=code,
        entry=row[0],
        name=row[1],
        type=_TYPES[row[2]],
        number=row[3],
        aliases=tuple([Alias(n, _KINDS[k], _QUALITIES[q], s) for n, k, q, s in row[4]]),
        addresses=tuple([Address(*a) for a in row[5]]),
        identifiers=tuple([Identifier(*i) for i in row[6]]),
        countries=tuple(row[7]),
        programs=tuple(row[8]),
        license_requirement=row[9],
        license_review_policy=row[10],
        footnotes=tuple(row[11]),
        citations=tuple([Citation(c, p, _date(d)) for c, p, d in row[12]]),
        start_date=_date(row[13]),
        end_date=_date(row[14]),
        details=tuple([(k, v) for k, v in row[15]]),
        notes=tuple(row[16]),
    )


def _text(day: date | None) -> str:
    return day.isoformat() if day else ""


def _date(text: str) -> date | None:
    return date.fromisoformat(text) if text else None
