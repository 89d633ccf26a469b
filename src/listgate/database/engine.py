"""The one database: SQLite in the data folder, PostgreSQL for teams.

``open_engine`` brings the schema up to date, quietly, on first use. A database that a
newer Listgate has changed is refused before a byte of it is touched.
"""

from __future__ import annotations

import io
import sqlite3
from pathlib import Path
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa
from sqlalchemy import event

from listgate.database.revision import check_revision, sqlite_revision
from listgate.database.schema import HEAD
from listgate.errors import HistoryError

if TYPE_CHECKING:
    from sqlalchemy.engine import Connection, Engine

_WAIT_SECONDS = 30.0
_WRITE_LOCK = 5417283
_LOCK = f"SELECT pg_advisory_xact_lock({_WRITE_LOCK})"


def open_engine(url: str) -> Engine:
    """An engine on the database at ``url``, its schema up to date.

    Raises:
        HistoryError: the database cannot be opened, or is newer than this program.
    """
    try:
        address = sa.make_url(url)
    except sa.exc.ArgumentError as error:
        raise HistoryError(
            "LISTGATE_DATABASE_URL is not a database URL, such as "
            "postgresql+psycopg://user@host/listgate."
        ) from error
    if address.get_backend_name() == "sqlite":
        return _open_sqlite(address)
    return _open_server(address)


def writing(engine: Engine) -> Any:
    """A transaction that may write: a context manager that gives a connection.

    The write lock is taken at once, so that what is read inside is still true when it is
    written: SQLite's own, or on PostgreSQL one that all writers ask for.
    """
    return engine.execution_options(listgate_writes=True).begin()


def _open_sqlite(address: sa.URL) -> Engine:
    path = Path(address.database or "")
    check_revision(sqlite_revision(path), str(path))
    path.parent.mkdir(parents=True, exist_ok=True)
    engine = sa.create_engine(address, connect_args={"timeout": _WAIT_SECONDS})

    @event.listens_for(engine, "connect")
    def prepare(connection: Any, _record: object) -> None:
        # The driver's own transactions leave DDL outside; ours begin below instead.
        connection.isolation_level = None
        for pragma in ("journal_mode=WAL", "foreign_keys=ON", "synchronous=FULL"):
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        writes = connection.get_execution_options().get("listgate_writes")
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")

    try:
        if sqlite_revision(path) != HEAD:
            with writing(engine) as connection:
                _upgrade(connection)
    except (sa.exc.OperationalError, sqlite3.OperationalError) as error:
        raise HistoryError(
            f"The database {path} cannot be opened: {_reason(error)}."
        ) from error
    return engine


def _open_server(address: sa.URL) -> Engine:
    place = address.render_as_string(hide_password=True)
    try:
        engine = sa.create_engine(address, pool_pre_ping=True)
        with engine.begin() as connection:
            names = sa.inspect(connection).get_table_names()
            found = (
                connection.execute(
                    sa.text("SELECT version_num FROM alembic_version")
                ).scalar()
                if "alembic_version" in names
                else None
            )
            check_revision(found, place)
            if found != HEAD:
                # One upgrade at a time, also when two processes start together.
                if connection.dialect.name == "postgresql":
                    connection.exec_driver_sql(_LOCK)
                _upgrade(connection)
    except (sa.exc.SQLAlchemyError, ImportError) as error:
        raise HistoryError(
            f"The database {place} cannot be opened: {_reason(error)}."
        ) from error

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        if (
            connection.get_execution_options().get("listgate_writes")
            and connection.dialect.name == "postgresql"
        ):
            connection.exec_driver_sql(_LOCK)

    return engine


def _upgrade(connection: Connection) -> None:
    """Runs the missing migrations on an open transaction."""
    # Imported here: only the first use of a new database or program pays for it.
    from alembic import command
    from alembic.config import Config

    config = Config(stdout=io.StringIO())  # what Alembic would print
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    command.upgrade(config, "head")


def _reason(error: BaseException) -> str:
    """The first line of what the driver said, without a full stop."""
    said = str(getattr(error, "orig", None) or error).strip() or type(error).__name__
    return said.splitlines()[0].rstrip(".")
