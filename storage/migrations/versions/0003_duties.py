"""What people and the daemon do."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Make the tables."""
    _chore()
    _standing_order()
    _work_order()


def downgrade() -> None:
    """Drop the tables."""
    op.drop_table("work_order")
    op.drop_table("standing_order")
    op.drop_table("chore")


def _chore() -> None:
    op.create_table(
        "chore",
        sa.Column("id", NUMBER, autoincrement=True, nullable=False),
        sa.Column("tenant", NUMBER, nullable=False),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("subject", sa.String(200), nullable=False),
        sa.Column("slot", sa.String(40), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("state", sa.String(10), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_chore")),
        sa.ForeignKeyConstraint(["tenant"], ["tenant.id"], name=op.f("fk_chore_tenant")),
        sa.UniqueConstraint("tenant", "kind", "subject", "slot", name=op.f("uq_chore_tenant_kind_subject_slot")),
        comment="Pulls, purges and closes: what the daemon does for itself at a time",
    )


def _standing_order() -> None:
    op.create_table(
        "standing_order",
        sa.Column("id", NUMBER, autoincrement=True, nullable=False),
        sa.Column("tenant", NUMBER, nullable=False),
        sa.Column("kind", sa.String(10), nullable=False),
        sa.Column("scope", sa.String(200), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("by", sa.String(120), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_standing_order")),
        sa.ForeignKeyConstraint(["tenant"], ["tenant.id"], name=op.f("fk_standing_order_tenant")),
        sa.UniqueConstraint(
            "tenant", "kind", "scope", "number", name=op.f("uq_standing_order_tenant_kind_scope_number")
        ),
        comment="`alert` repeats a message until it is lifted; `suspend` stops a class of messages",
    )


def _work_order() -> None:
    op.create_table(
        "work_order",
        sa.Column("id", NUMBER, autoincrement=True, nullable=False),
        sa.Column("tenant", NUMBER, nullable=False),
        sa.Column("publication", NUMBER, nullable=False),
        sa.Column("delivery", NUMBER, nullable=False),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("becomes", sa.String(20), nullable=False, server_default=""),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("sheet", sa.Text(), nullable=False),
        sa.Column("responsible", sa.String(120), nullable=False),
        sa.Column("place", sa.Text(), nullable=False, server_default=""),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("extended_to", sa.DateTime(timezone=True), nullable=True),
        sa.Column("planned", sa.Integer(), nullable=False, server_default="1"),
        sa.Column("done", sa.Integer(), nullable=True),
        sa.Column("cost", sa.Numeric(14, 2), nullable=True),
        sa.Column("evidence", sa.JSON(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False, server_default=""),
        sa.Column("state", sa.String(14), nullable=False),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("confirmed_by", sa.String(120), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_work_order")),
        sa.ForeignKeyConstraint(["delivery"], ["delivery.id"], name=op.f("fk_work_order_delivery")),
        sa.ForeignKeyConstraint(["publication"], ["publication.id"], name=op.f("fk_work_order_publication")),
        sa.ForeignKeyConstraint(["tenant"], ["tenant.id"], name=op.f("fk_work_order_tenant")),
        sa.UniqueConstraint("delivery", name=op.f("uq_work_order_delivery")),
        sa.CheckConstraint(
            "state IN ('to_do', 'handed_over', 'done', 'not_done', 'postponed', 'counted', 'cancelled')",
            name=op.f("ck_work_order_state_known"),
        ),
    )
    op.create_index(op.f("ix_work_order_confirmed"), "work_order", ["tenant", "confirmed_at"])
    op.create_index(op.f("ix_work_order_open"), "work_order", ["tenant", "state", "due_at"])
    op.create_index(op.f("ix_work_order_publication"), "work_order", ["publication"])
