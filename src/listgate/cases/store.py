"""Portfolios in the database; what a run found is kept in one transaction."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from listgate.cases import changed, parties
from listgate.database.engine import open_engine, writing
from listgate.database.schema import (
    portfolio_blocks,
    portfolios,
    watch_reports,
    watched_hits,
)
from listgate.errors import HistoryError, QueryError

_SLICE = 500  # values in one statement: SQLite takes some thousand


@dataclass(frozen=True, slots=True)
class Portfolio:
    """One portfolio; ``position`` is None until it is first run.

    ``turn`` counts what was done to it, so that of two runs at one time one gives way.
    """

    number: int
    name: str
    parties: int
    turn: int
    position: changed.Position | None


@dataclass(frozen=True, slots=True)
class Block:
    """Some parties of a portfolio: packed rows, their keys, what leads to them."""

    number: int
    rows: bytes
    keys: list[str]
    prepared: bytes


@dataclass(frozen=True, slots=True)
class Known:
    """A hit as it was last reported; ``told`` is its JSON, read when needed."""

    party: str
    entry: str
    state: str
    watch: bool
    told: str

    @property
    def report(self) -> dict[str, Any]:
        """What was reported."""
        found: dict[str, Any] = json.loads(self.told)
        return found


@dataclass(slots=True)
class Found:
    """What a run found: it is kept whole or not at all."""

    position: changed.Position
    lines: list[str] = field(default_factory=list)  # to be given out
    gone: list[tuple[str, str]] = field(default_factory=list)  # party, entry
    hits: list[Known] = field(default_factory=list)  # new, or other than before
    prepared: dict[int, bytes] = field(default_factory=dict)  # by number of the block


class PortfolioStore:
    """The portfolios of one database."""

    def __init__(self, url: str) -> None:
        self._engine = open_engine(url)

    def close(self) -> None:
        """Lets go of the database."""
        self._engine.dispose()

    def portfolios(self) -> tuple[Portfolio, ...]:
        """All portfolios, by name."""
        query = sa.select(portfolios).order_by(portfolios.c.name)
        with self._engine.begin() as connection:
            return tuple(map(_portfolio, connection.execute(query)))

    def portfolio(self, name: str) -> Portfolio:
        """One portfolio.

        Raises:
            QueryError: there is none of that name.
        """
        query = sa.select(portfolios).where(portfolios.c.name == name)
        with self._engine.begin() as connection:
            row = connection.execute(query).one_or_none()
        if row is None:
            raise QueryError("portfolio", f"there is none called {name!r}")
        return _portfolio(row)

    def add(
        self, name: str, blocks: Iterable[Sequence[Mapping[str, Any]]], *, replace: bool
    ) -> int:
        """Keeps the rows of a portfolio; the number of its parties.

        Hits that were reported stay known, so that a file that comes again reports
        only what differs.

        Raises:
            QueryError: there is one of that name, and it is not to be replaced.
        """
        taken: dict[str, int] = {}
        count = 0
        with self._writing() as connection:
            there = connection.execute(
                sa.select(portfolios.c.id).where(portfolios.c.name == name)
            ).scalar_one_or_none()
            if there is None:
                values = {"name": name, "parties": 0, "turn": 0, "program": ""}
                made = connection.execute(
                    portfolios.insert().values(**values, held=b"")
                ).inserted_primary_key
                assert made is not None  # noqa: S101 - one row has one key
                there = int(made[0])
            elif not replace:
                raise QueryError(
                    "portfolio", f"there is one called {name!r}; --replace renews it"
                )
            connection.execute(
                portfolio_blocks.delete().where(portfolio_blocks.c.portfolio == there)
            )
            for number, rows in enumerate(blocks):
                count += len(rows)
                keys = parties.party_keys(rows, taken)
                connection.execute(
                    portfolio_blocks.insert().values(
                        portfolio=there,
                        number=number,
                        rows=parties.pack_rows(rows),
                        keys=parties.pack_rows([{"k": keys}]),
                        prepared=b"",
                    )
                )
            connection.execute(
                portfolios.update()
                .where(portfolios.c.id == there)
                .values(parties=count, program="", turn=portfolios.c.turn + 1)
            )
        return count

    def remove(self, name: str) -> None:
        """Forgets a portfolio, its hits and what it has not given out yet.

        Raises:
            QueryError: there is none of that name.
        """
        found = self.portfolio(name)
        with self._writing() as connection:
            connection.execute(
                watch_reports.delete().where(watch_reports.c.name == name)
            )
            connection.execute(
                portfolios.delete().where(portfolios.c.id == found.number)
            )

    def blocks(self, portfolio: Portfolio) -> Iterator[Block]:
        """The blocks of a portfolio, in their order."""
        table = portfolio_blocks.c
        query = sa.select(table.number, table.rows, table["keys"], table.prepared)
        query = query.where(table.portfolio == portfolio.number)
        with self._engine.begin() as connection:
            for number, rows, keys, prepared in connection.execute(
                query.order_by(table.number)
            ):
                known = json.loads(parties.unpack_rows(keys)[0])["k"]
                yield Block(number, rows, known, prepared)

    def hits(self, portfolio: Portfolio) -> dict[str, list[Known]]:
        """The hits that were reported, by party."""
        query = sa.select(watched_hits).where(
            watched_hits.c.portfolio == portfolio.number
        )
        found: dict[str, list[Known]] = {}
        with self._engine.begin() as connection:
            for _, party, entry, state, watch, hit in connection.execute(query):
                found.setdefault(party, []).append(
                    Known(party, entry, state, watch, hit)
                )
        return found

    def keep(self, portfolio: Portfolio, found: Found) -> None:
        """Keeps what a run found, and that it is to be given out.

        Raises:
            HistoryError: the portfolio was run or renewed in the meantime.
        """
        mine = portfolio.number
        with self._writing() as connection:
            moved = connection.execute(
                portfolios.update()
                .where(portfolios.c.id == mine, portfolios.c.turn == portfolio.turn)
                .values(
                    turn=portfolio.turn + 1,
                    program=found.position.program,
                    day=found.position.day,
                    held=found.position.packed(),
                )
            )
            if moved.rowcount != 1:
                raise HistoryError(
                    f"The portfolio {portfolio.name} was run or changed by someone else "
                    "in the meantime; run it again."
                )
            _forget(connection, mine, found)
            if found.hits:
                connection.execute(
                    watched_hits.insert(),
                    [
                        {
                            "portfolio": mine,
                            "party": h.party,
                            "entry": h.entry,
                            "state": h.state,
                            "watch": h.watch,
                            "hit": h.told,
                        }
                        for h in found.hits
                    ],
                )
            for number, prepared in found.prepared.items():
                connection.execute(
                    portfolio_blocks.update()
                    .where(
                        portfolio_blocks.c.portfolio == mine,
                        portfolio_blocks.c.number == number,
                    )
                    .values(prepared=prepared)
                )
            if found.lines:
                connection.execute(
                    watch_reports.insert(),
                    [{"name": portfolio.name, "line": line} for line in found.lines],
                )

    def pending(self, names: Sequence[str]) -> list[tuple[int, dict[str, Any]]]:
        """What is still to be given out: number and report, in their order."""
        query = sa.select(watch_reports.c.id, watch_reports.c.line)
        query = query.where(watch_reports.c.name.in_(names)).order_by(
            watch_reports.c.id
        )
        with self._engine.begin() as connection:
            return [
                (number, json.loads(line)) for number, line in connection.execute(query)
            ]

    def given_out(self, numbers: Sequence[int]) -> None:
        """Forgets reports that have reached whom they are for."""
        with self._writing() as connection:
            for at in range(0, len(numbers), _SLICE):
                some = numbers[at : at + _SLICE]
                connection.execute(
                    watch_reports.delete().where(watch_reports.c.id.in_(some))
                )

    @contextmanager
    def _writing(self) -> Iterator[Connection]:
        try:
            with writing(self._engine) as connection:
                yield connection
        except sa.exc.OperationalError as error:
            said = str(error.orig).splitlines()[0]
            raise HistoryError(f"The database could not be written: {said}.") from error


def _forget(connection: Connection, portfolio: int, found: Found) -> None:
    """Takes away the hits that are gone or come otherwise."""
    pairs = [*found.gone, *((h.party, h.entry) for h in found.hits)]
    if pairs:
        connection.execute(
            watched_hits.delete().where(
                watched_hits.c.portfolio == portfolio,
                watched_hits.c.party == sa.bindparam("of_party"),
                watched_hits.c.entry == sa.bindparam("of_entry"),
            ),
            [{"of_party": party, "of_entry": entry} for party, entry in pairs],
        )


def _portfolio(row: Any) -> Portfolio:
    position = None
    if row.program and isinstance(row.day, date):
        held = changed.unpacked(row.held)
        position = changed.Position(row.program, row.day, held)
    return Portfolio(row.id, row.name, row.parties, row.turn, position)
