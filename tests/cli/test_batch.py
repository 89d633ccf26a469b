"""Chunks over processes: failures, progress, and errors that cross a process border."""

from __future__ import annotations

import io
import pickle
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import fake_gate
import pytest

from listgate.batch.progress import Progress
from listgate.batch.question import Job, Layout, Question
from listgate.batch.run import run
from listgate.errors import ListgateError, QueryError, StaleListError
from listgate.settings import Settings
from listgate.tables.columns import find_columns
from listgate.tables.rows import Chunk


def chunks(count: int, seen: list[int] | None = None) -> Iterator[Chunk]:
    for i in range(count):
        if seen is not None:
            seen.append(i)
        yield Chunk(i * 10 + 1, [[f"Acme {i}"] for _ in range(10)])


def job(opener: Any, path: Path) -> Job:
    columns = find_columns(["name"], {}, "in.csv")
    return Job(opener, Settings(path), Question(), Layout("jsonl", columns))


def test_a_worker_that_is_ended_is_said_and_does_not_hang(tmp_path: Path) -> None:
    with pytest.raises(ListgateError, match="--jobs 1"):
        run(
            chunks(8),
            job(fake_gate.dying, tmp_path),
            lambda text: None,
            gate=fake_gate.FakeGate(),
            processes=2,
        )


def test_an_error_of_a_worker_arrives_whole(tmp_path: Path) -> None:
    with pytest.raises(QueryError) as caught:
        run(
            chunks(8),
            job(fake_gate.refusing, tmp_path),
            lambda text: None,
            gate=fake_gate.FakeGate(),
            processes=2,
        )
    assert caught.value.field == "type"


def test_a_gate_that_a_worker_cannot_open_is_told(tmp_path: Path) -> None:
    with pytest.raises(QueryError, match="cannot be opened"):
        run(
            chunks(8),
            job(fake_gate.closed, tmp_path),
            lambda text: None,
            gate=fake_gate.FakeGate(),
            processes=2,
        )


def test_rows_are_taken_only_as_fast_as_they_are_answered(tmp_path: Path) -> None:
    seen: list[int] = []
    ahead: list[int] = []
    done = 0

    def write(text: bytes) -> None:
        nonlocal done
        done += 1
        ahead.append(len(seen) - done)

    tally = run(
        chunks(40, seen),
        job(fake_gate.open_gate, tmp_path),
        write,
        gate=fake_gate.FakeGate(),
        processes=2,
    )
    assert (tally.read, tally.screened, done) == (400, 400, 40)
    assert max(ahead) <= 6


@pytest.mark.parametrize(
    "error",
    [
        QueryError("name", "is empty."),
        StaleListError("us-bis-el", 9, 7),
        ListgateError("anything"),
    ],
)
def test_errors_travel_between_processes(error: ListgateError) -> None:
    again = pickle.loads(pickle.dumps(error))  # noqa: S301  our own bytes
    assert type(again) is type(error)
    assert str(again) == str(error)
    assert vars(again) == vars(error)


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_progress_tells_rows_rate_and_time_left() -> None:
    now = [0.0]
    stream = Terminal()
    progress = Progress(stream, size=1000, position=lambda: 250, clock=lambda: now[0])
    now[0] = 0.05
    progress.tell(10)
    assert stream.getvalue() == ""
    now[0] = 30.0
    progress.tell(60_000)
    progress.close()
    bar = "█" * 6 + "░" * 18
    assert stream.getvalue() == (
        f"\r{bar}  25%  60,000 rows  2,000 a second  1:30 left\x1b[K\r\x1b[K"
    )


def test_progress_without_a_size_tells_no_end() -> None:
    progress = Progress(Terminal(), size=None, position=lambda: 0)
    assert progress.line(500, 2.0) == "500 rows  250 a second"


def test_progress_is_silent_where_nobody_watches() -> None:
    stream = io.StringIO()
    now = iter(range(9))
    progress = Progress(stream, size=10, position=lambda: 5, clock=lambda: next(now))
    progress.tell(3)
    progress.close()
    assert stream.getvalue() == ""


def test_a_question_leaves_the_documented_thresholds_alone() -> None:
    question = Question(on=date(2019, 10, 9), lists=("us-bis-el",))
    assert question.options() == {
        "on": date(2019, 10, 9),
        "lists": ("us-bis-el",),
        "limit": 10,
        "match": None,
        "review": None,
    }
