"""What departments, people and contributors ask of the office: to publish, or to answer."""

from sqlalchemy import JSON, Boolean, Column, ForeignKey, Index, String, Table, Text, text

from storage.columns import Identity, Instant
from storage.states import Sender, SubmissionKind, SubmissionState
from storage.tables.base import metadata, number, one_of, tenant_column

submission = Table(
    "submission",
    metadata,
    number(),
    tenant_column(),
    Column("kind", String(12), nullable=False),
    Column("sender", String(12), nullable=False),
    # The slug of whoever was signed in; empty: it came by the public page.
    Column("person", String(120), nullable=False, server_default=""),
    Column("department", String(120), nullable=False, server_default=""),
    # The contributor who is to answer; empty: the office.
    Column("addressee", String(120), nullable=False, server_default=""),
    Column("section", String(120), nullable=False, server_default=""),
    # Rows of the plan that it serves, as the files had it then.
    Column("actions", JSON, nullable=False),
    # Of a person, as the person wrote it; empty: without a name, or forgotten.
    Column("name", Text, nullable=False, server_default=""),
    # Who answers for a child.
    Column("adult", Text, nullable=False, server_default=""),
    # The name may stand beside what is published.
    Column("signs", Boolean, nullable=False, server_default=text("false")),
    # Pictures of a child may be shown: the adult said so.
    Column("shows", Boolean, nullable=False, server_default=text("false")),
    # A mail address, and the key under which people are known by it; empty and NULL: none was left.
    Column("address", Text),
    Column("key", String(64)),
    # The digest of the notice that was agreed to, and the address in the network it was agreed to from.
    Column("notice", String(64), nullable=False, server_default=""),
    Column("origin", Text, nullable=False, server_default=""),
    Column("title", Text, nullable=False),
    Column("text", Text, nullable=False),
    # Pictures: sha256, name, mime, size, alt. The bytes lie under var/archivos.
    Column("files", JSON, nullable=False),
    Column("state", String(12), nullable=False),
    Column("received_at", Instant, nullable=False),
    # Until when it is to be answered.
    Column("due_at", Instant, nullable=False),
    # What the office makes of it: title, text, signature, digests of the pictures. NULL: nothing yet.
    Column("edited", JSON),
    # What an approval of that is bound to; empty: none was asked.
    Column("digest", String(64), nullable=False, server_default=""),
    Column("handled_by", String(120), nullable=False, server_default=""),
    Column("answer", Text, nullable=False, server_default=""),
    Column("answered_at", Instant),
    Column("publication", Identity, ForeignKey("publication.id")),
    # Since when nothing personal is left in it.
    Column("forgotten_at", Instant),
    one_of("kind", SubmissionKind),
    one_of("sender", Sender),
    one_of("state", SubmissionState),
    Index("ix_submission_queue", "tenant", "state", "due_at", "id"),
    Index("ix_submission_due", "tenant", "due_at", "id"),
    Index("ix_submission_received", "tenant", "received_at"),
    Index("ix_submission_person", "tenant", "person", "id"),
    Index("ix_submission_addressee", "tenant", "addressee", "id"),
    Index("ix_submission_key", "tenant", "key"),
    Index("ix_submission_publication", "publication"),
)
