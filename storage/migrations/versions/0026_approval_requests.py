"""Who was asked by mail for a word on which content, and what was read of it."""

import sqlalchemy as sa
from alembic import op

from storage.columns import Identity, Instant

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make both tables."""
    op.create_table(
        "approval_request",
        sa.Column("id", Identity, primary_key=True, autoincrement=True),
        sa.Column("tenant", Identity, sa.ForeignKey("tenant.id"), nullable=False),
        sa.Column("campaign", sa.String(120), nullable=False),
        sa.Column("message", sa.String(120), nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("approver", sa.String(120), nullable=False),
        sa.Column("person", sa.String(120), nullable=False),
        sa.Column("hour", Instant, nullable=True),
        sa.Column("due_at", Instant, nullable=False),
        sa.Column("told_at", Instant, nullable=True),
        sa.Column("reminded", sa.String(40), nullable=False, server_default=""),
        sa.UniqueConstraint("tenant", "digest", "approver", "person"),
        comment="One person asked for a word on one content: at most one row, whatever is mailed about it",
    )
    op.create_table(
        "approved_version",
        sa.Column("id", Identity, primary_key=True, autoincrement=True),
        sa.Column("tenant", Identity, sa.ForeignKey("tenant.id"), nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("campaign", sa.String(120), nullable=False),
        sa.Column("message", sa.String(120), nullable=False),
        sa.Column("shown", sa.JSON, nullable=False),
        sa.Column("at", Instant, nullable=False),
        sa.UniqueConstraint("tenant", "digest"),
    )
    op.create_index("ix_approved_version_message", "approved_version", ["tenant", "campaign", "message"])


def downgrade() -> None:
    """Take them away."""
    op.drop_table("approved_version")
    op.drop_table("approval_request")
