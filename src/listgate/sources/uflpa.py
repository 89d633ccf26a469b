"""The Department of Homeland Security's page of the UFLPA Entity List → entries.

The list is published as a web page: a table of names and effective dates for each
paragraph of section 2(d)(2)(B) of the Act. One entity may stand in several tables; it is
one entry here, under all of their paragraphs and from the earliest of their dates. The
page is edited the day before an entry takes effect, so its day of edit dates the list
only where it is the later one, as after a removal.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TYPE_CHECKING

from listgate.errors import ParseError
from listgate.records import Alias, AliasKind, ListEntry, ParsedList, PartyType
from listgate.sources.markup import parse_html, tag_of, text_of
from listgate.sources.name_end import fold_name

if TYPE_CHECKING:
    from lxml.etree import _Element

_CODE = "us-dhs-uflpa"
_PARAGRAPH = re.compile(r"Section\s+(2\(d\)\(2\)\(B\)\([ivx]+\))")
_LISTED = re.compile(
    r"(?P<mark>also\s+known\s+as|formerly\s+known\s+as|(?:and|including)\s+[\w-]+\s+"
    r"alias(?:es)?\s*:)\s*",
    re.IGNORECASE,
)
_BRACKET = re.compile(r"\s*\((?P<inside>(?:[^()]|\([^()]*\))*)\)?")
_TAIL = re.compile(
    r",?\s+and\s+(?:its\s+)?(?:subordinate\s+and\s+affiliated\s+entities|subsidiaries)\s*$",
    re.IGNORECASE,
)
# `and` alone parts two names only where it follows a legal form.
_BETWEEN = re.compile(r";\s*(?:and\s+)?|(?<=Ltd\.|Inc\.)\s+and\s+|(?<=Co\.)\s+and\s+")
_EDITED = re.compile(r"Last\s+Updated:\s*(\d{2})/(\d{2})/(\d{4})", re.IGNORECASE)
_WITH = (
    "The listing reaches its subsidiaries or subordinate and affiliated entities too."
)


@dataclass(slots=True)
class _Found:
    """What the tables say of one entity, gathered."""

    name: str
    aliases: dict[str, Alias] = field(default_factory=dict)
    days: list[date] = field(default_factory=list)
    paragraphs: dict[str, None] = field(default_factory=dict)
    reaches: bool = False
    printed: list[tuple[str, str]] = field(default_factory=list)


def looks_like_uflpa(text: str) -> bool:
    """Whether a web page is the one with the list."""
    return (
        "UFLPA" in text and bool(_PARAGRAPH.search(text)) and "<table" in text.lower()
    )


def parse_page(text: str, *, name: str = "") -> ParsedList:
    """The list that the page shows.

    Raises:
        ParseError: the page is cut off, or no table of it has names and dates under a
            paragraph.
    """
    _check_whole(text, name)
    found: dict[str, _Found] = {}
    remarks: list[str] = []
    root = parse_html(text, name=name)
    for paragraph, cells in _rows(root, remarks):
        title, day = cells[:2]
        when = _day(day)
        if when is None:
            remarks.append(f"{_CODE}: {title!r} has no readable date ({day!r}).")
        main, aliases, reaches = read_name(title)
        entry = found.setdefault(fold_name(main), _Found(main))
        for alias in aliases:
            entry.aliases.setdefault(alias.name.casefold(), alias)
        entry.days.extend([when] if when else [])
        entry.paragraphs[paragraph] = None
        entry.reaches = entry.reaches or reaches
        entry.printed.append((f"Section {paragraph}", " | ".join(cells)))
    if not found:
        raise ParseError(
            name,
            f"{name or 'The page'} shows no table of the UFLPA Entity List; the page may "
            "have changed its form.",
        )
    newest = max((d for f in found.values() for d in f.days), default=None)
    edited = _edited(root)
    stated = edited if edited and newest and edited > newest else None
    return ParsedList(_CODE, tuple(map(_entry, found.values())), stated, tuple(remarks))


def _check_whole(text: str, name: str) -> None:
    """Refuses a page that was cut off; a browser would mend and show what came.

    Raises:
        ParseError: an element that holds the tables is never closed.
    """
    lower = text.lower()
    for tag in ("html", "body", "table", "tr"):
        opened = len(re.findall(rf"<{tag}[\s>]", lower))
        # HTML lets the end of a row go unsaid, save where the page says others.
        closed = lower.count(f"</{tag}>")
        if opened > closed and (closed or tag != "tr"):
            raise ParseError(
                name,
                f"{name or 'The page'} ends in the middle of its text: it is a broken "
                "download, so nothing of it was taken.",
                f"line {text.count(chr(10)) + 1}",
            )


def _edited(root: _Element) -> date | None:
    """The day of the page's last edit, where it says so."""
    match = _EDITED.search(text_of(root))
    try:
        return date(int(match[3]), int(match[1]), int(match[2])) if match else None
    except ValueError:
        return None


