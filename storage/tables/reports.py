"""Reports that go out as messages: one for each time of a message, and the files that it was made into."""

from sqlalchemy import JSON, Column, ForeignKey, Index, Integer, String, Table, UniqueConstraint

from storage.columns import Identity, Instant
from storage.tables.base import metadata, number, tenant_column

report = Table(
    "report",
    metadata,
    number(),
    tenant_column(),
    Column("campaign", String(120), nullable=False),
    Column("message", String(120), nullable=False),
    Column("occurrence", String(80), nullable=False),
    # As `report --period` takes it.
    Column("period", String(40), nullable=False, server_default=""),
    Column("period_name", String(120), nullable=False, server_default=""),
    # Sentences, in Spanish.
    Column("summary", JSON, nullable=False),
    # The figures that it waits for, or that it went out without: [indicator, slug of whose it is].
    Column("missing", JSON, nullable=False),
    # Null: it waits for figures, or could not be made.
    Column("made_at", Instant),
    # The digest of the staff's files that it was made of; empty where it was made before 0039.
    Column("configuration", String(64), nullable=False, server_default=""),
    # Why it could not be made, in Spanish.
    Column("trouble", String(500), nullable=False, server_default=""),
    UniqueConstraint("tenant", "campaign", "message", "occurrence"),
)

report_file = Table(
    "report_file",
    metadata,
    Column("report", Identity, ForeignKey("report.id"), primary_key=True),
    Column("position", Integer, primary_key=True),
    Column("sha256", String(64), nullable=False),
    Column("name", String(200), nullable=False),
    Column("mime", String(100), nullable=False),
    # In octets.
    Column("size", Integer, nullable=False),
)
Index("ix_report_file_sha256", report_file.c.sha256)
