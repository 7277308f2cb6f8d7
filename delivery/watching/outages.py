"""What is down and who was told of it: one row for each time, one mail when it goes down and one when it is back."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum

from sqlalchemy import Connection, bindparam, insert, select, update

from audience.addresses import KIND_OF_CHANNEL
from campaigns.account import Account
from campaigns.moment import Moment
from channels.adapter import Kind
from channels.keys import Key
from delivery.notices.notice import PROGRAM, Notice, Words, in_lines, outlet, write
from delivery.publications.waiting import OPEN_OUTAGE
from delivery.staff import in_charge
from delivery.watching.missing_figures import words_fetched, words_missing
from delivery.watching.troubles import COPIES, FIGURE, Trouble, is_ear, name_of, troubles
from delivery.watching.unready import EARLY, words_ready, words_unready
from delivery.workplace import Workplace
from logs import Log
from storage.execution import execute
from storage.states import PublicationState
from storage.tables import chore, publication

log = Log(__name__)

KIND = "outage"
DOWN, BACK = "caida~{}", "vuelta~{}"
DEAF, HEARS = "sin-entrada~{}", "con-entrada~{}"
"""Of the same account may be told both that it does not send and that it does not hear."""
MISSING, FETCHED = "sin-cifra~{}", "con-cifra~{}"
"""An indicator may be called as an account is."""
PATIENCE = timedelta(minutes=10)
"""A service that is away for less is nobody's trouble: it is tried again by itself."""
GRACE = timedelta(minutes=2)
"""How long what was down has to go well before it is called back."""
USEFUL = timedelta(days=3)
"""How long such a mail is tried."""


class OutageState(StrEnum):
    """Where an outage stands."""

    DOWN = "down"
    """Nobody has been told yet."""
    TOLD = "told"
    MUTE = "mute"
    """It should be told, and no account can carry it: `status` and the panel are red."""
    BACK = "back"
    """It goes well again, for now."""
    OVER = "over"


@dataclass(frozen=True, slots=True)
class Outage:
    """One time that it was down."""

    id: int
    subject: str
    slot: str
    since: datetime
    due_at: datetime
    state: OutageState


_ALL_OUTAGES = select(chore).where(OPEN_OUTAGE).order_by(chore.c.id)
_HELD_UP = (
    select(publication)
    .where(
        publication.c.tenant == bindparam("of"),
        publication.c.sender == bindparam("by"),
        publication.c.state == PublicationState.RUNNING.value,
    )
    .order_by(publication.c.id)
    .limit(5)
)


def open_outages(connection: Connection, tenant_id: int) -> list[Outage]:
    """Those that are not over, the oldest first."""
    return [
        Outage(row.id, row.subject, row.slot, datetime.fromisoformat(row.slot), row.due_at, OutageState(row.state))
        for row in execute(connection, _ALL_OUTAGES, {"of": tenant_id})
    ]


def watch(connection: Connection, workplace: Workplace, now: datetime) -> tuple[int, datetime | None]:
    """Write down what went down, tell it, and tell what is back; how many mails that made, and when to look again.

    A municipality without `avisos` wants no mail of ours: `status` and the panel tell it.
    """
    if outlet(workplace) is None:
        return 0, None
    down, made = troubles(connection, workplace, now), 0
    known = {outage.subject: outage for outage in open_outages(connection, workplace.tenant_id)}
    for subject in down.keys() - known.keys():
        known[subject] = _begin(connection, workplace, subject, down[subject], now)
    upcoming: list[datetime] = []
    for subject, outage in known.items():
        trouble = down.get(subject)
        if trouble is not None:
            made += _down(connection, workplace, outage, trouble, down, now)
        else:
            made += _back(connection, workplace, outage, down, now)
        if outage.due_at > now:
            upcoming.append(outage.due_at)
    return made, min(upcoming, default=None)


def _begin(connection: Connection, workplace: Workplace, subject: str, trouble: Trouble, now: datetime) -> Outage:
    since = now.astimezone(UTC).replace(microsecond=0)
    due = now if trouble.urgent else now + PATIENCE
    values = {"tenant": workplace.tenant_id, "kind": KIND, "subject": subject, "slot": since.isoformat()}
    made = insert(chore).values(**values, due_at=due, state=OutageState.DOWN.value).returning(chore.c.id)
    number = connection.execute(made).scalar_one()
    log.warning("down", tenant=workplace.tenant.slug, account=trouble.name, reason=trouble.reason)
    return Outage(number, subject, since.isoformat(), since, due, OutageState.DOWN)


def _down(
    connection: Connection,
    workplace: Workplace,
    outage: Outage,
    trouble: Trouble,
    down: Iterable[str],
    now: datetime,
) -> int:
    if outage.state is OutageState.BACK:
        # It went well for less than it takes to be called back.
        _move(connection, outage, OutageState.TOLD, outage.due_at)
        return 0
    if outage.state is OutageState.TOLD or (outage.due_at > now and not trouble.urgent):
        return 0
    named = Notice(PROGRAM, _kinds(outage)[0].format(trouble.name), outage.slot)
    told = _tell(connection, workplace, named, _words_down(connection, workplace, outage, trouble), down, now)
    if told or outage.state is not OutageState.MUTE:
        _move(connection, outage, OutageState.TOLD if told else OutageState.MUTE, now)
    if not told and outage.state is not OutageState.MUTE:
        log.error("nobody can be told that it is down", tenant=workplace.tenant.slug, account=trouble.name)
    return int(told)


