"""What is kept and proven: approvals, files, letters of citizens, the audit."""

from sqlalchemy import JSON, Boolean, Column, Index, Integer, LargeBinary, String, Table, Text, UniqueConstraint, text

from storage.columns import Instant
from storage.tables.base import metadata, number, tenant_column

approval = Table(
    "approval",
    metadata,
    number(),
    tenant_column(),
    Column("campaign", String(120), nullable=False),
    Column("message", String(120), nullable=False),
    # Of the source content: one approval serves every occurrence and account with this digest.
    Column("digest", String(64), nullable=False),
    # For whom the person spoke: a committee, or the person alone. Empty in rows of versions that did not keep it.
    Column("approver", String(120), nullable=False, server_default=""),
    Column("decision", String(10), nullable=False),
    Column("person", String(120), nullable=False),
    Column("note", Text, nullable=False, server_default=""),
    Column("at", Instant, nullable=False),
    # With this word there were enough: so it stays, whoever leaves the committee later.
    Column("complete", Boolean, nullable=False, server_default=text("false")),
    # What stood at the foot, who sent it and who was answered then: what is another since is told, and asks nobody.
    Column("identity", JSON(none_as_null=True)),
    Index("ix_approval_digest", "tenant", "digest"),
)

approval_request = Table(
    "approval_request",
    metadata,
    number(),
    tenant_column(),
    Column("campaign", String(120), nullable=False),
    Column("message", String(120), nullable=False),
    Column("digest", String(64), nullable=False),
    Column("approver", String(120), nullable=False),
    # Who is asked by mail; the link in it leads back to this row.
    Column("person", String(120), nullable=False),
    # The hour for which the word was asked for first; null: it goes out once it is approved.
    Column("hour", Instant),
    # When the first mail is to be written: a file that is still being edited is not asked about at each save.
    Column("due_at", Instant, nullable=False),
    Column("told_at", Instant),
    # The last reminder that was written: the hour that it spoke of, and its number.
    Column("reminded", String(40), nullable=False, server_default=""),
    UniqueConstraint("tenant", "digest", "approver", "person"),
    comment="One person asked for a word on one content: at most one row, whatever is mailed about it",
)

approved_version = Table(
    "approved_version",
    metadata,
    number(),
    tenant_column(),
    Column("digest", String(64), nullable=False),
    Column("campaign", String(120), nullable=False),
    Column("message", String(120), nullable=False),
    # Pairs of a heading and its text, as whoever decided read them: what changed since is told against these.
    Column("shown", JSON, nullable=False),
    Column("at", Instant, nullable=False),
    UniqueConstraint("tenant", "digest"),
    Index("ix_approved_version_message", "tenant", "campaign", "message"),
)

file = Table(
    "file",
    metadata,
    Column("sha256", String(64), primary_key=True),
    Column("name", Text, nullable=False),
    Column("mime", String(100), nullable=False),
    Column("size", Integer, nullable=False),
    Column("at", Instant, nullable=False),
    comment="The bytes lie under var/archivos by their sha256",
)

audit = Table(
    "audit",
    metadata,
    number(),
    tenant_column(),
    Column("at", Instant, nullable=False),
    Column("actor", String(120), nullable=False),
    Column("verb", String(40), nullable=False),
    Column("subject", Text, nullable=False),
    Column("detail", JSON, nullable=False),
    # Each row holds the hash of the one before: a row taken out or changed shows.
    Column("previous", String(64), nullable=False),
    Column("hash", String(64), nullable=False),
    Index("ix_audit_subject", "tenant", "subject"),
    # Who did little, and what was done seldom: a page of either looks at no others.
    Index("ix_audit_actor", "tenant", "actor", "id"),
    Index("ix_audit_verb", "tenant", "verb", "id"),
)

campaign_version = Table(
    "campaign_version",
    metadata,
    number(),
    tenant_column(),
    # As the municipality's folder names it: `campanas/matriculas.yaml`.
    Column("file", String(200), nullable=False),
    Column("sha256", String(64), nullable=False),
    # To the last octet, with its line ends: a text that a database stores may come back as another.
    Column("data", LargeBinary, nullable=False),
    # How it came about: edited, copied or restored in the browser; by hand in the folder.
    Column("origin", String(10), nullable=False),
    # Who did; empty: by hand.
    Column("actor", String(120), nullable=False),
    Column("at", Instant, nullable=False),
    Index("ix_campaign_version_file", "tenant", "file"),
    comment="Each text of a campaign's file that the browser wrote, or found there and wrote over",
)

calendar_entry = Table(
    "calendar_entry",
    metadata,
    number(),
    tenant_column(),
    # What a subscriber's calendar knows a date of an event by: it never moves, whatever becomes of the date.
    Column("uid", String(255), nullable=False),
    # Rises with each change: of two entries with one uid a calendar takes the higher (RFC 5545 §3.8.7.4).
    Column("sequence", Integer, nullable=False, server_default="0"),
    # As the public was told it last: what is gone from the files is still called off by it.
    Column("told", JSON, nullable=False),
    Column("cancelled", Boolean, nullable=False, server_default=text("false")),
    Column("changed_at", Instant, nullable=False),
    UniqueConstraint("tenant", "uid"),
)
