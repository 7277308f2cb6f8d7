"""Tables as the plan's document has them, word for word, with what came of each line after them. Pure."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence

from campaigns.plan import OwnTable, TableLine
from indicators.actions import NAMES
from indicators.indicator_table import measured_words
from indicators.report import ActionRow, Report
from reports.table import Cell, Table, bullets

Came = tuple[list[str], list[str]]
"""What was measured, and the states."""
_APART = ("Cifra del periodo", "Estado")


def own_tables(report: Report, key: str) -> tuple[Table, ...]:
    """Those that the plan writes under one of the keys of `campaigns.checks.report_tables`; none: it writes none."""
    tables = report.tenant.plan.tables.get(key, ())
    if not tables:
        return ()
    title, added, cells = _SHOWN[key]
    return tuple(
        Table(
            key if len(tables) == 1 else f"{key}-{number}",
            table.title or title,
            (*table.columns, *added),
            tuple((*_words(table, line), *cells(_came(report, line))) for line in table.lines),
            table.notes,
        )
        for number, table in enumerate(tables, 1)
    )


def _words(table: OwnTable, line: TableLine) -> Iterator[Cell]:
    for heading in table.columns:
        yield bullets(line.cells.get(heading, ()))


def _came(report: Report, line: TableLine) -> Came:
    rows = [row for key in line.actions for row in report.actions if row.action.key == key]
    shown = [row for row in rows if row.indicator and (not line.indicators or row.indicator.key in line.indicators)]
    states = dict.fromkeys(f"{row.action.key}: {NAMES[row.progress]}" for row in rows)
    return [*_measured(shown)], [*states]


def _measured(rows: Sequence[ActionRow]) -> Iterator[str]:
    """Each figure by the name of its indicator where there are several, and by its row where that says too little."""
    same = Counter(row.indicator.name + row.indicator.unit for row in rows if row.indicator)
    for row in rows:
        if row.indicator is not None:
            whose = f" ({row.action.key})" if same[row.indicator.name + row.indicator.unit] > 1 else ""
            name = f"{row.indicator.name}{whose}: " if len(rows) > 1 else ""
            yield name + measured_words(row.indicator)


def _together(came: Came) -> tuple[Cell, ...]:
    measured, states = came
    return (bullets((*measured, *(f"Estado de {state}" for state in states))),)


def _beside(came: Came) -> tuple[Cell, ...]:
    measured, states = came
    return (bullets(measured), bullets(states))


_SHOWN: Mapping[str, tuple[str, tuple[str, ...], Callable[[Came], tuple[Cell, ...]]]] = {
    "tabla-de-acciones": ("Acciones a emprender", ("Resultado",), _together),
    "tabla-smart": ("Seguimiento de los objetivos", ("Medido",), _together),
    "tabla-operativa": ("Tabla operativa", _APART, _beside),
    "tacticas": ("Tácticas del plan", _APART, _beside),
}
"""The title of a table that bears none, the headings of what came of its lines, and the cells under them."""
