"""What a service calls its own poll: news of it is known by that, not by what it asks."""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the column; polls that were posted before have no name in it."""
    op.add_column("poll", sa.Column("remote_id", sa.Text, nullable=True))


def downgrade() -> None:
    """Take it away."""
    op.drop_column("poll", "remote_id")
