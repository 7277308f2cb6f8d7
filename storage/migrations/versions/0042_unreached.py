"""Who did not get a message is found by why, and what the audit says of something by what it is about."""

import sqlalchemy as sa
from alembic import op

revision = "0042"
down_revision = "0041"
branch_labels = None
depends_on = None

_BEFORE = "state IN ('uncertain', 'failed')"
_NOW = "state IN ('uncertain', 'failed', 'skipped') OR bounced_at IS NOT NULL"


def upgrade() -> None:
    """The few of a million that did not arrive, with their codes in the index; the audit by its subject."""
    op.drop_index("ix_delivery_troubled", "delivery")
    op.create_index(
        "ix_delivery_troubled",
        "delivery",
        ["publication", "state", "error_code", "id", "bounced_at"],
        sqlite_where=sa.text(_NOW),
        postgresql_where=sa.text(_NOW),
    )
    op.create_index("ix_audit_subject", "audit", ["tenant", "subject"])


def downgrade() -> None:
    """As it was."""
    op.drop_index("ix_audit_subject", "audit")
    op.drop_index("ix_delivery_troubled", "delivery")
    op.create_index(
        "ix_delivery_troubled",
        "delivery",
        ["publication", "state"],
        sqlite_where=sa.text(_BEFORE),
        postgresql_where=sa.text(_BEFORE),
    )