def read_name(text: str) -> tuple[str, list[Alias], bool]:
    """Name, other names, and whether subsidiaries are meant too."""
    text = " ".join(text.split())
    bare = _TAIL.sub("", text)
    reaches = bare != text
    aliases: list[Alias] = []

    def keep(match: re.Match[str]) -> str:
        inside = match["inside"]
        marks = list(_LISTED.finditer(inside))
        if not marks or inside[: marks[0].start()].strip():
            return match[0]
        ends = [*(m.start() for m in marks[1:]), len(inside)]
        for mark, end in zip(marks, ends, strict=True):
            kind = (
                AliasKind.FKA
                if mark["mark"].casefold().startswith("former")
                else AliasKind.AKA
            )
            listed = re.sub(r"[\s;,]+and\s*$", "", inside[mark.end() : end].rstrip())
            aliases.extend(
                Alias(name, kind)
                for part in _BETWEEN.split(listed)
                if (name := part.strip(" ;,"))
            )
        return " "

    main = " ".join(_BRACKET.sub(keep, bare).split())
    main = re.sub(r"\s+([,.;])", r"\1", main).strip(" ,;")
    if acronym := re.fullmatch(r"(?P<name>.+?)\s*\((?P<short>[A-Z]{3,})\)", main):
        main = acronym["name"]
        aliases.append(Alias(acronym["short"]))
    return main, aliases, reaches


def _rows(root: _Element, remarks: list[str]) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Paragraph and cells of each row, name and date first, in the page's order."""
    paragraph = ""
    for element in root.iter():
        tag = tag_of(element)
        if tag in ("p", "h2", "h3", "h4", "caption", "strong", "a"):
            marks = _PARAGRAPH.findall(text_of(element))
            paragraph = marks[-1] if marks else paragraph
        elif tag == "tr" and paragraph:
            cells = tuple(text_of(cell) for cell in element if tag_of(cell) == "td")
            heads = [text_of(cell) for cell in element if tag_of(cell) == "th"]
            if not cells and len(heads) > 2:
                remarks.append(
                    f"{_CODE}: the table of {paragraph} has columns that were not known "
                    f"and are kept as published: {', '.join(heads[2:])}."
                )
            if len(cells) >= 2 and cells[0]:
                yield paragraph, cells
            elif any(cells):
                remarks.append(
                    f"{_CODE}: the row {' | '.join(cells)[:80]!r} of {paragraph} has no "
                    "name or no date and was not taken."
                )


def _entry(found: _Found) -> ListEntry:
    return ListEntry(
        list=_CODE,
        name=found.name,
        type=PartyType.ORGANIZATION,
        aliases=tuple(a for a in found.aliases.values() if a.name != found.name),
        countries=("CN",),
        programs=tuple(f"Sec. {p}" for p in found.paragraphs),
        start_date=min(found.days, default=None),
        notes=(_WITH,) if found.reaches else (),
        published=tuple(found.printed),
    )


def _day(text: str) -> date | None:
    try:
        return datetime.strptime(" ".join(text.split()), "%B %d, %Y").date()  # noqa: DTZ007
    except ValueError:
        return None
