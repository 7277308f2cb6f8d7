"""Rows to begin with: a municipality, a publication, deliveries; and what must always hold of them."""

from collections import Counter
from datetime import UTC, datetime, timedelta

from sqlalchemy import Connection, func, select

from storage.ledger import (
    FIRST_STATES,
    NewDelivery,
    OpenedLane,
    Result,
    add_deliveries,
    add_publication,
    claim,
    intend,
    open_lane,
)
from storage.states import DeliveryState, Outcome, PublicationState
from storage.tables import counter, delivery, publication
from storage.tenants import Face, tenant_id

NOW = datetime(2027, 1, 15, 12, 30, 0, 123456, tzinfo=UTC)
SENDER = "smtp:correo.gov.co"
SENT, FAILED, PENDING, UNCERTAIN = (
    DeliveryState.SENT,
    DeliveryState.FAILED,
    DeliveryState.PENDING,
    DeliveryState.UNCERTAIN,
)


def a_tenant(connection: Connection, slug: str = "villa-clara") -> int:
    """A municipality."""
    return tenant_id(connection, slug, Face("Villa Clara", "America/Bogota"))


def a_publication(
    connection: Connection,
    state: PublicationState = PublicationState.RUNNING,
    message: str = "anuncio",
    **columns: object,
) -> int:
    """A publication of the municipality, whose recipients are all written unless `expanded_at=None`."""
    values: dict[str, object] = {
        "tenant": a_tenant(connection),
        "campaign": "matriculas-2027",
        "message": message,
        "account": "correo",
        "occurrence": "1",
        "kind": "direct",
        "channel": "email",
        "medium": "correo",
        "publishes": True,
        "mode": "real",
        "class_": "servicio",
        "actions": ["SE-7"],
        "audience": "ciudadania",
        "sender": SENDER,
        "state": PublicationState.RUNNING if state not in FIRST_STATES else state,
        "digest": "0" * 64,
        "created_at": NOW,
        "expanded_at": NOW,
        **columns,
    }
    number = add_publication(connection, **values)
    assert number is not None
    if state not in FIRST_STATES:
        connection.execute(publication.update().where(publication.c.id == number).values(state=state.value))
    return number


def deliveries(connection: Connection, publication_id: int, number: int = 3, audience: str = "ciudadania") -> list[int]:
    """So many pending deliveries of a publication."""
    rows = [NewDelivery(f"{audience}-{index}", f"{index}@example.org", 0, audience) for index in range(number)]
    add_deliveries(connection, publication_id, rows)
    asked = select(delivery.c.id).where(delivery.c.publication == publication_id, delivery.c.audience == audience)
    return list(connection.execute(asked.order_by(delivery.c.id)).scalars())


def a_lane(connection: Connection, owner: str = "uno") -> OpenedLane:
    """The lane of the sender, opened once more."""
    return open_lane(connection, a_tenant(connection), SENDER, 0, owner, NOW)


def a_result(delivery_id: int, epoch: int, to: DeliveryState = DeliveryState.SENT, **fields: object) -> Result:
    """What came of one send."""
    outcomes = {
        DeliveryState.SENT: Outcome.SENT,
        DeliveryState.FAILED: Outcome.REJECTED,
        DeliveryState.PENDING: Outcome.UNAVAILABLE,
        DeliveryState.UNCERTAIN: Outcome.UNCERTAIN,
    }
    values: dict[str, object] = {"outcome": outcomes[to], "to": to, **fields}
    return Result(delivery_id, epoch, NOW, NOW + timedelta(seconds=1), **values)  # type: ignore[arg-type]  # a test's own keywords


def sending(connection: Connection, number: int = 1) -> tuple[int, int, list[int]]:
    """A running publication whose deliveries are on the wire: its number, the epoch, the deliveries."""
    publication_id = a_publication(connection)
    ids = deliveries(connection, publication_id, number)
    epoch = a_lane(connection).epoch
    claim(connection, publication_id, 0, epoch, number, NOW)
    intend(connection, ids, epoch)
    return publication_id, epoch, ids


def the_row(connection: Connection, delivery_id: int, *names: str) -> tuple[object, ...]:
    """Columns of a delivery."""
    columns = [delivery.c[name] for name in names]
    return tuple(connection.execute(select(*columns).where(delivery.c.id == delivery_id)).one())


def states(connection: Connection, publication_id: int) -> dict[int, str]:
    """Each delivery's state."""
    asked = select(delivery.c.id, delivery.c.state).where(delivery.c.publication == publication_id)
    return {row.id: row.state for row in connection.execute(asked.order_by(delivery.c.id))}


def publication_state(connection: Connection, publication_id: int) -> str:
    """The publication's state."""
    return str(connection.execute(select(publication.c.state).where(publication.c.id == publication_id)).scalar_one())


def counted(connection: Connection) -> Counter[tuple[int, str, str]]:
    """What the counters say, without zeros; they must be what the rows say."""
    asked = select(counter.c.publication, counter.c.audience, counter.c.state, counter.c.count)
    return Counter({(row[0], row[1], row[2]): row[3] for row in connection.execute(asked) if row[3]})


def rows_counted(connection: Connection) -> Counter[tuple[int, str, str]]:
    """What the rows say."""
    columns = (delivery.c.publication, delivery.c.audience, delivery.c.state)
    asked = select(*columns, func.count()).group_by(*columns)
    return Counter({(row[0], row[1], row[2]): row[3] for row in connection.execute(asked)})
