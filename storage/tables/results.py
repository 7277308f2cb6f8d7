"""What came of it: measurements, figures of services, closed periods."""

from sqlalchemy import (
    JSON,
    BigInteger,
    Column,
    Date,
    Float,
    ForeignKey,
    Index,
    Integer,
    String,
    Table,
    Text,
    UniqueConstraint,
)

from storage.columns import Identity, Instant, Packed
from storage.tables.base import metadata, number, partial_index, tenant_column

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
    # Why: of a correction, and of what speaks of a period that was closed already.
    Column("reason", Text, nullable=False, server_default=""),
    # Files that show it: `{"sha256": …, "name": …}`; null: none.
    Column("evidence", JSON(none_as_null=True)),
    Index("ix_measurement_day", "tenant", "indicator", "day"),
    Index("ix_measurement_when", "tenant", "day"),
)
# The few that correct another: whoever reads figures leaves out those that they replace.
partial_index(
    "ix_measurement_correction",
    measurement.c.tenant,
    measurement.c.corrects,
    where=measurement.c.corrects.is_not(None),
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

closed_plan = Table(
    "closed_plan",
    metadata,
    Column("sha256", String(64), primary_key=True),
    # `plan.yaml` and `indicadores.yaml` as JSON, as they were read.
    Column("words", Packed, nullable=False),
    comment="The words of closed periods; few plans change from one period to the next: each is kept once",
)

period_snapshot = Table(
    "period_snapshot",
    metadata,
    number(),
    tenant_column(),
    Column("period", String(30), nullable=False),
    # 1 as it was closed; each correction adds one, and those before stay.
    Column("version", Integer, nullable=False),
    Column("first", Date, nullable=False),
    Column("last", Date, nullable=False),
    Column("plan", String(64), ForeignKey("closed_plan.sha256"), nullable=False),
    # Canonical JSON, letter by letter what `digest` is the sha256 of.
    Column("figures", Packed, nullable=False),
    Column("digest", String(64), nullable=False),
    Column("taken_at", Instant, nullable=False),
    Column("by", String(120), nullable=False),
    Column("reason", Text, nullable=False, server_default=""),
    # The report as it was shown, letter by letter; none of periods that were closed before 0038.
    Column("document", Packed),
    Column("document_digest", String(64), nullable=False, server_default=""),
    UniqueConstraint("tenant", "period", "version"),
    Index("ix_period_snapshot_last", "tenant", "last"),
    comment="A closed period never changes",
)
