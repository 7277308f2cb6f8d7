"""Attributes are compared without case and accents: their index is one over the folded value."""

from alembic import op
from sqlalchemy import column

from storage.folding import folded

revision = "0030"
down_revision = "0029"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """The one by the value as it is written serves nobody any more."""
    op.drop_index("ix_contact_attribute_value", "contact_attribute")
    op.create_index("ix_contact_attribute_folded", "contact_attribute", ["name", folded(column("value")), "contact"])


def downgrade() -> None:
    """As it was."""
    op.drop_index("ix_contact_attribute_folded", "contact_attribute")
    op.create_index("ix_contact_attribute_value", "contact_attribute", ["name", "value", "contact"])
