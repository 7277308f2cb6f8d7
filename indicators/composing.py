"""A report as a document: its sections in their order. Pure."""

from collections.abc import Sequence

from indicators.indicator_table import action_table, indicator_table
from indicators.plan_tables import plan_table
from indicators.report import Report, table_keys
from reports.document import Document, Section

SIMULATED = "Son cifras de una simulación: nada de esto se envió."


def compose(report: Report, warnings: Sequence[str] = ()) -> Document:
    """All of a report. `warnings`: what the asker knows besides of what its figures leave out, in Spanish."""
    tenant = report.tenant
    own = tuple(plan_table(report, key) for key in table_keys(tenant) if key != "indicadores")
    return Document(
        key=f"informe-{tenant.slug}-{report.period.key}",
        body=tenant.municipality.body,
        title="Informe del plan de comunicaciones",
        plan=tenant.plan.title,
        period=report.period.name,
        compared_with="",
        made_at=report.made_at.astimezone(tenant.municipality.zone),
        warnings=(*((SIMULATED,) if report.simulated else ()), *filter(None, warnings)),
        sections=(
            Section("contenidos", "Contenidos publicados", exhibits=(report.contents,)),
            Section("indicadores", "Indicadores", exhibits=(indicator_table(report),)),
            Section("acciones", "Acciones del plan", exhibits=(action_table(report),)),
            *(Section(table.key, table.title, exhibits=(table,)) for table in own),
        ),
    )
