"""How many votes a network has in a survey, and from which network and device a vote came, until the close."""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the columns; a daemon fills in the number when it reads its files."""
    op.add_column("tenant", sa.Column("votes_per_network", sa.Integer, nullable=False, server_default="10"))
    op.add_column("vote", sa.Column("device", sa.String(64), nullable=True))
    op.add_column("vote", sa.Column("network", sa.String(64), nullable=True))
    op.create_index("ix_vote_device", "vote", ["survey", "device"])
    op.create_index("ix_vote_network", "vote", ["survey", "network"])


def downgrade() -> None:
    """Take them away."""
    op.drop_index("ix_vote_network", "vote")
    op.drop_index("ix_vote_device", "vote")
    op.drop_column("vote", "network")
    op.drop_column("vote", "device")
    op.drop_column("tenant", "votes_per_network")
