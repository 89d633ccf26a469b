"""The portfolios of one gate: added, run, and their reports given out."""

from __future__ import annotations

import itertools
import json
import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from listgate.cases.parties import BLOCK
from listgate.cases.store import Portfolio, PortfolioStore
from listgate.cases.watch import Run, Screener, check_name, run
from listgate.errors import QueryError
from listgate.tables.reader import read_parties
from listgate.tables.rows import RowError

Report = tuple[int, dict[str, Any]]


class Watches:
    """Portfolios; close them when done.

    Reports are kept until they were given out: a crash on the way repeats some, under
    the same number, and never loses one. Written to a file, each comes once.
    """

    def __init__(self, url: str, screener: Screener) -> None:
        self._store = PortfolioStore(url)
        self._screener = screener

    def __enter__(self) -> Watches:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Lets go of the database."""
        self._store.close()

    def portfolios(self) -> tuple[Portfolio, ...]:
        """All portfolios, by name."""
        return self._store.portfolios()

    def add(
        self,
        name: str,
        path: str | Path,
        mapping: Mapping[str, Sequence[str]] | None = None,
        *,
        replace: bool = False,
    ) -> int:
        """Keeps the parties of a file; the number of them.

        Args:
            name: What the portfolio is called.
            path: The file, in any form that parties are read in.
            mapping: Column names by field, where they are not the fields' own.
            replace: Renew a portfolio of that name.

        Raises:
            QueryError: a row cannot be read, or the name is taken or none.
        """
        check_name(name)
        if not replace and any(p.name == name for p in self._store.portfolios()):
            raise QueryError(
                "portfolio", f"there is one called {name!r}; --replace renews it"
            )
        return self._store.add(
            name, _blocks(_rows(path, mapping or {})), replace=replace
        )

    def remove(self, name: str) -> None:
        """Forgets a portfolio and all that was found for it.

        Raises:
            QueryError: there is none of that name.
        """
        self._store.remove(name)

    def run(self, name: str, *, full: bool = False) -> Run:
        """Screens a portfolio where it can have changed; see ``watch.run``."""
        return run(self._store, self._store.portfolio(name), self._screener, full=full)

    def reports(self, names: Sequence[str]) -> list[Report]:
        """What is still to be given out, with its numbers, in order."""
        return self._store.pending(names)

    def given_out(self, reports: Iterable[Report]) -> None:
        """Forgets reports that have reached whom they are for."""
        self._store.given_out([number for number, _ in reports])

    def append(self, names: Sequence[str], path: Path) -> int:
        """Adds all that is still to be given out to a file, each report once.

        A line that a crash cut short is taken off first; what the file has already is
        known by its number.

        Returns:
            How many reports were added.
        """
        waiting = self._store.pending(names)
        if not waiting:
            return 0
        with path.open("a+b") as file:
            there = _numbers(file, {number for number, _ in waiting})
            fresh = [(n, report) for n, report in waiting if n not in there]
            file.write(b"".join(map(as_line, fresh)))
            file.flush()
            os.fsync(file.fileno())
        self.given_out(waiting)
        return len(fresh)


def as_line(report: Report) -> bytes:
    """A report as a line of JSON."""
    number, said = report
    text = json.dumps({"report": number, **said}, ensure_ascii=False)
    return text.encode("utf-8", "backslashreplace") + b"\n"


def _numbers(file: Any, wanted: set[int]) -> set[int]:
    """Which of the numbers a file's whole lines have; what is cut short is taken off."""
    found: set[int] = set()
    file.seek(0)
    end = 0
    for line in file:
        if not line.endswith(b"\n"):
            break
        end += len(line)
        try:
            number = json.loads(line).get("report")
        except (ValueError, AttributeError):
            continue
        if number in wanted:
            found.add(number)
    file.truncate(end)
    file.seek(end)
    return found


def _blocks(
    rows: Iterator[dict[str, Any]],
) -> Iterator[list[dict[str, Any]]]:
    while block := list(itertools.islice(rows, BLOCK)):
        yield block


def _rows(
    path: str | Path, mapping: Mapping[str, Sequence[str]]
) -> Iterator[dict[str, Any]]:
    """The rows of a file, each a party.

    Raises:
        QueryError: one cannot be read.
    """
    for number, row in enumerate(read_parties(path, mapping), 1):
        if isinstance(row, RowError):
            raise QueryError("--file", f"row {number}: {row.error}")
        yield {k: v for k, v in row.items() if v}
