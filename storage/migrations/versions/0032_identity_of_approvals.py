"""An approval keeps under whose name the message was to go out: what changes of it since is told."""

import sqlalchemy as sa
from alembic import op

revision = "0032"
down_revision = "0031"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Of the words of before nobody knows it."""
    op.add_column("approval", sa.Column("identity", sa.JSON(none_as_null=True), nullable=True))


def downgrade() -> None:
    """As it was."""
    with op.batch_alter_table("approval") as table:
        table.drop_column("identity")
