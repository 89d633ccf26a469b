"""The tables as they are after the newest migration."""

from __future__ import annotations

import sqlalchemy as sa

# The newest revision of the chain; a test holds it to the files in ``migrations``.
HEAD = "0002"

metadata = sa.MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "uq": "uq_%(table_name)s_%(column_0_name)s",
        "ix": "ix_%(table_name)s_%(column_0_name)s",
    }
)

files = sa.Table(
    "files",
    metadata,
    sa.Column("digest", sa.String(64), primary_key=True),
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("size", sa.Integer, nullable=False),
    sa.Column("packing", sa.String(8), nullable=False),
    sa.Column("content", sa.LargeBinary, nullable=False),
    comment="The bytes of every file that was taken, once each.",
)

versions = sa.Table(
    "versions",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True, autoincrement=True),
    sa.Column("code", sa.String(64), nullable=False),
    sa.Column("version", sa.String(80), nullable=False),
    sa.Column("published_at", sa.Date, nullable=False),
    sa.Column("dated_by", sa.String(16), nullable=False),
    sa.Column("fetched_at", sa.DateTime(timezone=True), nullable=False),
    sa.Column("entry_count", sa.Integer, nullable=False),
    sa.Column("quarantined", sa.Boolean, nullable=False),
    sa.Column("remarks", sa.Text, nullable=False),
    sa.Column(
        "file_digest", sa.String(64), sa.ForeignKey("files.digest"), nullable=False
    ),
    sa.Column("entries", sa.LargeBinary, nullable=False),
    sa.Column("rows", sa.LargeBinary, nullable=False),
    sa.UniqueConstraint("code", "version"),
    comment="One state of one list: its entries, and the rows as published, compressed.",
)

identities = sa.Table(
    "identities",
    metadata,
    sa.Column("entry", sa.String(128), primary_key=True),
    sa.Column("code", sa.String(64), nullable=False, index=True),
    sa.Column("name", sa.Text, nullable=False),
    sa.Column(
        "first_seen",
        sa.Integer,
        sa.ForeignKey("versions.id", ondelete="CASCADE"),
        nullable=False,
    ),
    comment="The entry ids given so far, with the name under which each was first seen.",
)

portfolios = sa.Table(
    "portfolios",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True, autoincrement=True),
    sa.Column("name", sa.String(64), nullable=False, unique=True),
    sa.Column("parties", sa.Integer, nullable=False),
    sa.Column("turn", sa.Integer, nullable=False),
    sa.Column("program", sa.String(64), nullable=False),
    sa.Column("day", sa.Date),
    sa.Column("held", sa.LargeBinary, nullable=False),
    comment="Parties that are screened again as lists change, and as of what they were.",
)

portfolio_blocks = sa.Table(
    "portfolio_blocks",
    metadata,
    sa.Column(
        "portfolio",
        sa.Integer,
        sa.ForeignKey("portfolios.id", ondelete="CASCADE"),
        primary_key=True,
    ),
    sa.Column("number", sa.Integer, primary_key=True),
    sa.Column("rows", sa.LargeBinary, nullable=False),
    sa.Column("keys", sa.LargeBinary, nullable=False),
    sa.Column("prepared", sa.LargeBinary, nullable=False),
    comment="The rows of a portfolio's parties, compressed, and what leads to them.",
)

watched_hits = sa.Table(
    "watched_hits",
    metadata,
    sa.Column(
        "portfolio",
        sa.Integer,
        sa.ForeignKey("portfolios.id", ondelete="CASCADE"),
        primary_key=True,
    ),
    sa.Column("party", sa.String(128), primary_key=True),
    sa.Column("entry", sa.String(128), primary_key=True),
    sa.Column("state", sa.String(32), nullable=False),
    sa.Column("watch", sa.Boolean, nullable=False),
    sa.Column("hit", sa.Text, nullable=False),
    comment="The hits as they were last reported.",
)

watch_reports = sa.Table(
    "watch_reports",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True, autoincrement=True),
    sa.Column("name", sa.String(64), nullable=False, index=True),
    sa.Column("line", sa.Text, nullable=False),
    sqlite_autoincrement=True,
    comment="Lines that were not given out yet, in the order of their numbers.",
)
