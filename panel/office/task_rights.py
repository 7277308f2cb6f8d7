"""What one may say of a task: all of it where one answers for the office, else of one's own alone."""

from delivery.publications.errands import Errand
from delivery.staff import people_behind
from delivery.tasks.desk import speakers
from panel.entrance.roles import Right
from panel.office.asked import NOT_THERE, Asked

CONFIRMS = frozenset({"confirmar", "no-hecha", "lista", "evidencia", "corregir"})
"""The forms of whoever says what became of a task."""
PRIVATE = "archivos"
"""To see the files, and who handed what in."""

LARGEST_NUMBER = 2**63 - 1


def number_of(asked: Asked) -> int:
    """The number that an address names. Raises `Turned` for one that no row has."""
    number: int = asked.request.path_params["number"]
    if number > LARGEST_NUMBER:
        raise NOT_THERE
    return number


def may_say(asked: Asked, order: Errand) -> frozenset[str]:
    """The forms of a task that are somebody's, whatever its state."""
    if not asked.may(Right.CONFIRM):
        return frozenset()
    municipality, actor, office = asked.tenant.municipality, asked.actor, asked.may(Right.WORK)
    owes = actor in people_behind(municipality, order.responsible)
    found = {PRIVATE} if office or owes else set[str]()
    if not order.asked_by:
        found |= CONFIRMS if office or owes else set()
        found |= {"tomar"} if office or owes else set()
        # A duty with an extension is none of these.
        found |= {"aplazar"} if office or actor in speakers(municipality, order.responsible) else set()
        return frozenset(found)
    asks = actor in people_behind(municipality, order.asked_by)
    judges = actor in speakers(municipality, order.asked_by)
    found |= {PRIVATE} if judges else set()
    found |= CONFIRMS if asks or judges or (office and not owes) else set()
    found |= {"recibir"} if office or owes or judges else set()
    found |= {"devolver"} if judges else set()
    if order.extension:
        found |= {"prorroga"} if judges or actor in speakers(municipality, order.responsible) else set()
    elif office or actor in speakers(municipality, order.responsible):
        found |= {"aplazar"}
    return frozenset(found)
