"""The office's word on publications: pause, resume, cancel, try again. Each is a row change, told to the audit."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Row, func, select

from campaigns.account import Account
from campaigns.articles import the
from campaigns.debtors import name_of
from channels.keys import Key
from delivery import lost_words
from delivery.keys import parse_key
from delivery.limits import Fund
from delivery.money.funds import take_turn_at_funds
from delivery.office.impossible import why_not
from delivery.office.renewal import renew
from delivery.office.survey_ends import end_by_word
from delivery.publications import listed
from delivery.publications.draft import draft
from delivery.publications.due import is_due
from delivery.publications.existing import existing
from delivery.publications.waiting import MARKS
from delivery.publishing.publish import Look, consider
from delivery.publishing.review import REACH, locate
from delivery.suspensions import Suspension, read_suspensions, standing
from delivery.workplace import Workplace
from storage.audit import append
from storage.lanes import resume_lanes
from storage.ledger import Cause, add_publication, move_publication
from storage.states import PublicationState
from storage.tables import delivery, publication

CENTURY = timedelta(days=36_525)
"""Nothing is planned farther off; around the first and the last day that there are, no search fits."""
YEAR = timedelta(days=190)
"""From the middle of a year to beyond its ends."""
YEARS = timedelta(days=3 * 366)
"""How far off is looked for what names no date."""

Found = Row[*tuple[Any, ...]]


class Refused(Exception):
    """What was asked cannot be done; the text says why, and what can."""


class Unknown(Refused):
    """What was named is neither in the configuration nor in the rows: the call is wrong."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """A publication and the state in which it stands now."""

    key: str
    state: str
    words: str = ""
    """What people are told, where the state's name alone does not say what became of their word."""
    exceeds: tuple[Fund, ...] = ()
    """Budgets that it takes more of than there was."""


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
SURVEY_ENDED = "ya salió; su encuesta se canceló y no recibe más votos"


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
    """Stop sending, or hold back what is still to come; what has gone out has gone out.

    Raises `Refused`, `Unknown` and `BadKey`.
    """
    reason = f"En pausa por {the(name_of(workplace.tenant.municipality, actor))}."
    _write_ahead(connection, workplace, parse_key(text), now)
    return _move_all(connection, workplace, text, PublicationState.PAUSED, Cause.PAUSE, actor, now, reason)


def resume(connection: Connection, workplace: Workplace, text: str, actor: str, now: datetime) -> list[Outcome]:
    """Go on sending, and give a stopped account another chance.

    What was held back before it began goes out at its hour, at once within its tolerance, else it is missed.

    Raises `Refused`, `Unknown` and `BadKey`.
    """
    take_turn_at_funds(connection, workplace)
    rows = known(connection, workplace, text)
    stopped = {row.sender for row in rows if row.sender and resume_lanes(connection, workplace.tenant_id, row.sender)}
    paused = [row for row in rows if row.state == PublicationState.PAUSED]
    if not paused and not stopped:
        raise Refused(_cannot(text, rows, PublicationState.RUNNING))
    if not paused:
        append(connection, workplace.tenant_id, actor, "resume", text, {"lanes": sorted(stopped)}, now)
        return [Outcome(key_of(row), row.state) for row in rows]
    suspensions = read_suspensions(connection, workplace.tenant_id, workplace.tenant.municipality.zone)
    outcomes = [_outcome(row, _resumed(connection, workplace, row, now), suspensions, now) for row in paused]
    for outcome in outcomes:
        append(connection, workplace.tenant_id, actor, "resume", outcome.key, {"from": "paused"}, now)
    return outcomes


def resume_account(connection: Connection, workplace: Workplace, account: Account, actor: str, now: datetime) -> bool:
    """Give an account's credential another chance after it was mended; False where nothing had stopped it."""
    if not account.sender or not resume_lanes(connection, workplace.tenant_id, account.sender):
        return False
    append(connection, workplace.tenant_id, actor, "resume", account.name, {"lanes": [account.sender]}, now)
    return True


def _outcome(
    row: Found, state: PublicationState, suspensions: Mapping[str, Sequence[Suspension]], now: datetime
) -> Outcome:
    """What was resumed, with a word on the order that it passes over: a person has named it, and may not know."""
    order = standing(suspensions.get(row.class_, ()), now)
    if order is None or state is not PublicationState.RUNNING:
        return Outcome(key_of(row), state.value)
    return Outcome(key_of(row), state.value, f"en curso, aunque están suspendidos los mensajes de {order.of}")


def _resumed(connection: Connection, workplace: Workplace, row: Found, now: datetime) -> PublicationState:
    """The state in which a paused publication stands after it: as the gate says where it had not begun."""
    if row.started_at is not None:
        held = lost_words.why_not_yet(connection, workplace, row, now)
        if held := held or listed.why_not_yet(connection, workplace, row, now):
            raise Refused(f"«{key_of(row)}» no sigue todavía. {held}")
        move_publication(connection, row.id, PublicationState.RUNNING, Cause.RESUME, now, depends_on=None)
        renew(connection, workplace, row.id, now)
        return PublicationState.RUNNING
    occurrence = locate(connection, workplace, row.campaign, row.message, row.occurrence, row.planned_at or now)
    account = workplace.tenant.accounts.get(row.account)
    if occurrence is None or account is None or account not in occurrence.message.accounts:
        raise Refused(f"«{key_of(row)}» ya no está en la configuración: no hay qué enviar. Se puede cancelar.")
    move_publication(connection, row.id, PublicationState.PLANNED, Cause.RESUME, now)
    if not is_due(occurrence, now):
        # What follows another message is planned until the sweep finds that it waits.
        return PublicationState.PLANNED
    planned = existing(connection, workplace, [occurrence])[row.message, row.account, row.occurrence]
    return consider(connection, workplace, occurrence, account, planned, now, Look()) or PublicationState.PLANNED


