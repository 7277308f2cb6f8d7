"""What goes out: lanes, publications, deliveries, their attempts and their counts."""

from sqlalchemy import JSON, Boolean, Column, ForeignKey, Index, Integer, String, Table, Text, UniqueConstraint, text

from storage.columns import Identity, Instant, Money
from storage.states import DeliveryState, Mode, Outcome, PublicationState
from storage.tables.base import metadata, number, one_of, partial_index, tenant_column

lane = Table(
    "lane",
    metadata,
    number(),
    tenant_column(),
    # One credential: accounts that share it share its pace, its quota and its pauses.
    Column("sender", String(200), nullable=False),
    Column("shard", Integer, nullable=False, server_default="0"),
    # Every send carries the epoch under which it was claimed; a lane opened anew makes older claims void.
    Column("epoch", Integer, nullable=False, server_default="0"),
    Column("owner", String(120)),
    Column("beat_at", Instant),
    # By the database's clock: until then no other daemon opens the lane. Null where none works it.
    Column("leased_until", Instant),
    Column("due_at", Instant),
    # The token bucket lives here, so that a restart or a takeover does not forget what was just sent.
    Column("next_send_at", Instant),
    # What still counts for a quota, in steps of its time: `[moment, how many]`, the oldest first.
    Column("quota_log", JSON(none_as_null=True)),
    Column("paused_until", Instant),
    # A pause that no time heals (a revoked token): a person must mend it and resume.
    Column("needs_person", Boolean, nullable=False, server_default=text("false")),
    Column("failures", Integer, nullable=False, server_default="0"),
    Column("last_error", Text),
    # Of a lane that hears: up to where the news of its service has been kept.
    Column("cursor", String(80), nullable=False, server_default=""),
    UniqueConstraint("tenant", "sender", "shard"),
)

publication = Table(
    "publication",
    metadata,
    number(),
    tenant_column(),
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
    # What one of its messages, spots or leaflets cost when it was written.
    Column("unit_cost", Money, nullable=False, server_default="0"),
    Column("responsible", String(120), nullable=False, server_default=""),
    Column("audience", String(80), nullable=False),
    # Of what goes to subscribers, its topics with a space on each side: ` noticias eventos `. Null: it needs none.
    Column("topics", Text),
    # To what a person must have consented, or gets none of it: `gestion`. Null: it asks for no consent.
    Column("purpose", String(60)),
    # Ids of messages of the same campaign and occurrence: whoever gets one of the first does not get this one, and
    # whoever gets this one gets none of the second. Null: there are none.
    Column("yields_to", JSON(none_as_null=True)),
    Column("yielded_by", JSON(none_as_null=True)),
    # One message for all who live together.
    Column("per_household", Boolean, nullable=False, server_default=text("false")),
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
    Column("content", JSON(none_as_null=True)),
    Column("condition", JSON(none_as_null=True)),
    # The audience as it was when the sending began: later contacts are not in it.
    Column("max_contact_id", Identity),
    Column("expand_cursor", Identity, nullable=False, server_default="0"),
    Column("expanded_at", Instant),
    Column("depends_on", Text),
    Column("corrects", Identity, ForeignKey("publication.id")),
    # To persons, and only in the hours in which they may be written to.
    Column("quiet_hours", Boolean, nullable=False, server_default=text("false")),
    # What runs rests until then: the hours are over, or a veda began. Null while it goes on.
    Column("resumes_at", Instant),
    Column("created_at", Instant, nullable=False),
    Column("started_at", Instant),
    Column("finished_at", Instant),
    UniqueConstraint("tenant", "campaign", "message", "account", "occurrence"),
    one_of("state", PublicationState),
    one_of("mode", Mode),
)
Index("ix_publication_due", publication.c.tenant, publication.c.state, publication.c.planned_at)
Index("ix_publication_begun", publication.c.tenant, publication.c.started_at)
# What a period's report counts was not over before it began: all that ended sooner is passed over unseen.
Index("ix_publication_over", publication.c.tenant, publication.c.finished_at)
Index("ix_publication_lane", publication.c.tenant, publication.c.sender, publication.c.state)

delivery = Table(
    "delivery",
    metadata,
    number(),
    Column("publication", Identity, ForeignKey("publication.id"), nullable=False),
    # HMAC of a person's normalised address, `canal:<account>` for a post, `orden:<slug>` for a work order.
    Column("recipient_key", String(120), nullable=False),
    # Emptied when its last contact is erased; the key stays.
    Column("address", Text),
    # Whose it is while it is claimed or sent, and who is asked while it is in doubt: the lane that claimed it last.
    Column("shard", Integer, nullable=False, server_default="0"),
    Column("audience", String(80), nullable=False),
    Column("state", String(12), nullable=False),
    Column("epoch", Integer, nullable=False, server_default="0"),
    Column("attempts", Integer, nullable=False, server_default="0"),
    # How often the program died while this was claimed and had not left: what stops it each time is set aside.
    Column("crashes", Integer, nullable=False, server_default="0"),
    Column("not_before", Instant),
    Column("resumption", Text),
    Column("remote_id", Text),
    Column("url", Text),
    Column("sha256", String(64)),
    # In which it spoke to a person. Null: to nobody yet, or to everyone.
    Column("language", String(12)),
    # Of a message to a household, how many of those who live there it is for. Null: it is no such message.
    Column("people", Integer),
    Column("error_code", String(60)),
    Column("error_text", Text),
    Column("sent_at", Instant),
    Column("bounced_at", Instant),
    UniqueConstraint("publication", "recipient_key"),
    one_of("state", DeliveryState),
)
partial_index(
    "ix_delivery_pending",
    delivery.c.publication,
    delivery.c.id,
    where=delivery.c.state == "pending",
)
partial_index(
    # The few that have a time of their own: looked for alone while all others wait for the hours.
    "ix_delivery_timed",
    delivery.c.publication,
    delivery.c.not_before,
    where=(delivery.c.state == "pending") & delivery.c.not_before.is_not(None),
)
partial_index(
    "ix_delivery_in_flight",
    delivery.c.publication,
    delivery.c.state,
    where=delivery.c.state.in_(["claimed", "sending"]),
)
partial_index(
    # Who did not get it, by why: counted and shown without a look at the many who did.
    "ix_delivery_troubled",
    delivery.c.publication,
    delivery.c.state,
    delivery.c.error_code,
    delivery.c.id,
    delivery.c.bounced_at,
    where=delivery.c.state.in_(["uncertain", "failed", "skipped"]) | delivery.c.bounced_at.is_not(None),
)

attempt = Table(
    "attempt",
    metadata,
    number(),
    Column("delivery", Identity, ForeignKey("delivery.id"), nullable=False, index=True),
    Column("number", Integer, nullable=False),
    Column("epoch", Integer, nullable=False),
    Column("started_at", Instant, nullable=False),
    Column("ended_at", Instant, nullable=False),
    Column("outcome", String(12), nullable=False),
    Column("code", String(60), nullable=False, server_default=""),
    Column("text", Text, nullable=False, server_default=""),
    one_of("outcome", Outcome),
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
