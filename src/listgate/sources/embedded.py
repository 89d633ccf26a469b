"""The lists that come with the package, so that the first answer needs no download.

Each list is one file in ``data/embedded``, made by ``scripts/make_embedded.py`` from the
publishers' files; its version is the SHA-256 of that file. Files are read when asked
for, each once in a process.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cache
from importlib.resources import files

from listgate.errors import QueryError
from listgate.records import (
    Address,
    AliasKind,
    Basis,
    Citation,
    DatedBy,
    Identifier,
    ListEntry,
    ListVersion,
    Origin,
)
from listgate.sources.compact import EarlierText, Input, PackedList, read
from listgate.sources.rules import rule_of, since

EMBEDDED_CODES = (
    "us-bis-el",
    "us-bis-dpl",
    "us-bis-uvl",
    "us-bis-meu",
    "us-bis-mieu",
    "us-ofac-sdn",
    "us-ofac-ssi",
    "us-ofac-cmic",
    "us-ofac-mbs",
    "us-ofac-capta",
    "us-ofac-plc",
    "us-dos-isn",
    "us-dos-dtc",
    "us-fcc-covered",
    "us-dod-1260h",
    "us-ndaa-889",
    "us-dhs-uflpa",
)
# In the package, but asked for by name: its names stand on the American lists too.
EXTRA_CODES = ("jp-meti-eul",)

Versioned = tuple[ListVersion, tuple[ListEntry, ...]]


@dataclass(frozen=True, slots=True)
class EmbeddedLists:
    """Embedded lists that were asked for, one version each."""

    versions: tuple[Versioned, ...]

    def earlier_texts(self) -> tuple[EarlierText, ...]:
        """What the entries said before rules and edits changed them."""
        return tuple(
            text
            for version, _ in self.versions
            for text in _packed(version.code)[0].earlier
        )

    def inputs(self) -> dict[str, tuple[Input, ...]]:
        """The publishers' files that each list was made from, by list code."""
        return {v.code: _packed(v.code)[0].inputs for v, _ in self.versions}


def load(codes: Iterable[str] | None = None) -> EmbeddedLists:
    """The embedded lists with these codes; all American ones when left out.

    Args:
        codes: Codes of lists; empty gives none.

    Raises:
        QueryError: A code names no embedded list.
    """
    wanted = EMBEDDED_CODES if codes is None else codes
    return EmbeddedLists(tuple(_versioned(c) for c in wanted))


def versions(codes: Iterable[str] | None = None) -> tuple[tuple[str, str], ...]:
    """``(code, sha256:…)`` of each list, without reading any: what an index is keyed by."""
    return tuple((head.code, head.version) for head in heads(codes))


def heads(codes: Iterable[str] | None = None) -> tuple[ListVersion, ...]:
    """The versions of the lists without their entries, told in a millisecond.

    Raises:
        QueryError: A code names no embedded list.
    """
    known = _heads()
    for code in (wanted := tuple(EMBEDDED_CODES if codes is None else codes)):
        if code not in known:
            raise QueryError("list", f"no embedded list has the code {code!r}")
    return tuple(known[code] for code in wanted)


@cache
def _heads() -> dict[str, ListVersion]:
    text = (files(__package__) / "data" / "embedded" / "heads.json").read_text("utf-8")
    return {
        code: ListVersion(
            code=code,
            version=version,
            published_at=date.fromisoformat(published),
            dated_by=DatedBy(dated_by),
            origin=Origin.EMBEDDED,
            entries=entries,
        )
        for code, version, published, dated_by, entries in json.loads(text)
    }


def earlier_texts(code: str) -> dict[str, tuple[EarlierText, ...]]:
    """Earlier texts of one list's entries by entry id, oldest first."""
    found: dict[str, list[EarlierText]] = {}
    for text in _packed(code)[0].earlier:
        found.setdefault(text.entry, []).append(text)
    return {
        entry: tuple(sorted(rows, key=lambda t: t.day_to or t.seen_on or date.max))
        for entry, rows in found.items()
    }