def _back(connection: Connection, workplace: Workplace, outage: Outage, down: Iterable[str], now: datetime) -> int:
    if outage.state is OutageState.DOWN:
        _move(connection, outage, OutageState.OVER, now)
    elif outage.state is not OutageState.BACK:
        _move(connection, outage, OutageState.BACK, now + GRACE)
    elif outage.due_at <= now:
        _move(connection, outage, OutageState.OVER, now)
        name = name_of(workplace.tenant, outage.subject)
        if name is not None:
            log.info("back", tenant=workplace.tenant.slug, account=name)
            named = Notice(PROGRAM, _kinds(outage)[1].format(name), outage.slot)
            return int(_tell(connection, workplace, named, _words_back(workplace, outage, name), down, now))
    return 0


def _kinds(outage: Outage) -> tuple[str, str]:
    """What the mails are called by which it is told, and called back."""
    if outage.subject.startswith(FIGURE):
        return MISSING, FETCHED
    return (DEAF, HEARS) if is_ear(outage.subject) else (DOWN, BACK)


def _tell(
    connection: Connection, workplace: Workplace, notice: Notice, words: Words, down: Iterable[str], now: datetime
) -> bool:
    """Write the mail through the staff's account, or where that one is down through another that writes mail."""
    silent = set(down)
    mail = (each for each in workplace.tenant.accounts.values() if _writes_mail(each))
    account = next(
        (each for each in (outlet(workplace), *mail) if each is not None and each.sender not in silent), None
    )
    if account is None:
        return False
    return write(
        connection, workplace, account, notice, words, in_charge(workplace.tenant.municipality), now + USEFUL, now
    )


def _writes_mail(account: Account) -> bool:
    return account.kind is Kind.DIRECT and KIND_OF_CHANNEL.get(account.type) == "correo"


def _words_down(connection: Connection, workplace: Workplace, outage: Outage, trouble: Trouble) -> Words:
    if outage.subject.startswith(EARLY):
        return words_unready(connection, workplace, trouble.name, trouble.reason, outage.since)
    since = Moment(outage.since.astimezone(workplace.tenant.municipality.zone))
    if outage.subject.startswith(FIGURE):
        return words_missing(workplace, trouble.name, trouble.reason)
    if outage.subject == COPIES:
        lines = [f"{trouble.reason}", "Se intenta otra vez cada cuarto de hora. Cuando una quede bien, se le avisa."]
        return in_lines("Falló la copia de seguridad", lines)
    if is_ear(outage.subject):
        lines = [
            f"Desde el {since} la cuenta {trouble.name} no recibe lo que le escriben: {trouble.reason}",
            "Lo que envía sigue saliendo. Mientras tanto nadie puede darse de baja con /stop ni se le responde, y el "
            "servicio guarda por poco tiempo lo que le escriban (Telegram, un día).",
            "Se intenta otra vez sola. Cuando vuelva a recibirlo, se le avisa.",
        ]
        return in_lines(f"La cuenta {trouble.name} no recibe lo que le escriben", lines)
    asked = {"of": workplace.tenant_id, "by": outage.subject}
    keys = [
        str(Key(row.campaign, row.message, row.account, row.occurrence)) for row in execute(connection, _HELD_UP, asked)
    ]
    lines = [f"La cuenta {trouble.name} está detenida desde el {since}: {trouble.reason}"]
    if keys:
        lines.append(f"Espera, sin perderse: {', '.join(keys)}.")
    if trouble.urgent:
        example = f" Por ejemplo: pregonero resume {keys[0]}" if keys else ""
        lines.append(f"No se intenta más hasta que una persona arregle la cuenta y la reanude.{example}")
    else:
        lines.append("Se intenta otra vez sola. No hay que hacer nada, salvo que siga así.")
    return in_lines(f"La cuenta {trouble.name} está detenida", lines)


def _words_back(workplace: Workplace, outage: Outage, name: str) -> Words:
    if outage.subject.startswith(EARLY):
        return words_ready(name)
    if outage.subject.startswith(FIGURE):
        return words_fetched(workplace, name)
    since = Moment(outage.since.astimezone(workplace.tenant.municipality.zone))
    if outage.subject == COPIES:
        told = f"La copia de seguridad, que fallaba desde el {since}, quedó bien."
        return in_lines("Ya hay copia de seguridad", [told])
    if is_ear(outage.subject):
        told = f"La cuenta {name}, que no recibía lo que le escriben desde el {since}, lo recibe otra vez."
        return in_lines(f"La cuenta {name} recibe otra vez lo que le escriben", [told])
    lines = [f"La cuenta {name}, detenida desde el {since}, volvió a funcionar. Lo que esperaba está saliendo."]
    return in_lines(f"La cuenta {name} volvió", lines)


def _move(connection: Connection, outage: Outage, state: OutageState, due_at: datetime) -> None:
    connection.execute(update(chore).where(chore.c.id == outage.id).values(state=state.value, due_at=due_at))
