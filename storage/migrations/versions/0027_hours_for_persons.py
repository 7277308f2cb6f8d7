"""Which publications wait for the hours in which persons may be written to, and until when they rest."""

import sqlalchemy as sa
from alembic import op

from storage.columns import Instant

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None

_TIMED = "state = 'pending' AND not_before IS NOT NULL"


def upgrade() -> None:
    """What runs already goes on as it began: nobody asked for its hour."""
    waits = sa.Column("quiet_hours", sa.Boolean, nullable=False, server_default=sa.text("false"))
    op.add_column("publication", waits)
    op.add_column("publication", sa.Column("resumes_at", Instant(), nullable=True))
    op.create_index(
        "ix_delivery_timed",
        "delivery",
        ["publication", "not_before"],
        sqlite_where=sa.text(_TIMED),
        postgresql_where=sa.text(_TIMED),
    )


def downgrade() -> None:
    """Take them away."""
    op.drop_index("ix_delivery_timed", "delivery")
    op.drop_column("publication", "resumes_at")
    op.drop_column("publication", "quiet_hours")
