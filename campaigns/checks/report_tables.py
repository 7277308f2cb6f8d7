"""`informes` of a plan's row: the tables of the report that carry it, and what each needs of `plan.yaml`."""

from collections.abc import Callable
from dataclasses import dataclass

from campaigns.plan import Action, Plan

SMART = ("Objetivo", "Específico", "Medible", "Relevante", "Alcanzable", "A tiempo")
"""The columns of Cartagena's follow-up table, in its order."""

SCHEDULE = ("Acción", "Actividad", "Fase", "Plazo", "Hasta", "Responsable", "Estado", "Atraso")
"""The columns of a schedule; a plan may head them with its own words."""


@dataclass(frozen=True, slots=True)
class ReportTable:
    """One table of the report."""

    key: str
    needs: str
    """In Spanish: what `plan.yaml` must say for it."""
    filled: Callable[[Plan], bool]
    """Whether the plan says it. Pure."""


def _any(plan: Plan, test: Callable[[Action], object]) -> bool:
    return any(test(action) for action in plan.actions)


def _smart(plan: Plan) -> bool:
    wanted = {heading.casefold() for heading in SMART}
    return _any(plan, lambda action: wanted <= {heading.casefold() for heading in action.columns})


def _operating(plan: Plan) -> bool:
    return _any(
        plan,
        lambda action: action.benefits and action.goals and action.activities and action.resources and action.times,
    )


_ALL = (
    ReportTable(
        "tabla-de-acciones",
        "alguna fila con «nivel» y con «tacticas» o «recursos»",
        lambda plan: _any(plan, lambda action: action.level and (action.tactics or action.resources)),
    ),
    ReportTable("tabla-smart", f"alguna fila con «columnas» {', '.join(SMART)}", _smart),
    ReportTable(
        "tabla-operativa",
        "alguna fila con «beneficios», «metas», «actividades», «recursos» y «tiempos»",
        _operating,
    ),
    ReportTable("tacticas", "alguna fila con «tacticas»", lambda plan: _any(plan, lambda action: action.tactics)),
    ReportTable("fases", "«fases» con su nombre y su fecha legal", lambda plan: bool(plan.phases)),
    ReportTable(
        "cronograma",
        "alguna fila con «actividades» que digan su «hasta» o su «plazo»",
        lambda plan: _any(plan, lambda action: any(step.until or step.deadline for step in action.activities)),
    ),
    ReportTable("indicadores", "alguna fila con «indicadores»", lambda plan: _any(plan, lambda each: each.indicators)),
)
OWN = frozenset(("tabla-de-acciones", "tabla-smart", "tabla-operativa", "tacticas"))
"""Those that a plan may write as its document has them. The others are filled from its dates and figures alone."""
REPORT_TABLES: dict[str, ReportTable] = {table.key: table for table in _ALL}
