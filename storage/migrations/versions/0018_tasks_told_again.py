"""How often and when a task was put off last, and when it was told that it is called off: each is told once."""

import sqlalchemy as sa
from alembic import op

from storage.columns import Instant

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the columns; what was put off before counts as put off once."""
    op.add_column("work_order", sa.Column("postponements", sa.Integer, nullable=False, server_default="0"))
    op.add_column("work_order", sa.Column("moved_at", Instant, nullable=True))
    op.add_column("work_order", sa.Column("cancellation_told_at", Instant, nullable=True))
    op.execute("UPDATE work_order SET postponements = 1 WHERE extended_to IS NOT NULL")


def downgrade() -> None:
    """Take them away."""
    op.drop_column("work_order", "cancellation_told_at")
    op.drop_column("work_order", "moved_at")
    op.drop_column("work_order", "postponements")
