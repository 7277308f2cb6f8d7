"""Lists of what is late, told to staff on the mornings of working days: when, and in which words."""

from collections.abc import Sequence
from datetime import datetime, time, timedelta
from typing import NamedTuple

from delivery.notices.notice import Words, outlet
from delivery.workplace import Workplace
from delivery.worlds import marked

HOUR = time(8)
"""By the municipality's clock."""
USEFUL = timedelta(hours=10)
"""How long such a list is tried: the next one says it all again."""
SUBJECT = "{{ asunto }}"
_LINES = """{% for linea in lineas %}- {{ linea }}
{% endfor %}"""


class Late(NamedTuple):
    """One thing that is late."""

    title: str
    mode: str
    """Of its publication."""
    line: str
    """What the list says of it, in Spanish."""


def morning(workplace: Workplace, now: datetime) -> datetime | None:
    """The morning whose lists are to be written now; None on other days and hours, and where nobody writes to staff."""
    zone, workdays = workplace.tenant.municipality.zone, workplace.tenant.workdays
    today = now.astimezone(zone).date()
    begins = datetime.combine(today, HOUR, zone)
    mails = outlet(workplace) is not None and workdays.is_workday(today)
    return begins if mails and begins <= now < begins + USEFUL else None


def words(late: Sequence[Late], one: str, many: str, before: str, after: str) -> Words:
    """A list's: `one` and `many` name what is late («Tarea vencida», «tareas vencidas»), the rest stands around it."""
    said = f"{one}: {late[0].title}" if len(late) == 1 else f"{len(late)} {many}"
    values = {"asunto": marked(said, *(each.mode for each in late)), "lineas": [each.line for each in late]}
    return Words(SUBJECT, f"{before}\n\n{_LINES}\n\n{after}", values)
