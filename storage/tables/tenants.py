"""The database itself and the municipalities in it."""

from sqlalchemy import JSON, Column, Integer, String, Table, Text, UniqueConstraint

from storage.columns import Instant
from storage.tables.base import metadata, number, tenant_column

meta = Table(
    "meta",
    metadata,
    Column("name", String(60), primary_key=True),
    Column("value", Text, nullable=False),
    comment="Facts on the database itself: the address key's fingerprint, whether it is a simulation",
)

tenant = Table(
    "tenant",
    metadata,
    number(),
    Column("slug", String(80), nullable=False, unique=True),
    Column("name", Text, nullable=False),
    Column("zone", String(60), nullable=False),
    # Pairs of name and address, in printed order: pages for everyone say whom to ask. Null until a daemon has read it.
    Column("contact", JSON(none_as_null=True)),
    # The address of the policy that Ley 1581 de 2012 asks for; empty until then.
    Column("data_policy", Text, nullable=False, server_default=""),
    # How many votes without a personal link one network has in each survey.
    Column("votes_per_network", Integer, nullable=False, server_default="10"),
)

plan_action = Table(
    "plan_action",
    metadata,
    number(),
    tenant_column(),
    Column("key", String(40), nullable=False),
    Column("text", Text, nullable=False),
    Column("responsible", Text, nullable=False, server_default=""),
    Column("digest", String(64), nullable=False),
    UniqueConstraint("tenant", "key"),
    comment="Kept beside the file, so that a report outlives a plan whose action was taken out",
)

seen = Table(
    "seen",
    metadata,
    tenant_column(),
    Column("campaign", String(120), nullable=False),
    Column("message", String(120), nullable=False),
    Column("at", Instant, nullable=False),
    UniqueConstraint("tenant", "campaign", "message"),
    comment="When a message was first known: a recurrence makes no row before it",
)
