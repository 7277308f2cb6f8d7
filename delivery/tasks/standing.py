"""What people call the state of a task."""

from collections.abc import Mapping

from delivery.publications.errands import Errand
from delivery.worlds import MODES

TASKS: Mapping[str, str] = {
    "to_do": "por hacer",
    "handed_over": "pedida",
    "done": "hecha",
    "not_done": "no se hizo",
    "postponed": "aplazada",
    "counted": "contada",
    "cancelled": "cancelada",
}


def stands(each: Errand) -> str:
    """Its state and its world; of a duty besides what was handed in, and how much of its list was looked at."""
    words = TASKS[each.state]
    if each.standing:
        words = f"recibida ({each.standing[-1].number}), por confirmar"
    elif each.receipts:
        words = f"devuelta: {each.receipts[-1].why_returned}"
    if each.checklist:
        words += f"; lista: {sum(not item.open for item in each.checklist)} de {len(each.checklist)}"
    return f"{words} ({MODES[each.mode]})" if each.mode in MODES else words
