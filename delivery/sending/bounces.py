"""A list full of dead addresses stops at its beginning, by what servers answer at once."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, select

from delivery.news.dead_lists import FIRST, TRIED, dead_of, pause, too_many, tried_of
from delivery.sending.verdict import Verdict
from delivery.workplace import Workplace
from storage import meta
from storage.ledger import Tally
from storage.states import Mode
from storage.tables import delivery, publication

MAIL = "email"


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
        tried = tried_of(connection, row.id) + tally.change(row.id, TRIED)
        asked = f"bounces:{row.id}"
        if tried - batch >= FIRST or meta.get(connection, asked) is not None:
            continue
        bounces = dead_of(connection, workplace.tenant_id, row.id)
        if too_many(bounces, tried):
            pause(connection, workplace, row, asked, _words(bounces, tried), {"bounces": bounces, "tried": tried}, now)


def _words(bounces: int, tried: int) -> str:
    return (
        f"En pausa: {bounces} de las primeras {tried} direcciones no existen, más del 5 %, y los servidores de correo "
        "bloquean a quien escribe a una lista así. A esas ya no se les escribe. Revise de dónde salió la lista: "
    )
