"""For whom each word on a message was said, and which word made an approval complete."""

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the columns; of words that were said before nobody knows for whom: they count for whoever is asked."""
    op.add_column("approval", sa.Column("approver", sa.String(120), nullable=False, server_default=""))
    op.add_column("approval", sa.Column("complete", sa.Boolean, nullable=False, server_default=sa.text("false")))


def downgrade() -> None:
    """Take them away."""
    op.drop_column("approval", "complete")
    op.drop_column("approval", "approver")
