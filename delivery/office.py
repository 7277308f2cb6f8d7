"""The office's word on publications: pause, resume, cancel, try again. Each is a row change, told to the audit."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Row, func, select

from delivery.draft import draft
from delivery.keys import Key, parse_key
from delivery.review import locate
from delivery.workplace import Workplace
from storage.audit import append
from storage.lanes import resume_lanes
from storage.ledger import Cause, add_publication, move_publication, retry_failed
from storage.states import PublicationState
from storage.tables import delivery, publication

CENTURY = timedelta(days=36_525)
"""Nothing is planned farther off; around the first and the last day that there are, no search fits."""

Found = Row[*tuple[Any, ...]]


class Refused(Exception):
    """What was asked cannot be done; the text says why, and what can."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """A publication and the state in which it stands now."""

    key: str
    state: str


STATE_NAMES: dict[str, str] = {
    "planned": "planeada",
    "waiting": "en espera",
    "awaiting_approval": "por aprobar",
    "running": "en curso",
    "paused": "en pausa",
    "missed": "no salió a su hora",
    "done": "terminada",
    "done_with_errors": "terminada con errores",
    "cancelled": "cancelada",
}
"""How people call the states of a publication."""


def publications_named(connection: Connection, workplace: Workplace, key: Key) -> list[Found]:
    """The publications that a key names: one, or one for each account where it leaves the account out."""
    columns = publication.c
    asked = select(publication).where(
        columns.tenant == workplace.tenant_id,
        columns.campaign == key.campaign,
        columns.message == key.message,
        columns.occurrence == key.occurrence,
    )
    if key.account:
        asked = asked.where(columns.account == key.account)
    return list(connection.execute(asked.order_by(columns.account)))


def key_of(row: Found) -> str:
    """`campaign/message/account@occurrence`."""
    return str(Key(row.campaign, row.message, row.account, row.occurrence))


def pause(connection: Connection, workplace: Workplace, text: str, actor: str, now: datetime) -> list[Outcome]:
    """Stop sending; what has gone out has gone out. Raises `Refused` and `BadKey`."""
    reason = f"En pausa por {actor}."
    return _move_all(connection, workplace, text, PublicationState.PAUSED, Cause.PAUSE, actor, now, reason)


def resume(connection: Connection, workplace: Workplace, text: str, actor: str, now: datetime) -> list[Outcome]:
    """Go on sending, and give a stopped account another chance. Raises `Refused` and `BadKey`."""
    rows = publications_named(connection, workplace, parse_key(text))
    stopped = {row.sender for row in rows if row.sender and resume_lanes(connection, workplace.tenant_id, row.sender)}
    if stopped and all(row.state != PublicationState.PAUSED for row in rows):
        append(connection, workplace.tenant_id, actor, "resume", text, {"lanes": sorted(stopped)}, now)
        return [Outcome(key_of(row), row.state) for row in rows]
    return _move_all(connection, workplace, text, PublicationState.RUNNING, Cause.RESUME, actor, now, "")


def cancel(connection: Connection, workplace: Workplace, text: str, actor: str, now: datetime) -> list[Outcome]:
    """Never send what has not gone out; one that is still to come is cancelled before its hour.

    Raises `Refused` and `BadKey`.
    """
    key = parse_key(text)
    reason = f"Cancelada por {actor}."
    if not publications_named(connection, workplace, key):
        _write_ahead(connection, workplace, key, now)
    return _move_all(connection, workplace, text, PublicationState.CANCELLED, Cause.CANCEL, actor, now, reason)


def retry(connection: Connection, workplace: Workplace, text: str, actor: str, now: datetime) -> dict[str, int]:
    """Try the failed ones again, and only them: key to how many. Raises `Refused` and `BadKey`."""
    rows = _known(connection, workplace, text)
    return {key_of(row): retry_failed(connection, row.id, actor, now) for row in rows}


def _known(connection: Connection, workplace: Workplace, text: str) -> list[Found]:
    rows = publications_named(connection, workplace, parse_key(text))
    if not rows:
        raise Refused(f"No hay ninguna publicación «{text}». Con «pregonero plan» se ven las claves de lo que viene.")
    return rows


def _move_all(
    connection: Connection,
    workplace: Workplace,
    text: str,
    to: PublicationState,
    cause: Cause,
    actor: str,
    now: datetime,
    reason: str,
) -> list[Outcome]:
    rows = _known(connection, workplace, text)
    moved = [row for row in rows if move_publication(connection, row.id, to, cause, now, reason)]
    if not moved:
        states = ", ".join(sorted({STATE_NAMES[row.state] for row in rows}))
        raise Refused(f"«{text}» está {states}: no puede pasar a estar {STATE_NAMES[to.value]}.")
    for row in moved:
        append(connection, workplace.tenant_id, actor, cause.value, key_of(row), {"from": row.state}, now)
    return [Outcome(key_of(row), to.value) for row in moved]


def _write_ahead(connection: Connection, workplace: Workplace, key: Key, now: datetime) -> None:
    """A row earlier than its hour, since a person's word has to be remembered."""
    occurrence = locate(connection, workplace, key.campaign, key.message, key.occurrence, nominal_of(key, now))
    if occurrence is None:
        raise Refused(f"«{key}» no está en el calendario. Con «pregonero plan» se ven las claves de lo que viene.")
    for account in occurrence.message.accounts:
        if key.account in ("", account.name):
            columns = draft(workplace, occurrence, account, now)
            add_publication(connection, **columns, state=PublicationState.PLANNED.value)


def nominal_of(key: Key, now: datetime) -> datetime:
    """About when an occurrence is due, read from its name; `now` where the name tells no date."""
    date = key.occurrence.removeprefix("o").split(".")[-1][:10]
    year_month = key.occurrence.split(".")[0]
    for written in (date, f"{year_month}-15"):
        try:
            found = datetime.fromisoformat(written).replace(tzinfo=now.tzinfo)
        except ValueError:
            continue
        return found if abs(found - now) < CENTURY else now
    return now


def rows_of(connection: Connection, publication_id: int) -> int:
    """How many deliveries a publication has: one for a post, one for each work order."""
    asked = select(func.count()).select_from(delivery).where(delivery.c.publication == publication_id)
    return int(connection.execute(asked).scalar_one())
