"""The same chain on PostgreSQL."""

from __future__ import annotations

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext

from listgate.database.engine import open_engine
from listgate.database.schema import HEAD, metadata
from listgate.errors import HistoryError


def test_the_chain_makes_the_tables(database_url: str) -> None:
    engine = open_engine(database_url)
    with engine.connect() as connection:
        context = MigrationContext.configure(connection)
        assert compare_metadata(context, metadata) == []
        found = connection.scalar(sa.text("SELECT version_num FROM alembic_version"))
    assert found == HEAD
    engine.dispose()


def test_a_newer_schema_is_refused_untouched(database_url: str) -> None:
    engine = open_engine(database_url)
    with engine.begin() as connection:
        connection.execute(sa.text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(HistoryError, match="newer Listgate"):
        open_engine(database_url)
    with engine.begin() as connection:
        found = connection.scalar(sa.text("SELECT version_num FROM alembic_version"))
    assert found == "9999"
    engine.dispose()


def test_a_server_that_is_not_there_is_one_sentence() -> None:
    with pytest.raises(HistoryError, match="cannot be opened") as told:
        open_engine("postgresql+psycopg://nobody:secret@127.0.0.1:1/none")
    assert "secret" not in str(told.value)
