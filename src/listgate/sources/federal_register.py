"""A Federal Register rule in the printer's XML → what it does to the Entity List.

A rule is no list: it adds, revises and removes entries of one. The tables print the
entries that it adds or revises under their countries, with rows of stars where the
list goes on, and may break one entry over several rows. Which of them are added and which
revised stands in the amendatory instructions, by country and name; removals stand in
them alone.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import TYPE_CHECKING

from listgate.errors import ParseError
from listgate.records import Citation, ListEntry, ParsedList
from listgate.sources.citations import RuleOf
from listgate.sources.destinations import heading_code
from listgate.sources.gpo_cells import Cell, read_cell
from listgate.sources.markup import parse_xml, tag_of, text_of
from listgate.sources.name_end import fold_name
from listgate.sources.part_744 import Row, entries_of, known_names
from listgate.sources.rules import first_page, rule_of_document

if TYPE_CHECKING:
    from lxml.etree import _Element

# Outermost elements of the printer's XML of one issue or one document.
ROOTS = ("FEDREG", "RULE", "PRORULE", "NOTICE", "CORRECT")
_STARS = re.compile(r"[*\s]+")
_DOCUMENT = re.compile(r"FR\s+Doc\.?\s*(?:No\.?\s*)?(\d{4}[-–]\d{4,6})")
_EFFECTIVE = re.compile(r"effective\s+(?:on\s+)?([A-Z][a-z]+\s+\d{1,2},\s+\d{4})")
_PRINTED = re.compile(
    r"(\d{1,3})\s*FR\s*\[INSERT[^\]]*?(\d{1,2})/(\d{1,2})/(\d{2,4})\s*\]"
)
_UNDER = re.compile(
    r"^(?:\(?[a-z0-9]+[.)]\s*)*Under\s+(?P<country>[^,]+(?:,\s*[^,]+?\sOF)?),?\s*(?:by|:)",
    re.IGNORECASE,
)
_NAMED = re.compile(r"[“\"]\s*(?P<name>[^“”\"]+?)\s*[”\"]")
_ACT = re.compile(r"\b(?P<act>add|revis|remov|amend)\w*\b", re.IGNORECASE)
_ACTS = {"add": "added", "revis": "revised", "amend": "revised", "remov": "removed"}
_COUNT = re.compile(
    r"add(?:s|ing)\s+(?:the following\s+)?(?P<entities>[\w-]+)\s+entit\w+(?:\s+under\s+"
    r"(?P<entries>[\w-]+)\s+entr)?",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Removed:
    """An entry that a rule takes off the list."""

    name: str
    country: str


@dataclass(frozen=True, slots=True)
class RuleText:
    """One rule as printed.

    ``said`` is what the rule's own summary counts as (entities, entries) it adds, where
    it does; ``first_page`` is 0 where no page mark tells it.
    """

    document: str
    title: str
    published_at: date | None
    effective_at: date | None
    first_page: int
    added: tuple[ListEntry, ...]
    revised: tuple[ListEntry, ...]
    removed: tuple[Removed, ...]
    said: tuple[int, int] | None = None
    remarks: tuple[str, ...] = ()

    @property
    def entities(self) -> int:
        """How many entities the added entries name: one may stand under many countries."""
        return len({fold_name(entry.name) for entry in self.added})


def refuse(data: bytes, *, name: str = "") -> tuple[ParsedList, ...]:
    """Says what a rule holds, since no list version can be made of a rule alone.

    Raises:
        ParseError: always.
    """
    rule = parse_rule(parse_xml(data, name=name), name=name)
    raise ParseError(name, sentence(rule, name))


def parse_rule(
    root: _Element, *, name: str = "", first_page: RuleOf | None = first_page
) -> RuleText:
    """What a rule adds to, revises on and removes from the Entity List.

    Raises:
        ParseError: the document amends no supplement of part 744.
    """
    if tag_of(root) == "FEDREG":
        found = next(root.iter("RULE"), None)
        root = root if found is None else found
    document = _document(root)
    volume, published = _issue(root, document)
    page = _first_page(root)
    known = rule_of_document(document)
    cite = known.cite if known and known.cite else f"{volume} FR {page}" if page else ""
    rule = Citation(cite, f"{volume} FR {page}" if page else cite, published)
    unknown: Counter[str] = Counter()
    rows: list[Row] = []
    acts: dict[tuple[str, str], str] = {}
    for text in root.iter("REGTEXT"):
        if text.get("PART") not in (None, "744"):
            continue
        acts.update(_acts(text))
        for table in text.iter("GPOTABLE"):
            rows.extend(_rows(table, unknown))
    if not rows and not acts:
        raise ParseError(
            name,
            f"{name or 'The file'} is a Federal Register document that changes no entry "
            "of part 744.",
        )
    entries = [
        entry
        for row in rows
        for entry in entries_of(
            row,
            "us-bis-el",
            known=known_names("us-bis-el"),
            first_page=first_page,
            rule=rule if cite else None,
        )
    ]
    added: list[ListEntry] = []
    revised: list[ListEntry] = []
    for entry in entries:
        act = _act_of(entry, acts)
        (revised if act == "revised" else added).append(entry)
    return RuleText(
        document=document,
        title=text_of(root.find(".//SUBJECT")),
        published_at=published,
        effective_at=_effective(root),
        first_page=page,
        added=tuple(added),
        revised=tuple(revised),
        removed=tuple(
            Removed(title, country)
            for (country, title), act in acts.items()
            if act == "removed"
        ),
        said=_said(root),
        remarks=tuple(
            f"{count} elements <{tag}> in cells are of no known kind; their text was "
            "taken as it stands."
            for tag, count in unknown.items()
        ),
    )


def _rows(table: _Element, unknown: Counter[str]) -> Iterator[Row]:
    """The entries of one table; rows that go on with an entry are joined to it."""
    heading = ""
    open_row: Row | None = None
    for row in table.iter("ROW"):
        cells = list(row.iter("ENT"))
        texts = [text_of(cell) for cell in cells]
        if not any(texts) or texts[0] == "Country":
            continue
        first = texts[0] if cells[0].get("I") in ("01", "21", "25") else ""
        starred = [text for text in texts if text and _STARS.fullmatch(text)]
        if first and not _STARS.fullmatch(first):
            if open_row:
                yield open_row
                open_row = None
            heading = read_cell(cells[0], unknown, notes=False).text
        if starred:
            if open_row:
                yield open_row
                open_row = None
            continue
        body = [
            read_cell(cell, unknown, notes=place != 0)
            for place, cell in enumerate(cells[1:])
        ]
        if not body or not any(cell.lines for cell in body):
            continue
        body += [Cell()] * (4 - len(body))
        if open_row and not any(cell.lines for cell in body[1:]):
            held = open_row.entity
            open_row = replace(
                open_row,
                entity=Cell(
                    held.lines + body[0].lines, held.footnotes + body[0].footnotes
                ),
            )
            continue
        if open_row:
            yield open_row
        entity, requirement, policy, citation = body[:4]
        open_row = Row(heading, entity, requirement, policy, citation)
    if open_row:
        yield open_row


def _acts(text: _Element) -> Iterator[tuple[tuple[str, str], str]]:
    """What the instructions do, by country code and folded name."""
    country = ""
    for paragraph in text.iter("AMDPAR"):
        words = text_of(paragraph)
        under = _UNDER.search(words)
        if under:
            country = heading_code(under["country"])
        act = ""
        at = 0
        for named in _NAMED.finditer(words):
            before = list(_ACT.finditer(words, at, named.start()))
            act = _ACTS[before[-1]["act"].casefold()] if before else act
            at = named.end()
            if act and country:
                yield (country, named["name"].strip(" ,;")), act


def _act_of(entry: ListEntry, acts: dict[tuple[str, str], str]) -> str:
    country = entry.countries[0] if entry.countries else ""
    own = fold_name(entry.name)
    for (where, title), act in acts.items():
        if where == country and fold_name(title) == own:
            return act
    return "added"


def _document(root: _Element) -> str:
    found = _DOCUMENT.search(" ".join(text_of(e) for e in root.iter("FRDOC")))
    return found[1].replace("–", "-") if found else ""


def _issue(root: _Element, document: str) -> tuple[int, date | None]:
    """The volume and the day of publication, as the entries print it."""
    known = rule_of_document(document)
    if known:
        return known.published_at.year - 1935, known.published_at
    found = _PRINTED.search(text_of(root))
    if not found:
        return 0, None
    volume, month, day, year = (int(part) for part in found.groups())
    return volume, date(year + 2000 if year < 100 else year, month, day)


def _first_page(root: _Element) -> int:
    """The first page: one before the first mark, which stands where the second begins."""
    for mark in root.iter("PRTPAGE"):
        page = mark.get("P") or ""
        if page.isdigit():
            return int(page) - 1
    return 0


def _effective(root: _Element) -> date | None:
    found = _EFFECTIVE.search(" ".join(text_of(e) for e in root.iter("EFFDATE")))
    if not found:
        return None
    return datetime.strptime(found[1], "%B %d, %Y").date()  # noqa: DTZ007


def _said(root: _Element) -> tuple[int, int] | None:
    """Entities and entries that the summary says are added."""
    from listgate.sources.entity_cell import number_of

    found = _COUNT.search(" ".join(text_of(e) for e in root.iter("SUM")))
    if not found:
        return None
    entities = number_of(found["entities"])
    entries = number_of(found["entries"] or "") or entities
    return (entities, entries) if entities and entries else None


def sentence(rule: RuleText, name: str) -> str:
    """Why a rule is not taken as a list, in one sentence."""
    parts: Iterable[str] = (
        f"{len(entries)} {what}"
        for what, entries in (
            ("added", rule.added),
            ("revised", rule.revised),
            ("removed", rule.removed),
        )
        if entries
    )
    return (
        f"{name or 'The file'} is a Federal Register rule ({rule.document or 'no number'}: "
        f"{', '.join(parts)}), not a whole list; load the regulation's text as it "
        "stands after the rule, with `listgate update us-bis-el --edition "
        f"{_in_print(rule)}`."
    )


def _in_print(rule: RuleText) -> str:
    """A day whose text of the regulation has the rule: it is in force and printed."""
    days = [d for d in (rule.effective_at, rule.published_at) if d]
    return max(days).isoformat() if days else "DATE"
