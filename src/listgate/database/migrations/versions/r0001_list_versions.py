"""List versions: files, versions and the ids of their entries."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Adds the tables of list history."""
    op.create_table(
        "files",
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("size", sa.Integer, nullable=False),
        sa.Column("packing", sa.String(8), nullable=False),
        sa.Column("content", sa.LargeBinary, nullable=False),
        sa.PrimaryKeyConstraint("digest", name="pk_files"),
        comment="The bytes of every file that was taken, once each.",
    )
    op.create_table(
        "versions",
        sa.Column("id", sa.Integer, autoincrement=True, nullable=False),
        sa.Column("code", sa.String(64), nullable=False),
        sa.Column("version", sa.String(80), nullable=False),
        sa.Column("published_at", sa.Date, nullable=False),
        sa.Column("dated_by", sa.String(16), nullable=False),
        sa.Column("fetched_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("entry_count", sa.Integer, nullable=False),
        sa.Column("quarantined", sa.Boolean, nullable=False),
        sa.Column("remarks", sa.Text, nullable=False),
        sa.Column("file_digest", sa.String(64), nullable=False),
        sa.Column("entries", sa.LargeBinary, nullable=False),
        sa.Column("rows", sa.LargeBinary, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_versions"),
        sa.UniqueConstraint("code", "version", name="uq_versions_code"),
        sa.ForeignKeyConstraint(
            ["file_digest"], ["files.digest"], name="fk_versions_file_digest"
        ),
        comment="One state of one list: its entries, and the rows as published, compressed.",
    )
    op.create_table(
        "identities",
        sa.Column("entry", sa.String(128), nullable=False),
        sa.Column("code", sa.String(64), nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("first_seen", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("entry", name="pk_identities"),
        sa.ForeignKeyConstraint(
            ["first_seen"],
            ["versions.id"],
            name="fk_identities_first_seen",
            ondelete="CASCADE",
        ),
        comment="The entry ids given so far, with the name under which each was first seen.",
    )
    op.create_index("ix_identities_code", "identities", ["code"])


def downgrade() -> None:
    """Takes the tables away again."""
    op.drop_index("ix_identities_code", table_name="identities")
    op.drop_table("identities")
    op.drop_table("versions")
    op.drop_table("files")
