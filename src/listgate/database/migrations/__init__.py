"""The one Alembic chain: every change of the database, oldest first."""
