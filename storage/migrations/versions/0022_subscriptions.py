"""Subscriptions by address, those that wait for a word from the mailbox, and the words that people agreed to."""

import sqlalchemy as sa
from alembic import op

from storage.columns import Identity, Instant

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Nobody could subscribe before: what stands in the table is nobody's word."""
    op.add_column("publication", sa.Column("topics", sa.Text, nullable=True))
    op.execute("DELETE FROM subscription")
    with op.batch_alter_table("subscription") as table:
        table.add_column(sa.Column("key", sa.String(120), nullable=False))
        table.drop_constraint(op.f("uq_subscription_contact_topic"), type_="unique")
        table.create_unique_constraint(op.f("uq_subscription_contact_key_topic"), ["contact", "key", "topic"])
    op.create_index("ix_subscription_key", "subscription", ["tenant", "key"])
    op.create_index("ix_subscription_topic", "subscription", ["tenant", "topic", "since"])
    op.create_table(
        "privacy_notice",
        sa.Column("id", Identity, primary_key=True, autoincrement=True),
        sa.Column("tenant", Identity, sa.ForeignKey("tenant.id"), nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("since", Instant, nullable=False),
        sa.UniqueConstraint("tenant", "digest"),
        comment="The words that people agreed to, each text once",
    )
    _make_signup()


def _make_signup() -> None:
    op.create_table(
        "signup",
        sa.Column("id", Identity, primary_key=True, autoincrement=True),
        sa.Column("tenant", Identity, sa.ForeignKey("tenant.id"), nullable=False),
        sa.Column("key", sa.String(120), nullable=False),
        sa.Column("address", sa.Text, nullable=False),
        sa.Column("name", sa.Text, nullable=False, server_default=""),
        sa.Column("language", sa.String(12), nullable=False, server_default="es"),
        sa.Column("topics", sa.JSON, nullable=False),
        sa.Column("notice", sa.String(64), nullable=False),
        sa.Column("origin", sa.String(64), nullable=False),
        sa.Column("asked_at", Instant, nullable=False),
        sa.Column("confirmed_at", Instant, nullable=True),
        comment="Subscriptions that were asked for on the page and wait for a word from the mailbox",
    )
    op.create_index("ix_signup_key", "signup", ["tenant", "key", "asked_at"])
    op.create_index("ix_signup_asked", "signup", ["tenant", "asked_at"])


def downgrade() -> None:
    """Take them away; of a contact's addresses one keeps each topic."""
    op.drop_table("signup")
    op.drop_table("privacy_notice")
    op.drop_index("ix_subscription_topic", "subscription")
    op.drop_index("ix_subscription_key", "subscription")
    op.execute("DELETE FROM subscription WHERE id NOT IN (SELECT min(id) FROM subscription GROUP BY contact, topic)")
    with op.batch_alter_table("subscription") as table:
        table.drop_constraint(op.f("uq_subscription_contact_key_topic"), type_="unique")
        table.drop_column("key")
        table.create_unique_constraint(op.f("uq_subscription_contact_topic"), ["contact", "topic"])
    op.drop_column("publication", "topics")
