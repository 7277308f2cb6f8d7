"""Duties act by themselves: their check-lists, their one extension, what was handed in, and who was told they are late.

What was open as a labelled task goes on as the duty that it is.
"""

import sqlalchemy as sa
from alembic import op

from storage.columns import Identity, Instant

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the columns and the tables."""
    op.add_column("work_order", sa.Column("extension", sa.String(40), nullable=False, server_default=""))
    op.add_column("work_order", sa.Column("escalates_to", sa.String(120), nullable=False, server_default=""))
    op.add_column("work_order", sa.Column("asked_by", sa.String(120), nullable=False, server_default=""))
    op.execute("UPDATE work_order SET becomes = '' WHERE becomes = 'deber'")
    _checklist()
    _extension()
    _receipt()
    _escalation()


def downgrade() -> None:
    """Take them away."""
    for table in ("escalation", "receipt", "extension", "checklist_item"):
        op.drop_table(table)
    for column in ("asked_by", "escalates_to", "extension"):
        op.drop_column("work_order", column)
    op.execute("UPDATE work_order SET becomes = 'deber' WHERE kind = 'deber'")


def _number() -> sa.Column[int]:
    return sa.Column("id", Identity, primary_key=True, autoincrement=True)


def _order(*, unique: bool = False) -> sa.Column[int]:
    return sa.Column("work_order", Identity, sa.ForeignKey("work_order.id"), nullable=False, unique=unique or None)


def _checklist() -> None:
    op.create_table(
        "checklist_item",
        _number(),
        _order(),
        sa.Column("position", sa.Integer, nullable=False),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("ticked_at", Instant),
        sa.Column("by", sa.String(120), nullable=False, server_default=""),
        sa.Column("note", sa.Text, nullable=False, server_default=""),
        sa.UniqueConstraint("work_order", "position"),
    )


def _extension() -> None:
    op.create_table(
        "extension",
        _number(),
        _order(unique=True),
        sa.Column("due_at", Instant, nullable=False),
        sa.Column("until", Instant, nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("asked_at", Instant, nullable=False),
        sa.Column("asked_by", sa.String(120), nullable=False),
        sa.Column("granted_at", Instant),
        sa.Column("granted_by", sa.String(120)),
        sa.Column("told_at", Instant),
    )


def _receipt() -> None:
    op.create_table(
        "receipt",
        _number(),
        sa.Column("tenant", Identity, sa.ForeignKey("tenant.id"), nullable=False),
        _order(),
        sa.Column("year", sa.Integer, nullable=False),
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("received_at", Instant, nullable=False),
        sa.Column("handed_by", sa.Text, nullable=False),
        sa.Column("by", sa.String(120), nullable=False),
        sa.Column("mail", sa.String(254), nullable=False, server_default=""),
        sa.Column("mail_digest", sa.String(64)),
        sa.Column("files", sa.JSON, nullable=False),
        sa.Column("note", sa.Text, nullable=False, server_default=""),
        sa.Column("acknowledged_at", Instant),
        sa.Column("returned_at", Instant),
        sa.Column("returned_by", sa.String(120)),
        sa.Column("why_returned", sa.Text, nullable=False, server_default=""),
        sa.Column("return_told_at", Instant),
        sa.UniqueConstraint("tenant", "year", "number"),
        sa.UniqueConstraint("tenant", "mail_digest"),
    )
    op.create_index("ix_receipt_order", "receipt", ["work_order"])


def _escalation() -> None:
    op.create_table(
        "escalation",
        _number(),
        _order(),
        sa.Column("round", sa.Integer, nullable=False),
        sa.Column("at", Instant, nullable=False),
        sa.Column("told_to", sa.String(120), nullable=False),
        sa.UniqueConstraint("work_order", "round"),
    )
