"""The loaded versions at a glance, without SQLAlchemy: what a cold shell can afford.

One name must be screened within 0.3 s of starting the program, and all it needs of the
database is which versions there are, to find the index compiled from them.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from contextlib import closing
from datetime import UTC, date, datetime
from pathlib import Path

from listgate.database.revision import (
    check_revision,
    connect_to_read,
    revision_of,
    sqlite_revision,
)
from listgate.errors import HistoryError
from listgate.records import DatedBy, ListEntry, ListVersion, Origin

_SQLITE = "sqlite:///"
_QUERY = """
SELECT code, version, published_at, dated_by, fetched_at, entry_count, quarantined
FROM versions ORDER BY published_at, id
"""


def loaded_entries(
    url: str, versions: Sequence[ListVersion]
) -> tuple[tuple[ListEntry, ...], ...]:
    """The entries of each loaded version, without the publisher's own columns.

    Raises:
        HistoryError: the database cannot be read, or there is no such version.
    """
    from listgate.history import codec

    if not versions:
        return ()
    if not url.startswith(_SQLITE):
        from listgate.history.store import Store

        store = Store.open(url)
        try:
            return tuple(map(store.entries, versions))
        finally:
            store.close()
    path = Path(url.removeprefix(_SQLITE))
    with closing(connect_to_read(path)) as connection:
        return tuple(
            codec.unpack_entries(v.code, _block(connection, path, v)) for v in versions
        )


def _block(connection: sqlite3.Connection, path: Path, version: ListVersion) -> bytes:
    try:
        row = connection.execute(
            "SELECT entries FROM versions WHERE code = ? AND version = ?",
            (version.code, version.version),
        ).fetchone()
    except sqlite3.Error as error:
        raise HistoryError(f"The database {path} cannot be read: {error}.") from error
    if row is None:
        raise HistoryError(f"No version {version.version} of {version.code} is kept.")
    return bytes(row[0])


def loaded_versions(url: str) -> tuple[ListVersion, ...]:
    """The loaded versions of all lists, oldest first; none when nothing was loaded.

    Nothing is created or changed.

    Args:
        url: The database's SQLAlchemy URL. One that is not SQLite is asked through
            SQLAlchemy.

    Raises:
        HistoryError: the database cannot be read, or a newer Listgate has written it.
    """
    if not url.startswith(_SQLITE):
        # Imported here: a SQLite user never waits for it.
        from listgate.history.store import Store

        store = Store.open(url)
        try:
            return store.versions()
        finally:
            store.close()
    path = Path(url.removeprefix(_SQLITE))
    if sqlite_revision(path) is None:
        return ()
    with closing(connect_to_read(path)) as connection:
        check_revision(revision_of(connection), str(path))
        try:
            rows = connection.execute(_QUERY).fetchall()
        except sqlite3.Error as error:
            raise HistoryError(
                f"The database {path} cannot be read: {error}."
            ) from error
    return tuple(
        ListVersion(
            code=code,
            version=version,
            published_at=date.fromisoformat(published),
            dated_by=DatedBy(dated_by),
            origin=Origin.LOADED,
            entries=entries,
            fetched_at=datetime.fromisoformat(fetched).replace(tzinfo=UTC),
            quarantined=bool(quarantined),
        )
        for code, version, published, dated_by, fetched, entries, quarantined in rows
    )
