"""What a lane has sent counts for its quota by the hour at which it was sent, and no more by the quota's first hour."""

from datetime import datetime

import sqlalchemy as sa
from alembic import op

from storage.columns import Identity, Instant

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

_LANE = sa.table(
    "lane",
    sa.column("id", Identity),
    sa.column("quota_used", sa.Integer),
    sa.column("quota_since", Instant),
    sa.column("quota_log", sa.JSON(none_as_null=True)),
)


def upgrade() -> None:
    """What was used counts as used at the moment at which its window began, as until now."""
    op.add_column("lane", sa.Column("quota_log", sa.JSON(none_as_null=True), nullable=True))
    connection, its = op.get_bind(), _LANE.c
    asked = sa.select(its.id, its.quota_used, its.quota_since).where(its.quota_used > 0, its.quota_since.is_not(None))
    for row in connection.execute(asked).all():
        log = [[row.quota_since.isoformat(), row.quota_used]]
        connection.execute(sa.update(_LANE).where(its.id == row.id).values(quota_log=log))
    with op.batch_alter_table("lane") as lane:
        lane.drop_column("quota_used")
        lane.drop_column("quota_since")


def downgrade() -> None:
    """All that counts is used, in a window that began with the first of it."""
    with op.batch_alter_table("lane") as lane:
        lane.add_column(sa.Column("quota_used", sa.Integer, nullable=False, server_default="0"))
        lane.add_column(sa.Column("quota_since", Instant, nullable=True))
    connection, its = op.get_bind(), _LANE.c
    for row in connection.execute(sa.select(its.id, its.quota_log).where(its.quota_log.is_not(None))).all():
        used = sum(count for _, count in row.quota_log)
        since = min(datetime.fromisoformat(moment) for moment, _ in row.quota_log)
        values = {"quota_used": used, "quota_since": since}
        connection.execute(sa.update(_LANE).where(its.id == row.id).values(**values))
    with op.batch_alter_table("lane") as lane:
        lane.drop_column("quota_log")
