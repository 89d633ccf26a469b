"""The tables, places and dates of Treasury's advanced XML, read by their numbers."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from listgate.records import ListEntry
from listgate.sources.partial_dates import span, whole_date
from listgate.sources.xml_rows import Value, as_json, each, word, words

_ADDRESS = (
    "ADDRESS1",
    "ADDRESS2",
    "ADDRESS3",
    "CITY",
    "STATE/PROVINCE",
    "REGION",
    "POSTAL CODE",
)
_NOWHERE = "undetermined"


class Shelf:
    """Rows by a number, as text: a tree of a hundred thousand dictionaries is heavy."""

    def __init__(self) -> None:
        self._rows: dict[str, list[str]] = defaultdict(list)

    def put(self, number: str, row: Value) -> None:
        """Adds a row under a number."""
        self._rows[number].append(as_json(row))

    def get(self, number: str) -> list[Value]:
        """The rows of a number, in the file's order."""
        return [json.loads(text) for text in self._rows.get(number, ())]

    def clear(self) -> None:
        """Forgets all rows."""
        self._rows.clear()


@dataclass(slots=True)
class Document:
    """The file's tables, and the parties until their lists are known."""

    tables: dict[str, dict[str, Value]] = field(default_factory=dict)
    places: Shelf = field(default_factory=Shelf)
    papers: Shelf = field(default_factory=Shelf)
    listings: Shelf = field(default_factory=Shelf)
    relations: Shelf = field(default_factory=Shelf)
    parties: dict[str, ListEntry] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)

    def says(self, table: str, number: str) -> str:
        """The text that a reference table gives for a number."""
        return word(self.tables.get(table, {}).get(number, ""))


def version_places(version: Value, document: Document) -> Iterable[dict[str, str]]:
    """The addresses of a version, once for each script."""
    for number in words(version, "VersionLocation", "@LocationID"):
        for place in document.places.get(number):
            yield from _addresses(place, document)


def _addresses(place: Value, document: Document) -> Iterable[dict[str, str]]:
    by_kind: dict[bool, dict[str, str]] = {True: {}, False: {}}
    for part in each(place, "LocationPart"):
        label = document.says("LocPartType", word(part, "@LocPartTypeID"))
        for value in each(part, "LocationPartValue"):
            primary = word(value, "@Primary") != "false"
            by_kind[primary][label] = word(value, "Value")
    country = _country(place, document)
    for primary, parts in by_kind.items():
        known = [parts.pop(label) for label in _ADDRESS if label in parts]
        text = ", ".join((*known, *parts.values()))
        if primary or text:
            yield {"address": text, "country": country}


def _country(place: Value, document: Document) -> str:
    for number in words(place, "LocationCountry", "@CountryID"):
        if (text := document.says("Country", number)) not in ("", _NOWHERE):
            return text
    for number in words(place, "LocationAreaCode", "@AreaCodeID"):
        area = document.tables.get("AreaCode", {}).get(number, "")
        text = word(area, "@Description") or word(area)
        if text != _NOWHERE:
            return text
    return ""


def version_texts(version: Value, document: Document) -> Iterable[str]:
    """What a version says, whichever way it says it."""
    for period in each(version, "DatePeriod"):
        yield period_text(period)
    for detail in each(version, "VersionDetail"):
        text = word(detail) or document.says(
            "DetailReference", word(detail, "@DetailReferenceID")
        )
        if text:
            yield text
    for number in words(version, "VersionLocation", "@LocationID"):
        for place in document.places.get(number):
            parts = words(place, "LocationPart", "LocationPartValue", "Value")
            yield ", ".join(parts) or _country(place, document)


def day_text(value: Value) -> str:
    """``Year``, ``Month`` and ``Day`` as one text; parts may lack."""
    parts = (word(value, "Year"), word(value, "Month"), word(value, "Day"))
    return "-".join(p.zfill(2) for p in parts if p)


def period_text(period: Value) -> str:
    """A period as one date or range in the form of ``partial_date``."""
    start = each(period, "Start")
    end = each(period, "End")
    begin = next((day_text(x) for s in start for x in each(s, "From")), "")
    last = next(
        (
            day
            for at in (*((e, "To") for e in end), *((s, "To") for s in start))
            for x in each(at[0], at[1])
            if (day := day_text(x))
        ),
        begin,
    )
    about = "true" in words(period, "Start", "@Approximate") + words(
        period, "End", "@Approximate"
    )
    if whole_date(begin) is None or whole_date(last) is None:
        text = begin if begin == last else f"{begin} to {last}"
        return f"circa {text}" if about else text
    return span(begin, last, about=about)
