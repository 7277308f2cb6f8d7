"""Every table, on one page. The same on SQLite and PostgreSQL; each odd column says why it is there."""

from enum import StrEnum

from sqlalchemy import (
    JSON,
    Boolean,
    CheckConstraint,
    Column,
    Date,
    Float,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    Numeric,
    String,
    Table,
    Text,
    UniqueConstraint,
    text,
)

from storage.columns import Identity, Instant
from storage.states import DeliveryState, Mode, Outcome, PublicationState, WorkOrderState

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)


def _number() -> Column[int]:
    return Column("id", Identity, primary_key=True, autoincrement=True)


def _tenant() -> Column[int]:
    return Column("tenant", Identity, ForeignKey("tenant.id"), nullable=False)


def _one_of(column: str, words: type[StrEnum]) -> CheckConstraint:
    listed = ", ".join(f"'{word.value}'" for word in words)
    return CheckConstraint(f"{column} IN ({listed})", name=f"{column}_known")


meta = Table(
    "meta",
    metadata,
    Column("name", String(60), primary_key=True),
    Column("value", Text, nullable=False),
    comment="Facts on the database itself: fingerprint of the address key, whether it is a simulation, its last now",
)

tenant = Table(
    "tenant",
    metadata,
    _number(),
    Column("slug", String(80), nullable=False, unique=True),
    Column("name", Text, nullable=False),
    Column("zone", String(60), nullable=False),
)

plan_action = Table(
    "plan_action",
    metadata,
    _number(),
    _tenant(),
    Column("key", String(40), nullable=False),
    Column("text", Text, nullable=False),
    Column("responsible", Text, nullable=False, server_default=""),
    Column("digest", String(64), nullable=False),
    UniqueConstraint("tenant", "key"),
    comment="Kept beside the file, so that a report outlives a plan whose action was taken out",
)

lane = Table(
    "lane",
    metadata,
    _number(),
    _tenant(),
    # One credential: accounts that share it share its pace, its quota and its pauses.
    Column("sender", String(200), nullable=False),
    Column("shard", Integer, nullable=False, server_default="0"),
    # Every send carries the epoch under which it was claimed; a lane opened anew makes older claims void.
    Column("epoch", Integer, nullable=False, server_default="0"),
    Column("owner", String(120)),
    Column("beat_at", Instant),
    Column("due_at", Instant),
    # The token bucket lives here, so that a restart or a takeover does not forget what was just sent.
    Column("next_send_at", Instant),
    Column("quota_used", Integer, nullable=False, server_default="0"),
    Column("quota_since", Instant),
    Column("paused_until", Instant),
    # A pause that no time heals (a revoked token): a person must mend it and resume.
    Column("needs_person", Boolean, nullable=False, server_default=text("false")),
    Column("failures", Integer, nullable=False, server_default="0"),
    Column("last_error", Text),
    UniqueConstraint("tenant", "sender", "shard"),
)

publication = Table(
    "publication",
    metadata,
    _number(),
    _tenant(),
    Column("campaign", String(120), nullable=False),
    Column("message", String(120), nullable=False),
    Column("account", String(80), nullable=False),
    # Names the slot that staff wrote; never what holidays, windows or an edit of the hour made of it.
    Column("occurrence", String(80), nullable=False),
    Column("act", String(12), nullable=False, server_default="send"),
    Column("kind", String(12), nullable=False),
    Column("channel", String(20), nullable=False),
    Column("medium", String(60), nullable=False),
    # Only what counts as published content: never a duty, a check, a reminder or a correction.
    Column("publishes", Boolean, nullable=False),
    Column("mode", String(10), nullable=False),
    Column("class", String(12), nullable=False, key="class_"),
    Column("actions", JSON, nullable=False),
    Column("responsible", String(120), nullable=False, server_default=""),
    Column("audience", String(80), nullable=False),
    Column("sender", String(200), nullable=False, server_default=""),
    Column("priority", Integer, nullable=False, server_default="5"),
    Column("at_least_once", Boolean, nullable=False, server_default=text("false")),
    # As staff read it: wall time with its offset. `planned_at` is the same moment; null while it waits.
    Column("planned_local", String(40), nullable=False, server_default=""),
    Column("planned_at", Instant),
    Column("expires_at", Instant),
    Column("state", String(20), nullable=False),
    Column("reason", Text, nullable=False, server_default=""),
    Column("digest", String(64), nullable=False),
    # Frozen at the move to running: templates, variables, media. Null before it.
    Column("content", JSON),
    Column("condition", JSON),
    # The audience as it was when the sending began: later contacts are not in it.
    Column("max_contact_id", Identity),
    Column("expand_cursor", Identity, nullable=False, server_default="0"),
    Column("expanded_at", Instant),
    Column("depends_on", Text),
    Column("corrects", Identity, ForeignKey("publication.id")),
    Column("created_at", Instant, nullable=False),
    Column("started_at", Instant),
    Column("finished_at", Instant),
    UniqueConstraint("tenant", "campaign", "message", "account", "occurrence"),
    _one_of("state", PublicationState),
    _one_of("mode", Mode),
)
Index("ix_publication_due", publication.c.tenant, publication.c.state, publication.c.planned_at)
Index("ix_publication_lane", publication.c.tenant, publication.c.sender, publication.c.state)

