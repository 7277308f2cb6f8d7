"""A closed period keeps its report as it was shown, beside the figures that it was made of."""

import sqlalchemy as sa
from alembic import op

revision = "0038"
down_revision = "0037"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """What was closed before goes on being composed from its figures: nobody kept how it was shown."""
    op.add_column("period_snapshot", sa.Column("document", sa.LargeBinary()))
    op.add_column("period_snapshot", sa.Column("document_digest", sa.String(64), nullable=False, server_default=""))


def downgrade() -> None:
    """Reports are composed from their figures again."""
    op.drop_column("period_snapshot", "document_digest")
    op.drop_column("period_snapshot", "document")
