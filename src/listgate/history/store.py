"""List versions in the database: taken whole in one transaction, never changed.

The only thing about a version that changes is its quarantine, which ``--force`` lifts.
"""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterable, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from listgate.database.engine import open_engine, writing
from listgate.database.schema import files, identities, versions
from listgate.errors import HistoryError
from listgate.history import codec
from listgate.records import DatedBy, ListEntry, ListVersion, Origin

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy.engine import Connection, Engine

_HEAD = (
    versions.c.code,
    versions.c.version,
    versions.c.published_at,
    versions.c.dated_by,
    versions.c.fetched_at,
    versions.c.entry_count,
    versions.c.quarantined,
)


@dataclass(frozen=True, slots=True)
class StoredFile:
    """The bytes of a file that was taken, under the digest that names its versions."""

    digest: str
    name: str
    data: bytes


class Store:
    """The versions of all lists that were loaded."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    @classmethod
    def open(cls, url: str) -> Store:
        """The store in the database at ``url``, its schema up to date.

        Raises:
            HistoryError: the database cannot be opened or is newer than this program.
        """
        return cls(open_engine(url))

    def close(self) -> None:
        """Lets go of the database."""
        self._engine.dispose()

    def versions(self, code: str | None = None) -> tuple[ListVersion, ...]:
        """All loaded versions, or those of one list, oldest first."""
        with self._engine.begin() as connection:
            return Batch(connection).versions(code)

    def entries(
        self, version: ListVersion, *, published: bool = False
    ) -> tuple[ListEntry, ...]:
        """The entries of a version, in the publisher's order, with their ids.

        Args:
            version: A version from ``versions``.
            published: Also the publisher's own columns, which take as long again.

        Raises:
            HistoryError: there is no such version, or its block is damaged.
        """
        with self._engine.begin() as connection:
            return Batch(connection).entries(version, published=published)

    def file(self, digest: str) -> StoredFile | None:
        """The bytes of a file that was taken, by their SHA-256."""
        query = sa.select(files).where(files.c.digest == digest)
        with self._engine.begin() as connection:
            row = connection.execute(query).one_or_none()
        if row is None:
            return None
        data = zlib.decompress(row.content) if row.packing == "zlib" else row.content
        return StoredFile(row.digest, row.name, data)

    @contextmanager
    def batch(self) -> Iterator[Batch]:
        """A transaction: all that is done in it stays, or nothing does."""
        try:
            with writing(self._engine) as connection:
                yield Batch(connection)
        except sa.exc.OperationalError as error:
            said = str(error.orig).splitlines()[0]
            raise HistoryError(f"The database could not be written: {said}.") from error


class Batch:
    """What can be asked and done inside one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def versions(self, code: str | None = None) -> tuple[ListVersion, ...]:
        """All loaded versions, or those of one list, oldest first."""
        query = sa.select(*_HEAD).order_by(versions.c.published_at, versions.c.id)
        if code is not None:
            query = query.where(versions.c.code == code)
        return tuple(
            ListVersion(
                code=row.code,
                version=row.version,
                published_at=row.published_at,
                dated_by=DatedBy(row.dated_by),
                origin=Origin.LOADED,
                entries=row.entry_count,
                fetched_at=_aware(row.fetched_at),
                quarantined=row.quarantined,
            )
            for row in self._connection.execute(query)
        )

    def file_of(self, version: ListVersion) -> str:
        """The digest of the file that a version came in."""
        query = sa.select(versions.c.file_digest).where(_is(version))
        return str(self._connection.execute(query).scalar_one())

    def entries(
        self, version: ListVersion, *, published: bool = False
    ) -> tuple[ListEntry, ...]:
        """The entries of a version; see ``Store.entries``."""
        columns = [versions.c.entries, *([versions.c.rows] if published else [])]
        row = self._connection.execute(
            sa.select(*columns).where(_is(version))
        ).one_or_none()
        if row is None:
            raise HistoryError(
                f"No version {version.version} of {version.code} is kept."
            )
        entries = codec.unpack_entries(version.code, row.entries)
        return codec.with_rows(entries, row.rows) if published else entries

    def add(
        self,
        version: ListVersion,
        entries: Sequence[ListEntry],
        file: StoredFile,
        remarks: Iterable[str] = (),
    ) -> bool:
        """Takes a version; False, and nothing changes, when it is there already.

        Args:
            version: Its ``entries`` counts the publisher's rows.
            entries: With their ids.
            file: The bytes it was read from, kept once however many lists they hold.
            remarks: What the parser could not place.
        """
        there = sa.select(versions.c.id).where(_is(version))
        if self._connection.execute(there).first() is not None:
            return False
        self._keep(file)
        row = self._connection.execute(
            versions.insert().values(
                code=version.code,
                version=version.version,
                published_at=version.published_at,
                dated_by=version.dated_by.value,
                fetched_at=_aware(version.fetched_at) or datetime.now(UTC),
                entry_count=version.entries,
                quarantined=version.quarantined,
                remarks="\n".join(remarks),
                file_digest=file.digest,
                entries=codec.pack_entries(entries),
                rows=codec.pack_rows(entries),
            )
        )
        key = row.inserted_primary_key
        assert key is not None  # noqa: S101 - one row was inserted, so it has a key
        self._note_ids(version.code, entries, int(key[0]))
        return True

    def release(self, version: ListVersion) -> None:
        """Lifts the quarantine of a version."""
        self._connection.execute(
            versions.update().where(_is(version)).values(quarantined=False)
        )

    def names(self, code: str) -> dict[str, str]:
        """The entry ids given so far on a list, with the name first seen under each."""
        query = sa.select(identities.c.entry, identities.c.name).where(
            identities.c.code == code
        )
        return {row.entry: row.name for row in self._connection.execute(query)}

    def _keep(self, file: StoredFile) -> None:
        there = sa.select(files.c.digest).where(files.c.digest == file.digest)
        if self._connection.execute(there).first() is not None:
            return
        packed = zlib.compress(file.data, 6)
        smaller = len(packed) < len(file.data)
        self._connection.execute(
            files.insert().values(
                digest=file.digest,
                name=file.name,
                size=len(file.data),
                packing="zlib" if smaller else "",
                content=packed if smaller else file.data,
            )
        )

    def _note_ids(self, code: str, entries: Sequence[ListEntry], version: int) -> None:
        rows = [
            {"entry": e.entry, "code": code, "name": e.name, "first_seen": version}
            for e in entries
        ]
        if rows:
            insert = _insert(self._connection)(identities)
            self._connection.execute(insert.on_conflict_do_nothing(), rows)


def _insert(
    connection: Connection,
) -> Callable[[sa.Table], sqlite.Insert | postgresql.Insert]:
    """The insert of the dialect in use, which knows ``on_conflict_do_nothing``."""
    return (
        postgresql.insert if connection.dialect.name == "postgresql" else sqlite.insert
    )


def _is(version: ListVersion) -> sa.ColumnElement[bool]:
    return sa.and_(
        versions.c.code == version.code, versions.c.version == version.version
    )


def _aware(moment: datetime | None) -> datetime | None:
    """The moment in UTC; SQLite gives it back without its zone."""
    if moment is None:
        return None
    return (
        moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
    )
