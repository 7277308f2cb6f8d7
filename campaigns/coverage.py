"""Whether the plan is served: each row by a message, a setting in use or a table of the report."""

from collections.abc import Iterable

from campaigns.base import Base
from campaigns.files import PLAN, Files
from campaigns.problem import Problem
from campaigns.references import Draft
from campaigns.tree import Document
from campaigns.yaml_reader import read


def check_coverage(files: Files, base: Base, drafts: Iterable[Draft]) -> tuple[Problem, ...]:
    """Rows of the plan that nothing serves."""
    document, _ = read(files.path(PLAN), files.read(PLAN))
    assert isinstance(document, Document)
    served = {key for draft in drafts for key in draft.entry.actions}
    served |= {key for draft in drafts for message in draft.entry.messages for key in message.actions}
    return tuple(
        document.problem(
            ("acciones", position),
            f"nada cumple la acción «{action.key}» del plan",
            f"escriba «accion: {action.key}» en un mensaje, o en la fila «ajustes» o «informes»",
        )
        for position, action in enumerate(base.plan.actions)
        if action.key not in served and not action.settings and not action.reports
    )
