"""What is asked of the office is found by its term: figures of a month read none of all the others."""

from alembic import op

revision = "0045"
down_revision = "0044"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """An index."""
    op.create_index("ix_submission_due", "submission", ["tenant", "due_at", "id"])


def downgrade() -> None:
    """Without it."""
    op.drop_index("ix_submission_due", "submission")
