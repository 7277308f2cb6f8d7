"""Duties that are late are told to whoever each names, on a working day's morning: once, with a row that says so."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time

from sqlalchemy import Connection

from campaigns.debtors import name_of
from campaigns.moment import Moment
from delivery.notices.notice import PROGRAM, Notice, Words, is_written, outlet, write
from delivery.publications.waiting import OPEN
from delivery.staff import in_charge, staff_of
from delivery.suspensions import read_suspensions, standing
from delivery.tasks.mornings import USEFUL, Late, morning, words
from delivery.workplace import Workplace
from delivery.worlds import marked
from storage.duties import UNTIL, DutyRecord, read_duties
from storage.escalations import escalate
from storage.tables import work_order

MESSAGE = "escaladas~{}"
BEFORE = "Vencieron el plazo y la prórroga de lo que sigue, y no se ha recibido nada que sirva:"
AFTER = (
    "Se le informa para lo que corresponda. Quien pidió cada deber y quien está encargado también lo saben; lo que "
    "llegue después queda con su fecha y hora, y con los días de mora."
)


@dataclass(frozen=True, slots=True)
class Escalated:
    """One mail about what is late."""

    notice: Notice
    told_to: str
    """A slug."""
    duties: Sequence[DutyRecord]


def escalations(connection: Connection, workplace: Workplace, now: datetime) -> list[Escalated]:
    """What is to be told this morning, by whom it is told to; none on other days and hours.

    What came and was sent back has until the next working day's morning to come again, at the least.
    """
    begins = morning(workplace, now)
    if begins is None:
        return []
    midnight = datetime.combine(begins.date(), time(), begins.tzinfo)
    where = (
        work_order.c.tenant == workplace.tenant_id,
        work_order.c.state.in_(OPEN),
        work_order.c.escalates_to != "",
        midnight > UNTIL,
    )
    suspended = read_suspensions(connection, workplace.tenant_id, workplace.tenant.municipality.zone)
    found: dict[str, list[DutyRecord]] = {}
    for each in read_duties(connection, *where):
        if each.delivered is not None or each.told_after >= each.returns or _just_returned(workplace, each, begins):
            continue
        if standing(suspended.get(each.class_, ()), now) is None:
            found.setdefault(each.escalates_to, []).append(each)
    today = begins.date().isoformat()
    made = [Escalated(Notice(PROGRAM, MESSAGE.format(to), today), to, duties) for to, duties in found.items()]
    return [each for each in made if _reached(workplace, each) and not is_written(connection, workplace, each.notice)]


def tell_escalations(connection: Connection, workplace: Workplace, now: datetime) -> int:
    """Write the mails of this morning, with a row for each duty in them; how many mails there were."""
    account, made = outlet(workplace), 0
    if account is None:
        return 0
    for each in escalations(connection, workplace, now):
        slugs = _slugs(workplace, each)
        until = now + USEFUL
        if not write(connection, workplace, account, each.notice, _words(workplace, each.duties), slugs, until, now):
            continue
        made += 1
        for duty in each.duties:
            escalate(connection, workplace.tenant_id, duty.order, duty.returns, each.told_to, PROGRAM, now)
    return made


def _slugs(workplace: Workplace, each: Escalated) -> list[str]:
    """Whom it is told to; with a copy to who is in charge, and to who asked for it."""
    asked = list(dict.fromkeys(duty.asked_by for duty in each.duties))
    return [each.told_to, *in_charge(workplace.tenant.municipality), *asked]


def _reached(workplace: Workplace, each: Escalated) -> bool:
    return any(staff_of(workplace.tenant.municipality, slug) for slug in _slugs(workplace, each))


def _just_returned(workplace: Workplace, each: DutyRecord, begins: datetime) -> bool:
    if each.returned_at is None:
        return False
    day = each.returned_at.astimezone(begins.tzinfo).date()
    return begins <= datetime.combine(workplace.tenant.workdays.add(day, 1), time.max, begins.tzinfo)


def _words(workplace: Workplace, duties: Sequence[DutyRecord]) -> Words:
    late = [Late(each.title, each.mode, _line(workplace, each)) for each in duties]
    return words(late, "Deber vencido", "deberes vencidos", BEFORE, AFTER)


def _line(workplace: Workplace, each: DutyRecord) -> str:
    municipality = workplace.tenant.municipality
    asked, due, until = (Moment(at.astimezone(municipality.zone)) for at in (each.asked_at, each.due, each.until))
    who = name_of(municipality, each.responsible)
    whose = each.name if who == each.name else f"{each.name} ({who})"
    term = f"plazo hasta el {due.day}"
    if each.extended:
        term += f", prórroga hasta el {until.day}"
    if each.returns:
        term += f"; se devolvió lo entregado {'una vez' if each.returns == 1 else f'{each.returns} veces'}"
    return f"Tarea {each.order}: {marked(each.title, each.mode)}. Debe: {whose}; se pidió el {asked.day}; {term}"
