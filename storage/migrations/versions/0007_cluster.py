"""Several daemons: a lane is leased to one of them, and wake-ups have tables of their own on PostgreSQL."""

import sqlalchemy as sa
from alembic import op

from storage import wakes

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the lease, and make the library's tables."""
    op.add_column("lane", sa.Column("leased_until", sa.DateTime(timezone=True), nullable=True))
    wakes.make(op.get_bind())


def downgrade() -> None:
    """Take both away."""
    op.drop_column("lane", "leased_until")
    wakes.drop(op.get_bind())
