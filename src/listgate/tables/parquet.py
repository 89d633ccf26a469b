"""Parties in a Parquet file, row group by row group."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from listgate.errors import QueryError
from listgate.tables.columns import Columns, Keys, find_columns, fold
from listgate.tables.opening import Opened
from listgate.tables.rows import Row

_ROWS = 8_192


def read_parquet(
    opened: Opened, mapping: Mapping[str, Sequence[str]]
) -> tuple[Columns | Keys, tuple[str, ...], Iterator[list[Row]]]:
    """The columns, their names, and the rows of a Parquet file.

    Rows are cells of text where every column is plain, else objects, so that a list of
    aliases stays one.

    Raises:
        QueryError: The file is damaged, or has no column of names.
    """
    import pyarrow
    from pyarrow.parquet import ParquetFile

    try:
        file = ParquetFile(opened.stream)
    except (pyarrow.ArrowException, OSError) as error:
        raise _damaged(opened.name, error) from None
    schema = file.schema_arrow
    names = tuple(schema.names)
    columns: Columns | Keys = find_columns(names, mapping, opened.name)
    if len(set(map(fold, names))) < len(names):
        raise QueryError(opened.name, "two of its columns have one name.")
    if any(pyarrow.types.is_nested(kind) for kind in schema.types):
        return Keys(mapping), names, _objects(opened.name, file)
    return columns, names, _cells(opened.name, file)


def _batches(name: str, file: Any) -> Iterator[Any]:
    import pyarrow

    batches = file.iter_batches(batch_size=_ROWS, use_threads=False)
    while True:
        try:
            batch = next(batches, None)
        except (pyarrow.ArrowException, OSError) as error:
            raise _damaged(name, error) from None
        if batch is None:
            return
        yield batch


def _cells(name: str, file: Any) -> Iterator[list[Row]]:
    """Rows as texts."""
    for batch in _batches(name, file):
        columns = [_texts(column) for column in batch.columns]
        yield [list(cells) for cells in zip(*columns, strict=True)]


def _objects(name: str, file: Any) -> Iterator[list[Row]]:
    """Rows as objects, with values as JSON has them."""
    for batch in _batches(name, file):
        columns = [[_plain(v) for v in column.to_pylist()] for column in batch.columns]
        yield [
            dict(zip(batch.schema.names, values, strict=True))
            for values in zip(*columns, strict=True)
        ]


def _texts(column: Any) -> list[str]:
    """A column's values as texts, nothing for null."""
    values = column.to_pylist()
    if str(column.type) in ("string", "large_string", "string_view"):
        return [value or "" for value in values]
    return [_text(value) for value in values]


def _text(value: Any) -> str:
    if value is None:
        return ""
    plain = _plain(value)
    return plain if isinstance(plain, str) else json.dumps(plain, ensure_ascii=False)


def _plain(value: Any) -> Any:
    """A value as JSON has it; numbers as texts where a customer's number may be one."""
    if isinstance(value, bool) or value is None or isinstance(value, str):
        return value
    if isinstance(value, bytes):
        return value.decode("utf-8", "replace")
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e16:
        return str(int(value))  # pandas makes numbers beside a gap into floats
    if isinstance(value, list):
        return [_plain(item) for item in value]
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items()}
    return str(value)


def _damaged(name: str, error: Exception) -> QueryError:
    return QueryError(
        name, f"the Parquet file is damaged or cut off ({error}); get it again."
    )
