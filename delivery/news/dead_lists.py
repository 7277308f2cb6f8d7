"""A list that is old, bought or unwanted stops at its beginning, and asks: mail servers block whoever goes on."""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, func, select

from audience.suppression import GONE
from channels.keys import Key
from channels.news import Back
from delivery.workplace import Workplace
from logs import Log
from storage import meta
from storage.audit import append
from storage.ledger import Cause, lock_publications, move_publication
from storage.states import BOUNCED, DeliveryState, PublicationState
from storage.tables import counter, delivery, event, publication, suppression

log = Log(__name__)

FIRST = 500
"""How many of a publication's first sends are watched."""
MOST = 0.05
"""Share of them that may go to addresses that do not exist."""
MOST_COMPLAINTS = 0.001
"""Share of the mails of which people say that they are unwanted (https://support.google.com/a/answer/81126)."""
FEW_COMPLAINTS = 2_000
"""The share of complaints is one of so many at least: a single one stops nothing, whoever it is."""
TRIED = (DeliveryState.SENT, DeliveryState.FAILED, DeliveryState.UNCERTAIN)
MACHINE = "pregonero"
"""Whom the audit names where no person decided."""


def too_many(bounces: int, tried: int) -> bool:
    """Whether so many dead addresses among so many sends are more than `MOST`, of `FIRST` at least.

    A short list is not stopped for a few slips of the pen: it takes more than 25 whatever its length.
    """
    return bounces > MOST * max(tried, FIRST)


def too_many_complaints(complaints: int, tried: int) -> bool:
    """Whether so many complaints of so many sends reach `MOST_COMPLAINTS`, of `FEW_COMPLAINTS` at least."""
    return complaints >= MOST_COMPLAINTS * max(tried, FEW_COMPLAINTS)


def stop_at_returns(connection: Connection, workplace: Workplace, number: int, now: datetime) -> None:
    """Pause a mailing of which too much came back, whatever the reason; once: whoever resumes it has answered."""
    row, asked = _running(connection, number), f"bounces:{number}"
    if row is None or meta.get(connection, asked) is not None:
        return
    tried = tried_of(connection, number)
    returned = _counted(connection, number, (BOUNCED,)) + dead_of(connection, workplace.tenant_id, number)
    if too_many(returned, tried):
        words = (
            f"En pausa: de {tried} correos volvieron {returned}, más del 5 %, y los servidores de correo bloquean a "
            "quien escribe a una lista así. Revise de dónde salió la lista: "
        )
        pause(connection, workplace, row, asked, words, {"bounces": returned, "tried": tried}, now)


def stop_at_complaints(connection: Connection, workplace: Workplace, number: int, now: datetime) -> None:
    """Pause a mailing that too many called unwanted; once: whoever resumes it has answered."""
    row, asked = _running(connection, number), f"complaints:{number}"
    if row is None or meta.get(connection, asked) is not None:
        return
    tried, complaints = tried_of(connection, number), _complaints(connection, row)
    if too_many_complaints(complaints, tried):
        words = (
            f"En pausa: {complaints} personas marcaron el mensaje como no deseado, de {tried} correos, y Gmail y los "
            "demás bloquean a quien llega a una de cada mil. Revise si ellas pidieron estos mensajes: "
        )
        pause(connection, workplace, row, asked, words, {"complaints": complaints, "tried": tried}, now)


def pause(
    connection: Connection,
    workplace: Workplace,
    row: Row[Any],
    asked: str,
    words: str,
    counts: Mapping[str, int],
    now: datetime,
) -> None:
    """Pause a mailing, its row given, and write down that its office was asked. `words`: what was met, in Spanish."""
    key = str(Key(row.campaign, row.message, row.account, row.occurrence))
    reason = (
        f"{words}«pregonero deliveries --campaign {row.campaign}» muestra qué pasó con cada uno. Para seguir con los "
        f"demás, «pregonero resume {key}»; para no enviar el resto, «pregonero cancel {key}»."
    )
    if move_publication(connection, row.id, PublicationState.PAUSED, Cause.PAUSE, now, reason):
        meta.put(connection, asked, now.isoformat())
        append(connection, workplace.tenant_id, MACHINE, "pause", key, dict(counts), now)
        log.warning("mailing paused: too much came back", key=key, **counts)


def tried_of(connection: Connection, number: int) -> int:
    """How many of a publication were tried, by its counters."""
    return _counted(connection, number, [state.value for state in TRIED])


def dead_of(connection: Connection, tenant_id: int, number: int) -> int:
    """How many of a publication failed at once at an address that is dead."""
    asked = (
        select(func.count())
        .select_from(delivery)
        .join(suppression, suppression.c.key == delivery.c.recipient_key)
        .where(
            delivery.c.publication == number,
            delivery.c.state == DeliveryState.FAILED.value,
            suppression.c.tenant == tenant_id,
            suppression.c.reason == GONE,
        )
    )
    return int(connection.execute(asked).scalar_one())


def _running(connection: Connection, number: int) -> Row[Any] | None:
    lock_publications(connection, [number])
    state = PublicationState.RUNNING.value
    asked = select(publication).where(publication.c.id == number, publication.c.state == state)
    return connection.execute(asked).one_or_none()


def _counted(connection: Connection, number: int, states: Collection[str]) -> int:
    asked = select(func.coalesce(func.sum(counter.c["count"]), 0)).where(counter.c.publication == number)
    return int(connection.execute(asked.where(counter.c.state.in_(states))).scalar_one())


def _complaints(connection: Connection, row: Row[Any]) -> int:
    """By the names under which they are kept: an index has them together."""
    first, last = f"{Back.COMPLAINT.value}:", f"{Back.COMPLAINT.value};"
    asked = (
        select(func.count())
        .select_from(event)
        .join(delivery, delivery.c.id == event.c.delivery)
        .where(event.c.tenant == row.tenant, event.c.account == row.account)
        .where(event.c.remote_id >= first, event.c.remote_id < last, delivery.c.publication == row.id)
    )
    return int(connection.execute(asked).scalar_one())
