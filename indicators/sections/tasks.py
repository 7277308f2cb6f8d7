"""Tareas de los medios manuales: what people were to do by its term, medium by medium. Pure."""

from functools import reduce
from operator import add

from indicators.report import Report
from indicators.responsible import name_of
from indicators.tasks import Tasks
from reports.chart import Chart, ChartKind, Series
from reports.document import Section
from reports.table import Cell, Table
from reports.words import number_of, number_words

TITLE = "Tareas de los medios manuales"
MOST_NAMED = 20
"""More overdue tasks than these are a list for the desk: the report says how many more there are."""
COLUMNS = ("Medio", "Tareas", "Cumplidas", "A tiempo", "Con plazo", "Vencidas", "No se hicieron", "Cantidad")
COUNT = "Cantidad: las cuñas, los volantes o los asistentes que dijo quien confirmó la tarea."


def tasks_section(report: Report) -> Section | None:
    """None where the municipality has no medium that people carry out, or never asked anything of anybody."""
    tasks = report.findings.tasks
    if not tasks:
        manual = any(account.type == "manual" for account in report.tenant.accounts.values())
        nothing = "Ninguna tarea tuvo su plazo en este periodo."
        return Section("tareas", TITLE, (nothing,)) if manual else None
    whole = reduce(add, tasks)
    exhibits: list[Chart | Table] = [_chart(tasks) if len(tasks) > 1 else _table(tasks)]
    if report.findings.overdue:
        exhibits.append(_overdue(report))
    return Section("tareas", TITLE, (_sentence(whole),), tuple(exhibits))


def _sentence(whole: Tasks) -> str:
    asked = number_of(whole.all, "tarea tuvo", "tareas tuvieron")
    done = number_of(whole.done, "se cumplió", "se cumplieron")
    late = f"; {number_of(whole.overdue, 'está vencida', 'están vencidas')}" if whole.overdue else ""
    return f"{asked} su plazo en el periodo: {done}, {number_words(whole.on_time)} a tiempo{late}."


def _chart(tasks: tuple[Tasks, ...]) -> Chart:
    columns = {
        "Cumplidas": [each.done for each in tasks],
        "Con plazo": [each.coming for each in tasks],
        "Vencidas": [each.overdue for each in tasks],
        "No se hicieron": [each.not_done for each in tasks],
    }
    whole = sum(each.all for each in tasks)
    done = number_of(sum(columns["Cumplidas"]), "se cumplió", "se cumplieron")
    return Chart(
        key="estado-de-las-tareas",
        kind=ChartKind.STACKED,
        title="Estado de las tareas por medio",
        says=f"De {number_of(whole, 'tarea', 'tareas')}, {done}.",
        unit="tareas",
        labels=tuple(each.medium for each in tasks),
        series=tuple(Series(name, tuple(map(float, values))) for name, values in columns.items() if any(values)),
        table=_table(tasks),
    )


def _table(tasks: tuple[Tasks, ...]) -> Table:
    rows = [(each.medium, *_cells(each), each.count) for each in tasks]
    # Spots, leaflets and attendants do not add up to anything.
    return Table("tareas", TITLE, COLUMNS, (*rows, ("Total", *_cells(reduce(add, tasks)), None)), (COUNT,))


def _cells(each: Tasks) -> tuple[Cell, ...]:
    return (each.all, each.done, each.on_time, each.coming, each.overdue, each.not_done)


def _overdue(report: Report) -> Table:
    zone, late = report.tenant.municipality.zone, report.findings.overdue
    rows: list[tuple[Cell, ...]] = [
        (each.title, each.medium, name_of(report.tenant, each.responsible), each.until.astimezone(zone).date())
        for each in late[:MOST_NAMED]
    ]
    left = len(late) - MOST_NAMED
    notes = (f"Hay {left} más; todas están en «pregonero tasks».",) if left > 0 else ()
    columns = ("Tarea", "Medio", "Quién la tiene", "Plazo")
    return Table("tareas-vencidas", "Tareas vencidas", columns, tuple(rows), notes)
