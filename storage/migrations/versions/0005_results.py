"""What came of it."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Make the tables."""
    _period_snapshot()
    _measurement()
    _survey()
    _vote()


def downgrade() -> None:
    """Drop the tables."""
    op.drop_table("vote")
    op.drop_table("survey")
    op.drop_table("measurement")
    op.drop_table("period_snapshot")


def _period_snapshot() -> None:
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


def _measurement() -> None:
    op.create_table(
        "measurement",
        sa.Column("id", NUMBER, autoincrement=True, nullable=False),
        sa.Column("tenant", NUMBER, nullable=False),
        sa.Column("indicator", sa.String(80), nullable=False),
        sa.Column("action", sa.String(40), nullable=False, server_default=""),
        sa.Column("source", sa.String(10), nullable=False),
        sa.Column("value", sa.Float(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by", sa.String(120), nullable=False, server_default=""),
        sa.Column("note", sa.Text(), nullable=False, server_default=""),
        sa.Column("publication", NUMBER, nullable=True),
        sa.Column("corrects", NUMBER, nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_measurement")),
        sa.ForeignKeyConstraint(["corrects"], ["measurement.id"], name=op.f("fk_measurement_corrects")),
        sa.ForeignKeyConstraint(["publication"], ["publication.id"], name=op.f("fk_measurement_publication")),
        sa.ForeignKeyConstraint(["tenant"], ["tenant.id"], name=op.f("fk_measurement_tenant")),
    )
    op.create_index(op.f("ix_measurement_day"), "measurement", ["tenant", "indicator", "day"])


def _survey() -> None:
    op.create_table(
        "survey",
        sa.Column("id", NUMBER, autoincrement=True, nullable=False),
        sa.Column("publication", NUMBER, nullable=False),
        sa.Column("question", sa.Text(), nullable=False),
        sa.Column("options", sa.JSON(), nullable=False),
        sa.Column("closes_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_survey")),
        sa.ForeignKeyConstraint(["publication"], ["publication.id"], name=op.f("fk_survey_publication")),
        sa.UniqueConstraint("publication", name=op.f("uq_survey_publication")),
    )


def _vote() -> None:
    op.create_table(
        "vote",
        sa.Column("id", NUMBER, autoincrement=True, nullable=False),
        sa.Column("survey", NUMBER, nullable=False),
        sa.Column("voter", sa.String(120), nullable=False),
        sa.Column("option", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_vote")),
        sa.ForeignKeyConstraint(["survey"], ["survey.id"], name=op.f("fk_vote_survey")),
        sa.UniqueConstraint("survey", "voter", name=op.f("uq_vote_survey_voter")),
    )
