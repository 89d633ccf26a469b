"""The eCFR's XML of 15 CFR parts 738, 740 and 774 → the item side's tables.

Supplement No. 1 of each: the Country Chart, the Country Groups, the control list. The
parts may come in one file or in three. Written after descriptions of the publisher's
markup: what a file has otherwise is refused with the place, never guessed.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

from listgate.errors import ParseError
from listgate.license.ear_json import country_of, whole_list
from listgate.license.geography import Chart, Groups
from listgate.license.tables import CclEntry, Control, EarTables
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
_OPENING = re.compile(r"(\d[A-E]\d{3})\b[\s.:\u2013\u2014-]*(.*)", re.DOTALL)
_REASONS = re.compile(
    r"(?:license requirements\s+)?reasons?\s+for\s+control\s*:\s*(.+)", re.IGNORECASE
)
_EXCEPTION = re.compile(r"([A-Z]{3})\s*:\s*(.+)", re.DOTALL)
_NEXT = re.compile(
    r"\s+(?=(?:LVS|GBS|TSR|CIV|APP|IEC|ENC|STA|NAC|ACA|AIA|ACM|LPP|ACE|HBM)\s*:\s)"
)
_GROUP = re.compile(r"\[?\b([A-E])\s*:\s*(\d)\b\]?")
_FOOTNOTE = re.compile(r"(\d{1,2})\s*([^\d\s.].*)", re.DOTALL)
_COLUMN = re.compile(r"([A-Z]{2})\s*(\d)")
_ALONE = re.compile(r"country group ([A-E])\b", re.IGNORECASE)
_TITLES = ("P", "FP", "FP-1", "FP-2", "LI", "HD1", "HD2", "HD3", "H1", "H2", "H3", "H4")
_RAISED = ("SUP", "SU", "FTREF")
_NOTE = 100  # characters: no country's name is as long, a note in a table is
_EXCEPTIONS = "list based license exceptions"
_STA = "special conditions for sta"
_ITEMS = "list of items controlled"
_PARAGRAPH = re.compile(r"^(?:Items:\s*)?([a-z](?:\.[a-z0-9]{1,2})*)\.\s+(.*)")
_CATEGORY = re.compile(r"category (\d)\b", re.IGNORECASE)
_PRODUCT_GROUP = re.compile(r"([A-E])\.\s")


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
    entries = _whole(_entries(parts["774"]))
    if not entries:
        raise ParseError("us-ear", "No entry was found in the control list (part 774).")
    return EarTables(
        day,
        version,
        entries,
        _chart(parts["738"]),
        _groups(parts["740"]),
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


def _stated(root: _Element) -> date | None:
    for element in root.iter():
        found = _DATE.search(element.get("hierarchy_metadata") or "")
        if found:
            return date.fromisoformat(found[1] or found[2])
    return None


@dataclass(frozen=True, slots=True)
class _Cell:
    """A cell's text, white space folded, and the footnotes raised in it.

    Nothing else is mended: a space before a point (``and .i``) belongs to a paragraph.
    """

    text: str = ""
    footnotes: tuple[int, ...] = ()


def _rows(table: _Element) -> Iterator[tuple[bool, list[_Cell]]]:
    """The rows of a table: whether it is a heading, and the cells by position."""
    for tr in table.iter("TR"):
        heads, cells = tr.findall("TH"), tr.findall("TD")
        if next(tr.iterancestors("TFOOT"), None) is not None:
            continue  # the table's footnotes
        out: list[_Cell] = []
        for element in [*heads, *cells]:
            out.append(_cell(element))
            span = element.get("colspan") or "1"
            out.extend(_Cell() for _ in range(int(span) - 1 if span.isdigit() else 0))
        yield bool(heads) and not cells, out


def _cell(element: _Element) -> _Cell:
    raised = [text_of(e) for e in element.iter(*_RAISED)]
    numbers = tuple(int(n) for text in raised for n in re.findall(r"\d+", text))
    return _Cell(" ".join("".join(_unraised(element)).split()), numbers)


def _unraised(element: _Element) -> Iterator[str]:
    """The pieces of text outside of footnote marks."""
    yield element.text or ""
    for child in element:
        if child.tag not in _RAISED:
            yield from _unraised(child)
        yield child.tail or ""


def _chart(supplement: _Element) -> Chart:
    marks: dict[str, frozenset[str]] = {}
    footnotes: dict[str, tuple[int, ...]] = {}
    embargoed: dict[str, str] = {}
    columns = COLUMNS
    for table in supplement.iter("TABLE"):
        for heading, cells in _rows(table):
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
                c for c, t in zip(named, told, strict=True) if t.strip().upper() == "X"
            )
    if not marks:
        raise ParseError("us-ear", "No row was found in the Country Chart (part 738).")
    numbers = {n for told in footnotes.values() for n in told}
    return Chart(marks, footnotes, embargoed, dict(_notes(supplement, numbers)))


def _columns(cells: list[_Cell]) -> tuple[str, ...]:
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
        elif element.tag in _TITLES and not _in_table(element):
            text = text_of(element)
            if found := _ALONE.match(text):
                alone = found[1].upper()
            elif alone == "B" and (code := country_of(_without_digits(text))):
                members.setdefault(alone, set()).add(code)
    if not members:
        raise ParseError(
            "us-ear", "No country was found in the Country Groups (part 740)."
        )
    return Groups({k: frozenset(v) for k, v in members.items()})


def _in_table(element: _Element) -> bool:
    return next(element.iterancestors("TABLE"), None) is not None


def _in_note(element: _Element) -> bool:
    return next(element.iterancestors("NOTE"), None) is not None


def _table(members: dict[str, set[str]], table: _Element, alone: str) -> None:
    """Puts the countries of a table into the groups that it marks, or into ``alone``."""
    labels: list[str] = []
    for heading, cells in _rows(table):
        texts = [c.text for c in cells]
        found = [_GROUP.search(t) for t in texts]
        if heading or any(found):
            if any(found):
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


def _place(members: dict[str, set[str]], labels: list[str], cells: list[_Cell]) -> None:
    """Puts the country of a row into the groups marked for it."""
    marked = [
        label
        for label, cell in zip(labels, cells, strict=False)
        if label and cell.text.strip().upper() == "X"
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


def _whole(entries: Iterable[CclEntry]) -> dict[str, CclEntry]:
    """Entries by their ECCN; of one that opens twice the one that states controls.

    The text of an entry may set another's ECCN in bold at the head of a paragraph.
    """
    out: dict[str, CclEntry] = {}
    for entry in entries:
        before = out.get(entry.eccn)
        if before is None or not (before.reasons or before.controls):
            out[entry.eccn] = entry
    return out


@dataclass(slots=True)
class _Draft:
    """An entry while its paragraphs are read."""

    code: str
    heading: str
    reasons: str = ""
    controls: list[Control] = field(default_factory=list)
    exceptions: list[tuple[str, str]] = field(default_factory=list)
    items: list[tuple[str, str]] = field(default_factory=list)
    at: str = ""  # the section that is being read

    def read(self, element: _Element) -> None:
        """Takes up one paragraph, title or table."""
        if element.tag == "TABLE":
            if self.at != _ITEMS:
                self.controls.extend(_controls(element))
            return
        text = text_of(element)
        small = text.lower()
        title = next(
            (t for t in (_EXCEPTIONS, _STA, _ITEMS) if small.startswith(t)), ""
        )
        if title:
            self.at = title
        elif self.at == _ITEMS:
            if not _in_note(element):
                self.items.extend(_PARAGRAPH.findall(text))
        elif found := _REASONS.match(text):
            self.reasons = found[1].strip()
        elif told := list(_exceptions(text)):
            self.exceptions.extend(told)
        elif self.at == _EXCEPTIONS and self.exceptions and not _in_note(element):
            # A value of several lines goes on in the next paragraph.
            symbol, value = self.exceptions[-1]
            self.exceptions[-1] = symbol, f"{value} {text}"

    def entry(self) -> CclEntry:
        """The entry as read."""
        return CclEntry(
            self.code,
            self.heading,
            self.reasons,
            tuple(self.controls),
            tuple(self.exceptions),
            paragraphs=whole_list(self.heading, self.items),
        )


def _entries(supplement: _Element) -> Iterator[CclEntry]:
    """Entries: each opens with its ECCN in bold and runs to the next opening."""
    titled = _titled(supplement)
    draft: _Draft | None = None
    under = ""  # the category and product group whose entries follow
    for element in supplement.iter("TABLE", *_TITLES):
        if element.tag != "TABLE" and _in_table(element):
            continue
        part, opening = titled.get(element, ""), _opening(element)
        if opening and _belongs_elsewhere(opening[0], under, titled.values()):
            opening = None  # another's ECCN in bold, which an entry mentions
        if part or opening:
            if draft is not None:
                yield draft.entry()
            draft, under = None, part or under
        if opening and not opening[1].lower().startswith("[reserved]"):
            draft = _Draft(*opening)
        elif draft is not None:
            draft.read(element)
    if draft is not None:
        yield draft.entry()


def _titled(supplement: _Element) -> dict[_Element, str]:
    """The titles of categories (``3``) and of their product groups (``3A``)."""
    out: dict[_Element, str] = {}
    category = ""
    for element in supplement.iter(*(t for t in _TITLES if t.startswith("H"))):
        text = text_of(element)
        if found := _CATEGORY.match(text):
            category = out[element] = found[1]
        elif category and (found := _PRODUCT_GROUP.match(text)):
            out[element] = f"{category}{found[1]}"
    return out


def _belongs_elsewhere(code: str, under: str, titled: Collection[str]) -> bool:
    """Whether an ECCN stands under another title than its own, which is there too."""
    if code.startswith(under):
        return False
    return code[:2] in titled or (code[0] != under[0] and code[0] in titled)


def _exceptions(text: str) -> Iterator[tuple[str, str]]:
    """The license exceptions that a paragraph speaks of: one, or several on lines."""
    if not _EXCEPTION.match(text):
        return
    for part in _NEXT.split(text):
        if found := _EXCEPTION.fullmatch(part.strip()):
            yield found[1], found[2].strip()


def _opening(element: _Element) -> tuple[str, str] | None:
    """The ECCN and heading of an entry that a paragraph opens."""
    if element.tag == "TABLE" or (element.text or "").strip():
        return None
    first = next(iter(element), None)
    if first is None or first.tag not in ("B", "STRONG", "E"):
        return None
    if not re.match(r"\d[A-E]\d{3}\b", text_of(first)):
        return None
    found = _OPENING.match(text_of(element))
    # A sentence about an entry opens none: a heading begins with no small letter.
    if found is None or found[2][:1].islower():
        return None
    return found[1], found[2].strip()


def _controls(table: _Element) -> Iterator[Control]:
    for heading, cells in _rows(table):
        texts = [c.text for c in cells]
        if heading or not any(texts) or re.match(r"control\(?s\)?", texts[0], re.I):
            continue
        yield Control(texts[0], texts[1] if len(texts) > 1 else "")
