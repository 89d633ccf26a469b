"""One chunk of rows through the gate: in this process, or in one of many."""

from __future__ import annotations

import os
import signal
import threading
from dataclasses import dataclass
from multiprocessing import connection, parent_process
from typing import Any

from listgate.batch.question import Job, Screener
from listgate.batch.render import (
    Pair,
    array_lines,
    csv_rows,
    json_lines,
    sheet_rows,
    table_rows,
)
from listgate.settings import Settings
from listgate.tables.rows import Chunk, RowError


@dataclass(frozen=True, slots=True)
class Block:
    """The text of one chunk's answers, and what they were."""

    text: bytes
    rows: int = 0
    failed: int = 0
    matches: int = 0
    reviews: int = 0


def open_gate(settings: Settings) -> Screener:
    """The real gate of these settings."""
    import listgate

    gate: Screener = listgate.open(settings=settings)
    return gate


def screen_chunk(gate: Screener, job: Job, chunk: Chunk) -> Block:
    """Asks the gate about each row that can be read and renders the answers in order."""
    party = job.layout.columns.party
    asked: list[Any] = []
    pairs: list[Any] = []
    for row in chunk.rows:
        what = row if isinstance(row, RowError) else party(row)
        if isinstance(what, RowError):
            pairs.append((what.row, what))
        else:
            pairs.append(row)
            asked.append(what)
    answers = iter(gate.screen_block(asked, **job.question.options()))
    matches = reviews = failed = 0
    for i, pair in enumerate(pairs):
        if isinstance(pair, tuple):
            failed += 1
            continue
        answer = next(answers)
        if answer.status == "error":
            failed += 1
            # Told like a row that could not be read: with all that is known of it.
            answer = RowError(answer.error or "cannot be screened", None)
        elif answer.status == "match":
            matches += 1
        elif answer.status == "review":
            reviews += 1
        pairs[i] = (pair, answer)
    text = _rendered(job, chunk.first, pairs)
    return Block(text.encode(), len(pairs), failed, matches, reviews)


_FLAT = {
    "csv": csv_rows,
    "table": table_rows,
    "xlsx": sheet_rows,
    "parquet": array_lines,
}


def _rendered(job: Job, first: int, pairs: list[Pair]) -> str:
    """The chunk's text in the format asked for."""
    layout = job.layout
    if flat := _FLAT.get(layout.format):
        return flat(layout, first, pairs)
    lines = json_lines(layout, first, pairs)
    if layout.format == "json":
        return ",\n".join(lines)
    return "\n".join(lines) + "\n"


_here: tuple[Screener, Job] | None = None
_fault: Exception | None = None


def start(job: Job) -> None:
    """Makes this process a worker: it answers one job, and ends when its parent does."""
    global _here, _fault
    # Ctrl-C reaches the whole group; the parent decides what becomes of the workers.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()
    try:
        _here = job.opener(job.settings), job
    except Exception as error:  # noqa: BLE001  told by work, where the parent hears it
        _fault = error


def _end_with_parent() -> None:
    """Ends this process when the parent is gone, however that came about."""
    if (parent := parent_process()) is not None:
        connection.wait([parent.sentinel])
        os._exit(1)


def work(chunk: Chunk) -> Block:
    """One chunk, in a process that ``start`` made a worker."""
    if _fault is not None:
        raise _fault
    assert _here is not None  # noqa: S101  the pool runs start first
    gate, job = _here
    return screen_chunk(gate, job, chunk)
