"""What was written into a campaign's file from the browser, text by text."""

import sqlalchemy as sa
from alembic import op

revision = "0044"
down_revision = "0043"
branch_labels = None
depends_on = None

NUMBER = sa.BigInteger().with_variant(sa.Integer, "sqlite")


def upgrade() -> None:
    """None was kept before."""
    op.create_table(
        "campaign_version",
        sa.Column("id", NUMBER, autoincrement=True, nullable=False),
        sa.Column("tenant", NUMBER, nullable=False),
        sa.Column("file", sa.String(200), nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("data", sa.LargeBinary(), nullable=False),
        sa.Column("origin", sa.String(10), nullable=False),
        sa.Column("actor", sa.String(120), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["tenant"], ["tenant.id"], name=op.f("fk_campaign_version_tenant")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_campaign_version")),
        comment="Each text of a campaign's file that the browser wrote, or found there and wrote over",
    )
    op.create_index("ix_campaign_version_file", "campaign_version", ["tenant", "file"])


def downgrade() -> None:
    """The texts go; the files stay."""
    op.drop_table("campaign_version")
