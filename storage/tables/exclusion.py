"""Whom the law keeps from publicity: registers of excluded numbers, each as it was handed out."""

from sqlalchemy import Boolean, Column, ForeignKey, Integer, String, Table, Text, text

from storage.columns import Identity, Instant
from storage.tables.base import metadata, number, tenant_column

exclusion_register = Table(
    "exclusion_register",
    metadata,
    number(),
    tenant_column(),
    Column("file", Text, nullable=False),
    Column("sha256", String(64), nullable=False),
    # The day that the register itself is of, where the staff say so; else when it was brought in.
    Column("as_of", Instant, nullable=False),
    Column("at", Instant, nullable=False),
    Column("rows", Integer, nullable=False, server_default="0"),
    # The one that counts. A new one counts once it is in whole; until then the old one does.
    Column("stands", Boolean, nullable=False, server_default=text("false")),
)

excluded = Table(
    "excluded",
    metadata,
    Column("register", Identity, ForeignKey("exclusion_register.id"), primary_key=True),
    Column("key", String(120), primary_key=True),
    comment="By key, apart from suppressions: what a new register drops, a person may have said too",
)
