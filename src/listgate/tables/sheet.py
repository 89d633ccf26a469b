"""The rows of one sheet of a workbook, as texts, in constant memory."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from listgate.tables.sheet_scan import Scanner, Token, Unlike, plain
from listgate.tables.workbook import PLAIN, Look, Sheet, Workbook, unescaped

_LONGEST = 1 << 20  # characters of one cell; Excel itself holds 32,767
_WIDEST = 16_384  # columns of any sheet
_MERGE = re.compile(rb'mergeCell\s+ref="([A-Z]{1,3})(\d{1,7}):([A-Z]{1,3})(\d{1,7})"')
_MOST_MERGES = 100_000


@dataclass(frozen=True, slots=True)
class SheetRow:
    """One row with anything in it.

    ``number`` is the row's as the spreadsheet shows it; ``faults`` tell by column why a
    cell has no value, such as ``#N/A``.
    """

    number: int
    cells: list[str]
    faults: dict[int, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, order=True)
class Merge:
    """Cells shown as one: rows and columns from the first to the last, from 1 and 0."""

    top: int
    left: int
    bottom: int
    right: int


def column_number(letters: str) -> int:
    """The place of a column, from 0, by its letters."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number - 1


def column_letters(number: int) -> str:
    """The letters of a column by its place from 0."""
    letters = ""
    number += 1
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def merges(book: Workbook, sheet: Sheet) -> list[Merge]:
    """The merged cells of a sheet, from the top; they are listed behind all its rows."""
    found: list[Merge] = []
    rest = b""
    for block in book.blocks(sheet.part):
        text = rest + block
        rest = text[-100:]
        if b"mergeCell" in text:
            for left, top, right, bottom in _MERGE.findall(text):
                merge = Merge(
                    int(top),
                    column_number(left.decode()),
                    int(bottom),
                    column_number(right.decode()),
                )
                # The end of one block is read again with the next.
                if merge not in found[-3:]:
                    found.append(merge)
        if len(found) > _MOST_MERGES:
            break
    return sorted(set(found))


def read_rows(book: Workbook, sheet: Sheet) -> Iterator[list[SheetRow]]:
    """The rows of a sheet that hold anything, some thousand at a time.

    Raises:
        QueryError: The sheet is damaged.
    """
    done = 0
    try:
        for rows in _scanned(book, sheet):
            yield rows
            done += len(rows)
        return
    except Unlike:
        pass
    reader = _Reader(book)
    for _ in book.parse(sheet.part, reader.start, reader.end, reader.text):
        rows, reader.rows = reader.rows, []
        known = min(done, len(rows))  # given by the scanner before it gave up
        done -= known
        if rows[known:]:
            yield rows[known:]


def _scanned(book: Workbook, sheet: Sheet) -> Iterator[list[SheetRow]]:
    """The rows as long as they are written in the common way.

    Raises:
        Unlike: They are not.
    """
    reader = _Reader(book)
    scanner = Scanner()
    for block in book.blocks(sheet.part):
        reader.take(scanner.tokens(block))
        if reader.rows:
            yield reader.rows
            reader.rows = []
    scanner.end()
    if reader.finished():
        yield reader.rows


