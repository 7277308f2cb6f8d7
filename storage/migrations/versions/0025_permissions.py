"""Whose consent a message asks for, the last word on it at once, and registers of excluded numbers."""

import sqlalchemy as sa
from alembic import op

from storage.columns import Identity, Instant

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """What runs already asks for no consent: it was decided without."""
    op.add_column("publication", sa.Column("purpose", sa.String(60), nullable=True))
    op.create_index("ix_consent_word", "consent", ["tenant", "key", "purpose", "at"])
    op.create_table(
        "exclusion_register",
        sa.Column("id", Identity, primary_key=True, autoincrement=True),
        sa.Column("tenant", Identity, sa.ForeignKey("tenant.id"), nullable=False),
        sa.Column("file", sa.Text, nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("as_of", Instant, nullable=False),
        sa.Column("at", Instant, nullable=False),
        sa.Column("rows", sa.Integer, nullable=False, server_default="0"),
        sa.Column("stands", sa.Boolean, nullable=False, server_default=sa.text("false")),
    )
    op.create_table(
        "excluded",
        sa.Column("register", Identity, sa.ForeignKey("exclusion_register.id"), primary_key=True),
        sa.Column("key", sa.String(120), primary_key=True),
        comment="By key, apart from suppressions: what a new register drops, a person may have said too",
    )


def downgrade() -> None:
    """Take them away."""
    op.drop_table("excluded")
    op.drop_table("exclusion_register")
    op.drop_index("ix_consent_word", "consent")
    op.drop_column("publication", "purpose")
