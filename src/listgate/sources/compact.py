"""The compact form of an embedded list: one compressed JSON document of columns.

Standard phrases, sources, programs and notes stand once in ``texts`` and are named by
their place; citations once in ``cites``. Rare fields are objects keyed by row. A column
compresses better than rows do, and a list of 19,000 entries opens in a quarter second.
``read`` and ``write`` are each other's inverse, save for what other modules give at
reading: the version, a citation's first page and day, and the day in force.
"""

from __future__ import annotations

import json
import lzma
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from listgate.records import (
    Address,
    Alias,
    AliasKind,
    AliasQuality,
    Citation,
    DatedBy,
    Identifier,
    ListEntry,
    PartyType,
)
from listgate.sources.rules import cited, since

# Letters of the type column.
_TYPES = {
    "p": PartyType.PERSON,
    "o": PartyType.ORGANIZATION,
    "v": PartyType.VESSEL,
    "a": PartyType.AIRCRAFT,
    "d": PartyType.ADDRESS,
    "u": PartyType.UNKNOWN,
}
_LETTERS = {t: letter for letter, t in _TYPES.items()}
_PLAIN = Alias("")


@dataclass(frozen=True, slots=True)
class EarlierText:
    """What an entry said before a rule or an edit changed it.

    The text held from ``day_from`` (None: since the entry was added) until ``day_to``,
    exclusive. ``day_to`` is None where only ``seen_on``, a day on which a source shows
    it, is known: the change came later, on an unknown day. An empty field says the same
    as the text that came after; ``cite`` is the rule that ended it, if any.
    """

    entry: str
    day_from: date | None
    day_to: date | None
    seen_on: date | None = None
    name: str = ""
    license_requirement: str = ""
    license_review_policy: str = ""
    footnotes: tuple[int, ...] | None = None
    cite: str = ""
    source: str = ""


@dataclass(frozen=True, slots=True)
class Input:
    """A publisher's file that a list was made from."""

    name: str
    sha256: str
    date: str = ""


@dataclass(frozen=True, slots=True)
class PackedList:
    """One list as it is stored in the package."""

    code: str
    published_at: date
    dated_by: DatedBy
    entries: tuple[ListEntry, ...]
    earlier: tuple[EarlierText, ...] = ()
    inputs: tuple[Input, ...] = ()


class _Table:
    """Distinct values in the order of their first use."""

    def __init__(self) -> None:
        self.places: dict[Any, int] = {}

    def place(self, value: Any) -> int:
        return self.places.setdefault(value, len(self.places))


def write(packed: PackedList) -> bytes:
    """The list's bytes; the same list gives the same document."""
    texts, cites = _Table(), _Table()
    columns: dict[str, Any] = {
        "id": [_short(e.entry, packed.code) for e in packed.entries],
        "name": [e.name for e in packed.entries],
        "type": "".join(_LETTERS[e.type] for e in packed.entries),
        "countries": [" ".join(e.countries) for e in packed.entries],
    }
    sparse: dict[str, dict[str, Any]] = {}
    for row, entry in enumerate(packed.entries):
        for key, value in _rare(entry, texts, cites).items():
            if value:
                sparse.setdefault(key, {})[str(row)] = value
    earlier = [_earlier_row(t, packed.code, texts) for t in packed.earlier]
    document = {
        "list": packed.code,
        "published": packed.published_at.isoformat(),
        "dated_by": packed.dated_by.value,
        "inputs": [[i.name, i.sha256, i.date] for i in packed.inputs],
        "texts": list(texts.places),
        "cites": [[c, d] for c, d in cites.places],
        "columns": columns,
        "sparse": sparse,
        "earlier": earlier,
    }
    text = json.dumps(document, ensure_ascii=False, separators=(",", ":"))
    return lzma.compress(text.encode(), preset=9 | lzma.PRESET_EXTREME)


