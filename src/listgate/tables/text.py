"""Plain text tables for people: aligned also where letters are two columns wide."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

_CONTROL = dict.fromkeys((*range(32), 127, *range(0x80, 0xA0), 0x2028, 0x2029), " ")


def width(text: str) -> int:
    """Columns that a terminal needs; East Asian wide letters take two, marks none."""
    if text.isascii():
        return len(text)
    return sum(0 if unicodedata.combining(c) else 2 if _is_wide(c) else 1 for c in text)


def _is_wide(letter: str) -> bool:
    return unicodedata.east_asian_width(letter) in "WF"


def one_line(text: str) -> str:
    """The text without line breaks and control signs, which could steer a terminal."""
    return text if text.isprintable() else text.translate(_CONTROL)


def fit(text: str, columns: int) -> str:
    """The text in exactly so many columns: padded, or cut with an ellipsis."""
    text = one_line(text)
    needed = width(text)
    if needed > columns:
        used = 0
        kept = []
        for letter in text:
            used += width(letter)
            if used > columns - 1:
                break
            kept.append(letter)
        text = "".join(kept).rstrip() + "…"
        needed = width(text)
    return text + " " * (columns - needed)


def aligned(
    head: Sequence[str], rows: Sequence[Sequence[str]], columns: int
) -> list[str]:
    """Lines of a table, each column as wide as it needs, the widest cut to the room.

    Args:
        head: The columns' names.
        rows: Cells, as many in each row as in ``head``.
        columns: The columns of the terminal.
    """
    table = [list(head), *([one_line(c) for c in row] for row in rows)]
    widths = [max(map(width, cells)) for cells in zip(*table, strict=True)]
    while sum(widths) + 2 * (len(widths) - 1) > columns and max(widths) > 12:
        widths[widths.index(max(widths))] -= 1
    lines = [
        "  ".join(fit(c, w) for c, w in zip(row, widths, strict=True)).rstrip()
        for row in table
    ]
    lines.insert(1, "  ".join("─" * w for w in widths))
    return lines


def wrapped(text: str, columns: int) -> list[str]:
    """The text on lines of at most so many columns, broken at spaces where there are any."""
    lines: list[str] = []
    line = ""
    for word in one_line(text).split():
        while width(word) > columns:  # no space to break at, as in Chinese
            head = fit(word, columns)[:-1].rstrip()
            lines += [line, head] if line else [head]
            line, word = "", word[len(head) :]
        if line and width(line) + 1 + width(word) > columns:
            lines.append(line)
            line = word
        else:
            line = f"{line} {word}" if line else word
    return [*lines, line] if line else lines
