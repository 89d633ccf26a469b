"""Rows of a delimited file: comma, semicolon, tab or bar.

A quote that is opened and not closed would make an ordinary reader swallow every row
after it into one cell. Here such a row is reported and the next line is a row again.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator

from listgate.tables.cells import readable
from listgate.tables.rows import Cells, Row, RowError
from listgate.tables.source import BAD, LONGEST_LINE, Source

DELIMITERS = ",;\t|"
# Physical lines that one quoted cell may span: an address has five, a remark twenty.
_LONGEST_RECORD = 100
# Characters of one cell; told here and not left to the csv module, whose limit is the
# whole process's and so anyone's.
_LONGEST_CELL = 131_072
_SEP_LINE = re.compile(r"sep=(.)\r?$")
_PROBE = "x"


class DelimitedReader:
    """Reads a source row by row; the header first."""

    def __init__(self, source: Source) -> None:
        """Tells the delimiter and reads the header.

        The header is empty where the file is.
        """
        self._batches = source.lines()
        self._lines: list[str] = []
        self._line = 0  # physical lines read before self._lines
        self.delimiter = ""
        while self._more() and not "".join(self._lines).strip("\r "):
            self._line += len(self._lines)
            self._lines = []
        self._skip_blank()
        if self._lines and (stated := _SEP_LINE.match(self._lines[0].strip("\ufeff"))):
            self.delimiter = stated[1]
            self._take(1)
            self._skip_blank()
        self.delimiter = self.delimiter or sniff_delimiter(self._lines[:50])
        self.header: Cells = []
        if self._lines:
            self.header_line = self._line + 1
            first, used = self._record(0)
            cells = first.row if isinstance(first, RowError) else first
            self.header = [readable(cell) for cell in cells or ()]
            self._take(used)
        self._width = len(self.header)

    def rows(self) -> Iterator[list[Row]]:
        """Lists of rows, some thousand at a time, as they stand in the file.

        A row has as many cells as the header, or is a ``RowError``. Blank lines are no
        rows, save between the rows of a file of one column, where they are empty names.
        """
        blanks = 0
        while self._lines or self._more():
            rows = self._clean() if self._is_plain() else self._careful()
            if self._width != 1:
                rows = [row for row in rows if row]
            else:
                blanks, rows = _hold_back_blanks(blanks, rows)
            if rows:
                yield rows

    def _more(self) -> bool:
        """Gets more lines behind those at hand; False at the end."""
        batch = next(self._batches, None)
        if batch is None:
            return False
        self._lines += batch
        return True

    def _take(self, count: int) -> None:
        self._line += count
        del self._lines[:count]

    def _skip_blank(self) -> None:
        while self._lines and not self._lines[0].strip("\r "):
            self._take(1)

    def _is_plain(self) -> bool:
        """Whether no line at hand has a bad byte, a NUL or an outrageous length."""
        text = "\n".join(self._lines)
        return (
            BAD not in text
            and "\0" not in text
            and (
                len(text) < _LONGEST_CELL or max(map(len, self._lines)) < _LONGEST_CELL
            )
        )

    def _clean(self) -> list[Row]:
        """The rows of the lines at hand, by one call where each line is one row."""
        lines = self._lines
        try:
            # The probe tells whether the last line leaves a quote open: it is then eaten.
            cells = list(csv.reader([*lines, _PROBE], delimiter=self.delimiter))
        except csv.Error:
            return self._careful()
        if len(cells) != len(lines) + 1:
            return self._careful()
        cells.pop()
        width = self._width
        rows: list[Row] = cells  # type: ignore[assignment]
        for i, row in enumerate(cells):
            if len(row) != width and row:
                rows[i] = self._fitted(row, self._line + i + 1)
        self._take(len(lines))
        return rows

    def _careful(self) -> list[Row]:
        """The same, line by line, for lines with quotes that run on or with damage."""
        rows: list[Row] = []
        done = 0
        count = len(self._lines)
        while done < count:
            row, used = self._record(done)
            if isinstance(row, list) and row and len(row) != self._width:
                row = self._fitted(row, self._line + done + 1)
            rows.append(row)
            done += used
        self._take(done)
        return rows

    def _record(self, at: int) -> tuple[Row, int]:
        """The record that begins at a line at hand, and how many lines it takes."""
        line = self._lines[at]
        number = self._line + at + 1
        if problem := _damage(line):
            return RowError(f"line {number}: {problem}", self._split(line)), 1
        reader = csv.reader([line, _PROBE], delimiter=self.delimiter)
        try:
            row = next(reader)
        except csv.Error as error:
            return RowError(f"line {number}: {error}", [line[:200]]), 1
        if reader.line_num == 1 and len(line) > _LONGEST_CELL and _too_long(row):
            reason = f"field larger than field limit ({_LONGEST_CELL})"
            return RowError(f"line {number}: {reason}", [line[:200]]), 1
        if reader.line_num == 1:
            return row, 1
        while len(self._lines) < at + _LONGEST_RECORD and self._more():
            pass
        return self._spanning(at) or self._unclosed(line, number)

    def _spanning(self, at: int) -> tuple[Row, int] | None:
        """A record over several lines; None where the open quote is a mistake."""
        lines = self._lines[at : at + _LONGEST_RECORD]
        if any(_damage(line) for line in lines[: len(lines)]):
            lines = lines[: next(i for i, x in enumerate(lines) if _damage(x))]
        reader = csv.reader(
            (line + "\n" for line in lines), delimiter=self.delimiter, strict=True
        )
        try:
            row = next(reader)
        except (csv.Error, StopIteration):
            return None
        used = reader.line_num
        if self.header and len(row) != self._width:
            return None
        # Three or more lines inside that would each be a whole row are rows swallowed by
        # a stray quote; a cell of an address does not look like that.
        inner = lines[1 : used - 1]
        if len(inner) >= 3 and all(len(self._split(x)) == self._width for x in inner):
            return None
        return row, used

    def _unclosed(self, line: str, number: int) -> tuple[Row, int]:
        cells = self._split(line)
        column = len(cells)
        name = f" (`{self.header[column - 1]}`)" if column <= len(self.header) else ""
        error = (
            f"line {number}, column {column}{name}: a quote is opened and not closed"
        )
        return RowError(error, cells), 1

    def _fitted(self, row: Cells, number: int) -> Row:
        """The row with the header's number of cells, if only blank ones are too many."""
        width = self._width
        if len(row) > width and not any(cell.strip() for cell in row[width:]):
            return row[:width]
        return RowError(f"line {number}: {len(row)} cells instead of {width}", row)

    def _split(self, line: str) -> Cells:
        try:
            return next(csv.reader([line], delimiter=self.delimiter), [])
        except csv.Error:
            return [line[:200]]


