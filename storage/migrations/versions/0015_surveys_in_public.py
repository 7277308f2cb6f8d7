"""How a municipality is reached, and its data policy; surveys that are called off, and polls that have no votes."""

import sqlalchemy as sa
from alembic import op

from storage.columns import Instant

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

BEFORE = "state IN ('open', 'counted', 'needs_person')"
AFTER = "state IN ('open', 'counted', 'needs_person', 'void')"


def upgrade() -> None:
    """Add the columns; a daemon fills them when it reads its files."""
    op.add_column("tenant", sa.Column("contact", sa.JSON, nullable=True))
    op.add_column("tenant", sa.Column("data_policy", sa.Text, nullable=False, server_default=""))
    op.add_column("survey", sa.Column("cancelled", sa.Text, nullable=False, server_default=""))
    op.add_column("survey", sa.Column("missing_since", Instant, nullable=True))
    _poll_states(AFTER)


def downgrade() -> None:
    """Take them away; polls without votes wait for a person again."""
    op.execute("UPDATE poll SET state = 'needs_person' WHERE state = 'void'")
    _poll_states(BEFORE)
    op.drop_column("survey", "missing_since")
    op.drop_column("survey", "cancelled")
    op.drop_column("tenant", "data_policy")
    op.drop_column("tenant", "contact")


def _poll_states(known: str) -> None:
    """What a poll's state may be. SQLite's table is made anew, which leaves the old condition behind."""
    name = op.f("ck_poll_state_known")
    if op.get_context().dialect.name != "sqlite":
        op.drop_constraint(name, "poll", type_="check")
    with op.batch_alter_table("poll") as table:
        table.create_check_constraint(name, known)
