"""The eCFR's XML of 15 CFR parts 738, 740 and 774 → the item side's tables.

Supplement No. 1 of each: the Country Chart, the Country Groups, the control list. The
parts may come in one file or in three. Written after descriptions of the publisher's
markup: what a file has otherwise is refused with the place, never guessed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date
from typing import TYPE_CHECKING

from listgate.errors import ParseError
from listgate.license.ear_entries import entries_of
from listgate.license.ear_json import country_of
from listgate.license.ear_markup import PARAGRAPHS, TITLES, Cell, in_table, rows_of
from listgate.license.geography import Chart, Groups
from listgate.license.tables import EarTables, LicenseException
from listgate.records import DatedBy
from listgate.sources.markup import parse_xml, tag_of, text_of

if TYPE_CHECKING:
    from lxml.etree import _Element

COLUMNS = tuple(
    "CB 1,CB 2,CB 3,NP 1,NP 2,NS 1,NS 2,MT 1,RS 1,RS 2,FC 1,CC 1,CC 2,CC 3,AT 1,AT 2".split(
        ","
    )
)
_DATE = re.compile(r"/on/(\d{4}-\d\d-\d\d)/|\bdate=(\d{4}-\d\d-\d\d)\b")
_SUPPLEMENT = re.compile(r"Supp\w*\.?\s+No\.?\s*1\s+to\s+Part\s+(\d+)", re.IGNORECASE)
_SYMBOL = re.compile(r"\s*\(([A-Z]{3})\)")
_GROUP = re.compile(r"\[?\b([A-E])\s*:\s*(\d)\b\]?")
_FOOTNOTE = re.compile(r"(\d{1,2})\s*([^\d\s.].*)", re.DOTALL)
_COLUMN = re.compile(r"([A-Z]{2})\s*(\d)")
_ALONE = re.compile(r"country group ([A-E])\b", re.IGNORECASE)
_MARK = re.compile(r"[Xx][\s\d,]*")  # a footnote's number may stand beside it
_LINES = (*PARAGRAPHS, *TITLES)
_NOTE = 100  # characters: no country's name is as long, a note in a table is


def read_xml(
    members: Iterable[tuple[str, bytes]],
    version: str,
    published: date | None,
    retrieved: date | None = None,
) -> EarTables | None:
    """The tables in some XML files; None where none of them is XML of title 15.

    Args:
        members: The files, by name.
        version: The version they are.
        published: The day given for files that state none.
        retrieved: The day of retrieval, which dates files without any day.

    Raises:
        ParseError: A part is missing or of another form, the parts are of different
            days, or no day is told.
    """
    parts: dict[str, _Element] = {}
    days: dict[date, str] = {}
    exceptions: list[LicenseException] = []
    for name, data in members:
        if data.lstrip()[:1] != b"<":
            continue
        root = parse_xml(data, name=name)
        for element in root.iter():
            element.tag = tag_of(element).upper()  # tables come in both cases
            if element.tag == "BR":
                element.tail = f"\n{element.tail or ''}"
        found = dict(_supplements(root))
        parts.update(found)
        exceptions.extend(_exceptions(root))
        stated = _stated(root) if found else None
        if stated is not None:
            days.setdefault(stated, name)
    if not parts:
        return None
    if len(days) > 1:
        told = ", ".join(f"{name} of {day}" for day, name in days.items())
        raise ParseError("us-ear", f"The parts are of different days: {told}.")
    for part in ("738", "740", "774"):
        if part not in parts:
            raise ParseError("us-ear", f"Supplement No. 1 to part {part} is missing.")
    day, dated_by = _dated(next(iter(days), None), published, retrieved)
    entries = entries_of(parts["774"])
    if not entries:
        raise ParseError("us-ear", "No entry was found in the control list (part 774).")
    return EarTables(
        day,
        version,
        entries,
        _chart(parts["738"]),
        _groups(parts["740"]),
        tuple(exceptions),
        dated_by=dated_by,
    )


def _dated(
    stated: date | None, published: date | None, retrieved: date | None
) -> tuple[date, DatedBy]:
    if stated is not None:
        return stated, DatedBy.CONTENT
    if published is not None:
        return published, DatedBy.USER
    if retrieved is None:
        raise ParseError(
            "us-ear", "The files do not say of which day they are; give --published."
        )
    return retrieved, DatedBy.RETRIEVAL


def _supplements(root: _Element) -> Iterator[tuple[str, _Element]]:
    for element in root.iter():
        if element.get("TYPE") == "APPENDIX":
            head = element.get("N") or text_of(element.find("HEAD"))
            found = _SUPPLEMENT.search(head)
            if found:
                yield found[1], element


def _exceptions(root: _Element) -> Iterator[LicenseException]:
    """The license exceptions that the sections of part 740 are titled for."""
    for element in root.iter():
        number = (element.get("N") or "").strip("§ ")
        if element.get("TYPE") == "SECTION" and number.startswith("740."):
            title = text_of(element.find("HEAD")).strip("§ .").removeprefix(number)
            for symbol in _SYMBOL.findall(title):
                name = " ".join(_SYMBOL.sub("", title).split())
                yield LicenseException(symbol, number, name)


def _stated(root: _Element) -> date | None:
    for element in root.iter():
        found = _DATE.search(element.get("hierarchy_metadata") or "")
        if found:
            return date.fromisoformat(found[1] or found[2])
    return None


def _chart(supplement: _Element) -> Chart:
    marks: dict[str, frozenset[str]] = {}
    footnotes: dict[str, tuple[int, ...]] = {}
    embargoed: dict[str, str] = {}
    columns = COLUMNS
    for table in supplement.iter("TABLE"):
        for heading, cells in rows_of(table):
            if heading:
                columns = _columns(cells) or columns
                continue
            if len(cells) < 2 or not cells[0].text or len(cells[0].text) > _NOTE:
                continue
            code = country_of(_without_digits(cells[0].text))
            if not code:
                raise ParseError(
                    "us-ear", f"The chart's {cells[0].text!r} is no country known here."
                )
            notes = cells[0].footnotes or _digits(cells[0].text)
            if notes:
                footnotes[code] = notes
            told = [c.text for c in cells[1:]]
            words = next((t for t in told if len(t) > 2), "")
            if words:
                embargoed[code] = words
                continue
            named = columns if len(told) <= len(columns) else COLUMNS
            if len(told) != len(named):
                raise ParseError(
                    "us-ear",
                    f"The chart's row {cells[0].text!r} has {len(told)} cells for "
                    f"{len(named)} columns.",
                )
            marks[code] = frozenset(
                c for c, t in zip(named, told, strict=True) if _MARK.fullmatch(t)
            )
    if not marks:
        raise ParseError("us-ear", "No row was found in the Country Chart (part 738).")
    numbers = {n for told in footnotes.values() for n in told}
    return Chart(marks, footnotes, embargoed, dict(_notes(supplement, numbers)))


def _columns(cells: list[Cell]) -> tuple[str, ...]:
    """The chart's columns as a heading row names them; empty where it names none."""
    found = [_COLUMN.fullmatch(c.text) for c in cells]
    if found and found[0] is None:
        found = found[1:]  # the heading of the countries, where it spans no two rows
    if not found or not all(found):
        return ()
    told = tuple(f"{f[1]} {f[2]}" for f in found if f)
    if unknown := set(told) - set(COLUMNS):
        raise ParseError("us-ear", f"The chart has an unknown column {min(unknown)}.")
    return told


