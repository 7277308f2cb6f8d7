"""The dated steps of a row of the plan, as staff say in `plan.yaml` how far each has come. Pure."""

from datetime import date
from typing import NamedTuple

from campaigns.plan import Action, Activity

FINISHED = frozenset(
    ("cumplida", "cumplido", "hecha", "hecho", "realizada", "realizado", "terminada", "terminado", "lista", "listo")
)
"""Words of `estado` after which an activity is late no more."""


class Steps(NamedTuple):
    """What the activities of one row say of it. One without `estado` is not told of: it stands as its row does."""

    finished: bool
    """At least one is done."""
    left: bool
    """At least one is not done."""
    overdue: bool
    """At least one is not done, and its last day (`hasta`) is over."""
    untold: bool
    """Of at least one nothing is told."""
    untold_overdue: bool
    """Of at least one nothing is told, and its last day is over."""


def steps_of(action: Action, today: date) -> Steps:
    """How far the activities of a row have come on a day of the municipality."""
    left = [step for step in action.activities if step.state and not is_finished(step.state)]
    untold = [step for step in action.activities if not step.state]
    return Steps(
        finished=any(is_finished(step.state) for step in action.activities),
        left=bool(left),
        overdue=any(_is_over(step, today) for step in left),
        untold=bool(untold),
        untold_overdue=any(_is_over(step, today) for step in untold),
    )


def is_finished(state: str) -> bool:
    """What staff wrote of an activity says that it is done."""
    first = state.casefold().split()
    return bool(first) and first[0].strip(".,;:") in FINISHED


def _is_over(step: Activity, today: date) -> bool:
    return step.until is not None and step.until < today
