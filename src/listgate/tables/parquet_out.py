"""Answers as Parquet: texts, the score a number, the day a date."""

from __future__ import annotations

import itertools
import json
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any, BinaryIO

_GROUP = 100_000  # rows of a row group


def write_parquet(
    body: BinaryIO, header: Sequence[str], inputs: int, about: str, out: BinaryIO
) -> None:
    """Writes rows that stand in ``body`` as JSON arrays, one a line.

    Args:
        body: The rows.
        header: All columns' names; repeated ones are numbered.
        inputs: How many of them are the input's; the others are empty as null.
        about: What was asked of which lists, as JSON, for the file's metadata.
        out: Where to write.
    """
    import pyarrow
    from pyarrow.parquet import ParquetWriter

    kinds = {"score": pyarrow.float64(), "effective_from": pyarrow.date32()}
    fields = [
        pyarrow.field(
            name, kinds.get(name, pyarrow.string()) if i >= inputs else pyarrow.string()
        )
        for i, name in enumerate(_distinct(header))
    ]
    schema = pyarrow.schema(fields, {"listgate": about})
    with ParquetWriter(out, schema, compression="zstd") as writer:
        for rows in _groups(body):
            columns = [
                pyarrow.array(_values(field, cells, i >= inputs), field.type)
                for i, (field, cells) in enumerate(
                    zip(fields, zip(*rows, strict=True), strict=True)
                )
            ]
            batch = pyarrow.RecordBatch.from_arrays(columns, schema=schema)
            writer.write_batch(batch, row_group_size=_GROUP)


def _groups(body: BinaryIO) -> Iterator[list[list[str]]]:
    while lines := list(itertools.islice(body, _GROUP)):
        yield [json.loads(line) for line in lines]


def _values(field: Any, cells: Sequence[str], ours: bool) -> list[Any]:
    """A column's values; of ours, nothing is null."""
    if not ours:
        return list(cells)
    if str(field.type) == "double":
        return [float(cell) if cell else None for cell in cells]
    if str(field.type) == "date32[day]":
        return [date.fromisoformat(cell) if cell else None for cell in cells]
    return [cell or None for cell in cells]


def _distinct(names: Sequence[str]) -> list[str]:
    seen: set[str] = set()
    out = []
    for place, name in enumerate(names, 1):
        label = name if name and name not in seen else f"{name or 'column'} {place}"
        seen.add(label)
        out.append(label)
    return out
