"""Delimited text → rows by column name, whole or not at all.

A download that was cut off must not pass for a list with fewer entries. A cut shows as a
quote that is never closed, as a row with too few cells, or as a last row without its line
end; a cut exactly between two rows cannot be seen here and is caught by comparing
versions.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping
from typing import Any

from listgate.errors import ParseError

Row = Mapping[str, Any]
_CELL_LIMIT = 16 * 1024 * 1024


def header(text: str) -> tuple[str, ...]:
    """The column names in the first line; empty where it is no table."""
    first = _first_line(text)
    try:
        cells = next(csv.reader([first], delimiter=_delimiter(first)), [])
    except csv.Error:
        return ()
    return tuple(cell.strip() for cell in cells)


def _first_line(text: str) -> str:
    return text[:65536].split("\n", 1)[0].strip("\r")


def _delimiter(first: str) -> str:
    return "\t" if first.count("\t") > first.count(",") else ","


def read_rows(
    text: str, *, required: Iterable[str] = (), name: str = ""
) -> tuple[list[tuple[int, Row]], tuple[str, ...]]:
    """Every data row with its number, and what was skipped; row 1 is the header.

    A header row that is repeated among the data is skipped and said.

    Raises:
        ParseError: the text ends inside a row, or a row has not the header's cells.
    """
    columns = header(text)
    file = name or "The file"
    delimiter = _delimiter(_first_line(text))
    csv.field_size_limit(_CELL_LIMIT)
    # strict makes the reader tell of a quote that is open at the end of the text.
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    rows: list[tuple[int, Row]] = []
    skipped: list[int] = []
    number = 0
    short = 0
    try:
        for number, cells in enumerate(reader, 1):
            if not cells or (number == 1):
                continue
            if short:
                raise ParseError(
                    name,
                    f"{file}: row {short} has not the {len(columns)} cells of the "
                    "header; the file is damaged.",
                    f"row {short}",
                )
            if len(cells) != len(columns):
                short = number
                continue
            row = dict(zip(columns, cells, strict=True))
            if all(row[key].strip() == key for key in required):
                skipped.append(number)
                continue
            for key in required:
                if not row[key].strip():
                    raise ParseError(
                        name, f"{file}: row {number} has no {key}.", f"row {number}"
                    )
            rows.append((number, row))
    except csv.Error as error:
        at = number + 1
        if "unexpected end of data" in str(error):
            raise _cut(file, name, at) from error
        raise ParseError(
            name, f"{file}: row {at} cannot be read ({error}).", f"row {at}"
        ) from error
    # A last row that is whole but lacks its line end may have lost part of its last
    # cell; publishers end every line.
    if short or not text.endswith(("\n", "\r")):
        raise _cut(file, name, short or number)
    remarks = tuple(f"Row {row} repeats the header and was skipped." for row in skipped)
    return rows, remarks


def _cut(file: str, name: str, row: int) -> ParseError:
    return ParseError(
        name,
        f"{file} ends in the middle of row {row}: it is a broken download, so nothing "
        "of it was taken.",
        f"row {row}",
    )
