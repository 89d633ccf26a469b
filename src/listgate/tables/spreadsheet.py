"""Parties in a workbook: on which sheets, under which header, and its rows as ours.

A spreadsheet is made for people: titles stand above the header, headers span columns and
rows, one customer's name is merged over three lines of addresses. What is taken for what
is said.
"""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from listgate.errors import QueryError
from listgate.tables.columns import Columns, find_columns, fold
from listgate.tables.opening import Opened
from listgate.tables.rows import Cells, Row, RowError
from listgate.tables.sheet import (
    Merge,
    SheetRow,
    column_letters,
    merges,
    read_rows,
)
from listgate.tables.workbook import Sheet, Workbook, open_workbook

_HEAD = 30  # rows in which a header is looked for
_NUMBERED = re.compile(r" \d+$")
_UNNAMED = "column "  # begins what a column without a name is called


@dataclass(frozen=True, slots=True)
class Found:
    """What a workbook holds of parties."""

    columns: Columns
    batches: Iterator[list[Row]]
    notes: list[str]


@dataclass(frozen=True, slots=True)
class _Header:
    """A sheet's header: its columns, its rows; the merged cells of the sheet."""

    columns: Columns
    first: int
    last: int
    spans: Sequence[Merge]


def read_workbook(
    opened: Opened, mapping: Mapping[str, Sequence[str]], wanted: Sequence[str] = ()
) -> Found:
    """The parties of a workbook.

    All sheets with one header are read, one after the other; hidden ones, and those
    without a column of names, are not unless they are wanted.

    Raises:
        QueryError: No sheet has a column of names, or sheets differ in their columns.
    """
    book = open_workbook(opened.stream, opened.name)
    chosen = _chosen(book, wanted)
    heads: dict[Sheet, _Header] = {}
    skipped: list[str] = []
    problem: QueryError | None = None
    for sheet in chosen:
        try:
            heads[sheet] = _header(book, sheet, mapping)
        except QueryError as error:
            if wanted or len(chosen) == 1:
                raise
            problem = problem or error
            skipped.append(f"`{sheet.name}` (no column of names)")
    if not heads:
        raise problem or QueryError(
            opened.name, "the workbook has no sheet to be read."
        )
    _refuse_unlike(opened.name, heads)
    if not wanted:
        skipped += [f"`{s.name}` (hidden)" for s in book.sheets if s.hidden]
    first = next(iter(heads.values()))
    return Found(
        first.columns,
        itertools.chain.from_iterable(_rows(book, s, h) for s, h in heads.items()),
        _notes(opened.name, heads, skipped),
    )


def _chosen(book: Workbook, wanted: Sequence[str]) -> list[Sheet]:
    """The sheets asked for; without any, those that users see."""
    if not wanted:
        return [s for s in book.sheets if not s.hidden] or list(book.sheets)
    known = {fold(sheet.name): sheet for sheet in book.sheets}
    for name in wanted:
        if fold(name) not in known:
            listed = ", ".join(f"`{sheet.name}`" for sheet in book.sheets)
            raise QueryError(
                "--sheet",
                f"there is no sheet {name} in {book.name}; there are {listed}.",
            )
    return [known[name] for name in dict.fromkeys(fold(name) for name in wanted)]


def _refuse_unlike(name: str, heads: Mapping[Sheet, _Header]) -> None:
    """Stops where sheets cannot stand under one header."""
    kinds = {tuple(map(fold, h.columns.header)) for h in heads.values()}
    if len(kinds) > 1:
        listed = ", ".join(f"`{sheet.name}`" for sheet in heads)
        raise QueryError(
            name,
            f"the sheets {listed} all hold parties, but under different columns; "
            "choose one with --sheet NAME.",
        )


def _notes(
    name: str, heads: Mapping[Sheet, _Header], skipped: Sequence[str]
) -> list[str]:
    """What was taken for what, where that is not plain."""
    late = any(head.first > 1 for head in heads.values())
    if not skipped and not late and len(heads) == 1:
        return []
    read = ", ".join(f"`{s.name}` (header in row {h.first})" for s, h in heads.items())
    left = f"; not read: {', '.join(skipped)}; --sheet names another" if skipped else ""
    return [f"{name}: read sheet{'s' if len(heads) > 1 else ''} {read}{left}."]


def _header(
    book: Workbook, sheet: Sheet, mapping: Mapping[str, Sequence[str]]
) -> _Header:
    """The header of a sheet: the first row in which a column of names is found."""
    head: list[SheetRow] = []
    for rows in read_rows(book, sheet):
        head += rows
        if len(head) >= _HEAD:
            break
    head = head[:_HEAD]
    where = f"{book.name}, sheet {sheet.name}"
    if not head:
        raise QueryError(where, "the sheet is empty.")
    spans = merges(book, sheet)
    second: _Header | None = None
    problem: QueryError | None = None
    widest = 0
    for row in head:
        labels, last = _labels(head, row, spans)
        try:
            columns = find_columns(labels, mapping, f"{where}, row {row.number}")
        except QueryError as error:
            # A title over all columns is one name; of rows with as many names the
            # first is the header that was meant.
            bare = {_NUMBERED.sub("", label) for label in labels}
            named = sum(not label.startswith(_UNNAMED) for label in bare)
            if named > widest:
                problem, widest = error, named
            continue
        found = _Header(columns, row.number, last, spans)
        if any(name == "name" for name, _ in columns.places):
            return found
        second = second or found
    if second is None:
        raise problem or QueryError(where, "the sheet is empty.")
    return second


