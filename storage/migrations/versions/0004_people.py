"""To whom it goes."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Make the tables."""
    _import_batch()
    _suppression()
    _user()
    _contact()
    _session()
    _address()
    _consent()
    _contact_attribute()
    _subscription()


def downgrade() -> None:
    """Drop the tables."""
    op.drop_table("subscription")
    op.drop_table("contact_attribute")
    op.drop_table("consent")
    op.drop_table("address")
    op.drop_table("session")
    op.drop_table("contact")
    op.drop_table("user")
    op.drop_table("suppression")
    op.drop_table("import_batch")


def _import_batch() -> None:
    op.create_table(
        "import_batch",
        sa.Column("id", NUMBER, autoincrement=True, nullable=False),
        sa.Column("tenant", NUMBER, nullable=False),
        sa.Column("file", sa.Text(), nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("rows", sa.Integer(), nullable=False),
        sa.Column("created", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("undone_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_import_batch")),
        sa.ForeignKeyConstraint(["tenant"], ["tenant.id"], name=op.f("fk_import_batch_tenant")),
    )


def _suppression() -> None:
    op.create_table(
        "suppression",
        sa.Column("id", NUMBER, autoincrement=True, nullable=False),
        sa.Column("tenant", NUMBER, nullable=False),
        sa.Column("key", sa.String(120), nullable=False),
        sa.Column("reason", sa.String(40), nullable=False),
        sa.Column("evidence", sa.Text(), nullable=False, server_default=""),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_suppression")),
        sa.ForeignKeyConstraint(["tenant"], ["tenant.id"], name=op.f("fk_suppression_tenant")),
        sa.UniqueConstraint("tenant", "key", name=op.f("uq_suppression_tenant_key")),
        comment="By key, so that it outlives the contact and no import brings anyone back",
    )


def _user() -> None:
    op.create_table(
        "user",
        sa.Column("id", NUMBER, autoincrement=True, nullable=False),
        sa.Column("tenant", NUMBER, nullable=False),
        sa.Column("person", sa.String(120), nullable=False),
        sa.Column("password_hash", sa.Text(), nullable=True),
        sa.Column("role", sa.String(20), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_user")),
        sa.ForeignKeyConstraint(["tenant"], ["tenant.id"], name=op.f("fk_user_tenant")),
        sa.UniqueConstraint("tenant", "person", name=op.f("uq_user_tenant_person")),
    )


def _contact() -> None:
    op.create_table(
        "contact",
        sa.Column("id", NUMBER, autoincrement=True, nullable=False),
        sa.Column("tenant", NUMBER, nullable=False),
        sa.Column("name", sa.Text(), nullable=False, server_default=""),
        sa.Column("language", sa.String(12), nullable=False, server_default="es"),
        sa.Column("batch", NUMBER, nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("erased_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contact")),
        sa.ForeignKeyConstraint(["batch"], ["import_batch.id"], name=op.f("fk_contact_batch")),
        sa.ForeignKeyConstraint(["tenant"], ["tenant.id"], name=op.f("fk_contact_tenant")),
    )
    op.create_index(op.f("ix_contact_tenant"), "contact", ["tenant", "id"])


def _session() -> None:
    op.create_table(
        "session",
        sa.Column("token_hash", sa.String(64), nullable=False),
        sa.Column("user", NUMBER, nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("token_hash", name=op.f("pk_session")),
        sa.ForeignKeyConstraint(["user"], ["user.id"], name=op.f("fk_session_user")),
    )


def _address() -> None:
    op.create_table(
        "address",
        sa.Column("id", NUMBER, autoincrement=True, nullable=False),
        sa.Column("tenant", NUMBER, nullable=False),
        sa.Column("contact", NUMBER, nullable=False),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("address", sa.Text(), nullable=True),
        sa.Column("key", sa.String(120), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_address")),
        sa.ForeignKeyConstraint(["contact"], ["contact.id"], name=op.f("fk_address_contact")),
        sa.ForeignKeyConstraint(["tenant"], ["tenant.id"], name=op.f("fk_address_tenant")),
        sa.UniqueConstraint("contact", "kind", "key", name=op.f("uq_address_contact_kind_key")),
    )
    op.create_index(op.f("ix_address_expansion"), "address", ["tenant", "kind", "contact"])
    op.create_index(op.f("ix_address_key"), "address", ["tenant", "key"])


def _consent() -> None:
    op.create_table(
        "consent",
        sa.Column("id", NUMBER, autoincrement=True, nullable=False),
        sa.Column("tenant", NUMBER, nullable=False),
        sa.Column("contact", NUMBER, nullable=False),
        sa.Column("key", sa.String(120), nullable=False),
        sa.Column("purpose", sa.String(60), nullable=False),
        sa.Column("basis", sa.String(20), nullable=False),
        sa.Column("given", sa.Boolean(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("notice", sa.Text(), nullable=False, server_default=""),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_consent")),
        sa.ForeignKeyConstraint(["contact"], ["contact.id"], name=op.f("fk_consent_contact")),
        sa.ForeignKeyConstraint(["tenant"], ["tenant.id"], name=op.f("fk_consent_tenant")),
        comment="Append only: revoking is a row too",
    )
    op.create_index(op.f("ix_consent_contact"), "consent", ["contact"])


def _contact_attribute() -> None:
    op.create_table(
        "contact_attribute",
        sa.Column("contact", NUMBER, nullable=False),
        sa.Column("name", sa.String(60), nullable=False),
        sa.Column("value", sa.String(200), nullable=False),
        sa.PrimaryKeyConstraint("contact", "name", "value", name=op.f("pk_contact_attribute")),
        sa.ForeignKeyConstraint(["contact"], ["contact.id"], name=op.f("fk_contact_attribute_contact")),
    )
    op.create_index(op.f("ix_contact_attribute_value"), "contact_attribute", ["name", "value", "contact"])


def _subscription() -> None:
    op.create_table(
        "subscription",
        sa.Column("id", NUMBER, autoincrement=True, nullable=False),
        sa.Column("tenant", NUMBER, nullable=False),
        sa.Column("contact", NUMBER, nullable=False),
        sa.Column("topic", sa.String(60), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_subscription")),
        sa.ForeignKeyConstraint(["contact"], ["contact.id"], name=op.f("fk_subscription_contact")),
        sa.ForeignKeyConstraint(["tenant"], ["tenant.id"], name=op.f("fk_subscription_tenant")),
        sa.UniqueConstraint("contact", "topic", name=op.f("uq_subscription_contact_topic")),
    )
