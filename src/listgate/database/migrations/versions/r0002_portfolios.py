"""Portfolios: parties that are watched, their hits, and what is still to be told."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Adds the tables of portfolios."""
    op.create_table(
        "portfolios",
        sa.Column("id", sa.Integer, autoincrement=True, nullable=False),
        sa.Column("name", sa.String(64), nullable=False),
        sa.Column("parties", sa.Integer, nullable=False),
        sa.Column("turn", sa.Integer, nullable=False),
        sa.Column("program", sa.String(64), nullable=False),
        sa.Column("day", sa.Date),
        sa.Column("held", sa.LargeBinary, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_portfolios"),
        sa.UniqueConstraint("name", name="uq_portfolios_name"),
        comment="Parties that are screened again as lists change, and as of what they were.",
    )
    op.create_table(
        "portfolio_blocks",
        sa.Column("portfolio", sa.Integer, nullable=False),
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("rows", sa.LargeBinary, nullable=False),
        sa.Column("keys", sa.LargeBinary, nullable=False),
        sa.Column("prepared", sa.LargeBinary, nullable=False),
        sa.PrimaryKeyConstraint("portfolio", "number", name="pk_portfolio_blocks"),
        sa.ForeignKeyConstraint(
            ["portfolio"],
            ["portfolios.id"],
            name="fk_portfolio_blocks_portfolio",
            ondelete="CASCADE",
        ),
        comment="The rows of a portfolio's parties, compressed, and what leads to them.",
    )
    op.create_table(
        "watched_hits",
        sa.Column("portfolio", sa.Integer, nullable=False),
        sa.Column("party", sa.String(128), nullable=False),
        sa.Column("entry", sa.String(128), nullable=False),
        sa.Column("state", sa.String(32), nullable=False),
        sa.Column("watch", sa.Boolean, nullable=False),
        sa.Column("hit", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("portfolio", "party", "entry", name="pk_watched_hits"),
        sa.ForeignKeyConstraint(
            ["portfolio"],
            ["portfolios.id"],
            name="fk_watched_hits_portfolio",
            ondelete="CASCADE",
        ),
        comment="The hits as they were last reported.",
    )
    op.create_table(
        "watch_reports",
        sa.Column("id", sa.Integer, autoincrement=True, nullable=False),
        sa.Column("name", sa.String(64), nullable=False),
        sa.Column("line", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_watch_reports"),
        sqlite_autoincrement=True,
        comment="Lines that were not given out yet, in the order of their numbers.",
    )
    op.create_index("ix_watch_reports_name", "watch_reports", ["name"])


def downgrade() -> None:
    """Takes the tables away again."""
    op.drop_index("ix_watch_reports_name", table_name="watch_reports")
    op.drop_table("watch_reports")
    op.drop_table("watched_hits")
    op.drop_table("portfolio_blocks")
    op.drop_table("portfolios")
