"""A file of any length through the gate: in order, over processes, in constant memory."""

from __future__ import annotations

import itertools
import multiprocessing
import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass

from listgate.batch.question import Job, Screener
from listgate.batch.worker import Block, screen_chunk, start, work
from listgate.errors import ListgateError
from listgate.tables.rows import Chunk

# Starting a worker costs 0.2 s; below some 12,000 rows one process is done sooner.
_WORTH_WORKERS = 6  # chunks


@dataclass(slots=True)
class Tally:
    """What a run has come to so far, in rows."""

    read: int = 0
    failed: int = 0
    matches: int = 0
    reviews: int = 0

    @property
    def screened(self) -> int:
        """Rows that got an answer."""
        return self.read - self.failed

    def add(self, block: Block) -> None:
        """Counts one chunk."""
        self.read += block.rows
        self.failed += block.failed
        self.matches += block.matches
        self.reviews += block.reviews


def cores() -> int:
    """How many cores this process may use."""
    try:
        return len(os.sched_getaffinity(0))
    except AttributeError:  # not on macOS and Windows
        return os.cpu_count() or 1


def run(
    chunks: Iterable[Chunk],
    job: Job,
    write: Callable[[bytes], object],
    *,
    gate: Screener,
    processes: int = 1,
    tell: Callable[[Tally], None] = lambda tally: None,
    before: Tally | None = None,
) -> Tally:
    """Screens chunks and writes their answers in the same order.

    The text is the same for any number of processes.

    Args:
        chunks: The rows; taken only as fast as they are answered.
        job: What is asked and how the answers are written.
        write: Takes the text, chunk by chunk.
        gate: Answers in this process, where no worker is worth its start.
        processes: How many workers at most.
        tell: Called after each chunk.
        before: What an earlier run has written of the same output; counted on.

    Raises:
        ListgateError: A worker process was ended from outside, mostly for memory.
    """
    tally = before or Tally()
    is_array = job.layout.format == "json"
    between = b",\n" if is_array and tally.read else b""
    for block in _blocks(iter(chunks), job, gate, processes):
        if block.text:
            write(between + block.text if between else block.text)
            between = b",\n" if is_array else b""
        tally.add(block)
        tell(tally)
    return tally


def _blocks(
    chunks: Iterator[Chunk], job: Job, gate: Screener, processes: int
) -> Iterator[Block]:
    ahead = list(itertools.islice(chunks, _WORTH_WORKERS if processes > 1 else 0))
    chunks = itertools.chain(ahead, chunks)
    if len(ahead) < _WORTH_WORKERS:
        for chunk in chunks:
            yield screen_chunk(gate, job, chunk)
        return
    # Spawned, not forked: a fork would copy threads' locks, and is not there on Windows.
    pool = ProcessPoolExecutor(
        processes,
        mp_context=multiprocessing.get_context("spawn"),
        initializer=start,
        initargs=(job,),
    )
    waiting: deque[Future[Block]] = deque()
    try:
        for chunk in chunks:
            waiting.append(pool.submit(work, chunk))
            if len(waiting) > 2 * processes:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()
    except BrokenProcessPool:
        raise ListgateError(
            "A worker process was ended, probably for want of memory; "
            "try again with --jobs 1."
        ) from None
    finally:
        pool.shutdown(wait=True, cancel_futures=True)
