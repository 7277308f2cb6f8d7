"""What things cost: of one unit when it is published, and as whoever did it says, in cents."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the unit's cost; the one of work orders was never written, and is made anew as cents."""
    op.add_column("publication", sa.Column("unit_cost", sa.BigInteger(), nullable=False, server_default="0"))
    op.drop_column("work_order", "cost")
    op.add_column("work_order", sa.Column("cost", sa.BigInteger(), nullable=True))


def downgrade() -> None:
    """Take it away; what work orders cost is lost."""
    op.drop_column("work_order", "cost")
    op.add_column("work_order", sa.Column("cost", sa.Numeric(14, 2), nullable=True))
    op.drop_column("publication", "unit_cost")
