"""Extracts of the control list, chart, groups and exceptions as JSON → tables.

One file holds one part of the regulations and says which (``citation``) and of which day
(``ecfr_issue_date``).
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from listgate.errors import ParseError
from listgate.license.eccn import parse_eccn
from listgate.license.geography import Chart, Groups
from listgate.license.tables import (
    CclEntry,
    Control,
    EarTables,
    LicenseException,
    by_code,
)
from listgate.sources.countries import country_code

# Country names of the regulation that no list of countries writes so.
_NAMES = {
    "Bahamas, The": "BS",
    "Bosnia & Herzegovina": "BA",
    "China (PRC)": "CN",
    "Congo (Democratic Republic of the)": "CD",
    "Congo (Democratic Republic of)": "CD",
    "Congo (Republic of the)": "CG",
    "Cote d'lvoire": "CI",
    "Cote d'Ivoire": "CI",
    "Gambia, The": "GM",
    "Korea, North": "KP",
    "Korea, South": "KR",
    "Micronesia (Federated State of)": "FM",
    "Micronesia, Federated States of": "FM",
    "Nauru": "NR",
    "Saint Kitts & Nevis": "KN",
    "Sao Tome & Principe": "ST",
    "Sao Tome and Principe": "ST",
    "Seycheles": "SC",
    "Sint Maarten (the Dutch two-fifths of the island of Saint Martin)": "SX",
    "South Sudan, Republic of": "SS",
    "Trinidad & Tobago": "TT",
    "Vatican City": "VA",
}
_EXCEPTION_KEYS = ("licenceExceptionFlags", "licenseExceptionFlags")


def country_of(name: str) -> str:
    """The ISO code of a country as the regulation names it; empty when not known."""
    clean = " ".join(name.split())
    return _NAMES.get(clean) or country_code(clean)


def read_json(members: Iterable[tuple[str, bytes]], version: str) -> EarTables | None:
    """The tables in some JSON files; None where none of them is of this form.

    Raises:
        ParseError: A file is damaged, the parts are of different days, or the control
            list or the chart is missing.
    """
    parts: dict[str, Any] = {}
    days: dict[str, str] = {}
    for name, data in members:
        part = _part(name, data)
        if part is None:
            continue
        kind, document = part
        parts[kind] = document
        days[kind] = str(document.get("ecfr_issue_date"))
    if not parts:
        return None
    if len(set(days.values())) > 1:
        raise ParseError("us-ear", f"The parts are of different days: {days}.")
    for kind in ("entries", "countries", "groups"):
        if kind not in parts:
            raise ParseError(
                "us-ear", f"The files hold no {kind} (control list, chart, groups)."
            )
    issued = next(iter(days.values()))
    try:
        day = date.fromisoformat(issued)
    except ValueError:
        raise ParseError("us-ear", f"{issued!r} is no date of an issue.") from None
    return EarTables(
        day,
        version,
        by_code(_entries(parts["entries"]["entries"])),
        _chart(parts["countries"]),
        _groups(parts["groups"]["groups"]),
        tuple(_exceptions(parts.get("exceptions", {}).get("exceptions", ()))),
    )


def _part(name: str, data: bytes) -> tuple[str, Mapping[str, Any]] | None:
    if data.lstrip()[:1] != b"{":
        return None
    try:
        document = json.loads(data)
    except ValueError as error:
        raise ParseError(name, f"{name} is damaged JSON: {error}.") from None
    if "15 CFR part 7" not in str(document.get("citation", "")):
        return None
    for kind in ("entries", "countries", "groups", "exceptions"):
        if kind in document:
            return kind, document
    return None


def _text(value: Any) -> str:
    return " ".join(str(value or "").split())


def _entries(rows: Iterable[Mapping[str, Any]]) -> Iterable[CclEntry]:
    for row in rows:
        code = _text(row.get("eccn"))
        if parse_eccn(code) is None:
            raise ParseError("us-ear", f"{code!r} is no ECCN of the control list.")
        flags: Mapping[str, Any] = next(
            (row[k] for k in _EXCEPTION_KEYS if k in row), {}
        )
        yield CclEntry(
            eccn=code.upper(),
            heading=_text(row.get("heading")),
            reasons=_text(row.get("reasonForControl")),
            controls=tuple(_control(c) for c in row.get("countryChart", ())),
            exceptions=tuple((k, _text(v)) for k, v in flags.items()),
            paragraphs=whole_list(
                _text(row.get("heading")),
                [
                    (_text(i.get("paragraph")), _text(i.get("text")))
                    for i in row.get("items", ())
                    if i.get("kind") == "item"
                ],
            ),
        )


def _control(row: Mapping[str, Any]) -> Control:
    """One row; extracts write the text of a single cell into both."""
    applies, column = _text(row.get("control")), _text(row.get("countryChart"))
    return Control(applies, "" if column == applies else column)


_WHOLE = re.compile(r"\bas follows \(see list of items controlled\)\.?$", re.IGNORECASE)
_LETTERS = "abcdefghijklmnopqrstuvwxyz"


def whole_list(heading: str, items: Iterable[tuple[str, str]]) -> tuple[str, ...]:
    """The paragraphs (``a``) of an entry that holds nothing beside them; else none.

    Args:
        heading: The entry's heading, which says whether the list is all of it.
        items: Paragraphs and their texts in order, lists inside of notes among them.
    """
    if not _WHOLE.search(heading):
        return ()
    tops = [(p, t) for p, t in items if len(p) == 1]
    order = [p for p, _ in tops]
    for place, letter in enumerate(order[1:], 1):
        # What begins anew, and not at "a", goes on after the list of a note; a letter
        # beyond it that stands only before it is of that note.
        if letter != "a" and letter < order[place - 1]:
            kept = [
                (p, t)
                for n, (p, t) in enumerate(tops)
                if n >= place or p <= letter or p in order[place:]
            ]
            if len(kept) < len(tops):
                return whole_list(heading, kept)
    # Extracts lose the first paragraph where it stands on the line of its title.
    found = sorted({*order, "a"}) if order else []
    if "".join(found) != _LETTERS[: len(found)]:
        return ()
    reserved = {p for p, t in tops if t.lower().startswith("[reserved]")}
    return tuple(p for p in found if p not in reserved)


def _chart(document: Mapping[str, Any]) -> Chart:
    marks: dict[str, frozenset[str]] = {}
    footnotes: dict[str, tuple[int, ...]] = {}
    embargoed: dict[str, str] = {}
    for name, row in document["countries"].items():
        code = _known(name)
        marks[code] = frozenset(row["marks"])
        if row.get("footnotes"):
            footnotes[code] = tuple(row["footnotes"])
    for name, row in document.get("no_marks", {}).items():
        code = _known(name)
        embargoed[code] = _text(row.get("pointer"))
        if row.get("footnotes"):
            footnotes[code] = tuple(row["footnotes"])
    texts = {int(n): _text(t) for n, t in document.get("footnotes", {}).items()}
    return Chart(marks, footnotes, embargoed, texts)


def _known(name: str) -> str:
    code = country_of(name)
    if not code:
        raise ParseError("us-ear", f"The chart's {name!r} is no country known here.")
    return code


def _groups(rows: Mapping[str, Iterable[str]]) -> Groups:
    members: dict[str, frozenset[str]] = {}
    for label, names in rows.items():
        codes = {name: country_of(name) for name in names}
        unknown = [name for name, code in codes.items() if not code]
        if unknown:
            raise ParseError(
                "us-ear", f"{unknown[0]!r} of group {label} is no country known here."
            )
        members[label] = frozenset(codes.values())
    return Groups(members)


def _exceptions(rows: Iterable[Mapping[str, Any]]) -> Iterable[LicenseException]:
    for row in rows:
        number = _text(row.get("sectionNumber"))
        title = re.sub(r"\s*\([A-Z]{3}\)", "", _text(row.get("title")))
        for symbol in row.get("symbols", ()):
            yield LicenseException(str(symbol), number, title)
