"""What does not arrive by one kind of account, or is unwanted there, holds up no other that writes to the address."""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

WAS = ["tenant", "key"]
IS = ["tenant", "key", "channel", "class"]


def upgrade() -> None:
    """Add the columns. What is set down already counts for every account, as it did: nobody knows where it began."""
    with op.batch_alter_table("suppression") as suppression:
        suppression.add_column(sa.Column("channel", sa.String(20), nullable=False, server_default=""))
        suppression.add_column(sa.Column("class", sa.String(12), nullable=False, server_default=""))
        suppression.drop_constraint(op.f("uq_suppression_tenant_key"), type_="unique")
        suppression.create_unique_constraint(op.f("uq_suppression_tenant_key_channel_class"), IS)


def downgrade() -> None:
    """Take them away, and with them what counted for one kind of account alone."""
    op.execute("DELETE FROM suppression WHERE channel <> '' OR class <> ''")
    with op.batch_alter_table("suppression") as suppression:
        suppression.drop_constraint(op.f("uq_suppression_tenant_key_channel_class"), type_="unique")
        suppression.create_unique_constraint(op.f("uq_suppression_tenant_key"), WAS)
        suppression.drop_column("class")
        suppression.drop_column("channel")
