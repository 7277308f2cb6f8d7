"""A report knows of which state of the staff's files it was made."""

import sqlalchemy as sa
from alembic import op

revision = "0039"
down_revision = "0038"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """What was made before goes out as it is: nobody kept of what it was made."""
    op.add_column("report", sa.Column("configuration", sa.String(64), nullable=False, server_default=""))


def downgrade() -> None:
    """What was made goes out, whatever staff change before."""
    op.drop_column("report", "configuration")
