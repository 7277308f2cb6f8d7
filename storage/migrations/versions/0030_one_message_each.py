"""Which messages of one hour give way to each other, and in which language each spoke to its recipient."""

import sqlalchemy as sa
from alembic import op

revision = "0030"
down_revision = "0029"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """What runs already goes on as it began: it gives way to nothing."""
    op.add_column("publication", sa.Column("yields_to", sa.JSON(none_as_null=True), nullable=True))
    op.add_column("publication", sa.Column("yielded_by", sa.JSON(none_as_null=True), nullable=True))
    op.add_column("delivery", sa.Column("language", sa.String(12), nullable=True))


def downgrade() -> None:
    """Take them away."""
    op.drop_column("delivery", "language")
    op.drop_column("publication", "yielded_by")
    op.drop_column("publication", "yields_to")
