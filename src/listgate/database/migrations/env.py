"""Runs migrations on the connection that ``listgate.database`` hands over."""

from __future__ import annotations

from alembic import context

from listgate.database.schema import metadata

connection = context.config.attributes["connection"]
context.configure(
    connection=connection,
    target_metadata=metadata,
    # SQLite cannot alter a column in place: later migrations copy the table.
    render_as_batch=connection.dialect.name == "sqlite",
)
with context.begin_transaction():
    context.run_migrations()