def _labels(
    head: Sequence[SheetRow], row: SheetRow, spans: Sequence[Merge]
) -> tuple[list[str], int]:
    """The names of the columns under a header row, and the header's last row.

    A header cell merged downwards makes the rows beside it part of the header. A name
    that stands several times is told apart by the merged heading above it.
    """
    touching = [s for s in spans if s.top == row.number]
    last = max((s.bottom for s in touching), default=row.number)
    last = min(last, row.number + 5)
    block = [r for r in head if row.number <= r.number <= last]
    width = max(len(r.cells) for r in head)
    while width and not any(len(r.cells) >= width and r.cells[width - 1] for r in head):
        width -= 1
    above = [r for r in head if r.number == row.number - 1]
    group = _spread(above[0], spans, width) if above else [""] * width
    layers = [_spread(r, spans, width) for r in block]
    labels = []
    for column in range(width):
        named = [layer[column] for layer in layers if layer[column]]
        if len(named) > 1:
            group[column] = " / ".join(dict.fromkeys(named[:-1]))
        labels.append(named[-1] if named else "")
    counts = Counter(fold(label) for label in labels)
    told = [
        f"{over} / {label}" if over and label and counts[fold(label)] > 1 else label
        for over, label in zip(group, labels, strict=True)
    ]
    return _numbered(told), last


def _spread(row: SheetRow, spans: Sequence[Merge], width: int) -> list[str]:
    """A row's texts, those of cells merged sideways written into each of them."""
    texts = [" ".join(text.split()) for text in row.cells[:width]]
    texts += [""] * (width - len(texts))
    for span in spans:
        if span.top == row.number and span.left < width:
            for column in range(span.left + 1, min(span.right + 1, width)):
                texts[column] = texts[column] or texts[span.left]
    return texts


def _numbered(labels: Sequence[str]) -> list[str]:
    """The labels, each once: what repeats is numbered, what is empty named by its letters."""
    seen: Counter[str] = Counter()
    out = []
    for place, label in enumerate(labels):
        name = label or f"{_UNNAMED}{column_letters(place)}"
        seen[fold(name)] += 1
        count = seen[fold(name)]
        out.append(f"{name} {count}" if count > 1 else name)
    return out


def _rows(book: Workbook, sheet: Sheet, header: _Header) -> Iterator[list[Row]]:
    """The rows under the header; empty ones are none."""
    width = len(header.columns.header)
    taken = {place for _, place in header.columns.places}
    fill = _Filler(
        [s for s in header.spans if s.bottom > s.top and s.bottom > header.last]
    )
    for batch in read_rows(book, sheet):
        rows: list[Row] = []
        for row in batch:
            if row.number <= header.last:
                continue
            cells = fill(row) if fill.spans else row.cells
            if not row.faults and not any(map(str.strip, cells)):
                continue
            rows.append(_fitted(sheet, row, cells, width, taken, header.columns.header))
        yield rows


def _fitted(
    sheet: Sheet,
    row: SheetRow,
    cells: Cells,
    width: int,
    taken: set[int],
    header: Sequence[str],
) -> Row:
    """The row with the header's number of cells, or why it cannot be read."""
    where = f"sheet `{sheet.name}`, row {row.number}"
    for column, fault in row.faults.items():
        if column in taken:
            name = f"column {column_letters(column)} (`{header[column]}`)"
            return RowError(f"{where}, {name}: {fault}", cells[:width])
    if len(cells) < width:
        return cells + [""] * (width - len(cells))
    if len(cells) == width:
        return cells
    over = next((i for i in range(width, len(cells)) if cells[i].strip()), None)
    if over is not None:
        name = f"column {column_letters(over)}"
        return RowError(f"{where}, {name}: a value under no header", cells[:width])
    return cells[:width]


class _Filler:
    """Writes the value of cells merged downwards into each row that they span."""

    def __init__(self, spans: Sequence[Merge]) -> None:
        self.spans = list(spans)  # from the top
        self._next = 0
        self._open: list[tuple[Merge, str]] = []

    def __call__(self, row: SheetRow) -> Cells:
        """The row's cells, filled."""
        cells = row.cells
        self._open = [(s, text) for s, text in self._open if s.bottom >= row.number]
        for span, text in self._open:
            if len(cells) <= span.left:
                cells = cells + [""] * (span.left + 1 - len(cells))
            cells[span.left] = cells[span.left] or text
        while self._next < len(self.spans) and self.spans[self._next].top <= row.number:
            span = self.spans[self._next]
            self._next += 1
            if span.top == row.number and span.left < len(cells) and cells[span.left]:
                self._open.append((span, cells[span.left]))
        return cells