delivery = Table(
    "delivery",
    metadata,
    _number(),
    Column("publication", Identity, ForeignKey("publication.id"), nullable=False),
    # HMAC of a person's normalised address, `canal:<account>` for a post, `orden:<slug>` for a work order.
    Column("recipient_key", String(120), nullable=False),
    # Emptied when its last contact is erased; the key stays.
    Column("address", Text),
    Column("shard", Integer, nullable=False, server_default="0"),
    Column("audience", String(80), nullable=False),
    Column("state", String(12), nullable=False),
    Column("epoch", Integer, nullable=False, server_default="0"),
    Column("attempts", Integer, nullable=False, server_default="0"),
    Column("not_before", Instant),
    Column("resumption", Text),
    Column("remote_id", Text),
    Column("url", Text),
    Column("sha256", String(64)),
    Column("error_code", String(60)),
    Column("error_text", Text),
    Column("sent_at", Instant),
    Column("bounced_at", Instant),
    UniqueConstraint("publication", "recipient_key"),
    _one_of("state", DeliveryState),
)
Index(
    "ix_delivery_pending",
    delivery.c.publication,
    delivery.c.shard,
    delivery.c.id,
    sqlite_where=delivery.c.state == "pending",
    postgresql_where=delivery.c.state == "pending",
)
Index(
    "ix_delivery_in_flight",
    delivery.c.publication,
    delivery.c.state,
    sqlite_where=delivery.c.state.in_(["claimed", "sending"]),
    postgresql_where=delivery.c.state.in_(["claimed", "sending"]),
)
Index(
    "ix_delivery_uncertain",
    delivery.c.publication,
    sqlite_where=delivery.c.state == "uncertain",
    postgresql_where=delivery.c.state == "uncertain",
)

attempt = Table(
    "attempt",
    metadata,
    _number(),
    Column("delivery", Identity, ForeignKey("delivery.id"), nullable=False, index=True),
    Column("number", Integer, nullable=False),
    Column("epoch", Integer, nullable=False),
    Column("started_at", Instant, nullable=False),
    Column("ended_at", Instant, nullable=False),
    Column("outcome", String(12), nullable=False),
    Column("code", String(60), nullable=False, server_default=""),
    Column("text", Text, nullable=False, server_default=""),
    _one_of("outcome", Outcome),
)

counter = Table(
    "counter",
    metadata,
    Column("publication", Identity, ForeignKey("publication.id"), primary_key=True),
    Column("audience", String(80), primary_key=True),
    Column("state", String(12), primary_key=True),
    Column("count", Integer, nullable=False),
    comment="Moves with delivery.state in the same transaction: a report adds these up and scans no deliveries",
)

