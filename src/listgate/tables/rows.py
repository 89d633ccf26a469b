"""What a reader of users' files hands on: chunks of rows, and rows it could not read."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

Cells = list[str]
Object = dict[str, Any]


@dataclass(frozen=True, slots=True)
class RowError:
    """A row that cannot be read.

    ``error`` is one sentence naming the line; ``row`` is what could be made out of it:
    the cells of a delimited file, the object of a JSON one, or nothing.
    """

    error: str
    row: Cells | Object | None = None


Row = Cells | Object | RowError


@dataclass(frozen=True, slots=True)
class Chunk:
    """Rows in a row; ``first`` is the number of the first, counted from 1 after a header."""

    first: int
    rows: list[Row] = field(default_factory=list)
