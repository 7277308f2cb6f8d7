"""To whom: contacts, their addresses, consents and suppressions."""

from sqlalchemy import JSON, Boolean, Column, ForeignKey, Index, Integer, String, Table, Text, UniqueConstraint, text

from storage.columns import Identity, Instant
from storage.folding import folded
from storage.tables.base import metadata, number, tenant_column

import_batch = Table(
    "import_batch",
    metadata,
    number(),
    tenant_column(),
    Column("file", Text, nullable=False),
    Column("sha256", String(64), nullable=False),
    # Which of the municipality's lists it brings anew; none: whoever is in it is kept for good.
    Column("list", String(80)),
    Column("rows", Integer, nullable=False),
    Column("created", Integer, nullable=False),
    Column("updated", Integer, nullable=False, server_default="0"),
    Column("at", Instant, nullable=False),
    # When its last piece went in, and when the last of all did: between the two it is under way, or was broken off.
    Column("moved_at", Instant),
    Column("finished_at", Instant),
    # From the first piece that is taken back to the last.
    Column("undoing_since", Instant),
    Column("undone_at", Instant),
)

import_change = Table(
    "import_change",
    metadata,
    number(),
    Column("batch", Identity, ForeignKey("import_batch.id"), nullable=False),
    Column("contact", Identity, ForeignKey("contact.id"), nullable=False, index=True),
    # JSON: only what differs, as it was before and as it was made; people's data, which goes when theirs does.
    Column("what", Text, nullable=False),
    Index("ix_import_change_batch", "batch", "id"),
    comment="What a list changed of somebody whom the database had, so that it can be taken back",
)

import_mention = Table(
    "import_mention",
    metadata,
    number(),
    Column("batch", Identity, ForeignKey("import_batch.id"), nullable=False, index=True),
    # A JSON list of numbers, some thousands a row: a row for each would be a million a week.
    Column("contacts", Text, nullable=False),
    comment="Whom the database had of those whom a list names: a list before it that made them cannot take them back",
)

list_member = Table(
    "list_member",
    metadata,
    Column("batch", Identity, ForeignKey("import_batch.id"), primary_key=True),
    Column("contact", Identity, ForeignKey("contact.id"), primary_key=True, index=True),
    comment="Who stands in a list that others keep: of each list the last two that came, so that one can be undone",
)

contact = Table(
    "contact",
    metadata,
    number(),
    tenant_column(),
    Column("name", Text, nullable=False, server_default=""),
    Column("language", String(12), nullable=False, server_default="es"),
    Column("batch", Identity, ForeignKey("import_batch.id")),
    Column("created_at", Instant, nullable=False),
    Column("erased_at", Instant),
    # The person wrote it on the page of subscriptions, and confirmed it: no list changes it.
    Column("own_name", Boolean, nullable=False, server_default=text("false")),
)
Index("ix_contact_tenant", contact.c.tenant, contact.c.id)

contact_attribute = Table(
    "contact_attribute",
    metadata,
    Column("contact", Identity, ForeignKey("contact.id"), primary_key=True),
    Column("name", String(60), primary_key=True),
    # One row a value: a person may have several topics, and both dialects can ask for one alike.
    Column("value", String(200), primary_key=True),
)
Index(
    "ix_contact_attribute_folded",
    contact_attribute.c.name,
    folded(contact_attribute.c.value),
    contact_attribute.c.contact,
)

address = Table(
    "address",
    metadata,
    number(),
    tenant_column(),
    Column("contact", Identity, ForeignKey("contact.id"), nullable=False),
    # What kind of address it is: correo, telegram, telefono. A channel says which kind it takes.
    Column("kind", String(20), nullable=False),
    Column("address", Text),
    Column("key", String(120), nullable=False),
    UniqueConstraint("contact", "kind", "key"),
    Index("ix_address_key", "tenant", "key"),
    Index("ix_address_expansion", "tenant", "kind", "contact"),
)

consent = Table(
    "consent",
    metadata,
    number(),
    tenant_column(),
    Column("contact", Identity, ForeignKey("contact.id"), nullable=False, index=True),
    Column("key", String(120), nullable=False),
    Column("purpose", String(60), nullable=False),
    Column("basis", String(20), nullable=False),
    Column("given", Boolean, nullable=False),
    Column("source", Text, nullable=False),
    Column("notice", Text, nullable=False, server_default=""),
    Column("at", Instant, nullable=False),
    # The last word on a purpose, asked for each message to a person.
    Index("ix_consent_word", "tenant", "key", "purpose", "at"),
    comment="Append only: revoking is a row too",
)

suppression = Table(
    "suppression",
    metadata,
    number(),
    tenant_column(),
    Column("key", String(120), nullable=False),
    Column("reason", String(40), nullable=False),
    Column("evidence", Text, nullable=False, server_default=""),
    # When it was said or seen: of two words of a person the later one counts, in whatever order they are heard.
    Column("since", Instant, nullable=False),
    # The kind of account by which nothing arrives there; empty: none, and what a person says counts for all.
    Column("channel", String(20), nullable=False, server_default=""),
    # What a person refuses of it; empty: all.
    Column("class", String(12), nullable=False, server_default="", key="class_"),
    UniqueConstraint("tenant", "key", "channel", "class_"),
    comment="By key, so that it outlives the contact and no import brings anyone back",
)

subscription = Table(
    "subscription",
    metadata,
    number(),
    tenant_column(),
    Column("contact", Identity, ForeignKey("contact.id"), nullable=False),
    # The address that was subscribed: what somebody wants by mail is not wanted on the telephone.
    Column("key", String(120), nullable=False),
    Column("topic", String(60), nullable=False),
    # When it was confirmed. A word by which the person wanted nothing more counts where it is later.
    Column("since", Instant, nullable=False),
    Column("ended_at", Instant),
    UniqueConstraint("contact", "key", "topic"),
    Index("ix_subscription_key", "tenant", "key"),
    Index("ix_subscription_topic", "tenant", "topic", "since"),
)

privacy_notice = Table(
    "privacy_notice",
    metadata,
    number(),
    tenant_column(),
    # sha256 of the text, by which consents name it.
    Column("digest", String(64), nullable=False),
    Column("text", Text, nullable=False),
    Column("since", Instant, nullable=False),
    UniqueConstraint("tenant", "digest"),
    comment="The words that people agreed to, each text once",
)

signup = Table(
    "signup",
    metadata,
    number(),
    tenant_column(),
    Column("key", String(120), nullable=False),
    # Nobody has shown yet that it is theirs: gone a week later, confirmed or not.
    Column("address", Text, nullable=False),
    Column("name", Text, nullable=False, server_default=""),
    Column("language", String(12), nullable=False, server_default="es"),
    Column("topics", JSON, nullable=False),
    Column("notice", String(64), nullable=False),
    # Where in the network it was asked for: half of the proof that Ley 1581 de 2012 wants.
    Column("origin", String(64), nullable=False),
    Column("asked_at", Instant, nullable=False),
    Column("confirmed_at", Instant),
    Index("ix_signup_key", "tenant", "key", "asked_at"),
    Index("ix_signup_asked", "tenant", "asked_at"),
    comment="Subscriptions that were asked for on the page and wait for a word from the mailbox",
)
