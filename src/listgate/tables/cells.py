"""CSV cells that a spreadsheet cannot mistake for formulas."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterable, Sequence

_UNREADABLE = re.compile("[\0\ud800-\udfff]")
# What a spreadsheet takes for the beginning of a formula, or skips before one.
_FORMULA = frozenset("=+-@\t\r")


def neutralized(cells: Sequence[str]) -> list[str]:
    """The cells, a leading ``'`` before each that would begin a formula."""
    return ["'" + c if c and c[0] in _FORMULA else c for c in cells]


def csv_text(rows: Iterable[Sequence[str]], *, raw: bool = False) -> str:
    """Rows as CSV, one a line; formulas neutralized unless ``raw``."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerows(rows if raw else map(neutralized, rows))
    return buffer.getvalue()


def cell(value: object) -> str:
    """A JSON value as a cell: texts joined by `; `, nothing for null."""
    if isinstance(value, str):
        return value
    if value is None:
        return ""
    if isinstance(value, list) and all(isinstance(item, str) for item in value):
        return "; ".join(value)
    return json.dumps(value, ensure_ascii=False)


def readable(text: str) -> str:
    """The text without what no UTF-8 file can hold: lost bytes, NULs, half pairs."""
    return _UNREADABLE.sub("\ufffd", text)
