"""Lists that others keep, and persons whom somebody calls or visits."""

import sqlalchemy as sa
from alembic import op

from storage.columns import Identity

revision = "0028"
down_revision = "0027"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Imports from before bring none."""
    op.add_column("import_batch", sa.Column("list", sa.String(80), nullable=True))
    op.create_table(
        "list_member",
        sa.Column("batch", Identity, sa.ForeignKey("import_batch.id"), primary_key=True),
        sa.Column("contact", Identity, sa.ForeignKey("contact.id"), primary_key=True),
        comment="Who stands in a list that others keep: of each list the last two that came, so that one can be undone",
    )
    op.create_index("ix_list_member_contact", "list_member", ["contact"])
    op.create_table(
        "order_person",
        sa.Column("work_order", Identity, sa.ForeignKey("work_order.id"), primary_key=True),
        sa.Column("contact", Identity, sa.ForeignKey("contact.id"), primary_key=True),
        comment="Whom somebody calls or visits, for no account reaches them: names and places are read when it is "
        "printed",
    )
    op.create_index("ix_order_person_contact", "order_person", ["contact"])


def downgrade() -> None:
    """Take them away; nobody stands in any list then."""
    op.drop_table("order_person")
    op.drop_table("list_member")
    op.drop_column("import_batch", "list")
