"""The plan's own tables, filled: its words from `plan.yaml`, the measured figure beside them. Pure."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date

from campaigns.checks.report_tables import SCHEDULE, SMART
from campaigns.plan import Action
from indicators.actions import NAMES
from indicators.activities import is_finished
from indicators.indicator_table import figure_words, indicator_table, measured_words, result_words
from indicators.own_tables import own_tables
from indicators.report import ActionRow, IndicatorRow, Report
from reports.table import Cell, Table, bullets, without_empty
from reports.words import late_words

ACTIONS = ("Acciones", "Responsable", "Indicadores", "Tácticas y recursos", "Resultado")
"""The columns of Segovia's table, in their order, and what came of it."""
OPERATING = (
    "Acción",
    "Beneficios para los ciudadanos",
    "Indicadores de gestión",
    "Metas",
    "Actividades",
    "Responsables",
    "Recursos",
    "Tiempos",
)
"""The columns of the operating tables of Génova and Cáqueza, in their order."""
TO_DO = "por hacer"
COMPLETE = 100.0
"""Percent that every phase is to reach."""


def plan_tables(report: Report, key: str) -> tuple[Table, ...]:
    """What stands under one of the keys of `campaigns.checks.report_tables`: one table, or several.

    As the plan writes them itself, else filled from its rows. Raises KeyError for a key that is not there.
    """
    return own_tables(report, key) or tuple(_TABLES[key](report))


def _actions(report: Report) -> Iterator[Table]:
    """One table for each level of the plan, with its objective, as Segovia's has them."""
    levels = dict.fromkeys(row.action.level for row in report.actions if row.action.level)
    for level in levels:
        grouped = [each for each in _grouped(report.actions) if each[0].level == level]
        objectives = dict.fromkeys(action.objective for action, *_ in grouped if action.objective)
        rows = [
            (
                f"{action.key}. {action.text}",
                action.responsible_words or responsible,
                bullets(indicator.name for indicator in indicators),
                bullets((*action.tactics, *_resources(action))),
                result_words(indicators, state),
            )
            for action, responsible, indicators, state in grouped
            if action.tactics or action.resources
        ]
        if rows:
            notes = tuple(f"Objetivo: {objective}" for objective in objectives)
            yield Table(f"acciones-{level}", f"Acciones a emprender, nivel {level}", ACTIONS, tuple(rows), notes)


def _resources(action: Action) -> tuple[str, ...]:
    return (f"Recursos: {'; '.join(action.resources)}",) if action.resources else ()


def _smart(report: Report) -> Iterator[Table]:
    rows: list[tuple[Cell, ...]] = []
    for action, _, indicators, state in _grouped(report.actions):
        words = {heading.casefold(): text for heading, text in action.columns.items()}
        if {heading.casefold() for heading in SMART} <= set(words):
            measured = result_words(indicators, state)
            rows.append((*(words[heading.casefold()] for heading in SMART), measured))
    yield Table("tabla-smart", "Seguimiento de los objetivos", (*SMART, "Medido"), tuple(rows))


def _operating(report: Report) -> Iterator[Table]:
    rows = [
        (
            f"{action.key}. {action.text}",
            bullets(action.benefits),
            bullets(indicator.name for indicator in indicators),
            bullets(action.goals),
            bullets(activity.text for activity in action.activities),
            action.responsible_words or responsible,
            bullets(action.resources),
            action.times,
            bullets(map(measured_words, indicators)),
            state,
        )
        for action, responsible, indicators, state in _grouped(report.actions)
        if action.benefits and action.goals
    ]
    yield Table("tabla-operativa", "Tabla operativa", (*OPERATING, "Cifra del periodo", "Estado"), tuple(rows))


def _tactics(report: Report) -> Iterator[Table]:
    columns = ("Acción", "Objetivo", "Tácticas", "Responsable", "Recursos", "Indicador", "Cifra del periodo", "Estado")
    rows = [
        (
            f"{action.key}. {action.text}",
            action.objective,
            bullets(action.tactics),
            action.responsible_words or responsible,
            bullets(action.resources),
            bullets(indicator.name for indicator in indicators),
            bullets(map(measured_words, indicators)),
            state,
        )
        for action, responsible, indicators, state in _grouped(report.actions)
        if action.tactics
    ]
    yield Table("tacticas", "Tácticas del plan", columns, tuple(rows))


