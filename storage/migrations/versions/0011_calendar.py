"""What the public was told of each date of an event, so that a calendar of theirs takes a change for one."""

import sqlalchemy as sa
from alembic import op

from storage.columns import Identity, Instant

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "calendar_entry",
        sa.Column("id", Identity, primary_key=True, autoincrement=True),
        sa.Column("tenant", Identity, sa.ForeignKey("tenant.id"), nullable=False),
        sa.Column("uid", sa.String(255), nullable=False),
        sa.Column("sequence", sa.Integer, nullable=False, server_default="0"),
        sa.Column("told", sa.JSON, nullable=False),
        sa.Column("cancelled", sa.Boolean, nullable=False, server_default=sa.text("false")),
        sa.Column("changed_at", Instant, nullable=False),
        sa.UniqueConstraint("tenant", "uid"),
    )


def downgrade() -> None:
    """Drop it."""
    op.drop_table("calendar_entry")
