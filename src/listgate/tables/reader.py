"""A user's file as chunks of rows, whatever its form."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from listgate.errors import QueryError
from listgate.tables.columns import Columns, Keys, Value, find_columns
from listgate.tables.delimited import DelimitedReader
from listgate.tables.jsonlines import is_array, looks_like_json, read_array, read_lines
from listgate.tables.opening import Opened, open_input
from listgate.tables.rows import Chunk, Row, RowError
from listgate.tables.source import Source

CHUNK = 2_000


@dataclass(frozen=True, slots=True)
class Reading:
    """How a user wants a file to be read, where it does not tell itself.

    ``mapping`` are column names by field; ``sheets`` those of a workbook, or the file of
    an archive.
    """

    mapping: Mapping[str, Sequence[str]] = field(default_factory=dict)
    encoding: str = ""
    sheets: tuple[str, ...] = ()


AS_IT_IS = Reading()


class Table:
    """An opened file of parties.

    ``columns`` turns a row into what it asks; ``notes`` are sentences that the user
    should read, such as a guessed encoding; ``opened`` knows name, size and position.
    """

    def __init__(
        self,
        path: str | Path,
        mapping: Mapping[str, Sequence[str]] | None = None,
        *,
        encoding: str = "",
        sheets: Sequence[str] = (),
    ) -> None:
        """Opens a file and finds its columns.

        Args:
            path: CSV, JSON Lines, a JSON array, XLSX or Parquet, plain or compressed;
                ``-`` is standard input. The form is told by the content.
            mapping: Column names by field, where they are not the fields' own.
            encoding: Overrules the recognized encoding.
            sheets: Which sheets of a workbook to read, or which file of an archive.

        Raises:
            QueryError: The file cannot be opened, is empty, or has no column of names.
        """
        self.notes: list[str] = []
        self.columns: Columns | Keys
        self._sheets = tuple(sheets)
        self._encoding = encoding
        self._names: tuple[str, ...] | None = None
        self._batches: Iterator[list[Row]]
        self.opened: Opened = open_input(path, sheets[0] if sheets else "")
        try:
            self._open(mapping or {})
        except BaseException:
            self.close()
            raise

    def _open(self, mapping: Mapping[str, Sequence[str]]) -> None:
        if self.opened.kind == "xlsx":
            from listgate.tables.spreadsheet import read_workbook

            found = read_workbook(self.opened, mapping, self._sheets)
            self.columns, self._batches = found.columns, found.batches
            self.notes += found.notes
        elif self.opened.kind == "parquet":
            from listgate.tables.parquet import read_parquet

            self.columns, self._names, self._batches = read_parquet(
                self.opened, mapping
            )
        else:
            self._open_text(mapping)

    def _open_text(self, mapping: Mapping[str, Sequence[str]]) -> None:
        member = self._sheets[0] if self._sheets else ""
        source = Source(self.opened, self._encoding, member)
        if source.encoding.guessed:
            self.notes.append(
                f"{source.name}: read as {source.encoding.name}, which its bytes look "
                "like; --encoding names another."
            )
        elif not self._encoding and source.encoding.codec != "utf-8":
            self.notes.append(
                f"{source.name}: read as {source.encoding.name}, as its byte order "
                "mark says."
            )
        self._encoding = source.encoding.codec
        if looks_like_json(source.head):
            self.columns = Keys(mapping)
            read = read_array if is_array(source.head) else read_lines
            self._batches = read(source)
            return
        reader = DelimitedReader(source)
        if not reader.header:
            raise QueryError(source.name, "the file is empty.")
        where = f"{source.name}, line {reader.header_line}"
        self.columns = find_columns(reader.header, mapping, where)
        self._batches = reader.rows()

    def chunks(self, size: int = CHUNK) -> Iterator[Chunk]:
        """The rows in chunks of ``size``, the last one shorter."""
        first = 1
        rows: list[Row] = []
        for batch in self._batches:
            rows += batch
            while len(rows) >= size:
                yield Chunk(first, rows[:size])
                first += size
                del rows[:size]
        if rows:
            yield Chunk(first, rows)

    def header(self) -> tuple[str, ...]:
        """The input's columns, for an output that names them before the first row.

        JSON objects have no header: a file is read through once for their keys, in the
        order in which they appear; of standard input, only the beginning.
        """
        if isinstance(self.columns, Columns):
            return self.columns.header
        if self._names is not None:
            return self._names
        if self.opened.size is None:
            ahead = list(itertools.islice(self._batches, 1))
            self._batches = itertools.chain(ahead, self._batches)
            return tuple(_keys(ahead))
        assert self.opened.path is not None  # noqa: S101  a size means a file
        again = Table(
            self.opened.path,
            self.columns.mapping,
            encoding=self._encoding,
            sheets=self._sheets,
        )
        try:
            return tuple(_keys(again._batches))
        finally:
            again.close()

    def close(self) -> None:
        """Closes the file."""
        self.opened.close()


def _keys(batches: Iterable[list[Row]]) -> dict[str, None]:
    """The keys of all objects, each once, as first seen."""
    keys: dict[str, None] = {}
    for batch in batches:
        for row in batch:
            if isinstance(row, dict):
                keys.update(dict.fromkeys(row))
    return keys


def read_parties(
    path: str | Path,
    mapping: Mapping[str, Sequence[str]] | None = None,
    *,
    encoding: str = "",
    sheets: Sequence[str] = (),
) -> Iterator[dict[str, Value] | RowError]:
    """What each row of a file asks, or why it cannot; constant memory."""
    table = Table(path, mapping, encoding=encoding, sheets=sheets)
    try:
        for chunk in table.chunks():
            for row in chunk.rows:
                yield row if isinstance(row, RowError) else table.columns.party(row)
    finally:
        table.close()
