"""Cells of the Government Publishing Office's tables → lines of text and footnotes.

The eCFR serves a cell as ``TD`` with ``<br/>`` between its lines and footnotes in
``<sup>``; the Federal Register as ``ENT`` with a line in each ``LI`` and footnotes in
``SU``. In the running text a footnote is a digit glued to what stands before it, as the
consolidated file has it too (``734.9(g),3 744.21(b)``).
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from listgate.sources.markup import tag_of, text_of

if TYPE_CHECKING:
    from lxml.etree import _Element

_RAISED = frozenset(("SUP", "SU", "FTREF"))
_BREAKS = frozenset(("BR", "LI", "P", "FP", "DIV"))
_PLAIN = frozenset(("E", "I", "B", "EM", "STRONG", "SPAN", "A", "AC", "SUB", "SMALL"))
_NOTHING = frozenset(("PRTPAGE", "IMG", "GID"))
_NOTE = re.compile(r"\d(?:[\s,]*\d)*")
# Glued to what it belongs to: printers put a line end before and after a superscript.
_AROUND = re.compile(r"\s*\x01([^\x02]*)\x02")
_MARKS = re.compile(r"\s+([,;:.)])")


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell: its lines, white space folded, and the footnotes raised in it."""

    lines: tuple[str, ...] = ()
    footnotes: tuple[int, ...] = ()

    @property
    def text(self) -> str:
        """The lines in one, footnotes glued to what they belong to."""
        return " ".join(self.lines)


def read_cell(element: _Element, unknown: Counter[str], *, notes: bool = True) -> Cell:
    """The cell that an element holds.

    Args:
        element: ``TD``, ``TH`` or ``ENT``.
        unknown: Counts elements of no known kind, whose text is taken as it is.
        notes: Whether footnote digits stay in the text; left out where they would
            spoil a name or a country.
    """
    parts: list[str] = []
    footnotes: list[int] = []
    _walk(element, parts, footnotes, unknown, notes)
    text = "".join(parts)
    lines = []
    for line in text.split("\n\n"):
        line = _AROUND.sub(r"\1", " ".join(line.split()))
        line = _MARKS.sub(r"\1", line).replace("\x01", "").replace("\x02", "").strip()
        if line:
            lines.append(line)
    return Cell(tuple(lines), tuple(footnotes))


def _walk(
    element: _Element,
    parts: list[str],
    footnotes: list[int],
    unknown: Counter[str],
    notes: bool,
) -> None:
    parts.append(_flat(element.text))
    for child in element:
        tag = tag_of(child).upper()
        if tag in _RAISED:
            raised = text_of(child)
            if _NOTE.fullmatch(raised):
                footnotes.extend(int(digit) for digit in re.findall(r"\d", raised))
                if notes:
                    parts.append(f"\x01{raised}\x02")
            else:  # the `rd` of `3rd`
                parts.append(f"\x01{raised}\x02")
        elif tag in _NOTHING or not tag:
            pass
        else:
            if tag in _BREAKS:
                parts.append("\n\n")
            elif tag not in _PLAIN:
                unknown[tag] += 1
            _walk(child, parts, footnotes, unknown, notes)
            if tag in _BREAKS:
                parts.append("\n\n")
        parts.append(_flat(child.tail))


def _flat(text: str | None) -> str:
    """Text without blank lines: those are put in only where the markup breaks."""
    return re.sub(r"\s+", " ", text) if text else ""
