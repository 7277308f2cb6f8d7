"""Fases y cronograma: how far each phase has come, and which activities are past their date. Pure."""

from collections.abc import Sequence

from indicators.activities import is_finished
from indicators.plan_tables import COMPLETE
from indicators.report import Report
from indicators.sections.wording import foremost, percent_words
from reports.chart import Chart, ChartKind, Role, Series
from reports.table import Table
from reports.words import number_of

LEAST = ("La fase con menos avance es", "Las fases con menos avance son", "cada una")
STATE, LATE = -2, -1
"""Where the schedule has them."""


def phases_chart(report: Report, table: Table) -> Chart | Table:
    """Bars beside the hundred that each is to reach; the table alone where the plan says of none how far it is."""
    phases = list(report.tenant.plan.phases.values())
    known = [phase for phase in phases if phase.progress is not None]
    if not known:
        return table
    least = min(phase.progress or 0 for phase in known)
    last = [phase.name for phase in known if (phase.progress or 0) == least]
    return Chart(
        key="avance-de-las-fases",
        kind=ChartKind.BARS,
        title="Avance de cada fase",
        says=f"{foremost(last, LEAST, percent_words(least))}.",
        unit="%",
        labels=tuple(phase.name for phase in phases),
        series=(
            Series("Avance", tuple(phase.progress for phase in phases)),
            Series("Meta", (COMPLETE,) * len(phases), Role.TARGET),
        ),
        table=table,
    )


def schedule_words(tables: Sequence[Table]) -> str:
    """How many activities there are, are done, and are past their date."""
    rows = [row for table in tables for row in table.rows]
    done = sum(is_finished(str(row[STATE])) for row in rows)
    late = sum(bool(row[LATE]) for row in rows)
    first = (
        f"De {number_of(len(rows), 'actividad', 'actividades')}, {number_of(done, 'está cumplida', 'están cumplidas')}"
    )
    return f"{first}; {number_of(late, 'pasó', 'pasaron')} su fecha sin cumplirse." if late else f"{first}."
