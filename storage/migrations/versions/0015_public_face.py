"""How a municipality is reached, and its data policy: pages for everyone tell both."""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the columns; a daemon fills them when it reads its files."""
    op.add_column("tenant", sa.Column("contact", sa.JSON, nullable=True))
    op.add_column("tenant", sa.Column("data_policy", sa.Text, nullable=False, server_default=""))


def downgrade() -> None:
    """Take them away."""
    op.drop_column("tenant", "data_policy")
    op.drop_column("tenant", "contact")
