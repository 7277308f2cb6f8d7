"""One message for each person or household: what gives way to what; in which language it spoke, and to how many."""

import sqlalchemy as sa
from alembic import op

revision = "0029"
down_revision = "0028"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """What runs already goes on as it began: it gives way to nothing."""
    op.add_column("publication", sa.Column("yields_to", sa.JSON(none_as_null=True), nullable=True))
    op.add_column("publication", sa.Column("yielded_by", sa.JSON(none_as_null=True), nullable=True))
    each = sa.Column("per_household", sa.Boolean, nullable=False, server_default=sa.text("false"))
    op.add_column("publication", each)
    op.add_column("delivery", sa.Column("people", sa.Integer, nullable=True))
    op.add_column("delivery", sa.Column("language", sa.String(12), nullable=True))


def downgrade() -> None:
    """Take them away."""
    op.drop_column("delivery", "language")
    op.drop_column("delivery", "people")
    op.drop_column("publication", "per_household")
    op.drop_column("publication", "yielded_by")
    op.drop_column("publication", "yields_to")
