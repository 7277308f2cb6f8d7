"""`tablas` of `plan.yaml`: tables as the plan's document has them, against its rows, their indicators and headings."""

from collections import Counter
from collections.abc import Mapping

from campaigns.assembly.base import Base
from campaigns.assembly.findings import Findings
from campaigns.checks.report_tables import OWN, SCHEDULE
from campaigns.plan import Action, OwnTable, TableLine
from campaigns.reading.files import PLAN
from campaigns.reading.tree import Location


def check_own_tables(findings: Findings, base: Base) -> None:
    """Notes headings and tables of no report, rows and indicators that are not the plan's, cells under no heading."""
    actions = {action.key: action for action in base.plan.actions}
    for position, action in enumerate(base.plan.actions):
        for heading in action.headings:
            findings.unknown(
                ("acciones", position, "encabezados", heading), "la columna", heading, SCHEDULE, "docs/guia.md"
            )
    for key, tables in base.plan.tables.items():
        if key not in OWN:
            findings.unknown(("tablas", key), "la tabla", key, OWN, "docs/guia.md")
        for position, table in enumerate(tables):
            _headings(findings, ("tablas", key, position, "columnas"), table)
            for place, line in enumerate(table.lines):
                _line(findings, ("tablas", key, position, "renglones", place), table, line, actions)


def _headings(findings: Findings, here: Location, table: OwnTable) -> None:
    for heading, times in Counter(table.columns).items():
        if times > 1:
            said = f"la columna «{heading}» está repetida"
            findings.add((*here, table.columns.index(heading)), said, "dé a cada columna un título propio")


def _line(findings: Findings, here: Location, table: OwnTable, line: TableLine, actions: Mapping[str, Action]) -> None:
    for position, key in enumerate(line.actions):
        if key not in actions:
            findings.unknown((*here, "acciones", position), "la acción", key, actions, PLAN)
    theirs = {name for key in line.actions if key in actions for name in actions[key].indicators}
    for position, name in enumerate(line.indicators):
        if name not in theirs:
            said = f"ninguna de sus acciones tiene el indicador «{name}»"
            hint = f"escriba uno de {', '.join(sorted(theirs))}" if theirs else "quite «indicadores»"
            findings.add((*here, "indicadores", position), said, hint)
    for heading in line.cells:
        if heading not in table.columns:
            findings.unknown((*here, "celdas", heading), "la columna", heading, table.columns, PLAN)
