"""Marks that the eCFR's XML sets: paragraphs, titles, and tables cell by cell."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from listgate.sources.markup import text_of

if TYPE_CHECKING:
    from lxml.etree import _Element

PARAGRAPHS = ("P", "FP", "FP-1", "FP-2", "LI")
TITLES = ("HD1", "HD2", "HD3", "H1", "H2", "H3", "H4")
_RAISED = ("SUP", "SU", "FTREF")


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell's text, white space folded, and the footnotes raised in it.

    Nothing else is mended: a space before a point (``and .i``) belongs to a paragraph.
    """

    text: str = ""
    footnotes: tuple[int, ...] = ()


def rows_of(table: _Element) -> Iterator[tuple[bool, list[Cell]]]:
    """The rows of a table: whether it is a heading, and the cells by position.

    Heads of tables are written with the cells of a body as well.
    """
    for tr in table.iter("TR"):
        heads, cells = tr.findall("TH"), tr.findall("TD")
        if next(tr.iterancestors("TFOOT"), None) is not None:
            continue  # the table's footnotes
        out: list[Cell] = []
        for element in [*heads, *cells]:
            out.append(_cell(element))
            span = element.get("colspan") or "1"
            out.extend(Cell() for _ in range(int(span) - 1 if span.isdigit() else 0))
        in_head = next(tr.iterancestors("THEAD"), None) is not None
        yield in_head or (bool(heads) and not cells), out


def _cell(element: _Element) -> Cell:
    raised = [text_of(e) for e in element.iter(*_RAISED)]
    numbers = tuple(int(n) for text in raised for n in re.findall(r"\d+", text))
    return Cell(" ".join("".join(_unraised(element)).split()), numbers)


def _unraised(element: _Element) -> Iterator[str]:
    """The pieces of text outside of footnote marks."""
    yield element.text or ""
    for child in element:
        if child.tag not in _RAISED:
            yield from _unraised(child)
        yield child.tail or ""


def in_table(element: _Element) -> bool:
    """Whether a paragraph stands in a table."""
    return next(element.iterancestors("TABLE"), None) is not None


def in_note(element: _Element) -> bool:
    """Whether a paragraph stands in a note."""
    return next(element.iterancestors("NOTE"), None) is not None