work_order = Table(
    "work_order",
    metadata,
    _number(),
    _tenant(),
    Column("publication", Identity, ForeignKey("publication.id"), nullable=False, index=True),
    Column("delivery", Identity, ForeignKey("delivery.id"), nullable=False, unique=True),
    Column("kind", String(40), nullable=False),
    # What the order will become once its feature acts by itself: encuesta, foro, deber, informe, suscripcion.
    Column("becomes", String(20), nullable=False, server_default=""),
    Column("title", Text, nullable=False),
    Column("sheet", Text, nullable=False),
    Column("responsible", String(120), nullable=False),
    Column("place", Text, nullable=False, server_default=""),
    Column("due_at", Instant, nullable=False),
    Column("extended_to", Instant),
    Column("planned", Integer, nullable=False, server_default="1"),
    Column("done", Integer),
    Column("cost", Numeric(14, 2)),
    Column("evidence", JSON, nullable=False),
    Column("note", Text, nullable=False, server_default=""),
    Column("state", String(14), nullable=False),
    Column("confirmed_at", Instant),
    Column("confirmed_by", String(120)),
    _one_of("state", WorkOrderState),
)
Index("ix_work_order_open", work_order.c.tenant, work_order.c.state, work_order.c.due_at)

import_batch = Table(
    "import_batch",
    metadata,
    _number(),
    _tenant(),
    Column("file", Text, nullable=False),
    Column("sha256", String(64), nullable=False),
    Column("rows", Integer, nullable=False),
    Column("created", Integer, nullable=False),
    Column("at", Instant, nullable=False),
    Column("undone_at", Instant),
)

contact = Table(
    "contact",
    metadata,
    _number(),
    _tenant(),
    Column("name", Text, nullable=False, server_default=""),
    Column("language", String(12), nullable=False, server_default="es"),
    Column("batch", Identity, ForeignKey("import_batch.id")),
    Column("created_at", Instant, nullable=False),
    Column("erased_at", Instant),
)
Index("ix_contact_tenant", contact.c.tenant, contact.c.id)

contact_attribute = Table(
    "contact_attribute",
    metadata,
    Column("contact", Identity, ForeignKey("contact.id"), primary_key=True),
    Column("name", String(60), primary_key=True),
    # One row a value: a person may have several topics, and both dialects can ask for one alike.
    Column("value", String(200), primary_key=True),
    Index("ix_contact_attribute_value", "name", "value", "contact"),
)

address = Table(
    "address",
    metadata,
    _number(),
    _tenant(),
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
    _number(),
    _tenant(),
    Column("contact", Identity, ForeignKey("contact.id"), nullable=False, index=True),
    Column("key", String(120), nullable=False),
    Column("purpose", String(60), nullable=False),
    Column("basis", String(20), nullable=False),
    Column("given", Boolean, nullable=False),
    Column("source", Text, nullable=False),
    Column("notice", Text, nullable=False, server_default=""),
    Column("at", Instant, nullable=False),
    comment="Append only: revoking is a row too",
)

suppression = Table(
    "suppression",
    metadata,
    _number(),
    _tenant(),
    Column("key", String(120), nullable=False),
    Column("reason", String(40), nullable=False),
    Column("evidence", Text, nullable=False, server_default=""),
    Column("since", Instant, nullable=False),
    UniqueConstraint("tenant", "key"),
    comment="By key, so that it outlives the contact and no import brings anyone back",
)

subscription = Table(
    "subscription",
    metadata,
    _number(),
    _tenant(),
    Column("contact", Identity, ForeignKey("contact.id"), nullable=False),
    Column("topic", String(60), nullable=False),
    Column("since", Instant, nullable=False),
    Column("ended_at", Instant),
    UniqueConstraint("contact", "topic"),
)

approval = Table(
    "approval",
    metadata,
    _number(),
    _tenant(),
    Column("campaign", String(120), nullable=False),
    Column("message", String(120), nullable=False),
    # Of the source content: one approval serves every occurrence and account with this digest.
    Column("digest", String(64), nullable=False),
    Column("decision", String(10), nullable=False),
    Column("person", String(120), nullable=False),
    Column("note", Text, nullable=False, server_default=""),
    Column("at", Instant, nullable=False),
    Index("ix_approval_digest", "tenant", "digest"),
)

