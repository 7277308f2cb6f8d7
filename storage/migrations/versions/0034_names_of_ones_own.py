"""A name that somebody wrote on the page of subscriptions is told apart: no list changes it."""

import sqlalchemy as sa
from alembic import op

revision = "0034"
down_revision = "0033"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Who came by the page before, and by no list, is known by the text that was read there."""
    op.add_column("contact", sa.Column("own_name", sa.Boolean, nullable=False, server_default=sa.text("false")))
    op.execute(
        "UPDATE contact SET own_name = true WHERE batch IS NULL AND name <> '' AND erased_at IS NULL AND EXISTS "
        "(SELECT 1 FROM consent WHERE consent.contact = contact.id AND consent.given AND consent.notice <> '')"
    )


def downgrade() -> None:
    """Lists change every name again."""
    op.drop_column("contact", "own_name")
