"""`listgate determine --file`: many transactions, one answer each, in constant memory."""

from __future__ import annotations

import argparse
import signal
import sys
from collections import Counter, deque
from collections.abc import Iterator, Mapping
from datetime import date
from types import FrameType
from typing import Any, NoReturn

from listgate.batch.progress import Progress
from listgate.cli import ages, exits, options, printing
from listgate.cli.determine_rows import WRITERS
from listgate.cli.transaction_file import TransactionFile
from listgate.errors import QueryError
from listgate.tables.output import output
from listgate.tables.rows import Row, RowError


def determine_file(
    args: argparse.Namespace, file: TransactionFile, form: str
) -> Counter[str]:
    """Writes the answer to each transaction of a file; how many have which outcome.

    Raises:
        QueryError: The file holds none, or an array that is not JSON from some line on.
        StaleListError: A list that would answer is older than allowed.
    """
    if args.report is not None:
        raise QueryError("--report", "is the page of one transaction; give it alone.")
    gate = options.open_gate()
    ages.announce(gate)
    asking = _Asking(gate, args)
    answers = enumerate(asking.answers(file.rows()), 1)
    counts: Counter[str] = Counter()
    progress = Progress(
        sys.stderr, size=file.opened.size, position=file.opened.position
    )
    # On a terminal the answers themselves show how far it is.
    silent = args.output == "-" and sys.stdout.isatty()
    previous = signal.signal(signal.SIGTERM, _terminated)
    try:
        with output(args.output) as out:
            write = WRITERS[form](out)
            for number, told in answers:
                if not counts:
                    write.head()
                write.row(number, told)
                counts[told["outcome"]] += 1
                if not silent:
                    progress.tell(number)
            if not counts:
                raise QueryError(file.opened.name, "holds no transaction.")
            write.foot(counts)
    finally:
        progress.close()
        signal.signal(signal.SIGTERM, previous)
    asking.tell_age()
    read, failed = counts.total(), counts["error"]
    printing.say(f"read {read}, determined {read - failed}, failed {failed}")
    return counts


def _terminated(number: int, frame: FrameType | None) -> NoReturn:
    """Lets go of the half-written file before the process ends."""
    raise SystemExit(exits.TERMINATED)


class _Asking:
    """What is asked of the gate, and for which days."""

    def __init__(self, gate: Any, args: argparse.Namespace) -> None:
        self._gate = gate
        self._on = args.on
        self._max_age = args.max_age
        self._today = gate.today.isoformat()  # one day, also for a run over midnight
        self._days: set[date] = set()

    def answers(self, rows: Iterator[Row]) -> Iterator[dict[str, Any]]:
        """The JSON object of each row's determination or error, in order."""
        # The gate reads ahead of its answers: parties are screened block by block.
        ahead: deque[Row] = deque()

        def transactions() -> Iterator[Mapping[str, Any]]:
            for row in rows:
                asked = self._dated(row) if isinstance(row, dict) else {}
                ahead.append(asked if isinstance(row, dict) else row)
                yield asked  # an unreadable row holds its place as an empty one

        for answer in self._gate.determine_many(transactions()):
            row = ahead.popleft()
            if answer.determination is not None:
                told: dict[str, Any] = answer.determination.to_dict()
                self._check(date.fromisoformat(told["on"]))
                yield told
            elif isinstance(row, RowError):
                yield _error(answer.row, None, row.error)
            else:
                yield _error(answer.row, row, answer.error)

    def tell_age(self) -> None:
        """States the age of the lists on the last day asked about."""
        if self._days:
            day = max(self._days)
            ages.tell(ages.serving(self._gate, day, ()), day)

    def _dated(self, row: dict[str, Any]) -> dict[str, Any]:
        """The transaction with its day; `--on` goes before its own."""
        if self._on is not None:
            return {**row, "on": self._on.isoformat()}
        return row if row.get("on") is not None else {**row, "on": self._today}

    def _check(self, day: date) -> None:
        if day in self._days:
            return
        self._days.add(day)
        if self._max_age is not None:
            ages.check(ages.serving(self._gate, day, ()), day, self._max_age)


def _error(row: int, asked: Any, error: str) -> dict[str, Any]:
    return {"asked": asked, "outcome": "error", "error": error, "row": row}
