"""Reports go out as messages: each is kept with its files, once for all its accounts."""

import sqlalchemy as sa
from alembic import op

from storage.columns import Identity, Instant

revision = "0037"
down_revision = "0035"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """None was made before: what was asked for was a person's task."""
    op.create_table(
        "report",
        sa.Column("id", Identity, primary_key=True, autoincrement=True),
        sa.Column("tenant", Identity, sa.ForeignKey("tenant.id"), nullable=False),
        sa.Column("campaign", sa.String(120), nullable=False),
        sa.Column("message", sa.String(120), nullable=False),
        sa.Column("occurrence", sa.String(80), nullable=False),
        sa.Column("period", sa.String(40), nullable=False, server_default=""),
        sa.Column("period_name", sa.String(120), nullable=False, server_default=""),
        sa.Column("summary", sa.JSON, nullable=False),
        sa.Column("missing", sa.JSON, nullable=False),
        sa.Column("made_at", Instant),
        sa.Column("trouble", sa.String(500), nullable=False, server_default=""),
        sa.UniqueConstraint("tenant", "campaign", "message", "occurrence"),
    )
    op.create_table(
        "report_file",
        sa.Column("report", Identity, sa.ForeignKey("report.id"), primary_key=True),
        sa.Column("position", sa.Integer, primary_key=True),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("mime", sa.String(100), nullable=False),
        sa.Column("size", sa.Integer, nullable=False),
    )
    op.create_index("ix_report_file_sha256", "report_file", ["sha256"])


def downgrade() -> None:
    """What was published stays published; nobody can ask for its copy any more."""
    op.drop_table("report_file")
    op.drop_table("report")
