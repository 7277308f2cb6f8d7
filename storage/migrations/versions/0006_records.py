"""What is kept and proven."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Make the tables."""
    _file()
    _approval()
    _audit()
    _event()
    _submission()


def downgrade() -> None:
    """Drop the tables."""
    op.drop_table("submission")
    op.drop_table("event")
    op.drop_table("audit")
    op.drop_table("approval")
    op.drop_table("file")


def _file() -> None:
    op.create_table(
        "file",
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("mime", sa.String(100), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("sha256", name=op.f("pk_file")),
        comment="The bytes lie under var/archivos by their sha256",
    )


def _approval() -> None:
    op.create_table(
        "approval",
        sa.Column("id", NUMBER, autoincrement=True, nullable=False),
        sa.Column("tenant", NUMBER, nullable=False),
        sa.Column("campaign", sa.String(120), nullable=False),
        sa.Column("message", sa.String(120), nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("decision", sa.String(10), nullable=False),
        sa.Column("person", sa.String(120), nullable=False),
        sa.Column("note", sa.Text(), nullable=False, server_default=""),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_approval")),
        sa.ForeignKeyConstraint(["tenant"], ["tenant.id"], name=op.f("fk_approval_tenant")),
    )
    op.create_index(op.f("ix_approval_digest"), "approval", ["tenant", "digest"])


def _audit() -> None:
    op.create_table(
        "audit",
        sa.Column("id", NUMBER, autoincrement=True, nullable=False),
        sa.Column("tenant", NUMBER, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor", sa.String(120), nullable=False),
        sa.Column("verb", sa.String(40), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("detail", sa.JSON(), nullable=False),
        sa.Column("previous", sa.String(64), nullable=False),
        sa.Column("hash", sa.String(64), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit")),
        sa.ForeignKeyConstraint(["tenant"], ["tenant.id"], name=op.f("fk_audit_tenant")),
    )


def _event() -> None:
    op.create_table(
        "event",
        sa.Column("id", NUMBER, autoincrement=True, nullable=False),
        sa.Column("tenant", NUMBER, nullable=False),
        sa.Column("account", sa.String(80), nullable=False),
        sa.Column("remote_id", sa.String(200), nullable=False),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("payload", sa.JSON(), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_event")),
        sa.ForeignKeyConstraint(["tenant"], ["tenant.id"], name=op.f("fk_event_tenant")),
        sa.UniqueConstraint("tenant", "account", "remote_id", name=op.f("uq_event_tenant_account_remote_id")),
    )


def _submission() -> None:
    op.create_table(
        "submission",
        sa.Column("id", NUMBER, autoincrement=True, nullable=False),
        sa.Column("tenant", NUMBER, nullable=False),
        sa.Column("kind", sa.String(12), nullable=False),
        sa.Column("from", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("files", sa.JSON(), nullable=False),
        sa.Column("state", sa.String(12), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_submission")),
        sa.ForeignKeyConstraint(["tenant"], ["tenant.id"], name=op.f("fk_submission_tenant")),
    )