def _phases(report: Report) -> Iterator[Table]:
    columns = ("Fase", "Fecha legal", "Avance (%)", "Meta (%)", "Medido", "Atraso", "Cifra del periodo")
    today, phases = _today(report), report.tenant.plan.phases
    goal = COMPLETE if any(phase.progress is not None for phase in phases.values()) else None
    rows: list[tuple[Cell, ...]] = []
    for slug, phase in phases.items():
        figures = [row.indicator for row in report.actions if row.action.phase == slug and row.indicator is not None]
        finished = phase.progress is not None and phase.progress >= 100
        words = bullets(dict.fromkeys(f"{figure.name}: {figure_words(figure)}" for figure in figures))
        late = _delay(phase.legal_date, today, finished)
        rows.append((phase.name, phase.legal_date, phase.progress, goal, phase.measured, late, words))
    yield without_empty(Table("fases", "Avance de las fases", columns, tuple(rows)), columns[1:])


def _schedule(report: Report) -> Iterator[Table]:
    """A table for each row of the plan that is a schedule itself, as the plan has it; one for all other activities."""
    schedules = [each for each in _grouped(report.actions) if each[0].activities]
    others = [each for each in schedules if "cronograma" not in each[0].reports]
    apart = [each for each in schedules if "cronograma" in each[0].reports]
    for action, responsible, _, state in apart:
        rows = [(step[1], step[0], *step[2:]) for step in _steps(report, action, responsible, state)]
        columns = tuple(action.headings.get(name, name) for name in ("Fase", "Actividad", *SCHEDULE[3:]))
        key = "cronograma" if len(apart) == 1 else f"cronograma-{action.key.lower()}"
        title = f"Cronograma de actividades ({action.key})"
        table = Table(key, title, columns, tuple(rows), (action.text,))
        yield without_empty(table, (columns[0], *columns[2:4]))
    if others:
        rows = [(each[0].key, *step) for each in others for step in _steps(report, each[0], each[1], each[3])]
        title = "Actividades de las demás acciones" if apart else "Cronograma de actividades"
        yield Table("actividades" if apart else "cronograma", title, SCHEDULE, tuple(rows))


def _steps(report: Report, action: Action, responsible: str, state: str) -> Iterator[tuple[Cell, ...]]:
    """The activities of one row, in the columns of `SCHEDULE` but the first."""
    phases, today = report.tenant.plan.phases, _today(report)
    for step in action.activities:
        phase = phases[step.phase].name if step.phase in phases else ""
        stands = step.state or _inherited(state, step.until, today)
        late = _delay(step.until, today, is_finished(stands))
        yield (step.text, phase, step.deadline, step.until, step.responsible or responsible, stands, late)


def _indicators(report: Report) -> Iterator[Table]:
    yield indicator_table(report)


_TABLES: Mapping[str, Callable[[Report], Iterator[Table]]] = {
    "tabla-de-acciones": _actions,
    "tabla-smart": _smart,
    "tabla-operativa": _operating,
    "tacticas": _tactics,
    "fases": _phases,
    "cronograma": _schedule,
    "indicadores": _indicators,
}


def _grouped(rows: Sequence[ActionRow]) -> Iterable[tuple[Action, str, list[IndicatorRow], str]]:
    """Each action once, with all its indicators and how far its work has come, in words."""
    by_key: dict[str, list[ActionRow]] = {}
    for row in rows:
        by_key.setdefault(row.action.key, []).append(row)
    for same in by_key.values():
        indicators = [row.indicator for row in same if row.indicator is not None]
        yield same[0].action, same[0].responsible, indicators, NAMES[same[0].progress]


def _inherited(state: str, due: date | None, today: date) -> str:
    """What an activity without a word of its own says: its row's state.

    A setting in force does no activity, and a row is late by what is overdue, not by what is still ahead.
    """
    if state == NAMES["late"]:
        return state if due is not None and due < today else TO_DO
    return TO_DO if state == NAMES["in_force"] else state


def _delay(due: date | None, today: date, finished: bool) -> str:
    if due is None or finished or due >= today:
        return ""
    return late_words((today - due).days, today)


def _today(report: Report) -> date:
    return report.made_at.astimezone(report.tenant.municipality.zone).date()
