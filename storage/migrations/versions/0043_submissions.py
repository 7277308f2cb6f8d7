"""What departments and people ask of the office: from whom, until when, what was made of it and answered."""

import sqlalchemy as sa
from alembic import op

revision = "0043"
down_revision = "0042"
branch_labels = None
depends_on = None

NUMBER = sa.BigInteger().with_variant(sa.Integer, "sqlite")
MOMENT = sa.DateTime(timezone=True)
INDEXES = {
    "ix_submission_queue": ["tenant", "state", "due_at", "id"],
    "ix_submission_received": ["tenant", "received_at"],
    "ix_submission_person": ["tenant", "person", "id"],
    "ix_submission_addressee": ["tenant", "addressee", "id"],
    "ix_submission_key": ["tenant", "key"],
    "ix_submission_publication": ["publication"],
}
WORDS = {
    "kind": "'request', 'proposal', 'suggestion'",
    "sender": "'department', 'citizen', 'child', 'oversight', 'board', 'organisation'",
    "state": "'received', 'accepted', 'rejected', 'answered', 'published', 'withdrawn'",
}


def upgrade() -> None:
    """The table was there from the start, and nothing wrote it: it is made anew."""
    op.drop_table("submission")
    op.create_table(
        "submission",
        sa.Column("id", NUMBER, autoincrement=True, nullable=False),
        sa.Column("tenant", NUMBER, nullable=False),
        sa.Column("kind", sa.String(12), nullable=False),
        sa.Column("sender", sa.String(12), nullable=False),
        *(_text(name, 120) for name in ("person", "department", "addressee", "section")),
        sa.Column("actions", sa.JSON(), nullable=False),
        *(_text(name) for name in ("name", "adult")),
        *(
            sa.Column(name, sa.Boolean(), nullable=False, server_default=sa.text("false"))
            for name in ("signs", "shows")
        ),
        sa.Column("address", sa.Text()),
        sa.Column("key", sa.String(64)),
        _text("notice", 64),
        _text("origin"),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("files", sa.JSON(), nullable=False),
        sa.Column("state", sa.String(12), nullable=False),
        sa.Column("received_at", MOMENT, nullable=False),
        sa.Column("due_at", MOMENT, nullable=False),
        sa.Column("edited", sa.JSON()),
        _text("digest", 64),
        _text("handled_by", 120),
        _text("answer"),
        sa.Column("answered_at", MOMENT),
        sa.Column("publication", NUMBER),
        sa.Column("forgotten_at", MOMENT),
        *(
            sa.CheckConstraint(f"{name} IN ({words})", name=op.f(f"ck_submission_{name}_known"))
            for name, words in WORDS.items()
        ),
        sa.ForeignKeyConstraint(["tenant"], ["tenant.id"], name=op.f("fk_submission_tenant")),
        sa.ForeignKeyConstraint(["publication"], ["publication.id"], name=op.f("fk_submission_publication")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_submission")),
    )
    for name, columns in INDEXES.items():
        op.create_index(name, "submission", columns)


def downgrade() -> None:
    """As it was."""
    op.drop_table("submission")
    op.create_table(
        "submission",
        sa.Column("id", NUMBER, autoincrement=True, nullable=False),
        sa.Column("tenant", NUMBER, nullable=False),
        sa.Column("kind", sa.String(12), nullable=False),
        sa.Column("from", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("files", sa.JSON(), nullable=False),
        sa.Column("state", sa.String(12), nullable=False),
        sa.Column("received_at", MOMENT, nullable=False),
        sa.Column("answered_at", MOMENT),
        sa.ForeignKeyConstraint(["tenant"], ["tenant.id"], name=op.f("fk_submission_tenant")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_submission")),
    )


def _text(name: str, longest: int | None = None) -> sa.Column[str]:
    kind = sa.Text() if longest is None else sa.String(longest)
    return sa.Column(name, kind, nullable=False, server_default="")
