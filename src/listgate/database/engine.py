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
    except (sa.exc.SQLAlchemyError, ImportError) as error:
        raise _not_opened(place, error) from error
    try:
        _bring_up_to_date(engine, place)
    except sa.exc.SQLAlchemyError as error:
        engine.dispose()
        raise _not_opened(place, error) from error
    except BaseException:
        engine.dispose()
        raise

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        if (
            connection.get_execution_options().get("listgate_writes")
            and connection.dialect.name == "postgresql"
        ):
            connection.exec_driver_sql(_LOCK)

    return engine


def _not_opened(place: str, error: Exception) -> HistoryError:
    return HistoryError(f"The database {place} cannot be opened: {_reason(error)}.")


def _bring_up_to_date(engine: Engine, place: str) -> None:
    """Runs what migrations a server's database lacks.

    Raises:
        HistoryError: a newer Listgate has written it.
    """
    with engine.begin() as connection:
        found = _revision(connection)
        check_revision(found, place)
        if found == HEAD:
            return
        if connection.dialect.name == "postgresql":
            # One upgrade at a time: who waited looks again at what there is.
            connection.exec_driver_sql(_LOCK)
            found = _revision(connection)
            check_revision(found, place)
        if found != HEAD:
            _upgrade(connection)


def _revision(connection: Connection) -> str | None:
    if not sa.inspect(connection).has_table("alembic_version"):
        return None
    query = sa.text("SELECT version_num FROM alembic_version")
    found = connection.execute(query).scalar()
    return str(found) if found is not None else None


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