class _Reader:
    """Takes a sheet's elements as they come and makes rows of them."""

    def __init__(self, book: Workbook) -> None:
        self.rows: list[SheetRow] = []
        self._strings = book.strings
        self._looks = book.looks
        self._from_1904 = book.from_1904
        self._row = 0
        self._cells: list[str] = []
        self._faults: dict[int, str] = {}
        self._column = -1
        self._kind = ""
        self._style = "0"
        self._formula = False
        self._texts: list[str] = []
        self._taking = False
        self._spoken = False  # inside <rPh>: how a text is pronounced
        self._columns: dict[str, int] = {}

    def take(self, tokens: list[Token]) -> None:
        """Takes rows and cells that a scanner has found."""
        strings = self._strings
        for number, letters, style, kind, formula, value, text in tokens:
            if number:
                self.finished()
                self._row = int(number)
                continue
            if not value and not text and not formula:
                continue
            column = self._columns.get(letters)
            if column is None:
                column = self._columns[letters] = column_number(letters)
            if kind == "s" and not formula and len(self._cells) == column:
                try:
                    self._cells.append(strings[int(value)])
                    continue
                except (ValueError, IndexError):
                    pass  # told below
            self._column = column
            self._style = style or "0"
            self._kind = kind or "n"
            self._formula = bool(formula)
            self._take(plain(value or text))

    def finished(self) -> bool:
        """Puts the row at hand behind the others; whether there are any."""
        if self._cells or self._faults:
            self.rows.append(SheetRow(self._row, self._cells, self._faults))
            self._cells, self._faults = [], {}
        return bool(self.rows)

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name == "c":
            ref = attributes.get("r")
            if ref:
                letters = ref.rstrip("0123456789")
                column = self._columns.get(letters)
                if column is None:
                    column = self._columns[letters] = column_number(letters.upper())
                self._column = column
            else:
                self._column += 1
            self._kind = attributes.get("t", "n")
            self._style = attributes.get("s", "0")
            self._formula = False
            self._texts = []
        elif name == "v":
            self._taking = True
        elif name == "t":
            self._taking = not self._spoken
        elif name == "row":
            number = attributes.get("r", "")
            self._row = int(number) if number.isdigit() else self._row + 1
            self._cells = []
            self._faults = {}
            self._column = -1
        elif name == "f":
            self._formula = True
        elif name == "rPh":
            self._spoken = True

    def text(self, letters: str) -> None:
        if self._taking:
            self._texts.append(letters)

    def end(self, name: str) -> None:
        if name in ("v", "t"):
            self._taking = False
        elif name == "c":
            texts = self._texts
            if texts or self._formula:
                self._take(texts[0] if len(texts) == 1 else "".join(texts))
        elif name == "row":
            self.finished()
        elif name == "rPh":
            self._spoken = False

    def _take(self, raw: str) -> None:
        """Puts the value of the cell that has just ended in its place."""
        column = self._column
        if not 0 <= column < _WIDEST:
            return
        kind = self._kind
        fault = ""
        if len(raw) > _LONGEST:
            raw, fault = raw[:200], f"more than {_LONGEST:,} characters"
        elif kind == "s":
            try:
                raw = self._strings[int(raw)]
            except (ValueError, IndexError):
                raw, fault = "", "a text that the workbook lacks"
        elif kind == "n":
            if raw:
                raw = shown_number(raw, self._look(), self._from_1904)
            elif self._formula:
                fault = "a formula without its value; save the workbook in Excel"
        elif kind == "b":
            raw = "TRUE" if raw == "1" else "FALSE"
        elif kind == "e":
            fault = raw or "an error"
        elif kind != "d":
            raw = unescaped(raw)
        cells = self._cells
        missing = column - len(cells)
        if missing >= 0:
            cells.extend([""] * missing)
            cells.append(raw)
        else:
            cells[column] = raw
        if fault:
            self._faults[column] = fault

    def _look(self) -> Look:
        try:
            return self._looks[int(self._style)]
        except (ValueError, IndexError):
            return PLAIN


def shown_number(raw: str, look: Look, from_1904: bool = False) -> str:
    """A number as a reader of the sheet knows it: whole, with its zeros, or as a date."""
    try:
        value = float(raw)
    except ValueError:
        return raw
    if look.date or look.time:
        return _moment(value, look, from_1904) or raw
    if "." in raw or "e" in raw or "E" in raw:
        # Written with 17 digits: 0.1 stands as 0.10000000000000001.
        whole = value.is_integer() and abs(value) < 1e16
        raw = str(int(value)) if whole else repr(value)
    if look.digits and raw.isdigit():
        return raw.zfill(look.digits)
    return raw


def _moment(days: float, look: Look, from_1904: bool) -> str:
    """A count of days as a date, a time, or both; empty where it is out of range."""
    if not 0 <= days < 2_958_466:  # the last day of 9999
        return ""
    if from_1904:
        began = datetime(1904, 1, 1)  # noqa: DTZ001  a calendar day, nobody's clock
    else:
        # Lotus took 1900 for a leap year, and Excel with it: day 60 never was.
        began = datetime(1899, 12, 30 if days >= 60 else 31)  # noqa: DTZ001
    try:
        moment = began + timedelta(seconds=round(days * 86_400))
    except OverflowError:
        return ""
    if not look.date:
        return moment.time().isoformat()
    if not look.time or days == int(days):
        return moment.date().isoformat()
    return moment.isoformat(sep=" ")
