"""A list full of dead addresses stops at its beginning, and asks: mail servers block whoever goes on writing to one."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, func, select

from channels.keys import Key
from delivery.sending.verdict import Verdict
from delivery.workplace import Workplace
from logs import Log
from storage import meta
from storage.audit import append
from storage.ledger import Cause, Tally, move_publication
from storage.states import DeliveryState, Mode, PublicationState
from storage.tables import counter, delivery, publication, suppression

log = Log(__name__)

FIRST = 500
"""How many of a publication's first sends are watched."""
MOST = 0.05
"""Share of them that may go to addresses that do not exist."""
TRIED = (DeliveryState.SENT, DeliveryState.FAILED, DeliveryState.UNCERTAIN)
MACHINE = "pregonero"
"""Whom the audit names where no person decided."""
MAIL = "email"


def too_many(bounces: int, tried: int) -> bool:
    """Whether so many dead addresses among so many sends are more than `MOST`, of `FIRST` at least.

    A short list is not stopped for a few slips of the pen: it takes more than 25 whatever its length.
    """
    return bounces > MOST * max(tried, FIRST)


def lock_bounced(connection: Connection, verdicts: Sequence[Verdict]) -> Sequence[Row[Any]]:
    """The mailings of which an address was found dead, locked before their deliveries are, as a cancel does it."""
    bounced = [verdict.result.delivery for verdict in verdicts if verdict.refusal is not None]
    if not bounced:
        return ()
    those = select(delivery.c.publication).where(delivery.c.id.in_(bounced))
    asked = select(publication).where(
        publication.c.id.in_(those), publication.c.channel == MAIL, publication.c.mode == Mode.REAL.value
    )
    return connection.execute(asked.order_by(publication.c.id).with_for_update(key_share=True)).all()


def stop_at_dead_addresses(
    connection: Connection,
    workplace: Workplace,
    mailings: Sequence[Row[Any]],
    batch: int,
    now: datetime,
    tally: Tally,
) -> None:
    """Pause each of `mailings` that has met too many; once: whoever resumes it has answered.

    `batch` is how many sends were recorded since it was last asked, `tally` what the counters do not say of them yet.
    """
    for row in mailings:
        tried = _tried(connection, row.id) + tally.change(row.id, TRIED)
        asked = f"bounces:{row.id}"
        if tried - batch >= FIRST or meta.get(connection, asked) is not None:
            continue
        bounces = _bounces(connection, workplace.tenant_id, row.id)
        if not too_many(bounces, tried):
            continue
        key = str(Key(row.campaign, row.message, row.account, row.occurrence))
        reason = _reason(key, row.campaign, bounces, tried)
        if move_publication(connection, row.id, PublicationState.PAUSED, Cause.PAUSE, now, reason):
            meta.put(connection, asked, now.isoformat())
            append(connection, workplace.tenant_id, MACHINE, "pause", key, {"bounces": bounces, "tried": tried}, now)
            log.warning("mailing paused: too many dead addresses", key=key, bounces=bounces, tried=tried)


def _tried(connection: Connection, publication_id: int) -> int:
    states = [state.value for state in TRIED]
    asked = select(func.coalesce(func.sum(counter.c["count"]), 0)).where(
        counter.c.publication == publication_id, counter.c.state.in_(states)
    )
    return int(connection.execute(asked).scalar_one())


def _bounces(connection: Connection, tenant_id: int, publication_id: int) -> int:
    """Failed ones whose address is dead."""
    asked = (
        select(func.count())
        .select_from(delivery)
        .join(suppression, suppression.c.key == delivery.c.recipient_key)
        .where(
            delivery.c.publication == publication_id,
            delivery.c.state == DeliveryState.FAILED.value,
            suppression.c.tenant == tenant_id,
            suppression.c.reason == "gone",
        )
    )
    return int(connection.execute(asked).scalar_one())


def _reason(key: str, campaign: str, bounces: int, tried: int) -> str:
    return (
        f"En pausa: {bounces} de las primeras {tried} direcciones no existen, más del 5 %, y los servidores de correo "
        "bloquean a quien escribe a una lista así. A esas ya no se les escribe. Revise de dónde salió la lista: "
        f"«pregonero deliveries --campaign {campaign} --state failed» las muestra. Para seguir con las demás, "
        f"«pregonero resume {key}»; para no enviar el resto, «pregonero cancel {key}»."
    )
