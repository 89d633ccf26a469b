"""Rows as the XML of a spreadsheet: colored by status, every user's cell a dead text."""

from __future__ import annotations

import re
from collections.abc import Sequence

from listgate.tables.cells import readable
from listgate.tables.sheet import column_letters
from listgate.tables.text import width

# A sheet ends at 1,048,576 rows; a multiple of every chunk, so that none lies across two.
SHEET_ROWS = 1_048_000
_LONGEST = 32_767  # characters that Excel holds in a cell
_SPECIAL = re.compile("[&<>\0-\x1f\x7f\ufffe\uffff]|_x[0-9A-Fa-f]{4}_")
_SPACED = re.compile(r"^\s|\s$|\s\s|\n")
# What Excel would take for a formula as soon as somebody edits the cell.
_FORMULA = frozenset("=+-@\t\r")
_NAMED = {"&": "&amp;", "<": "&lt;", ">": "&gt;", "\n": "&#10;", "\t": "&#9;"}

# Styles by number, as `styles_xml` of the workbook lists them.
PLAIN, HEADER, TEXT, QUOTED, LINK, LABEL, WRAPPED = range(7)
_FIRST_TINT = 7
TINTS = ("match", "review", "error", "clear")
_TINTED_TEXT, _TINTED_STATUS, _TINTED_SCORE, _TINTED_LINK = range(4)
LINKED = re.compile(r"\d+ FR \d+")

# How wide the outcome's columns are, in digits; their texts are wrapped.
WIDTHS = {
    "status": 10,
    "score": 8,
    "entry": 22,
    "list": 15,
    "listed_name": 42,
    "matched_name": 32,
    "effective_from": 14,
    "citations": 40,
    "reasons": 70,
}
_LINE = 15  # points
_TALLEST = 20  # lines; Excel shows 27


def tinted(status: str, kind: int) -> int:
    """The style of an outcome's cell."""
    return _FIRST_TINT + 4 * TINTS.index(status) + kind


LINK_STYLES = tuple(tinted(status, _TINTED_LINK) for status in TINTS)


def text_cell(place: str, text: str, style: int) -> str:
    """One cell that holds a text, whatever it looks like."""
    if len(text) > _LONGEST:
        told = f" … (cut: {len(text):,} characters)"
        text = text[: _LONGEST - len(told)] + told
    if style == TEXT and text[0] in _FORMULA:
        style = QUOTED
    if _SPECIAL.search(text):
        text = _SPECIAL.sub(_escape, text)
    space = ' xml:space="preserve"' if _SPACED.search(text) or "&#" in text else ""
    return f'<c r="{place}" s="{style}" t="inlineStr"><is><t{space}>{text}</t></is></c>'


def _escape(found: re.Match[str]) -> str:
    sign = found[0]
    if len(sign) > 1:
        return f"_x005F{sign}"  # a text that looks like an escape and is none
    return _NAMED.get(sign) or f"_x{ord(sign):04X}_"


def party_rows(
    first: int, rows: Sequence[Sequence[str]], inputs: int, outcome: Sequence[str]
) -> str:
    """Rows of parties, one a line.

    Args:
        first: The number of the first, from 1 under the header.
        rows: The input's cells, then those of the outcome.
        inputs: How many are the input's.
        outcome: The names of the others.
    """
    letters = [column_letters(i) for i in range(inputs + len(outcome))]
    status_at = inputs + outcome.index("status")
    score_at = inputs + outcome.index("score")
    cites_at = inputs + outcome.index("citations")
    lines = []
    for number, row in enumerate(rows, first):
        at = str((number - 1) % SHEET_ROWS + 2)
        status = row[status_at]
        cells = []
        for i, text in enumerate(row):
            place = letters[i] + at
            if not text:
                if i > status_at and status != "clear":  # the color goes through
                    style = tinted(status, _TINTED_TEXT)
                    cells.append(f'<c r="{place}" s="{style}"/>')
                continue
            if i < inputs:
                cells.append(text_cell(place, text, TEXT))
            elif i == score_at:
                style = tinted(status, _TINTED_SCORE)
                cells.append(f'<c r="{place}" s="{style}"><v>{text}</v></c>')
            else:
                kind = _TINTED_TEXT
                if i == status_at:
                    kind = _TINTED_STATUS
                elif i == cites_at and LINKED.match(text):
                    kind = _TINTED_LINK
                cells.append(text_cell(place, text, tinted(status, kind)))
        tall = _lines(row[inputs:], outcome) if status != "clear" else 1
        high = f' ht="{_LINE * tall}" customHeight="1"' if tall > 1 else ""
        lines.append(f'<row r="{at}"{high}>{"".join(cells)}</row>\n')
    return readable("".join(lines))


def _lines(texts: Sequence[str], outcome: Sequence[str]) -> int:
    """How many lines a row needs where the outcome's texts are wrapped.

    Wrapping at words leaves a part of each line empty, so lines count as shorter.
    """
    needed = (
        -(-width(text) * 10 // (9 * WIDTHS.get(name, 12)))
        for name, text in zip(outcome, texts, strict=True)
    )
    return min(_TALLEST, max(1, *needed))
