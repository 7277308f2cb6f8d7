"""What people and the daemon itself have to do: work orders, standing orders, chores."""

from sqlalchemy import JSON, Column, ForeignKey, Index, Integer, String, Table, Text, UniqueConstraint, func

from storage.columns import Identity, Instant, Money
from storage.states import WorkOrderState
from storage.tables.base import metadata, number, one_of, partial_index, tenant_column

work_order = Table(
    "work_order",
    metadata,
    number(),
    tenant_column(),
    Column("publication", Identity, ForeignKey("publication.id"), nullable=False, index=True),
    Column("delivery", Identity, ForeignKey("delivery.id"), nullable=False, unique=True),
    Column("kind", String(40), nullable=False),
    # What the order will become once its feature acts by itself: informe.
    Column("becomes", String(20), nullable=False, server_default=""),
    Column("title", Text, nullable=False),
    Column("sheet", Text, nullable=False),
    Column("responsible", String(120), nullable=False),
    Column("place", Text, nullable=False, server_default=""),
    Column("due_at", Instant, nullable=False),
    Column("extended_to", Instant),
    Column("postponements", Integer, nullable=False, server_default="0"),
    # When it was put off last.
    Column("moved_at", Instant),
    # When its person was told that it is called off; null: still to be told, or never told of it at all.
    Column("cancellation_told_at", Instant),
    Column("planned", Integer, nullable=False, server_default="1"),
    Column("done", Integer),
    # Of a duty: how long its one extension may be, in words of `prorroga`; empty: it has none.
    Column("extension", String(40), nullable=False, server_default=""),
    # Of a duty: the slug of whoever is told that it is late; empty: nobody.
    Column("escalates_to", String(120), nullable=False, server_default=""),
    # Of a duty: the slug of who asks for it, receives it and says that it will do; empty: of no duty.
    Column("asked_by", String(120), nullable=False, server_default=""),
    # What it cost, as the person says who did it; null: as many as were done, at the publication's unit cost.
    Column("cost", Money),
    Column("evidence", JSON, nullable=False),
    Column("note", Text, nullable=False, server_default=""),
    Column("state", String(14), nullable=False),
    Column("confirmed_at", Instant),
    Column("confirmed_by", String(120)),
    one_of("state", WorkOrderState),
)
Index("ix_work_order_open", work_order.c.tenant, work_order.c.state, work_order.c.due_at)
# What follows a task goes out once it is done: asked every few seconds, who has confirmed since.
Index("ix_work_order_confirmed", work_order.c.tenant, work_order.c.confirmed_at)
# By its term, as it was extended.
Index("ix_work_order_until", work_order.c.tenant, func.coalesce(work_order.c.extended_to, work_order.c.due_at))

recount = Table(
    "recount",
    metadata,
    number(),
    Column("work_order", Identity, ForeignKey("work_order.id"), nullable=False),
    Column("before", Integer, nullable=False),
    Column("done", Integer, nullable=False),
    Column("reason", Text, nullable=False),
    Column("by", String(120), nullable=False),
    Column("at", Instant, nullable=False),
    Index("ix_recount_work_order", "work_order"),
    comment="A count that was confirmed and is corrected later; append only",
)

order_person = Table(
    "order_person",
    metadata,
    Column("work_order", Identity, ForeignKey("work_order.id"), primary_key=True),
    Column("contact", Identity, ForeignKey("contact.id"), primary_key=True, index=True),
    comment="Whom somebody calls or visits, for no account reaches them: names and places are read when it is printed",
)

standing_order = Table(
    "standing_order",
    metadata,
    number(),
    tenant_column(),
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
    number(),
    tenant_column(),
    Column("kind", String(20), nullable=False),
    Column("subject", String(200), nullable=False),
    Column("slot", String(40), nullable=False),
    Column("due_at", Instant, nullable=False),
    Column("state", String(10), nullable=False),
    # Whose lane does it, of what was sent on that account; null: it needs no service.
    Column("account", String(80)),
    Column("tries", Integer, nullable=False, server_default="0"),
    # In Spanish: why it was not done, the last time it was tried.
    Column("note", Text, nullable=False, server_default=""),
    UniqueConstraint("tenant", "kind", "subject", "slot"),
    comment="Pulls, purges and closes: what the daemon does for itself at a time",
)
partial_index(
    "ix_chore_of_account",
    chore.c.tenant,
    chore.c.account,
    chore.c.due_at,
    where=chore.c.account.is_not(None) & chore.c.state.in_(["due", "running", "failing"]),
)
