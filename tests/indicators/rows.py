"""Rows put in by hand, so that figures can be counted by hand."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime

from sqlalchemy import Connection, insert

from storage.tables import counter, delivery, publication, tenant, work_order

Moment = tuple[int, int, int, int, int]
"""Year, month, day, hour and minute in UTC."""


def at(text: str) -> datetime:
    """`2027-01-04 13:00` in UTC."""
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def add_tenant(connection: Connection, slug: str = "villa-clara") -> int:
    """A municipality."""
    row = {"slug": slug, "name": slug, "zone": "America/Bogota"}
    return int(connection.scalars(insert(tenant).returning(tenant.c.id), [row]).one())


def add_publication(
    connection: Connection,
    of: int,
    key: str,
    started: str | None,
    counts: Mapping[str, int] | Mapping[str, Mapping[str, int]] | None = None,
    actions: Sequence[str] = ("VC-1",),
    **columns: object,
) -> int:
    """A publication `campaign/message/account@occurrence` with its counters: state to count, or audience to those."""
    path, _, occurrence = key.partition("@")
    campaign, message, account = path.split("/")
    moment = None if started is None else at(started)
    row = {
        "tenant": of,
        "campaign": campaign,
        "message": message,
        "account": account,
        "occurrence": occurrence,
        "kind": "broadcast",
        "channel": "web",
        "medium": account.title(),
        "publishes": True,
        "mode": "real",
        "class_": "servicio",
        "actions": list(actions),
        "audience": "ciudadania",
        "state": "done",
        "digest": "0" * 64,
        "planned_at": moment,
        "created_at": moment or at("2027-01-01 12:00"),
        "started_at": moment,
        "finished_at": moment,
        **columns,
    }
    number = int(connection.scalars(insert(publication).returning(publication.c.id), [row]).one())
    for audience, states in _by_audience(counts or {}, str(row["audience"])).items():
        for state, count in states.items():
            connection.execute(insert(counter).values(publication=number, audience=audience, state=state, count=count))
    return number


def add_post(connection: Connection, of: int, key: str, sent: str, **columns: object) -> int:
    """A post that went out at a moment."""
    number = add_publication(connection, of, key, sent, {"sent": 1}, **columns)  # type: ignore[arg-type]  # keywords go through
    connection.execute(
        insert(delivery).values(
            publication=number, recipient_key="canal:1", audience="ciudadania", state="sent", sent_at=at(sent)
        )
    )
    return number


def add_order(
    connection: Connection,
    of: int,
    of_publication: int,
    kind: str,
    due: str,
    confirmed: str | None = None,
    done: int = 1,
    **columns: object,
) -> int:
    """A work order with its delivery; confirmed, it is done and its delivery sent."""
    moment = None if confirmed is None else at(confirmed)
    state = "pending" if moment is None else "sent"
    row = {
        "publication": of_publication,
        "recipient_key": f"orden:{columns.get('place', '1')}",
        "audience": "ciudadania",
        "state": state,
        "sent_at": moment,
    }
    its_delivery = int(connection.scalars(insert(delivery).returning(delivery.c.id), [row]).one())
    order = {
        "tenant": of,
        "publication": of_publication,
        "delivery": its_delivery,
        "kind": kind,
        "title": "Cuña",
        "sheet": "Léase al aire",
        "responsible": "prensa",
        "due_at": at(due),
        "evidence": [],
        "state": "to_do" if moment is None else "done",
        "done": None if moment is None else done,
        "confirmed_at": moment,
        "confirmed_by": None if moment is None else "prensa",
        **columns,
    }
    return int(connection.scalars(insert(work_order).returning(work_order.c.id), [order]).one())


def _by_audience(
    counts: Mapping[str, int] | Mapping[str, Mapping[str, int]], audience: str
) -> Mapping[str, Mapping[str, int]]:
    states: dict[str, int] = {}
    nested: dict[str, Mapping[str, int]] = {}
    for name, value in counts.items():
        if isinstance(value, int):
            states[name] = value
        else:
            nested[name] = value
    return nested or ({audience: states} if states else {})
