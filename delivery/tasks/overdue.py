"""The list of what was to be done and is not: on a working day's morning, to whoever answers for it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import Connection

from campaigns.moment import Moment
from campaigns.when import Workdays
from delivery.notices.notice import PROGRAM, Notice, Words, is_written, outlet, write
from delivery.publications.errands import Errand, open_errands
from delivery.staff import in_charge, staff_of
from delivery.tasks.mornings import HOUR, USEFUL, Late, morning, words
from delivery.workplace import Workplace
from delivery.worlds import marked

MESSAGE = "vencidas~{}"
BEFORE = "Estas tareas pasaron su fecha y nadie ha dicho qué fue de ellas:"
AFTER = (
    "Si ya se hicieron, por favor confírmelas con la cantidad y la evidencia. Si no se alcanzó, diga por qué: se "
    "pueden aplazar, o dejar como no hechas."
)


@dataclass(frozen=True, slots=True)
class Overdue:
    """One list."""

    notice: Notice
    responsible: str
    """The slug of whom it goes to."""
    errands: Sequence[Errand]
    until: datetime
    """How long it is tried."""


def overdue(connection: Connection, workplace: Workplace, now: datetime) -> list[Overdue]:
    """The lists that are to be written now: none but on a `morning`.

    Whoever `encargado` names gets the list of all. Nobody is told the same again but on a week's first working day.
    """
    begins, workdays = morning(workplace, now), workplace.tenant.workdays
    if begins is None:
        return []
    today, zone = begins.date(), begins.tzinfo
    before = datetime.combine(workdays.previous(today), HOUR, zone)
    late = [each for each in open_errands(connection, workplace.tenant_id) if each.due <= begins]
    found = [
        Overdue(Notice(PROGRAM, MESSAGE.format(slug), today.isoformat()), slug, errands, begins + USEFUL)
        for slug, errands in lists(late, in_charge(workplace.tenant.municipality)).items()
        if begins_week(workdays, today) or any(each.due > before for each in errands)
    ]
    return [
        each
        for each in found
        if staff_of(workplace.tenant.municipality, each.responsible)
        and not is_written(connection, workplace, each.notice)
    ]


def tell_overdue(connection: Connection, workplace: Workplace, now: datetime) -> int:
    """Write the lists of this morning, each once; how many there were."""
    account, made = outlet(workplace), 0
    if account is None:
        return 0
    for each in overdue(connection, workplace, now):
        said = _words(workplace, each.errands)
        made += write(connection, workplace, account, each.notice, said, [each.responsible], each.until, now)
    return made


def begins_week(workdays: Workdays, day: date) -> bool:
    """Whether a working day is the first of its week, which begins on Monday."""
    return workdays.previous(day) < day - timedelta(days=day.weekday())


def lists(late: Sequence[Errand], all_to: Iterable[str]) -> dict[str, list[Errand]]:
    """Who is told of which: each of his own, and some of all."""
    found: dict[str, list[Errand]] = {}
    for each in late:
        found.setdefault(each.waits_for, []).append(each)
    return found | {slug: list(late) for slug in all_to if late}


def _words(workplace: Workplace, errands: Sequence[Errand]) -> Words:
    late = [Late(each.title, each.mode, _line(workplace, each)) for each in errands]
    return words(late, "Tarea vencida", "tareas vencidas", BEFORE, AFTER)


def _line(workplace: Workplace, each: Errand) -> str:
    due = Moment(each.due.astimezone(workplace.tenant.municipality.zone))
    where = f", {each.place}" if each.place else ""
    people = staff_of(workplace.tenant.municipality, each.responsible)
    who = people[0].name if people else each.responsible
    since = f"; se recibió con el número {each.standing[-1].number} y falta confirmarla" if each.standing else ""
    return f"Tarea {each.id}: {marked(each.title, each.mode)}{where}; era para el {due.day}, {due.time} ({who}){since}"
