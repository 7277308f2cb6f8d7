"""A report finds the rows of its period by an index: what was over long before is not looked at."""

import sqlalchemy as sa
from alembic import op

revision = "0040"
down_revision = "0039"
branch_labels = None
depends_on = None

_CORRECTION = "corrects IS NOT NULL"


def upgrade() -> None:
    """Publications by their end, orders by their term as it is now, figures by their day and by what they correct."""
    op.create_index("ix_publication_over", "publication", ["tenant", "finished_at"])
    op.create_index("ix_work_order_until", "work_order", ["tenant", sa.text("coalesce(extended_to, due_at)")])
    op.create_index("ix_measurement_when", "measurement", ["tenant", "day"])
    op.create_index(
        "ix_measurement_correction",
        "measurement",
        ["tenant", "corrects"],
        sqlite_where=sa.text(_CORRECTION),
        postgresql_where=sa.text(_CORRECTION),
    )


def downgrade() -> None:
    """Take them away."""
    op.drop_index("ix_measurement_correction", "measurement")
    op.drop_index("ix_measurement_when", "measurement")
    op.drop_index("ix_work_order_until", "work_order")
    op.drop_index("ix_publication_over", "publication")
