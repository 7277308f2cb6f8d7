"""All lanes of a sender claim from one pool: what is pending is found by its publication, whoever claimed it before."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

PENDING = "ix_delivery_pending"


def upgrade() -> None:
    """Make the index of what is pending anew, without the shard."""
    _make_anew(("publication", "id"))


def downgrade() -> None:
    """Make it anew with the shard."""
    _make_anew(("publication", "shard", "id"))


def _make_anew(columns: Sequence[str]) -> None:
    where = sa.text("state = 'pending'")
    op.drop_index(op.f(PENDING), "delivery")
    op.create_index(op.f(PENDING), "delivery", list(columns), sqlite_where=where, postgresql_where=where)
