"""What is asked of every row of a file, and who answers."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Protocol

from listgate.screening.thresholds import Threshold
from listgate.settings import Settings
from listgate.tables.columns import Columns, Keys


class Screening(Protocol):
    """The answer to one row."""

    status: str
    hits: tuple[Any, ...]
    error: str | None

    def to_dict(self) -> dict[str, Any]:
        """The JSON object of the outside surface."""
        ...


class Screener(Protocol):
    """A gate, as far as a batch needs one."""

    def screen_block(
        self,
        rows: Sequence[Any],
        *,
        on: date | None = None,
        lists: Sequence[str] | None = None,
        limit: int = 10,
        match: Threshold | None = None,
        review: Threshold | None = None,
    ) -> Sequence[Any]:
        """The answers to some thousand parties, in their order."""
        ...


@dataclass(frozen=True, slots=True)
class Question:
    """What a run asks of each party, the same for every row.

    ``lists`` empty asks all; thresholds None take the documented ones.
    """

    on: date | None = None
    lists: tuple[str, ...] = ()
    limit: int = 10
    match: Threshold | None = None
    review: Threshold | None = None

    def options(self) -> dict[str, Any]:
        """The keyword arguments of the gate's screening calls."""
        return {
            "on": self.on,
            "lists": self.lists or None,
            "limit": self.limit,
            "match": self.match,
            "review": self.review,
        }


@dataclass(frozen=True, slots=True)
class Layout:
    """How answers are written.

    ``format`` is ``csv``, ``jsonl``, ``json`` or ``table``; ``header`` holds the input's
    columns for CSV; ``thresholds`` (match, review) are stated where the user set any;
    ``width`` is the terminal's.
    """

    format: str
    columns: Columns | Keys
    header: tuple[str, ...] = ()
    raw: bool = False
    thresholds: tuple[Threshold, Threshold] | None = None
    width: int = 100


@dataclass(frozen=True, slots=True)
class Job:
    """All that a worker process needs to answer chunks of rows."""

    opener: Callable[[Settings], Screener]
    settings: Settings
    question: Question
    layout: Layout
