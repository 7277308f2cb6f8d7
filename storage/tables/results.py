"""What came of it: measurements, figures of services, closed periods."""

from sqlalchemy import (
    JSON,
    BigInteger,
    Column,
    Date,
    Float,
    ForeignKey,
    Index,
    String,
    Table,
    Text,
    UniqueConstraint,
)

from storage.columns import Identity, Instant
from storage.tables.base import metadata, number, tenant_column

measurement = Table(
    "measurement",
    metadata,
    number(),
    tenant_column(),
    Column("indicator", String(80), nullable=False),
    Column("action", String(40), nullable=False, server_default=""),
    Column("source", String(10), nullable=False),
    Column("value", Float, nullable=False),
    Column("day", Date, nullable=False),
    Column("recorded_at", Instant, nullable=False),
    Column("by", String(120), nullable=False, server_default=""),
    Column("note", Text, nullable=False, server_default=""),
    Column("publication", Identity, ForeignKey("publication.id")),
    # A correction is a new row that names the one it replaces; nothing is rewritten.
    Column("corrects", Identity, ForeignKey("measurement.id")),
    Index("ix_measurement_day", "tenant", "indicator", "day"),
)

reading = Table(
    "reading",
    metadata,
    number(),
    tenant_column(),
    Column("publication", Identity, ForeignKey("publication.id"), nullable=False),
    Column("delivery", Identity, ForeignKey("delivery.id"), nullable=False),
    Column("asked_at", Instant, nullable=False),
    # Metrics that were asked for and not told: that is not nought, and makes no figure.
    Column("untold", JSON, nullable=False),
    Index("ix_reading_delivery", "delivery", "id"),
    Index("ix_reading_asked", "tenant", "asked_at"),
    comment="One time that a service was asked for a post's figures; append only, apart from `measurement`",
)

figure = Table(
    "figure",
    metadata,
    Column("reading", Identity, ForeignKey("reading.id"), primary_key=True),
    Column("metric", String(20), primary_key=True),
    # What the service counts since the post went out: the last one holds, they are never added up.
    Column("value", BigInteger, nullable=False),
)

period_snapshot = Table(
    "period_snapshot",
    metadata,
    number(),
    tenant_column(),
    Column("period", String(30), nullable=False),
    Column("indicator", String(80), nullable=False),
    Column("figures", JSON, nullable=False),
    Column("taken_at", Instant, nullable=False),
    UniqueConstraint("tenant", "period", "indicator"),
    comment="A closed period never changes",
)
