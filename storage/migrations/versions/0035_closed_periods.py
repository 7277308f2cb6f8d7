"""Closed periods keep their report; figures that people give keep their evidence, corrections their reason."""

import sqlalchemy as sa
from alembic import op

revision = "0035"
down_revision = "0034"
branch_labels = None
depends_on = None

NUMBER = sa.BigInteger().with_variant(sa.Integer, "sqlite")


def upgrade() -> None:
    """The table of closed periods was never written to: it is made anew."""
    op.drop_table("period_snapshot")
    op.create_table(
        "closed_plan",
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("words", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("sha256", name=op.f("pk_closed_plan")),
        comment="The words of closed periods; few plans change from one period to the next: each is kept once",
    )
    _period_snapshot()
    _recount()
    op.add_column("measurement", sa.Column("reason", sa.Text(), nullable=False, server_default=""))
    op.add_column("measurement", sa.Column("evidence", sa.JSON()))


def downgrade() -> None:
    """What was closed is counted again."""
    op.drop_column("measurement", "evidence")
    op.drop_column("measurement", "reason")
    op.drop_table("recount")
    op.drop_table("period_snapshot")
    op.drop_table("closed_plan")
    op.create_table(
        "period_snapshot",
        sa.Column("id", NUMBER, autoincrement=True, nullable=False),
        sa.Column("tenant", NUMBER, nullable=False),
        sa.Column("period", sa.String(30), nullable=False),
        sa.Column("indicator", sa.String(80), nullable=False),
        sa.Column("figures", sa.JSON(), nullable=False),
        sa.Column("taken_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_period_snapshot")),
        sa.ForeignKeyConstraint(["tenant"], ["tenant.id"], name=op.f("fk_period_snapshot_tenant")),
        sa.UniqueConstraint("tenant", "period", "indicator", name=op.f("uq_period_snapshot_tenant_period_indicator")),
        comment="A closed period never changes",
    )


def _period_snapshot() -> None:
    op.create_table(
        "period_snapshot",
        sa.Column("id", NUMBER, autoincrement=True, nullable=False),
        sa.Column("tenant", NUMBER, nullable=False),
        sa.Column("period", sa.String(30), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("first", sa.Date(), nullable=False),
        sa.Column("last", sa.Date(), nullable=False),
        sa.Column("plan", sa.String(64), nullable=False),
        sa.Column("figures", sa.LargeBinary(), nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("taken_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by", sa.String(120), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False, server_default=""),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_period_snapshot")),
        sa.ForeignKeyConstraint(["tenant"], ["tenant.id"], name=op.f("fk_period_snapshot_tenant")),
        sa.ForeignKeyConstraint(["plan"], ["closed_plan.sha256"], name=op.f("fk_period_snapshot_plan")),
        sa.UniqueConstraint("tenant", "period", "version", name=op.f("uq_period_snapshot_tenant_period_version")),
        comment="A closed period never changes",
    )
    op.create_index("ix_period_snapshot_last", "period_snapshot", ["tenant", "last"])


def _recount() -> None:
    op.create_table(
        "recount",
        sa.Column("id", NUMBER, autoincrement=True, nullable=False),
        sa.Column("work_order", NUMBER, nullable=False),
        sa.Column("before", sa.Integer(), nullable=False),
        sa.Column("done", sa.Integer(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("by", sa.String(120), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recount")),
        sa.ForeignKeyConstraint(["work_order"], ["work_order.id"], name=op.f("fk_recount_work_order")),
        comment="A count that was confirmed and is corrected later; append only",
    )
    op.create_index("ix_recount_work_order", "recount", ["work_order"])
