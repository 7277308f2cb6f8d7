"""On SQLite, rows that are nothing but their key lie in the key's own tree, and an index over them knows them whole."""

import sqlalchemy as sa
from alembic import op

from storage.columns import Identity
from storage.folding import folded

revision = "0031"
down_revision = "0030"
branch_labels = None
depends_on = None

ATTRIBUTES = "contact_attribute"


def upgrade() -> None:
    """PostgreSQL has no such choice."""
    _make_anew(with_rowid=False)


def downgrade() -> None:
    """As it was."""
    _make_anew(with_rowid=True)


def _make_anew(*, with_rowid: bool) -> None:
    if op.get_bind().dialect.name != "sqlite":
        return
    for name, key, indexed in _tables():
        columns = ", ".join(column.name for column in key)
        if indexed:
            op.drop_index(indexed, name)
        op.rename_table(name, "before")
        op.create_table(name, *key, sqlite_with_rowid=with_rowid)
        op.execute(f"INSERT INTO {name} SELECT {columns} FROM before ORDER BY {columns}")  # noqa: S608 - our own names
        op.drop_table("before")
    op.create_index("ix_contact_attribute_folded", ATTRIBUTES, ["name", folded(sa.column("value")), "contact"])
    op.create_index("ix_list_member_contact", "list_member", ["contact"])
    op.create_index("ix_order_person_contact", "order_person", ["contact"])


def _tables() -> tuple[tuple[str, tuple[sa.Column[object], ...], str], ...]:
    """Name, key and index of each; an index goes before its table is made anew, and comes once it is filled."""
    attribute = (_number("contact", "contact.id"), _text("name", 60), _text("value", 200))
    member = (_number("batch", "import_batch.id"), _number("contact", "contact.id"))
    person = (_number("work_order", "work_order.id"), _number("contact", "contact.id"))
    number = (_number("register", "exclusion_register.id"), _text("key", 120))
    return (
        (ATTRIBUTES, attribute, "ix_contact_attribute_folded"),
        ("list_member", member, "ix_list_member_contact"),
        ("order_person", person, "ix_order_person_contact"),
        ("excluded", number, ""),
    )


def _number(name: str, of: str) -> sa.Column[object]:
    return sa.Column(name, Identity, sa.ForeignKey(of), primary_key=True)


def _text(name: str, length: int) -> sa.Column[object]:
    return sa.Column(name, sa.String(length), primary_key=True)
