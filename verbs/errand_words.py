"""What people call the state of a task."""

from delivery.publications.errands import Errand
from verbs.words import TASKS, in_world


def stands(each: Errand) -> str:
    """Its state; of a duty besides what was handed in, and how much of its list was looked at."""
    words = TASKS[each.state]
    if each.standing:
        words = f"recibida ({each.standing[-1].number}), por confirmar"
    elif each.receipts:
        words = f"devuelta: {each.receipts[-1].why_returned}"
    if each.checklist:
        words += f"; lista: {sum(not item.open for item in each.checklist)} de {len(each.checklist)}"
    return in_world(words, each.mode)
