"""What services tell: whose each piece of news is, up to where it was asked for, and what is answered to persons."""

import sqlalchemy as sa
from alembic import op

from storage.columns import Identity, Instant

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

STATES = "state IN ('pending', 'sending', 'sent', 'failed', 'uncertain')"


def upgrade() -> None:
    """Add the columns and make the table."""
    op.add_column("lane", sa.Column("cursor", sa.String(80), nullable=False, server_default=""))
    with op.batch_alter_table("event") as event:
        event.add_column(sa.Column("key", sa.String(120), nullable=True))
        event.add_column(sa.Column("delivery", Identity, nullable=True))
        event.create_foreign_key(op.f("fk_event_delivery"), "delivery", ["delivery"], ["id"])
        event.create_index("ix_event_key", ["tenant", "key"])
        event.create_index("ix_event_delivery", ["delivery"])
    _replies()


def downgrade() -> None:
    """Take all of it away; answers that wait are lost."""
    op.drop_table("reply")
    with op.batch_alter_table("event") as event:
        event.drop_index("ix_event_delivery")
        event.drop_index("ix_event_key")
        event.drop_constraint(op.f("fk_event_delivery"), type_="foreignkey")
        event.drop_column("delivery")
        event.drop_column("key")
    op.drop_column("lane", "cursor")


def _replies() -> None:
    op.create_table(
        "reply",
        sa.Column("id", Identity, primary_key=True, autoincrement=True),
        sa.Column("tenant", Identity, sa.ForeignKey("tenant.id"), nullable=False),
        sa.Column("event", Identity, sa.ForeignKey("event.id"), nullable=False),
        sa.Column("account", sa.String(80), nullable=False),
        sa.Column("sender", sa.String(200), nullable=False),
        sa.Column("key", sa.String(120), nullable=False),
        sa.Column("address", sa.Text, nullable=True),
        sa.Column("kind", sa.String(12), nullable=False),
        sa.Column("state", sa.String(12), nullable=False),
        sa.Column("epoch", sa.Integer, nullable=False, server_default="0"),
        sa.Column("attempts", sa.Integer, nullable=False, server_default="0"),
        sa.Column("not_before", Instant, nullable=True),
        sa.Column("error_text", sa.Text, nullable=True),
        sa.Column("created_at", Instant, nullable=False),
        sa.Column("ended_at", Instant, nullable=True),
        sa.UniqueConstraint("event"),
        sa.CheckConstraint(STATES, name="state_known"),
    )
    op.create_index("ix_reply_key", "reply", ["tenant", "key", "created_at"])
    where = sa.text("state IN ('pending', 'sending')")
    columns = ["tenant", "sender", "id"]
    op.create_index("ix_reply_open", "reply", columns, sqlite_where=where, postgresql_where=where)
