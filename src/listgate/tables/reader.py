"""A user's file as chunks of rows, whatever its form."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from listgate.errors import QueryError
from listgate.tables.columns import Columns, Keys, Value, find_columns
from listgate.tables.delimited import DelimitedReader
from listgate.tables.jsonlines import is_array, looks_like_json, read_array, read_lines
from listgate.tables.rows import Chunk, Row, RowError
from listgate.tables.source import Source

CHUNK = 2_000


class Table:
    """An opened file of parties.

    ``columns`` turns a row into what it asks; ``notes`` are sentences that the user
    should read, such as a guessed encoding; ``source`` knows name, size and position.
    """

    def __init__(
        self,
        path: str | Path,
        mapping: Mapping[str, Sequence[str]] | None = None,
        *,
        encoding: str = "",
    ) -> None:
        """Opens a file and finds its columns.

        Args:
            path: CSV, JSON Lines or a JSON array, plain or compressed; ``-`` is standard
                input. The form is told by the content.
            mapping: Column names by field, where they are not the fields' own.
            encoding: Overrules the recognized encoding.

        Raises:
            QueryError: The file cannot be opened, is empty, or has no column of names.
        """
        self.source = Source(path, encoding)
        self.notes: list[str] = []
        self.columns: Columns | Keys
        self._batches: Iterator[list[Row]]
        found = self.source.encoding
        if found.guessed:
            self.notes.append(
                f"{self.source.name}: read as {found.name}, which its bytes look like; "
                "--encoding names another."
            )
        try:
            self._open(mapping or {})
        except BaseException:
            self.close()
            raise

    def _open(self, mapping: Mapping[str, Sequence[str]]) -> None:
        head = self.source.head
        if looks_like_json(head):
            self.columns = Keys(mapping)
            read = read_array if is_array(head) else read_lines
            self._batches = read(self.source)
            return
        reader = DelimitedReader(self.source)
        if not reader.header:
            raise QueryError(self.source.name, "the file is empty.")
        where = f"{self.source.name}, line {reader.header_line}"
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
        if self.source.size is None:
            ahead = list(itertools.islice(self._batches, 1))
            self._batches = itertools.chain(ahead, self._batches)
            return tuple(_keys(ahead))
        again = Table(
            self.source.path, self.columns.mapping, encoding=self.source.encoding.codec
        )
        try:
            return tuple(_keys(again._batches))
        finally:
            again.close()

    def close(self) -> None:
        """Closes the file."""
        self.source.close()


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
) -> Iterator[dict[str, Value] | RowError]:
    """What each row of a file asks, or why it cannot; constant memory."""
    table = Table(path, mapping, encoding=encoding)
    try:
        for chunk in table.chunks():
            for row in chunk.rows:
                yield row if isinstance(row, RowError) else table.columns.party(row)
    finally:
        table.close()