def text_on(entry: ListEntry, day: date, earlier: Iterable[EarlierText]) -> ListEntry:
    """The entry with the name, requirement and policy that held on ``day``.

    Args:
        entry: The entry as its newest known text has it.
        day: The legal date asked about.
        earlier: The entry's own earlier texts.

    Returns:
        The entry changed by the text whose end is the first after ``day``. A text
        whose end is not known replaces the newer one only up to the day it was seen.
    """
    held = [t for t in earlier if (t.day_to or _after(t.seen_on)) > day]
    for text in sorted(
        held, key=lambda t: t.day_to or t.seen_on or date.max, reverse=True
    ):
        # From the newest back: an empty field says the same as the text after it.
        entry = replace(
            entry,
            name=text.name or entry.name,
            license_requirement=text.license_requirement or entry.license_requirement,
            license_review_policy=(
                text.license_review_policy or entry.license_review_policy
            ),
            footnotes=entry.footnotes if text.footnotes is None else text.footnotes,
        )
    return entry


def enrich(loaded: ListEntry, known: ListEntry) -> ListEntry:
    """A loaded entry with what it lacks and the same embedded entry knows.

    Addresses, identifiers and Chinese-script names are added with their own source;
    dated citations replace undated ones of the same rule and, when the loaded file has
    citations at all, only stand before them. What the loaded file says stays.
    """
    names = {_fold(n) for n in loaded.names()}
    aliases = tuple(
        replace(a, source="embedded list") if a.source == "publisher" else a
        for a in known.aliases
        if (a.kind is AliasKind.SCRIPT or a.source != "publisher")
        and _fold(a.name) not in names
    )
    places = {_fold(a.text) for a in loaded.addresses}
    addresses: tuple[Address, ...] = tuple(
        a for a in known.addresses if _fold(a.text) not in places
    )
    numbers = {(i.kind, i.value) for i in loaded.identifiers}
    identifiers: tuple[Identifier, ...] = tuple(
        i for i in known.identifiers if (i.kind, i.value) not in numbers
    )
    citations = _dated(loaded.citations, known.citations)
    first, basis = loaded.effective_from, loaded.effective_from_basis
    if citations != loaded.citations or first is None:
        found, found_basis = since(
            citations, loaded.start_date or known.start_date, loaded.list
        )
        if found is not None and basis not in (Basis.RULE,):
            first, basis = found, found_basis
    return loaded.but(
        aliases=loaded.aliases + aliases,
        addresses=loaded.addresses + addresses,
        identifiers=loaded.identifiers + identifiers,
        citations=citations,
        effective_from=first,
        effective_from_basis=basis,
    )


def by_id(codes: Iterable[str] | None = None) -> dict[str, ListEntry]:
    """Every embedded entry of the lists by its id."""
    return {e.entry: e for _, entries in load(codes).versions for e in entries}


def _dated(
    loaded: tuple[Citation, ...], known: tuple[Citation, ...]
) -> tuple[Citation, ...]:
    """Dated citations of ``known`` first, then what else the loaded entry cites."""
    dated = tuple(c for c in known if c.published_at is not None)
    if not dated:
        return loaded or known
    seen = {c.cite for c in dated}
    earliest = min(c.published_at for c in dated if c.published_at)
    rest = []
    for c in loaded:
        rule = rule_of(c.printed, c.published_at)
        day = c.published_at or (rule.published_at if rule else None)
        # The regulation's dated citations outrank an undated one of an older rule.
        if c.cite not in seen and (c.published_at or day is None or day >= earliest):
            rest.append(c)
    return dated + tuple(rest)


def _fold(text: str) -> str:
    return "".join(text.casefold().split())


def _after(day: date | None) -> date:
    """The day after, so that a text seen on a day holds on it."""
    return day + timedelta(days=1) if day else date.min


@cache
def _versioned(code: str) -> Versioned:
    packed, version = _packed(code)
    return (
        ListVersion(
            code=code,
            version=version,
            published_at=packed.published_at,
            dated_by=packed.dated_by,
            origin=Origin.EMBEDDED,
            entries=len(packed.entries),
        ),
        packed.entries,
    )


@cache
def _packed(code: str) -> tuple[PackedList, str]:
    data = _bytes(code)
    version = _version(data)
    return read(data, version), version


def _bytes(code: str) -> bytes:
    if code not in EMBEDDED_CODES + EXTRA_CODES:
        raise QueryError("list", f"no embedded list has the code {code!r}")
    return (files(__package__) / "data" / "embedded" / f"{code}.json.xz").read_bytes()


def _version(data: bytes) -> str:
    return f"sha256:{hashlib.sha256(data).hexdigest()}"
