"""The usual end of a send: the service has taken it, and the row still waits for just that."""

from collections import Counter
from collections.abc import Sequence
from functools import lru_cache
from operator import attrgetter
from typing import Any

from sqlalchemy import Connection, Insert, Update, bindparam, case, func, insert, literal, select, update

from storage.bulk import given, source, types
from storage.columns import Instant
from storage.execution import execute, select_many
from storage.ledger.deliveries import in_state
from storage.ledger.outcome import Result
from storage.ledger.tally import Tally
from storage.states import DeliveryState, Outcome
from storage.tables import attempt, delivery

_OF = attrgetter("delivery")
_WAITING = (
    select(delivery.c.id, delivery.c.publication, delivery.c.audience)
    .where(delivery.c.id.in_(bindparam("numbers", expanding=True)))
    .where(in_state(DeliveryState.SENDING), delivery.c.epoch == bindparam("under"))
    .with_for_update()
)
_ERASED = delivery.c.address.is_(None) & ~delivery.c.recipient_key.contains(":")
"""A post and a work order have no address, and a colon in their keys."""
_TIMES = (("started_at", Instant()), ("ended_at", Instant()))
_GIVEN = (*types(delivery, ("id", "remote_id", "url", "sha256", "language", "people")), *_TIMES)


_OF_RESULT = ("delivery", "remote_id", "url", "sha256", "language", "people", "started_at", "ended_at")


def arrive(connection: Connection, results: Sequence[Result], tally: Tally) -> list[Result]:
    """Record those results of one epoch that say `sent` of a row that is `sending` under it; the others come back.

    It does what the careful way of `record` does for them, without a look at each row.
    """
    told = Counter(map(_OF, results))
    arrived = {
        result.delivery: result
        for result in results
        if result.usual and told[result.delivery] == 1 and result.epoch == results[0].epoch
    }
    if not arrived:
        return list(results)
    epoch = results[0].epoch
    waiting = select_many(connection, _WAITING, {"numbers": list(arrived), "under": epoch}).all()
    if not waiting:
        return list(results)
    mine = [arrived.pop(row.id) for row in waiting]
    rows = [tuple(getattr(each, name) for name in _OF_RESULT) for each in mine]
    dialect = connection.dialect
    parameters = given(dialect, _GIVEN, rows)
    execute(connection, _attempting(dialect.name), {**parameters, "under": epoch})
    execute(connection, _arriving(dialect.name), parameters)
    tally.move(waiting, DeliveryState.SENDING, DeliveryState.SENT)
    done = {row.id for row in waiting}
    return [result for result in results if result.delivery not in done]


@lru_cache(maxsize=2)
def _attempting(dialect: str) -> Insert:
    rows = source(_GIVEN, dialect)
    columns: dict[str, Any] = {
        "delivery": rows["id"],
        "number": delivery.c.attempts + 1,
        "epoch": bindparam("under", type_=attempt.c.epoch.type),
        "started_at": rows["started_at"],
        "ended_at": rows["ended_at"],
        "outcome": literal(Outcome.SENT.value),
    }
    found = select(*columns.values()).where(delivery.c.id == rows["id"])
    return insert(attempt).from_select(list(columns), found)


@lru_cache(maxsize=2)
def _arriving(dialect: str) -> Update:
    rows = source(_GIVEN, dialect)
    return (
        update(delivery)
        .where(delivery.c.id == rows["id"])
        .values(
            state=DeliveryState.SENT.value,
            attempts=delivery.c.attempts + 1,
            not_before=None,
            resumption=None,
            # A number that WhatsApp gives a message spells the telephone: not of who was erased meanwhile.
            remote_id=case((_ERASED, None), else_=func.coalesce(rows["remote_id"], delivery.c.remote_id)),
            url=func.coalesce(rows["url"], delivery.c.url),
            sha256=func.coalesce(rows["sha256"], delivery.c.sha256),
            language=func.coalesce(rows["language"], delivery.c.language),
            people=func.coalesce(rows["people"], delivery.c.people),
            error_code=None,
            error_text=None,
            sent_at=rows["ended_at"],
        )
    )
