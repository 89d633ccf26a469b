"""Which revision of the schema a database has, told without SQLAlchemy.

Screening one name must not wait for SQLAlchemy to be imported (0.15 s), so this and
``listgate.history.glance`` read SQLite directly.
"""

from __future__ import annotations

import sqlite3
from contextlib import closing
from functools import cache
from pathlib import Path

from listgate.errors import HistoryError

_MAGIC = b"SQLite format 3\x00"


@cache
def known_revisions() -> frozenset[str]:
    """The revisions that this program's chain has (``r0001_….py`` is 0001)."""
    folder = Path(__file__).parent / "migrations" / "versions"
    return frozenset(p.name[1:5] for p in folder.glob("r[0-9][0-9][0-9][0-9]_*.py"))


def check_revision(found: str | None, place: str) -> None:
    """Refuses a database whose schema this program does not know.

    Raises:
        HistoryError: a newer Listgate has written the database.
    """
    if found is not None and found not in known_revisions():
        raise HistoryError(
            f"The database {place} was written by a newer Listgate (schema {found}); "
            "update Listgate or point LISTGATE_HOME at another folder."
        )


def sqlite_revision(path: Path) -> str | None:
    """The revision of a SQLite file; None when there is no file or no schema yet.

    Raises:
        HistoryError: the file is not a SQLite database.
    """
    try:
        with path.open("rb") as file:
            head = file.read(len(_MAGIC))
    except FileNotFoundError:
        return None
    except OSError as error:
        raise HistoryError(
            f"The database {path} cannot be read: {error.strerror}."
        ) from error
    if not head:
        return None
    if head != _MAGIC:
        raise HistoryError(
            f"{path} is not a Listgate database; move it away or point LISTGATE_HOME "
            "at another folder."
        )
    with closing(connect_to_read(path)) as connection:
        return revision_of(connection)


def revision_of(connection: sqlite3.Connection) -> str | None:
    """The revision on an open connection; None when there is no schema yet."""
    try:
        row = connection.execute("SELECT version_num FROM alembic_version").fetchone()
    except sqlite3.OperationalError as error:
        if "no such table" in str(error):
            return None
        raise HistoryError(f"The database cannot be read: {error}.") from error
    except sqlite3.DatabaseError as error:
        raise HistoryError(f"The database is damaged: {error}.") from error
    return str(row[0]) if row else None


def connect_to_read(path: Path) -> sqlite3.Connection:
    """A connection that cannot change the file.

    Raises:
        HistoryError: the file cannot be opened.
    """
    address = path.absolute().as_uri()
    try:
        connection = sqlite3.connect(f"{address}?mode=ro", uri=True, timeout=30)
        try:
            connection.execute("SELECT 1 FROM sqlite_master LIMIT 1").fetchone()
        except sqlite3.OperationalError as error:
            if "locked" in str(error):
                raise
            # On a read-only disk the write-ahead log's index cannot be made.
            connection.close()
            connection = sqlite3.connect(f"{address}?immutable=1", uri=True)
    except sqlite3.Error as error:
        raise HistoryError(f"The database {path} cannot be read: {error}.") from error
    return connection
