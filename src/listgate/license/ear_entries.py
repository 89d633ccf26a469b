"""The control list of the eCFR's XML (part 774, Supp. No. 1) → entries.

An entry opens with its ECCN in bold and runs to the next opening. Titles of sections,
labels and tables come in several tags, so they are told by their words.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from listgate.license.ear_json import whole_list
from listgate.license.ear_markup import (
    PARAGRAPHS,
    TITLES,
    in_note,
    in_table,
    rows_of,
)
from listgate.license.tables import CclEntry, Control
from listgate.sources.markup import text_of

if TYPE_CHECKING:
    from lxml.etree import _Element

_OPENING = re.compile(r"(\d[A-E]\d{3})\b[\s.:\u2013\u2014-]*(.*)", re.DOTALL)
_REASONS = re.compile(
    r"(?:license requirements\s+)?reasons?\s+for\s+control\s*:\s*(.+)", re.IGNORECASE
)
_EXCEPTION = re.compile(r"([A-Z]{3})\s*:\s*(.+)", re.DOTALL)
_NEXT = re.compile(
    r"\s+(?=(?:LVS|GBS|TSR|CIV|APP|IEC|ENC|STA|NAC|ACA|AIA|ACM|LPP|ACE|HBM)\s*:\s)"
)
_EXCEPTIONS = "list based license exceptions"
_STA = "special conditions for st"
_ITEMS = "list of items controlled"
_REQUIREMENTS = "license requirements"
_REPORTING = "reporting requirements"
# What stands in the list of items only, its title or not (1D002); 9D604 has no colon.
_LABEL = re.compile(
    r"(?:related (?:controls|definitions)|items)\s*:|items(?: [a-z]\.\s|$)"
)
_PARAGRAPH = re.compile(r"^(?:Items:?\s*)?([a-z](?:\.[a-z0-9]{1,2})*)\.\s+(.*)")
_HEADED = re.compile(r"controls?\s*(?:\(s\))?\s*[:.]?", re.IGNORECASE)
_CHART = re.compile(r"country\s+chart\b", re.IGNORECASE)
_CATEGORY = re.compile(r"category (\d)\b", re.IGNORECASE)
_PRODUCT_GROUP = re.compile(r"([A-E])\.\s")
_DIVIDER = re.compile(r"(?:part \d|annex)\b", re.IGNORECASE)


def entries_of(supplement: _Element) -> dict[str, CclEntry]:
    """The entries of the control list, by their ECCN."""
    return _whole(_entries(supplement))


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
        if section := self._section(text.lower()):
            self.at = section
            if section != _ITEMS:
                return
        if self.at == _ITEMS:
            if not in_note(element):
                self.items.extend(_PARAGRAPH.findall(text))
        elif found := _REASONS.match(text):
            self.reasons = found[1].strip()
        elif told := list(_exceptions(text)):
            self.exceptions.extend(told)
        elif self.at == _EXCEPTIONS and self.exceptions and not in_note(element):
            # A value of several lines goes on in the next paragraph.
            symbol, value = self.exceptions[-1]
            self.exceptions[-1] = symbol, f"{value} {text}"

    def _section(self, text: str) -> str:
        """The section that a title, or a label found nowhere else, begins."""
        if text.strip(" .:") == _REQUIREMENTS and not (self.reasons or self.controls):
            return _REQUIREMENTS
        if _LABEL.match(text):
            return _ITEMS
        if self.at != _ITEMS and text.startswith(_REPORTING):
            return _REPORTING
        return next((s for s in (_EXCEPTIONS, _STA, _ITEMS) if text.startswith(s)), "")

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
    for element in supplement.iter("TABLE", *PARAGRAPHS, *TITLES):
        if element.tag != "TABLE" and in_table(element):
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
    """The titles of categories (``3``), of their parts, and of product groups (``3A``)."""
    out: dict[_Element, str] = {}
    category = ""
    for element in supplement.iter(*TITLES):
        text = text_of(element)
        if found := _CATEGORY.match(text):
            category = out[element] = found[1]
        elif category and (found := _PRODUCT_GROUP.match(text)):
            out[element] = f"{category}{found[1]}"
        elif category and _DIVIDER.match(text):
            out[element] = category
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
    for heading, cells in rows_of(table):
        texts = [c.text for c in cells]
        if heading or not any(texts) or _HEADED.fullmatch(texts[0]):
            continue
        if len(texts) > 1 and not texts[0] and _CHART.match(texts[1]):
            continue
        yield Control(texts[0], texts[1] if len(texts) > 1 else "")
