"""Attributes are compared without hyphens too: their index is one over the value as it is folded now."""

from alembic import op
from sqlalchemy import TextClause, column, text

from storage.folding import ACCENTED, BARE, folded

revision = "0033"
down_revision = "0032"
branch_labels = None
depends_on = None

INDEX, ATTRIBUTES = "ix_contact_attribute_folded", "contact_attribute"
_UPPER, _LOWER = "ABCDEFGHIJKLMNOPQRSTUVWXYZ", "abcdefghijklmnopqrstuvwxyz"


def upgrade() -> None:
    """The one that keeps hyphens serves nobody any more."""
    op.drop_index(INDEX, ATTRIBUTES)
    op.create_index(INDEX, ATTRIBUTES, ["name", folded(column("value")), "contact"])


def downgrade() -> None:
    """As it was."""
    op.drop_index(INDEX, ATTRIBUTES)
    op.create_index(INDEX, ATTRIBUTES, ["name", _as_it_was(), "contact"])


def _as_it_was() -> TextClause:
    if op.get_bind().dialect.name != "sqlite":
        return text(f"translate(value, '{ACCENTED}{_UPPER}', '{BARE}{_LOWER}')")
    value = "value"
    for accented, bare in zip(ACCENTED, BARE, strict=True):
        value = f"replace({value}, '{accented}', '{bare}')"
    return text(f"lower({value})")