def cancel(connection: Connection, workplace: Workplace, text: str, actor: str, now: datetime) -> list[Outcome]:
    """Never send what has not gone out; one that is still to come is cancelled before its hour.

    The survey of a message on all its accounts takes no more votes. Raises `Refused`, `Unknown` and `BadKey`.
    """
    key = parse_key(text)
    reason = f"Cancelada por {the(name_of(workplace.tenant.municipality, actor))}."
    _write_ahead(connection, workplace, key, now)
    ended = end_by_word(connection, workplace, key, actor, now, reason)
    try:
        return _move_all(connection, workplace, text, PublicationState.CANCELLED, Cause.CANCEL, actor, now, reason)
    except Refused:
        if not ended:
            raise
    return [Outcome(key_of(row), row.state, SURVEY_ENDED) for row in publications_named(connection, workplace, key)]


def known(connection: Connection, workplace: Workplace, text: str) -> list[Found]:
    """The publications that a person means. Raises `Unknown` where there are none, and `BadKey`."""
    rows = publications_named(connection, workplace, parse_key(text))
    if not rows:
        raise Unknown(f"No hay ninguna publicación «{text}». Con «pregonero plan» se ven las claves de lo que viene.")
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
    rows = known(connection, workplace, text)
    moved = [row for row in rows if move_publication(connection, row.id, to, cause, now, reason, **_let_go(row, cause))]
    if not moved:
        raise Refused(_cannot(text, rows, to))
    for row in moved:
        append(connection, workplace.tenant_id, actor, cause.value, key_of(row), {"from": row.state}, now)
    return [Outcome(key_of(row), to.value) for row in moved]


def _let_go(row: Found, cause: Cause) -> dict[str, None]:
    """What a person pauses waits for that person alone: the end of a suspension, or the hour, lets it go no more."""
    held = cause is Cause.PAUSE and (row.depends_on or "").startswith(MARKS)
    return {"depends_on": None} if held else {}


def _cannot(text: str, rows: Sequence[Found], to: PublicationState) -> str:
    alike = len({row.state for row in rows}) == 1
    told = [why_not(text if alike else key_of(row), PublicationState(row.state), to) for row in rows]
    return "\n".join(dict.fromkeys(told))


def _write_ahead(connection: Connection, workplace: Workplace, key: Key, now: datetime) -> None:
    """Rows earlier than their hour, since a person's word has to be remembered; those that there are stay."""
    written = {row.account for row in publications_named(connection, workplace, key)}
    near, reach = about(key, now)
    occurrence = locate(connection, workplace, key.campaign, key.message, key.occurrence, near, reach)
    if occurrence is None:
        if written:
            return
        raise Unknown(_not_in_the_calendar(key))
    for account in occurrence.message.accounts:
        if account.name not in written and key.account in ("", account.name):
            columns = draft(workplace, occurrence, account, now)
            add_publication(connection, **columns, state=PublicationState.PLANNED.value)


def look_up(connection: Connection, workplace: Workplace, key: Key, now: datetime) -> None:
    """Raises `Unknown` where neither rows nor the calendar have what a key names."""
    if publications_named(connection, workplace, key):
        return
    near, reach = about(key, now)
    occurrence = locate(connection, workplace, key.campaign, key.message, key.occurrence, near, reach)
    accounts = () if occurrence is None else occurrence.message.accounts
    if not any(key.account in ("", account.name) for account in accounts):
        raise Unknown(_not_in_the_calendar(key))


def _not_in_the_calendar(key: Key) -> str:
    return f"«{key}» no está en el calendario. Con «pregonero plan» se ven las claves de lo que viene."


def about(key: Key, now: datetime) -> tuple[datetime, timedelta]:
    """About when an occurrence is due, read from its name, and how far from it to look.

    An event's own name for its date tells none, and a feast's tells the year alone.
    """
    date = key.occurrence.removeprefix("o").split(".")[-1][:10]
    year_month = key.occurrence.split(".")[0]
    for written, reach in ((date, REACH), (f"{year_month}-15", REACH), (f"{year_month}-07-01", YEAR)):
        try:
            found = datetime.fromisoformat(written).replace(tzinfo=now.tzinfo)
        except ValueError:
            continue
        return (found, reach) if abs(found - now) < CENTURY else (now, YEARS)
    return now, YEARS


def rows_of(connection: Connection, publication_id: int) -> int:
    """How many deliveries a publication has: one for a post, one for each work order."""
    asked = select(func.count()).select_from(delivery).where(delivery.c.publication == publication_id)
    return int(connection.execute(asked).scalar_one())
