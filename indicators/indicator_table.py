"""The two main tables of the report: indicators, and rows of the plan. Pure."""

from collections.abc import Sequence

from indicators.actions import NAMES
from indicators.pace import COURSE_NAMES
from indicators.report import IndicatorRow, Report
from indicators.sections.wording import percent_words
from reports.table import Cell, Table, bullets, without_empty
from reports.words import NO_FIGURE, number_words

TARGET_COLUMNS = ("Indicador", "Unidad", "Cifra", "Antes", "Línea base", "Meta", "% de la meta", "Cómo va", "Nota")
"""«Antes»: in the period before."""
IF_ANY = frozenset(("Antes", "Cambio (%)", "Línea base", "Meta", "% de la meta", "Cómo va", "Nota", "Responsable"))
"""What many plans do not have: a column in which nothing stands is left out."""


def indicator_table(report: Report) -> Table:
    """Every indicator of the plan."""
    rows = tuple((row.key, *_with_change(row), row.responsible) for row in report.indicators)
    columns = ("Clave", *TARGET_COLUMNS[:4], "Cambio (%)", *TARGET_COLUMNS[4:], "Responsable")
    return without_empty(Table("indicadores", f"Indicadores, {report.period.name}", columns, rows), IF_ANY)


def _with_change(row: IndicatorRow) -> tuple[Cell, ...]:
    now, before = row.figure.value, row.before
    change = None if now is None or not before else (now - before) / before * 100
    cells = target_cells(row)
    return (*cells[:4], change, *cells[4:])


def action_table(report: Report) -> Table:
    """Every row of the plan, once for each of its indicators."""
    columns = ("Acción", "Texto", "Responsable", "Estado", *TARGET_COLUMNS)
    rows = tuple(
        (row.action.key, row.action.text, row.responsible, NAMES[row.state], *target_cells(row.indicator))
        for row in report.actions
    )
    return without_empty(Table("acciones", f"Acciones del plan, {report.period.name}", columns, rows), IF_ANY)


def target_cells(row: IndicatorRow | None) -> tuple[Cell, ...]:
    """The cells under `TARGET_COLUMNS`; all empty where the plan names no indicator."""
    if row is None:
        return ("", "", None, None, None, None, None, "", "")
    return (
        *(row.name, row.unit, row.figure.value, row.before, row.baseline),
        *(row.goal.target, row.goal.percent, goes_words(row), row.note),
    )


def goes_words(row: IndicatorRow) -> str:
    """«atrasada»; what adds up over several periods says of which sum, for the percent beside it is the period's."""
    if row.standing is None:
        return ""
    name, reached = COURSE_NAMES[row.standing], row.goal
    if reached.summed is None:
        return name
    return f"{name}, en lo acumulado: {number_words(reached.summed)} de {number_words(reached.due)}"


def reached_words(row: IndicatorRow) -> str:
    """«41 % de la meta»: of that of which its standing speaks."""
    percent = row.goal.judged_percent
    if percent is None:
        return "sin porcentaje"
    return f"{percent_words(percent)} {_of_target(row)}"


def _of_target(row: IndicatorRow) -> str:
    return "de la meta" if row.goal.summed is None else "de la meta acumulada al fin del periodo"


def figure_words(row: IndicatorRow) -> str:
    """«12 contenidos»; of a single one «1 (contenidos)», for units are written in the plural."""
    return NO_FIGURE if row.figure.value is None else counted_words(row.figure.value, row.unit)


def counted_words(number: float, unit: str) -> str:
    """A number with its unit, in words that are right of one too."""
    told = number_words(number)
    is_plural = unit.partition(" ")[0].endswith("s")
    return f"{told} ({unit})" if told == "1" and is_plural else f"{told} {unit}"


def measured_words(row: IndicatorRow) -> str:
    """«12 contenidos (60 % de la meta)»; without a target the figure alone."""
    words = figure_words(row)
    percent = row.goal.judged_percent
    if percent is None:
        return words
    share = f"{number_words(round(percent, 1))} % {_of_target(row)}"
    return f"{words[:-1]}; {share})" if words.endswith(f"({row.unit})") else f"{words} ({share})"


def result_words(rows: Sequence[IndicatorRow], state: str) -> str:
    """All of one row of the plan, its state last: of what is measured, and of what is only done or not."""
    return bullets((*map(measured_words, rows), f"Estado: {state}"))
