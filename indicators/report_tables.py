"""Which tables make up a report as people read it."""

from campaigns.articles import of
from indicators.indicator_table import action_table, indicator_table
from indicators.plan_tables import plan_table
from indicators.report import Report, table_keys
from indicators.table import Table


def tables_of(report: Report) -> tuple[Table, ...]:
    """Contents by medium and week, indicators, rows of the plan, then the plan's own tables that its rows ask for."""
    own = [plan_table(report, key) for key in table_keys(report.tenant) if key != "indicadores"]
    return (report.contents, indicator_table(report), action_table(report), *own)


def remark(rehearsed: int) -> str:
    """What the figures leave out, where publications went out in `pruebas`; empty where none did."""
    if not rehearsed:
        return ""
    one, many = "1 publicación que no se cuenta, porque salió", "publicaciones que no se cuentan, porque salieron"
    told = one if rehearsed == 1 else f"{rehearsed} {many}"
    return f"Hubo además {told} en pruebas: solo cuenta lo que sale por cuentas con «modo: real»."


def heading(report: Report) -> str:
    """The line above them all; it says when what is counted is a simulation."""
    body = report.tenant.municipality.body
    warning = " Son cifras de una simulación: nada de esto se envió." if report.simulated else ""
    return f"Informe {of(body)}, {report.period.name}.{warning}"
