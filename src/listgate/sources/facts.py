"""Lists written down from facts, each with its citation → entries.

Section 889, the military-intelligence end users and other parties named in a statute or a
notice have no list file. They are kept as TOML: a list with its code, the date of what was
read, the source, and the entries.

    [[list]]
    code = "us-ndaa-889"
    published = 2026-07-31
    source = "Pub. L. 115-232, section 889(f)(3)"

    [[list.entry]]
    name = "Hytera Communications Corporation"
    aliases = ["Hytera"]
    countries = ["CN"]
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from datetime import date
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
from listgate.sources.catalog import by_code
from listgate.sources.citations import RuleOf, parse_citations
from listgate.sources.countries import country_code
from listgate.sources.party_type import infer_type

_LIST = re.compile(r"^\s*\[\[list\]\]\s*$", re.MULTILINE)
_OF_LIST = frozenset(
    ("code", "published", "source", "note", "start", "requirement", "policy", "entry")
)
_OF_ENTRY = frozenset(
    (
        "name",
        "aliases",
        "addresses",
        "countries",
        "identifiers",
        "type",
        "start",
        "end",
        "cite",
        "source",
        "notes",
        "programs",
    )
)
_DAYS = frozenset(("published", "start", "end"))
_LISTS = frozenset(("aliases", "addresses", "countries", "notes", "programs"))


def looks_like_facts(text: str) -> bool:
    """Whether a text is TOML with lists in it."""
    return bool(_LIST.search(text))


def parse_facts(
    text: str, *, name: str = "", first_page: RuleOf | None = None
) -> tuple[ParsedList, ...]:
    """The lists that a file of facts holds.

    Raises:
        ParseError: it is no TOML, a list has no known code or no source, or an entry has
            no name.
    """
    try:
        document = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise ParseError(
            name, f"{name or 'The file'} is TOML with a fault: {error}."
        ) from error
    return tuple(
        _list(row, at, name, first_page)
        for at, row in enumerate(document.get("list") or (), 1)
    )


def _list(
    row: Mapping[str, Any], at: int, name: str, first_page: RuleOf | None
) -> ParsedList:
    place = f"list {at}"
    try:
        code = by_code(str(row.get("code") or "")).code
    except QueryError as error:
        raise ParseError(
            name,
            f"{name or 'The file'}: {place} has no known code ({row.get('code')!r}).",
            place,
        ) from error
    if not row.get("source"):
        raise ParseError(
            name,
            f"{name or 'The file'}: {code} names no source; facts need a citation.",
            place,
        )
    _check(row, code, place, name)
    strange = {key: "" for key in row if key not in _OF_LIST}
    entries = []
    for number, entry in enumerate(row.get("entry") or (), 1):
        if not str(entry.get("name") or "").strip():
            raise ParseError(
                name,
                f"{name or 'The file'}: entry {number} of {code} has no name.",
                f"{code}, entry {number}",
            )
        _check(entry, code, f"{code}, entry {number}", name)
        for key in entry:
            if key not in _OF_ENTRY:
                strange.setdefault(key, f" (entry {number})")
        entries.append(_entry(entry, row, code, first_page))
    return ParsedList(
        code,
        tuple(entries),
        row.get("published"),
        tuple(
            f"{code}: `{key}` is not known and is kept as published{at}."
            for key, at in strange.items()
        ),
    )


def _check(row: Mapping[str, Any], code: str, place: str, name: str) -> None:
    """Refuses a value of the wrong kind, as in ``aliases = "Hytera"``.

    Raises:
        ParseError: a day is no date, or a list no list of texts.
    """
    for key, value in row.items():
        wrong = ""
        if key in _DAYS and type(value) is not date:
            wrong = "a date without quotes"
        elif key in _LISTS and not (
            isinstance(value, list) and all(isinstance(v, str) for v in value)
        ):
            wrong = "a list of texts"
        elif key == "identifiers" and not isinstance(value, dict):
            wrong = "a table of numbers by kind"
        if wrong:
            raise ParseError(
                name, f"{name or 'The file'}: {place}: `{key}` must be {wrong}.", place
            )


def _entry(
    entry: Mapping[str, Any],
    row: Mapping[str, Any],
    code: str,
    first_page: RuleOf | None,
) -> ListEntry:
    name = " ".join(str(entry["name"]).split())
    cites, notes = parse_citations(str(entry.get("cite") or ""), first_page=first_page)
    stated = entry.get("type")
    given = (*([row["note"]] if row.get("note") else ()), *entry.get("notes", ()))
    return ListEntry(
        list=code,
        name=name,
        type=PartyType(stated) if stated in list(PartyType) else _kind(name),
        aliases=tuple(Alias(a) for a in entry.get("aliases", ())),
        addresses=tuple(
            Address(a, next(iter(entry.get("countries", ())), ""))
            for a in entry.get("addresses", ())
        ),
        identifiers=tuple(
            Identifier(str(k), str(v)) for k, v in entry.get("identifiers", {}).items()
        ),
        countries=tuple(filter(None, map(country_code, entry.get("countries", ())))),
        programs=tuple(entry.get("programs", ())),
        license_requirement=str(row.get("requirement") or ""),
        license_review_policy=str(row.get("policy") or ""),
        citations=cites,
        start_date=entry.get("start", row.get("start")),
        end_date=entry.get("end"),
        details=(("source", str(entry.get("source") or row["source"])),),
        notes=(*given, *notes),
        published=tuple(
            (k, str(v))
            for k, v in (*entry.items(), *((f"list/{k}", v) for k, v in row.items()))
            if k != "list/entry"
        ),
    )


def _kind(name: str) -> PartyType:
    found = infer_type(name)
    # Statutes name organizations; a person would be said to be one.
    return PartyType.ORGANIZATION if found is PartyType.UNKNOWN else found
