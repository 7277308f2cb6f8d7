"""The end of a publication, and what its source is told of it: that it was taken back, or could not be."""

from datetime import datetime

from sqlalchemy import Connection, bindparam, func, select, update

from delivery.publications.derived import WITHDRAW
from storage.execution import execute
from storage.ledger import finish
from storage.states import BOUNCED, DeliveryState
from storage.survey_posts import still_asks, survey_asked_by
from storage.surveys import close_survey
from storage.tables import counter, delivery, publication

ALL_GONE = "Se retiró todo lo que la preguntaba."

_ITS = select(publication.c.act, publication.c.corrects, publication.c.reason).where(
    publication.c.id == bindparam("number")
)
_COUNTED = select(func.coalesce(func.sum(counter.c["count"]), 0)).where(
    counter.c.publication == bindparam("number"), counter.c.state != BOUNCED
)
_DONE = _COUNTED.where(counter.c.state == DeliveryState.SENT.value)
_WHY = (
    select(delivery.c.error_text)
    .where(delivery.c.publication == bindparam("number"), delivery.c.state == DeliveryState.FAILED.value)
    .limit(1)
)


def end(connection: Connection, number: int, now: datetime) -> bool:
    """Finish a running publication whose rows are all decided; False where there is more to do."""
    if finish(connection, number, now) is None:
        return False
    row = execute(connection, _ITS, {"number": number}).one()
    if row.act == WITHDRAW:
        told = f"{_became(connection, number)} {row.reason}"
        connection.execute(update(publication).where(publication.c.id == row.corrects).values(reason=told))
        _end_survey(connection, row.corrects, now)
    return True


def _end_survey(connection: Connection, source: int, now: datetime) -> None:
    """A survey whose last post is gone is called off: nobody is asked any more."""
    asked = survey_asked_by(connection, source)
    if asked is not None and asked.closed_at is None and not still_asks(connection, asked, WITHDRAW):
        close_survey(connection, asked.id, now, ALL_GONE)


def _became(connection: Connection, number: int) -> str:
    done = int(execute(connection, _DONE, {"number": number}).scalar_one())
    whole = int(execute(connection, _COUNTED, {"number": number}).scalar_one())
    if done == whole:
        return "Retirada."
    why = execute(connection, _WHY, {"number": number}).scalar_one_or_none() or "No se sabe si se retiró."
    return f"No se pudo retirar: {why}" if not done else f"Retirada a {done} de {whole}: {why}"
