"""What an account's lane does besides sending, and the figures that services tell of posts."""

import sqlalchemy as sa
from alembic import op

from storage.columns import Identity, Instant

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

OPEN = sa.text("account IS NOT NULL AND state IN ('due', 'running', 'failing')")


def upgrade() -> None:
    """Add what chores of an account need, and the two tables."""
    op.add_column("chore", sa.Column("account", sa.String(80), nullable=True))
    op.add_column("chore", sa.Column("tries", sa.Integer, nullable=False, server_default="0"))
    op.add_column("chore", sa.Column("note", sa.Text, nullable=False, server_default=""))
    columns = ["tenant", "account", "due_at"]
    op.create_index("ix_chore_of_account", "chore", columns, sqlite_where=OPEN, postgresql_where=OPEN)
    op.create_table(
        "reading",
        sa.Column("id", Identity, primary_key=True, autoincrement=True),
        sa.Column("tenant", Identity, sa.ForeignKey("tenant.id"), nullable=False),
        sa.Column("publication", Identity, sa.ForeignKey("publication.id"), nullable=False),
        sa.Column("delivery", Identity, sa.ForeignKey("delivery.id"), nullable=False),
        sa.Column("asked_at", Instant, nullable=False),
        sa.Column("untold", sa.JSON, nullable=False),
        comment="One time that a service was asked for a post's figures; append only, apart from `measurement`",
    )
    op.create_index("ix_reading_delivery", "reading", ["delivery", "id"])
    op.create_index("ix_reading_asked", "reading", ["tenant", "asked_at"])
    op.create_table(
        "figure",
        sa.Column("reading", Identity, sa.ForeignKey("reading.id"), primary_key=True),
        sa.Column("metric", sa.String(20), primary_key=True),
        sa.Column("value", sa.BigInteger, nullable=False),
    )


def downgrade() -> None:
    """Take it away; the figures are lost."""
    op.drop_table("figure")
    op.drop_table("reading")
    op.drop_index("ix_chore_of_account", "chore")
    for column in ("note", "tries", "account"):
        op.drop_column("chore", column)
