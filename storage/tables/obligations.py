"""What becomes of a duty besides its order: its check-list, its extension, its receipts, who was told it is late."""

from sqlalchemy import JSON, Column, ForeignKey, Index, Integer, String, Table, Text, UniqueConstraint

from storage.columns import Identity, Instant
from storage.tables.base import metadata, number, tenant_column


def _order() -> Column[int]:
    return Column("work_order", Identity, ForeignKey("work_order.id"), nullable=False)


checklist_item = Table(
    "checklist_item",
    metadata,
    number(),
    _order(),
    # From 1 on, as a person names it.
    Column("position", Integer, nullable=False),
    Column("text", Text, nullable=False),
    # When it was said to be done; null with a note: why it was not.
    Column("ticked_at", Instant),
    Column("by", String(120), nullable=False, server_default=""),
    Column("note", Text, nullable=False, server_default=""),
    UniqueConstraint("work_order", "position"),
)

extension = Table(
    "extension",
    metadata,
    number(),
    # Unique: a duty has one, and no second.
    Column("work_order", Identity, ForeignKey("work_order.id"), nullable=False, unique=True),
    # What it was due at before.
    Column("due_at", Instant, nullable=False),
    Column("until", Instant, nullable=False),
    Column("reason", Text, nullable=False),
    Column("asked_at", Instant, nullable=False),
    Column("asked_by", String(120), nullable=False),
    # Null: whoever asks for the duty has not agreed yet.
    Column("granted_at", Instant),
    Column("granted_by", String(120)),
    # When whoever agrees was written to that it is asked for; null: still to be told.
    Column("told_at", Instant),
)

receipt = Table(
    "receipt",
    metadata,
    number(),
    tenant_column(),
    _order(),
    # «2027-0031»: by year, as it is told to whoever handed something in.
    Column("year", Integer, nullable=False),
    Column("number", Integer, nullable=False),
    Column("received_at", Instant, nullable=False),
    # Who handed it in, in words; of a mail, its sender's address.
    Column("handed_by", Text, nullable=False),
    # Who wrote it down; «buzon»: it came to the mailbox.
    Column("by", String(120), nullable=False),
    # Where the receipt is told to besides who owes the duty; empty: to nobody else.
    Column("mail", String(254), nullable=False, server_default=""),
    # sha256 of a mail's Message-ID: of one mail that is read twice one receipt is made. Null: handed in by hand.
    Column("mail_digest", String(64)),
    Column("files", JSON, nullable=False),
    Column("note", Text, nullable=False, server_default=""),
    Column("acknowledged_at", Instant),
    Column("returned_at", Instant),
    Column("returned_by", String(120)),
    Column("why_returned", Text, nullable=False, server_default=""),
    # When who owes the duty was written to that it came back; null: it did not, or is still to be told.
    Column("return_told_at", Instant),
    UniqueConstraint("tenant", "year", "number"),
    UniqueConstraint("tenant", "mail_digest"),
)
Index("ix_receipt_order", receipt.c.work_order)

escalation = Table(
    "escalation",
    metadata,
    number(),
    _order(),
    # How often what was handed in had come back before: it is told of once, and once more after each time.
    Column("round", Integer, nullable=False),
    Column("at", Instant, nullable=False),
    # The slug of whom it was told to.
    Column("told_to", String(120), nullable=False),
    UniqueConstraint("work_order", "round"),
)
