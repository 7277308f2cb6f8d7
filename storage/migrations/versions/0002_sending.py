"""What goes out."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Make the tables."""
    _lane()
    _publication()
    _counter()
    _delivery()
    _attempt()


def downgrade() -> None:
    """Drop the tables."""
    op.drop_table("attempt")
    op.drop_table("delivery")
    op.drop_table("counter")
    op.drop_table("publication")
    op.drop_table("lane")


def _lane() -> None:
    op.create_table(
        "lane",
        sa.Column("id", NUMBER, autoincrement=True, nullable=False),
        sa.Column("tenant", NUMBER, nullable=False),
        sa.Column("sender", sa.String(200), nullable=False),
        sa.Column("shard", sa.Integer(), nullable=False, server_default="0"),
        sa.Column("epoch", sa.Integer(), nullable=False, server_default="0"),
        sa.Column("owner", sa.String(120), nullable=True),
        sa.Column("beat_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("next_send_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("quota_used", sa.Integer(), nullable=False, server_default="0"),
        sa.Column("quota_since", sa.DateTime(timezone=True), nullable=True),
        sa.Column("paused_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("needs_person", sa.Boolean(), nullable=False, server_default=sa.text("false")),
        sa.Column("failures", sa.Integer(), nullable=False, server_default="0"),
        sa.Column("last_error", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_lane")),
        sa.ForeignKeyConstraint(["tenant"], ["tenant.id"], name=op.f("fk_lane_tenant")),
        sa.UniqueConstraint("tenant", "sender", "shard", name=op.f("uq_lane_tenant_sender_shard")),
    )


def _publication() -> None:
    op.create_table(
        "publication",
        *_publication_identity(),
        *_publication_progress(),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_publication")),
        sa.ForeignKeyConstraint(["corrects"], ["publication.id"], name=op.f("fk_publication_corrects")),
        sa.ForeignKeyConstraint(["tenant"], ["tenant.id"], name=op.f("fk_publication_tenant")),
        sa.UniqueConstraint(
            "tenant",
            "campaign",
            "message",
            "account",
            "occurrence",
            name=op.f("uq_publication_tenant_campaign_message_account_occurrence"),
        ),
        sa.CheckConstraint("mode IN ('real', 'pruebas', 'simulada')", name=op.f("ck_publication_mode_known")),
        sa.CheckConstraint(
            "state IN ('planned', 'waiting', 'awaiting_approval', 'running', 'paused', 'missed', "
            "'done', 'done_with_errors', 'cancelled')",
            name=op.f("ck_publication_state_known"),
        ),
    )
    op.create_index(op.f("ix_publication_begun"), "publication", ["tenant", "started_at"])
    op.create_index(op.f("ix_publication_due"), "publication", ["tenant", "state", "planned_at"])
    op.create_index(op.f("ix_publication_lane"), "publication", ["tenant", "sender", "state"])


def _publication_identity() -> list[sa.Column[Any]]:
    """Which message, where, to whom, in which world."""
    return [
        sa.Column("id", NUMBER, autoincrement=True, nullable=False),
        sa.Column("tenant", NUMBER, nullable=False),
        sa.Column("campaign", sa.String(120), nullable=False),
        sa.Column("message", sa.String(120), nullable=False),
        sa.Column("account", sa.String(80), nullable=False),
        sa.Column("occurrence", sa.String(80), nullable=False),
        sa.Column("act", sa.String(12), nullable=False, server_default="send"),
        sa.Column("kind", sa.String(12), nullable=False),
        sa.Column("channel", sa.String(20), nullable=False),
        sa.Column("medium", sa.String(60), nullable=False),
        sa.Column("publishes", sa.Boolean(), nullable=False),
        sa.Column("mode", sa.String(10), nullable=False),
        sa.Column("class", sa.String(12), nullable=False),
        sa.Column("actions", sa.JSON(), nullable=False),
        sa.Column("responsible", sa.String(120), nullable=False, server_default=""),
        sa.Column("audience", sa.String(80), nullable=False),
        sa.Column("sender", sa.String(200), nullable=False, server_default=""),
        sa.Column("priority", sa.Integer(), nullable=False, server_default="5"),
        sa.Column("at_least_once", sa.Boolean(), nullable=False, server_default=sa.text("false")),
    ]


def _publication_progress() -> list[sa.Column[Any]]:
    """When it is due, how far it is, what was frozen."""
    return [
        sa.Column("planned_local", sa.String(40), nullable=False, server_default=""),
        sa.Column("planned_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("state", sa.String(20), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False, server_default=""),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("content", sa.JSON(), nullable=True),
        sa.Column("condition", sa.JSON(), nullable=True),
        sa.Column("max_contact_id", NUMBER, nullable=True),
        sa.Column("expand_cursor", NUMBER, nullable=False, server_default="0"),
        sa.Column("expanded_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("depends_on", sa.Text(), nullable=True),
        sa.Column("corrects", NUMBER, nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
    ]


def _counter() -> None:
    op.create_table(
        "counter",
        sa.Column("publication", NUMBER, nullable=False),
        sa.Column("audience", sa.String(80), nullable=False),
        sa.Column("state", sa.String(12), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("publication", "audience", "state", name=op.f("pk_counter")),
        sa.ForeignKeyConstraint(["publication"], ["publication.id"], name=op.f("fk_counter_publication")),
        comment="Moves with delivery.state in the same transaction: a report adds these up and scans no deliveries",
    )


def _delivery() -> None:
    op.create_table(
        "delivery",
        sa.Column("id", NUMBER, autoincrement=True, nullable=False),
        sa.Column("publication", NUMBER, nullable=False),
        sa.Column("recipient_key", sa.String(120), nullable=False),
        sa.Column("address", sa.Text(), nullable=True),
        sa.Column("shard", sa.Integer(), nullable=False, server_default="0"),
        sa.Column("audience", sa.String(80), nullable=False),
        sa.Column("state", sa.String(12), nullable=False),
        sa.Column("epoch", sa.Integer(), nullable=False, server_default="0"),
        sa.Column("attempts", sa.Integer(), nullable=False, server_default="0"),
        sa.Column("not_before", sa.DateTime(timezone=True), nullable=True),
        sa.Column("resumption", sa.Text(), nullable=True),
        sa.Column("remote_id", sa.Text(), nullable=True),
        sa.Column("url", sa.Text(), nullable=True),
        sa.Column("sha256", sa.String(64), nullable=True),
        sa.Column("error_code", sa.String(60), nullable=True),
        sa.Column("error_text", sa.Text(), nullable=True),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("bounced_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_delivery")),
        sa.ForeignKeyConstraint(["publication"], ["publication.id"], name=op.f("fk_delivery_publication")),
        sa.UniqueConstraint("publication", "recipient_key", name=op.f("uq_delivery_publication_recipient_key")),
        sa.CheckConstraint(
            "state IN ('pending', 'claimed', 'sending', 'sent', 'failed', 'skipped', 'uncertain')",
            name=op.f("ck_delivery_state_known"),
        ),
    )
    op.create_index(
        op.f("ix_delivery_in_flight"),
        "delivery",
        ["publication", "state"],
        sqlite_where=sa.text("state IN ('claimed', 'sending')"),
        postgresql_where=sa.text("state IN ('claimed', 'sending')"),
    )
    op.create_index(
        op.f("ix_delivery_pending"),
        "delivery",
        ["publication", "shard", "id"],
        sqlite_where=sa.text("state = 'pending'"),
        postgresql_where=sa.text("state = 'pending'"),
    )
    op.create_index(
        op.f("ix_delivery_troubled"),
        "delivery",
        ["publication", "state"],
        sqlite_where=sa.text("state IN ('uncertain', 'failed')"),
        postgresql_where=sa.text("state IN ('uncertain', 'failed')"),
    )


def _attempt() -> None:
    op.create_table(
        "attempt",
        sa.Column("id", NUMBER, autoincrement=True, nullable=False),
        sa.Column("delivery", NUMBER, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("epoch", sa.Integer(), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("outcome", sa.String(12), nullable=False),
        sa.Column("code", sa.String(60), nullable=False, server_default=""),
        sa.Column("text", sa.Text(), nullable=False, server_default=""),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attempt")),
        sa.ForeignKeyConstraint(["delivery"], ["delivery.id"], name=op.f("fk_attempt_delivery")),
        sa.CheckConstraint(
            "outcome IN ('sent', 'rejected', 'unavailable', 'uncertain')", name=op.f("ck_attempt_outcome_known")
        ),
    )
    op.create_index(op.f("ix_attempt_delivery"), "attempt", ["delivery"])