def _notes(supplement: _Element, numbers: set[int]) -> Iterator[tuple[int, str]]:
    """The footnotes that the chart's rows point to."""
    for paragraph in supplement.iter("P", "FP", "DIV", "TD"):
        if next(paragraph.iter("TABLE"), None) is not None:
            continue
        found = _FOOTNOTE.fullmatch(text_of(paragraph))
        if found and int(found[1]) in numbers:
            yield int(found[1]), found[2]


def _without_digits(text: str) -> str:
    return re.sub(r"[\s\d,]+$", "", text)


def _digits(text: str) -> tuple[int, ...]:
    tail = re.search(r"[\s\d,]+$", text)
    return tuple(int(n) for n in re.findall(r"\d+", tail[0])) if tail else ()


def _groups(supplement: _Element) -> Groups:
    members: dict[str, set[str]] = {}
    alone = ""  # the group whose countries are listed without columns
    for element in supplement.iter():
        if element.tag == "TABLE":
            _table(members, element, alone)
        elif element.tag in _LINES and not in_table(element):
            text = text_of(element)
            if found := _ALONE.match(text):
                alone = found[1].upper()
            elif alone == "B":
                code = country_of(_without_digits(text))
                if code:
                    members.setdefault(alone, set()).add(code)
                elif element.tag == "LI" and "[reserved]" not in text.lower():
                    raise ParseError(
                        "us-ear", f"The groups' {text!r} is no country known here."
                    )
    if not members:
        raise ParseError(
            "us-ear", "No country was found in the Country Groups (part 740)."
        )
    return Groups({k: frozenset(v) for k, v in members.items()})


def _table(members: dict[str, set[str]], table: _Element, alone: str) -> None:
    """Puts the countries of a table into the groups that it marks, or into ``alone``."""
    labels: list[str] = []
    for heading, cells in rows_of(table):
        texts = [c.text for c in cells]
        found = [_GROUP.search(t) for t in texts]
        # A note among the rows may speak of groups; no heading is as long.
        named = any(found) and max(map(len, texts)) <= _NOTE
        if heading or named:
            if named:
                labels = [f"{f[1]}:{f[2]}" if f else "" for f in found]
            for text in texts:
                if told := _ALONE.match(text):
                    alone = told[1].upper()
        elif labels:
            _place(members, labels, cells)
        elif alone == "B":
            for cell in cells:
                if code := country_of(_without_digits(cell.text)):
                    members.setdefault(alone, set()).add(code)


def _place(members: dict[str, set[str]], labels: list[str], cells: list[Cell]) -> None:
    """Puts the country of a row into the groups marked for it."""
    marked = [
        label
        for label, cell in zip(labels, cells, strict=False)
        if label and _MARK.fullmatch(cell.text)
    ]
    if not marked:
        return  # a note, or a reserved row
    code = country_of(_without_digits(cells[0].text))
    if not code:
        raise ParseError(
            "us-ear", f"The groups' {cells[0].text!r} is no country known here."
        )
    for label in marked:
        members.setdefault(label, set()).add(code)
