from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext

from listgate.database.engine import open_engine, writing
from listgate.database.revision import known_revisions, sqlite_revision
from listgate.database.schema import HEAD, files, metadata
from listgate.errors import HistoryError
from listgate.history.glance import loaded_versions


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "home" / "listgate.sqlite"


def test_the_chain_makes_the_tables_and_says_nothing(
    path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    engine = open_engine(f"sqlite:///{path}")
    with engine.connect() as connection:
        context = MigrationContext.configure(connection)
        assert compare_metadata(context, metadata) == []
    assert sqlite_revision(path) == HEAD == max(known_revisions())
    assert capfd.readouterr() == ("", "")
    engine.dispose()


def test_the_database_keeps_foreign_keys_and_a_write_ahead_log(path: Path) -> None:
    engine = open_engine(f"sqlite:///{path}")
    with engine.connect() as connection:
        assert connection.exec_driver_sql("PRAGMA foreign_keys").scalar() == 1
        assert connection.exec_driver_sql("PRAGMA journal_mode").scalar() == "wal"
    engine.dispose()


def test_opening_again_migrates_nothing(path: Path) -> None:
    open_engine(f"sqlite:///{path}").dispose()
    before = path.read_bytes()
    open_engine(f"sqlite:///{path}").dispose()
    assert path.read_bytes() == before


def test_a_failed_transaction_leaves_nothing(path: Path) -> None:
    engine = open_engine(f"sqlite:///{path}")
    row = {"digest": "a", "name": "n", "size": 0, "packing": "", "content": b""}

    def fail_half_way() -> None:
        with writing(engine) as connection:
            connection.execute(files.insert().values(**row))
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail_half_way()
    with engine.connect() as connection:
        assert connection.execute(sa.select(files)).all() == []
    engine.dispose()


def test_a_newer_schema_is_refused_untouched(path: Path) -> None:
    open_engine(f"sqlite:///{path}").dispose()
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
        connection.commit()
    before = {p.name: p.read_bytes() for p in path.parent.iterdir()}
    with pytest.raises(HistoryError, match="newer Listgate"):
        open_engine(f"sqlite:///{path}")
    with pytest.raises(HistoryError, match="newer Listgate"):
        loaded_versions(f"sqlite:///{path}")
    assert path.read_bytes() == before[path.name]


def test_another_file_is_not_taken_for_a_database(path: Path) -> None:
    path.parent.mkdir()
    path.write_bytes(b"name,source\n")
    with pytest.raises(HistoryError, match="not a Listgate database"):
        open_engine(f"sqlite:///{path}")
    assert path.read_bytes() == b"name,source\n"


def test_a_url_that_is_none_is_said_so() -> None:
    with pytest.raises(HistoryError, match="not a database URL"):
        open_engine("no url")
