"""The eCFR's XML of 15 CFR parts 738, 740 and 774 → the item side's tables.

Supplement No. 1 of each: the Country Chart, the Country Groups, the control list. The
parts may come in one file or in three. Written after descriptions of the publisher's
markup: what a file has otherwise is refused with the place, never guessed.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date
from typing import TYPE_CHECKING

from listgate.errors import ParseError
from listgate.license.ear_json import country_of
from listgate.license.geography import Chart, Groups
from listgate.license.tables import CclEntry, Control, EarTables, by_code
from listgate.sources.gpo_cells import Cell, read_cell
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
_OPENING = re.compile(r"(\d[A-E]\d{3})\b[\s.:\u2013\u2014-]*(.*)", re.DOTALL)
_REASONS = re.compile(r"reasons?\s+for\s+control\s*:\s*(.+)", re.IGNORECASE)
_EXCEPTION = re.compile(r"([A-Z]{3})\s*:\s*(.+)")
_GROUP = re.compile(r"\[?\b([A-E])\s*:\s*(\d)\b\]?")
_FOOTNOTE = re.compile(r"(\d{1,2})\s+(.+)", re.DOTALL)
_END = "list of items controlled"


def read_xml(
    members: Iterable[tuple[str, bytes]], version: str, published: date | None
) -> EarTables | None:
    """The tables in some XML files; None where none of them is XML of title 15.

    Raises:
        ParseError: A part is missing or of another form, or no day is told.
    """
    parts: dict[str, _Element] = {}
    day = published
    for name, data in members:
        if data.lstrip()[:1] != b"<":
            continue
        root = parse_xml(data, name=name)
        day = day or _stated(root)
        parts.update(_supplements(root))
    if not parts:
        return None
    for part in ("738", "740", "774"):
        if part not in parts:
            raise ParseError("us-ear", f"Supplement No. 1 to part {part} is missing.")
    if day is None:
        raise ParseError(
            "us-ear", "The files do not say of which day they are; give --published."
        )
    entries = by_code(_entries(parts["774"]))
    if not entries:
        raise ParseError("us-ear", "No entry was found in the control list (part 774).")
    return EarTables(day, version, entries, _chart(parts["738"]), _groups(parts["740"]))


def _supplements(root: _Element) -> Iterator[tuple[str, _Element]]:
    for element in root.iter():
        if element.get("TYPE") == "APPENDIX":
            head = element.get("N") or text_of(element.find("HEAD"))
            found = _SUPPLEMENT.search(head)
            if found:
                yield found[1], element


def _stated(root: _Element) -> date | None:
    for element in root.iter():
        found = _DATE.search(element.get("hierarchy_metadata") or "")
        if found:
            return date.fromisoformat(found[1] or found[2])
    return None


def _rows(table: _Element) -> Iterator[tuple[bool, list[Cell]]]:
    """The rows of a table: whether it is a heading, and the cells by position."""
    unknown: Counter[str] = Counter()
    for tr in table.iter("TR"):
        heads, cells = tr.findall("TH"), tr.findall("TD")
        out: list[Cell] = []
        for element in [*heads, *cells]:
            # Notes are kept apart: a footnote digit is no part of a country's name.
            out.append(read_cell(element, unknown, notes=False))
            span = element.get("colspan") or "1"
            out.extend(Cell() for _ in range(int(span) - 1 if span.isdigit() else 0))
        yield bool(heads) and not cells, out


def _chart(supplement: _Element) -> Chart:
    marks: dict[str, frozenset[str]] = {}
    footnotes: dict[str, tuple[int, ...]] = {}
    embargoed: dict[str, str] = {}
    for table in supplement.iter("TABLE"):
        for heading, cells in _rows(table):
            if heading or not cells or not cells[0].text:
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
            if len(told) > len(COLUMNS):
                raise ParseError(
                    "us-ear", f"The chart's row {code} has {len(told)} columns."
                )
            marks[code] = frozenset(
                c
                for c, t in zip(COLUMNS, told, strict=False)
                if t.strip().upper() == "X"
            )
    texts = {}
    for paragraph in supplement.iter("P", "FP"):
        found = _FOOTNOTE.fullmatch(text_of(paragraph))
        if found:
            texts[int(found[1])] = found[2]
    if not marks:
        raise ParseError("us-ear", "No row was found in the Country Chart (part 738).")
    return Chart(marks, footnotes, embargoed, texts)


def _without_digits(text: str) -> str:
    return re.sub(r"[\s\d,]+$", "", text)


def _digits(text: str) -> tuple[int, ...]:
    tail = re.search(r"[\s\d,]+$", text)
    return tuple(int(n) for n in re.findall(r"\d+", tail[0])) if tail else ()


def _groups(supplement: _Element) -> Groups:
    members: dict[str, set[str]] = {}
    for table in supplement.iter("TABLE"):
        labels: list[str] = []
        alone = ""
        for heading, cells in _rows(table):
            texts = [c.text for c in cells]
            found = [_GROUP.search(t) for t in texts]
            if heading or any(found):
                if any(found):
                    labels = [f"{f[1]}:{f[2]}" if f else "" for f in found]
                elif any(re.search(r"country group B\b", t, re.I) for t in texts):
                    alone = "B"
                continue
            _place(members, labels, alone, cells)
    if not members:
        raise ParseError(
            "us-ear", "No country was found in the Country Groups (part 740)."
        )
    return Groups({k: frozenset(v) for k, v in members.items()})


def _place(
    members: dict[str, set[str]], labels: list[str], alone: str, cells: list[Cell]
) -> None:
    """Puts the country of a row into the groups marked for it."""
    if alone and not labels:
        for cell in cells:
            if code := country_of(_without_digits(cell.text)):
                members.setdefault(alone, set()).add(code)
        return
    if not labels or not cells or not cells[0].text:
        return
    code = country_of(_without_digits(cells[0].text))
    if not code:
        raise ParseError(
            "us-ear", f"The groups' {cells[0].text!r} is no country known here."
        )
    for label, cell in zip(labels, cells, strict=False):
        if label and cell.text.strip().upper() == "X":
            members.setdefault(label, set()).add(code)


def _entries(supplement: _Element) -> Iterator[CclEntry]:
    """Entries: each opens with its ECCN in bold and runs to the next opening."""
    code = heading = reasons = ""
    controls: list[Control] = []
    exceptions: list[tuple[str, str]] = []
    over = False
    for element in supplement.iter(
        "P", "FP", "FP-1", "FP-2", "HD1", "HD2", "HD3", "TABLE"
    ):
        opening = _opening(element)
        if opening:
            if code:
                yield CclEntry(
                    code, heading, reasons, tuple(controls), tuple(exceptions)
                )
            code, heading = opening
            reasons, controls, exceptions, over = "", [], [], False
        elif not code or over:
            continue
        elif tag_of(element) == "TABLE":
            controls.extend(_controls(element))
        else:
            text = text_of(element)
            if text.lower().startswith(_END):
                over = True
            elif found := _REASONS.match(text):
                reasons = found[1].strip()
            elif found := _EXCEPTION.fullmatch(text):
                exceptions.append((found[1], found[2].strip()))
    if code:
        yield CclEntry(code, heading, reasons, tuple(controls), tuple(exceptions))


def _opening(element: _Element) -> tuple[str, str] | None:
    """The ECCN and heading of an entry that a paragraph opens."""
    if tag_of(element) == "TABLE" or (element.text or "").strip():
        return None
    first = next(iter(element), None)
    if first is None or tag_of(first).upper() not in ("B", "STRONG", "E"):
        return None
    bold = text_of(first)
    if not re.match(r"\d[A-E]\d{3}\b", bold):
        return None
    found = _OPENING.match(text_of(element))
    return (found[1], found[2].strip()) if found else None


def _controls(table: _Element) -> Iterator[Control]:
    for heading, cells in _rows(table):
        texts = [c.text for c in cells]
        if heading or not any(texts) or re.match(r"control\(?s\)?", texts[0], re.I):
            continue
        yield Control(texts[0], texts[1] if len(texts) > 1 else "")
