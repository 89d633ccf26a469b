"""Delimited text → rows by column name, whole or not at all.

A download that was cut off must not pass for a list with fewer entries. A cut shows as a
quote that is never closed, as a row with too few cells, or as a last row without its line
end, unless that row shows that it is whole; a cut exactly between two rows cannot be seen
here and is caught by comparing versions.
"""

from __future__ import annotations

import contextlib
import csv
import io
import threading
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from listgate.errors import ParseError

Row = Mapping[str, Any]
_CELL_LIMIT = 16 * 1024 * 1024
_LOCK = threading.Lock()


@contextlib.contextmanager
def _long_cells() -> Iterator[None]:
    """Lets cells be as long as a publisher's remarks; others' readers keep their limit.

    The limit is the process's, so one list is read at a time.
    """
    with _LOCK:
        before = csv.field_size_limit(_CELL_LIMIT)
        try:
            yield
        finally:
            csv.field_size_limit(before)


def header(text: str) -> tuple[str, ...]:
    """The column names in the first line; empty where it is no table.

    A name that comes again, or none, becomes ``name (2)`` or ``column 5``, so that no
    cell hides another.
    """
    first = _first_line(text)
    try:
        cells = next(csv.reader([first], delimiter=_delimiter(first)), [])
    except csv.Error:
        return ()
    seen: Counter[str] = Counter()
    names = []
    for at, cell in enumerate(cells, 1):
        name = cell.strip()
        seen[name] += 1
        if not name and len(cells) > 1:
            name = f"column {at}"
        names.append(f"{name} ({seen[name]})" if seen[name] > 1 else name)
    return tuple(names)


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
    # strict makes the reader tell of a quote that is open at the end of the text.
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    rows: list[tuple[int, Row]] = []
    skipped: list[int] = []
    number = 0
    short = 0
    try:
        with _long_cells():
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
                if required and all(row[key].strip() == key for key in required):
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
    if short or not (text.endswith(("\n", "\r")) or _ends_whole(text, columns, rows)):
        raise _cut(file, name, short or number)
    remarks = tuple(f"Row {row} repeats the header and was skipped." for row in skipped)
    return rows, remarks


def unknown_columns(found: Iterable[str]) -> tuple[str, ...]:
    """The sentence about columns that a form does not know, each with its place.

    Args:
        found: The columns, each with its place where that is not the header.
    """
    told = ", ".join(found)
    if not told:
        return ()
    return (
        "This form of the list has columns that were not known and are kept as "
        f"published: {told}.",
    )


def _ends_whole(
    text: str, columns: tuple[str, ...], rows: list[tuple[int, Row]]
) -> bool:
    """Whether a last row without its line end has surely lost nothing.

    Publishers end every line, so a missing end means a cut unless the last cell shows
    that it is whole: a quoted one by its closing quote, where no cell of that column
    holds a quote itself; a plain one by standing word for word in another row too,
    where no cell of the column goes on behind those words.
    """
    if len(rows) < 2:
        return False
    *others, last = (str(row[columns[-1]]) for _, row in rows)
    if text.endswith('"'):
        return bool(last) and not any('"' in cell for cell in (*others, last))
    return (
        bool(last)
        and last in others
        and not any(cell != last and cell.startswith(last) for cell in others)
    )


def _cut(file: str, name: str, row: int) -> ParseError:
    return ParseError(
        name,
        f"{file} ends in the middle of row {row}: it is a broken download, so nothing "
        "of it was taken.",
        f"row {row}",
    )
