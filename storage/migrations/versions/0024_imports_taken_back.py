"""What is needed to take an import back, and to tell one that was broken off."""

import sqlalchemy as sa
from alembic import op

from storage.columns import Identity, Instant

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None

_MOMENTS = ("moved_at", "finished_at", "undoing_since")


def upgrade() -> None:
    """Add them. Imports from before are finished; what they changed of people whom they found is not known."""
    op.add_column("import_batch", sa.Column("updated", sa.Integer, nullable=False, server_default="0"))
    for name in _MOMENTS:
        op.add_column("import_batch", sa.Column(name, Instant, nullable=True))
    op.execute(sa.text("UPDATE import_batch SET moved_at = at, finished_at = at"))
    op.create_table(
        "import_change",
        sa.Column("id", Identity, primary_key=True, autoincrement=True),
        sa.Column("batch", Identity, sa.ForeignKey("import_batch.id"), nullable=False),
        sa.Column("contact", Identity, sa.ForeignKey("contact.id"), nullable=False),
        sa.Column("what", sa.Text, nullable=False),
        comment="What a list changed of somebody whom the database had, so that it can be taken back",
    )
    op.create_index("ix_import_change_batch", "import_change", ["batch", "id"])
    op.create_index("ix_import_change_contact", "import_change", ["contact"])
    op.create_table(
        "import_mention",
        sa.Column("id", Identity, primary_key=True, autoincrement=True),
        sa.Column("batch", Identity, sa.ForeignKey("import_batch.id"), nullable=False),
        sa.Column("contacts", sa.Text, nullable=False),
        comment="Whom the database had of those whom a list names: a list before it that made them cannot take them "
        "back",
    )
    op.create_index("ix_import_mention_batch", "import_mention", ["batch"])


def downgrade() -> None:
    """Take them away; imports can be taken back no more."""
    op.drop_table("import_mention")
    op.drop_table("import_change")
    for name in (*reversed(_MOMENTS), "updated"):
        op.drop_column("import_batch", name)
