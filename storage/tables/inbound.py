"""What comes in: the news of providers, and what is answered to a person who wrote to an account."""

from sqlalchemy import JSON, Column, ForeignKey, Index, Integer, String, Table, Text, UniqueConstraint

from storage.columns import Identity, Instant
from storage.states import ReplyState
from storage.tables.base import metadata, number, one_of, partial_index, tenant_column

event = Table(
    "event",
    metadata,
    number(),
    tenant_column(),
    Column("account", String(80), nullable=False),
    # The provider's own number for its news: webhooks repeat and reorder.
    Column("remote_id", String(200), nullable=False),
    Column("kind", String(40), nullable=False),
    Column("payload", JSON, nullable=False),
    # Whose it is: who spoke, or whose message it was. Never the address, nor what was said.
    Column("key", String(120)),
    # Of a message's fate, the message.
    Column("delivery", Identity, ForeignKey("delivery.id")),
    Column("received_at", Instant, nullable=False),
    UniqueConstraint("tenant", "account", "remote_id"),
    Index("ix_event_key", "tenant", "key"),
    Index("ix_event_delivery", "delivery"),
)

reply = Table(
    "reply",
    metadata,
    number(),
    tenant_column(),
    # One answer at most to each thing that was said.
    Column("event", Identity, ForeignKey("event.id"), nullable=False, unique=True),
    Column("account", String(80), nullable=False),
    Column("sender", String(200), nullable=False),
    Column("key", String(120), nullable=False),
    # Where the answer goes; emptied once it has gone, or is given up.
    Column("address", Text),
    Column("kind", String(12), nullable=False),
    Column("state", String(12), nullable=False),
    # Under which the lane sends it: what an older epoch left in `sending` may have gone out, and is not sent again.
    Column("epoch", Integer, nullable=False, server_default="0"),
    Column("attempts", Integer, nullable=False, server_default="0"),
    Column("not_before", Instant),
    Column("error_text", Text),
    Column("created_at", Instant, nullable=False),
    Column("ended_at", Instant),
    one_of("state", ReplyState),
    Index("ix_reply_key", "tenant", "key", "created_at"),
)
partial_index(
    "ix_reply_open",
    reply.c.tenant,
    reply.c.sender,
    reply.c.id,
    where=reply.c.state.in_(["pending", "sending"]),
)
