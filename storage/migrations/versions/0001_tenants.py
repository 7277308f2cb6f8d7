"""The municipalities and the database itself."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Make the tables."""
    _meta()
    _tenant()
    _plan_action()
    _seen()


def downgrade() -> None:
    """Drop the tables."""
    op.drop_table("seen")
    op.drop_table("plan_action")
    op.drop_table("tenant")
    op.drop_table("meta")


def _meta() -> None:
    op.create_table(
        "meta",
        sa.Column("name", sa.String(60), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_meta")),
        comment="Facts on the database itself: the address key's fingerprint, whether it is a simulation",
    )


def _tenant() -> None:
    op.create_table(
        "tenant",
        sa.Column("id", NUMBER, autoincrement=True, nullable=False),
        sa.Column("slug", sa.String(80), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("zone", sa.String(60), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tenant")),
        sa.UniqueConstraint("slug", name=op.f("uq_tenant_slug")),
    )


def _plan_action() -> None:
    op.create_table(
        "plan_action",
        sa.Column("id", NUMBER, autoincrement=True, nullable=False),
        sa.Column("tenant", NUMBER, nullable=False),
        sa.Column("key", sa.String(40), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("responsible", sa.Text(), nullable=False, server_default=""),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_plan_action")),
        sa.ForeignKeyConstraint(["tenant"], ["tenant.id"], name=op.f("fk_plan_action_tenant")),
        sa.UniqueConstraint("tenant", "key", name=op.f("uq_plan_action_tenant_key")),
        comment="Kept beside the file, so that a report outlives a plan whose action was taken out",
    )


def _seen() -> None:
    op.create_table(
        "seen",
        sa.Column("tenant", NUMBER, nullable=False),
        sa.Column("campaign", sa.String(120), nullable=False),
        sa.Column("message", sa.String(120), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["tenant"], ["tenant.id"], name=op.f("fk_seen_tenant")),
        sa.UniqueConstraint("tenant", "campaign", "message", name=op.f("uq_seen_tenant_campaign_message")),
        comment="When a message was first known: a recurrence makes no row before it",
    )