measurement = Table(
    "measurement",
    metadata,
    _number(),
    _tenant(),
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

period_snapshot = Table(
    "period_snapshot",
    metadata,
    _number(),
    _tenant(),
    Column("period", String(30), nullable=False),
    Column("indicator", String(80), nullable=False),
    Column("figures", JSON, nullable=False),
    Column("taken_at", Instant, nullable=False),
    UniqueConstraint("tenant", "period", "indicator"),
    comment="A closed period never changes",
)

survey = Table(
    "survey",
    metadata,
    _number(),
    Column("publication", Identity, ForeignKey("publication.id"), nullable=False, unique=True),
    Column("question", Text, nullable=False),
    Column("options", JSON, nullable=False),
    Column("closes_at", Instant),
    Column("closed_at", Instant),
)

vote = Table(
    "vote",
    metadata,
    _number(),
    Column("survey", Identity, ForeignKey("survey.id"), nullable=False),
    Column("voter", String(120), nullable=False),
    Column("option", Integer, nullable=False),
    Column("at", Instant, nullable=False),
    UniqueConstraint("survey", "voter"),
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

event = Table(
    "event",
    metadata,
    _number(),
    _tenant(),
    Column("account", String(80), nullable=False),
    # The provider's own number for its news: webhooks repeat and reorder.
    Column("remote_id", String(200), nullable=False),
    Column("kind", String(40), nullable=False),
    Column("payload", JSON, nullable=False),
    Column("received_at", Instant, nullable=False),
    UniqueConstraint("tenant", "account", "remote_id"),
)

standing_order = Table(
    "standing_order",
    metadata,
    _number(),
    _tenant(),
    Column("kind", String(10), nullable=False),
    Column("scope", String(200), nullable=False),
    Column("number", Integer, nullable=False),
    Column("since", Instant, nullable=False),
    Column("until", Instant),
    Column("by", String(120), nullable=False),
    Column("reason", Text, nullable=False),
    UniqueConstraint("tenant", "kind", "scope", "number"),
    comment="`alert` repeats a message until it is lifted; `suspend` stops a class of messages",
)

chore = Table(
    "chore",
    metadata,
    _number(),
    _tenant(),
    Column("kind", String(20), nullable=False),
    Column("subject", String(200), nullable=False),
    Column("slot", String(40), nullable=False),
    Column("due_at", Instant, nullable=False),
    Column("state", String(10), nullable=False),
    UniqueConstraint("tenant", "kind", "subject", "slot"),
    comment="Pulls, purges and closes: what the daemon does for itself at a time",
)

seen = Table(
    "seen",
    metadata,
    _tenant(),
    Column("campaign", String(120), nullable=False),
    Column("message", String(120), nullable=False),
    Column("at", Instant, nullable=False),
    UniqueConstraint("tenant", "campaign", "message"),
    comment="When a message was first known: a recurrence makes no row before it",
)

submission = Table(
    "submission",
    metadata,
    _number(),
    _tenant(),
    Column("kind", String(12), nullable=False),
    Column("from", Text, nullable=False, key="from_"),
    Column("text", Text, nullable=False),
    Column("files", JSON, nullable=False),
    Column("state", String(12), nullable=False),
    Column("received_at", Instant, nullable=False),
    Column("answered_at", Instant),
)

audit = Table(
    "audit",
    metadata,
    _number(),
    _tenant(),
    Column("at", Instant, nullable=False),
    Column("actor", String(120), nullable=False),
    Column("verb", String(40), nullable=False),
    Column("subject", Text, nullable=False),
    Column("detail", JSON, nullable=False),
    # Each row holds the hash of the one before: a row taken out or changed shows.
    Column("previous", String(64), nullable=False),
    Column("hash", String(64), nullable=False),
)

user = Table(
    "user",
    metadata,
    _number(),
    _tenant(),
    Column("person", String(120), nullable=False),
    Column("password_hash", Text),
    Column("role", String(20), nullable=False),
    Column("created_at", Instant, nullable=False),
    UniqueConstraint("tenant", "person"),
)

session = Table(
    "session",
    metadata,
    Column("token_hash", String(64), primary_key=True),
    Column("user", Identity, ForeignKey("user.id"), nullable=False),
    Column("created_at", Instant, nullable=False),
    Column("expires_at", Instant, nullable=False),
)