def sniff_delimiter(lines: list[str]) -> str:
    """The delimiter that cuts these lines most evenly; a comma where none does."""
    best = (0.0, 0, ",")
    for delimiter in DELIMITERS:
        try:
            rows = list(csv.reader(lines, delimiter=delimiter))
        except csv.Error:  # a cell too long: the row will be reported when it is read
            continue
        width = len(rows[0]) if rows else 1
        if width > 1:
            even = sum(len(row) == width for row in rows) / len(rows)
            if (round(even, 1), width) > best[:2]:
                best = (round(even, 1), width, delimiter)
    return best[2]


def _hold_back_blanks(blanks: int, rows: list[Row]) -> tuple[int, list[Row]]:
    """Blank lines of a one-column file become empty rows once a row follows them."""
    out: list[Row] = []
    for row in rows:
        if row or isinstance(row, RowError):
            out += [[""] for _ in range(blanks)]
            out.append(row)
            blanks = 0
        else:
            blanks += 1
    return blanks, out


def _too_long(row: Cells) -> bool:
    """Whether a cell is longer than any that is meant."""
    return any(len(cell) > _LONGEST_CELL for cell in row)


def _damage(line: str) -> str:
    """What keeps a line from being read; empty if nothing does."""
    if BAD in line:
        return "bytes that do not fit the file's encoding"
    if "\0" in line:
        return "a NUL character"
    if len(line) >= LONGEST_LINE:
        return f"more than {LONGEST_LINE:,} characters"
    return ""
