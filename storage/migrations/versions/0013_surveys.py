"""One survey for all accounts of a message, votes of tokens and devices, and what the services' polls came to.

The tables before it were never written to: until then people asked by hand.
"""

import sqlalchemy as sa
from alembic import op

from storage.columns import Identity, Instant

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables anew."""
    op.drop_table("vote")
    op.drop_table("survey")
    _survey()
    _vote()
    _poll()


def downgrade() -> None:
    """As they were."""
    op.drop_table("poll")
    op.drop_table("vote")
    op.drop_table("survey")
    op.create_table(
        "survey",
        sa.Column("id", Identity, primary_key=True, autoincrement=True),
        sa.Column("publication", Identity, sa.ForeignKey("publication.id"), nullable=False, unique=True),
        sa.Column("question", sa.Text, nullable=False),
        sa.Column("options", sa.JSON, nullable=False),
        sa.Column("closes_at", Instant),
        sa.Column("closed_at", Instant),
    )
    op.create_table(
        "vote",
        sa.Column("id", Identity, primary_key=True, autoincrement=True),
        sa.Column("survey", Identity, sa.ForeignKey("survey.id"), nullable=False),
        sa.Column("voter", sa.String(120), nullable=False),
        sa.Column("option", sa.Integer, nullable=False),
        sa.Column("at", Instant, nullable=False),
        sa.UniqueConstraint("survey", "voter"),
    )


def _survey() -> None:
    op.create_table(
        "survey",
        sa.Column("id", Identity, primary_key=True, autoincrement=True),
        sa.Column("tenant", Identity, sa.ForeignKey("tenant.id"), nullable=False),
        sa.Column("campaign", sa.String(120), nullable=False),
        sa.Column("message", sa.String(120), nullable=False),
        sa.Column("occurrence", sa.String(80), nullable=False),
        sa.Column("code", sa.String(20), nullable=False, unique=True),
        sa.Column("question", sa.Text, nullable=False),
        sa.Column("options", sa.JSON, nullable=False),
        sa.Column("opened_at", Instant, nullable=False),
        sa.Column("closes_at", Instant, nullable=False),
        sa.Column("closed_at", Instant),
        sa.Column("salt", sa.String(64)),
        sa.UniqueConstraint("tenant", "campaign", "message", "occurrence"),
    )
    op.create_index("ix_survey_closing", "survey", ["tenant", "closed_at", "closes_at"])


def _vote() -> None:
    op.create_table(
        "vote",
        sa.Column("id", Identity, primary_key=True, autoincrement=True),
        sa.Column("survey", Identity, sa.ForeignKey("survey.id"), nullable=False),
        sa.Column("voter", sa.String(64), nullable=False),
        sa.Column("voted_by", sa.String(10), nullable=False),
        sa.Column("medium", sa.String(60), nullable=False, server_default=""),
        sa.Column("option", sa.Integer, nullable=False),
        sa.Column("at", Instant, nullable=False),
        sa.UniqueConstraint("survey", "voter"),
        sa.CheckConstraint("voted_by IN ('token', 'device')", name="voted_by_known"),
    )


def _poll() -> None:
    op.create_table(
        "poll",
        sa.Column("id", Identity, primary_key=True, autoincrement=True),
        sa.Column("survey", Identity, sa.ForeignKey("survey.id"), nullable=False),
        sa.Column("publication", Identity, sa.ForeignKey("publication.id"), nullable=False, unique=True),
        sa.Column("state", sa.String(12), nullable=False),
        sa.Column("votes", sa.JSON),
        sa.Column("voters", sa.Integer),
        sa.Column("counted_at", Instant),
        sa.Column("told_by", sa.String(120), nullable=False, server_default=""),
        sa.Column("reason", sa.Text, nullable=False, server_default=""),
        sa.CheckConstraint("state IN ('open', 'counted', 'needs_person')", name="state_known"),
    )
    op.create_index("ix_poll_survey", "poll", ["survey"])
