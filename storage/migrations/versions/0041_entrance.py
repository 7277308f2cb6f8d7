"""Who comes into the panel: users with a second factor, sessions that say when they were seen, links, attempts."""

import sqlalchemy as sa
from alembic import op

revision = "0041"
down_revision = "0040"
branch_labels = None
depends_on = None

NUMBER = sa.BigInteger().with_variant(sa.Integer, "sqlite")
MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Both tables were there from the start, and nothing wrote them: they are made anew."""
    op.drop_table("session")
    op.drop_table("user")
    _make_user(
        sa.Column("totp_secret", sa.Text()), sa.Column("totp_step", sa.Integer()), sa.Column("disabled_at", MOMENT)
    )
    _make_session(
        sa.Column("browser", sa.String(200), nullable=False, server_default=""),
        sa.Column("seen_at", MOMENT, nullable=False),
    )
    op.create_table(
        "user_link",
        sa.Column("id", NUMBER, autoincrement=True, nullable=False),
        sa.Column("tenant", NUMBER, nullable=False),
        sa.Column("user", NUMBER),
        sa.Column("purpose", sa.String(12), nullable=False),
        sa.Column("token_hash", sa.String(64), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("expires_at", MOMENT, nullable=False),
        sa.Column("used_at", MOMENT),
        sa.ForeignKeyConstraint(["tenant"], ["tenant.id"], name=op.f("fk_user_link_tenant")),
        sa.ForeignKeyConstraint(["user"], ["user.id"], name=op.f("fk_user_link_user")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_user_link")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_user_link_token_hash")),
    )
    op.create_table(
        "sign_in_attempt",
        sa.Column("key", sa.String(64), nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("since", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_sign_in_attempt")),
    )


def downgrade() -> None:
    """Nobody comes in any more."""
    op.drop_table("sign_in_attempt")
    op.drop_table("user_link")
    op.drop_table("session")
    op.drop_table("user")
    _make_user()
    _make_session()


def _make_user(*more: sa.Column[object]) -> None:
    op.create_table(
        "user",
        sa.Column("id", NUMBER, autoincrement=True, nullable=False),
        sa.Column("tenant", NUMBER, nullable=False),
        sa.Column("person", sa.String(120), nullable=False),
        sa.Column("password_hash", sa.Text()),
        sa.Column("role", sa.String(20), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        *more,
        sa.ForeignKeyConstraint(["tenant"], ["tenant.id"], name=op.f("fk_user_tenant")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_user")),
        sa.UniqueConstraint("tenant", "person", name=op.f("uq_user_tenant_person")),
    )


def _make_session(*more: sa.Column[object]) -> None:
    op.create_table(
        "session",
        sa.Column("token_hash", sa.String(64), nullable=False),
        sa.Column("user", NUMBER, nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("expires_at", MOMENT, nullable=False),
        *more,
        sa.ForeignKeyConstraint(["user"], ["user.id"], name=op.f("fk_session_user")),
        sa.PrimaryKeyConstraint("token_hash", name=op.f("pk_session")),
    )