def read(data: bytes, version: str = "") -> PackedList:
    """The list in the bytes; ``version`` is set on each entry."""
    doc = json.loads(lzma.decompress(data))
    code = doc["list"]
    texts: list[str] = doc["texts"]
    cites = [cited(c, _day(d)) for c, d in doc["cites"]]
    columns, sparse = doc["columns"], doc["sparse"]
    get = {
        key: sparse.get(key, {})
        for key in [
            "number",
            "aliases",
            "addresses",
            "ids",
            "programs",
            "req",
            "pol",
            "notes",
            "foot",
            "cites",
            "start",
            "end",
            "details",
        ]
    }
    versions = (version,) if version else ()
    countries: dict[str, tuple[str, ...]] = {}
    first_days: dict[tuple[Citation, ...], Any] = {}
    entries = []
    rows = zip(
        columns["id"],
        columns["name"],
        columns["type"],
        columns["countries"],
        strict=True,
    )
    for number, (short, name, letter, codes) in enumerate(rows):
        at = str(number)
        found = get["cites"].get(at)
        citations = tuple([cites[i] for i in found]) if found else ()
        start = _day(get["start"].get(at))
        first = first_days.get(citations) if start is None else None
        if first is None:
            first = since(citations, start, code)
            if start is None:
                first_days[citations] = first
        land = countries.get(codes)
        if land is None:
            land = countries[codes] = tuple(codes.split())
        entries.append(
            ListEntry(
                code,
                name,
                _TYPES[letter],
                f"{code}:{short}",
                get["number"].get(at, ""),
                _aliases(get["aliases"].get(at, ()), texts),
                tuple(
                    [
                        Address(t, c, texts[s])
                        for t, c, s in get["addresses"].get(at, ())
                    ]
                ),
                tuple([Identifier(*i) for i in get["ids"].get(at, ())]),
                land,
                tuple([texts[i] for i in get["programs"].get(at, ())]),
                texts[get["req"][at] - 1] if at in get["req"] else "",
                texts[get["pol"][at] - 1] if at in get["pol"] else "",
                tuple(get["foot"].get(at, ())),
                citations,
                start,
                _day(get["end"].get(at)),
                first[0],
                first[1],
                None,
                tuple([(texts[k], v) for k, v in get["details"].get(at, ())]),
                tuple([texts[i] for i in get["notes"].get(at, ())]),
                versions,
            )
        )
    return PackedList(
        code,
        date.fromisoformat(doc["published"]),
        DatedBy(doc["dated_by"]),
        tuple(entries),
        tuple(_earlier(row, code, texts) for row in doc["earlier"]),
        tuple(Input(*i) for i in doc["inputs"]),
    )


def _rare(entry: ListEntry, texts: _Table, cites: _Table) -> dict[str, Any]:
    """The fields of an entry that many entries lack, as stored."""
    return {
        "number": entry.number,
        "aliases": [_alias_row(a, texts) for a in entry.aliases],
        "addresses": [
            [a.text, a.country, texts.place(a.source)] for a in entry.addresses
        ],
        "ids": [[i.kind, i.value, i.country] for i in entry.identifiers],
        "programs": [texts.place(p) for p in entry.programs],
        # Places count from one here, so that zero means none.
        "req": entry.license_requirement and texts.place(entry.license_requirement) + 1,
        "pol": entry.license_review_policy
        and texts.place(entry.license_review_policy) + 1,
        "notes": [texts.place(n) for n in entry.notes],
        "foot": list(entry.footnotes),
        "cites": [
            cites.place(
                (c.printed, c.published_at.isoformat() if c.published_at else "")
            )
            for c in entry.citations
        ],
        "start": entry.start_date and entry.start_date.isoformat(),
        "end": entry.end_date and entry.end_date.isoformat(),
        "details": [[texts.place(k), v] for k, v in entry.details],
    }


def _alias_row(alias: Alias, texts: _Table) -> Any:
    """A name alone for the usual alias, a row for any other."""
    usual = (alias.kind, alias.quality, alias.source)
    if usual == (_PLAIN.kind, _PLAIN.quality, _PLAIN.source):
        return alias.name
    return [
        alias.name,
        alias.kind.value,
        alias.quality.value,
        texts.place(alias.source),
    ]


def _aliases(rows: Iterable[Any], texts: list[str]) -> tuple[Alias, ...]:
    return tuple(
        [
            Alias(row)
            if isinstance(row, str)
            else Alias(row[0], AliasKind(row[1]), AliasQuality(row[2]), texts[row[3]])
            for row in rows
        ]
    )


def _earlier_row(text: EarlierText, code: str, texts: _Table) -> list[Any]:
    days = [
        d.isoformat() if d else "" for d in (text.day_from, text.day_to, text.seen_on)
    ]
    return [
        _short(text.entry, code),
        *days,
        text.name,
        texts.place(text.license_requirement),
        texts.place(text.license_review_policy),
        None if text.footnotes is None else list(text.footnotes),
        text.cite,
        texts.place(text.source),
    ]


def _earlier(row: list[Any], code: str, texts: list[str]) -> EarlierText:
    short, day_from, day_to, seen_on, name, req, pol, foot, cite, source = row
    return EarlierText(
        f"{code}:{short}",
        _day(day_from),
        _day(day_to),
        _day(seen_on),
        name,
        texts[req],
        texts[pol],
        None if foot is None else tuple(foot),
        cite,
        texts[source],
    )


def _short(entry: str, code: str) -> str:
    """An entry's id without the list's code."""
    head, _, tail = entry.partition(":")
    if head != code or not tail:
        raise ValueError(f"{entry!r} is not an id of the list {code}")
    return tail


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
