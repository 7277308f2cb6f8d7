"""Correcciones y retiros: what was mended or taken back after it had gone out. Pure."""

from indicators.report import Report
from indicators.sections.wording import number_of
from reports.document import Section
from reports.table import Cell, Table

TITLE = "Correcciones y retiros"
NONE = "En este periodo no se corrigió ni se retiró nada de lo publicado."


def changes_section(report: Report) -> Section:
    """It says so where there was none: a reader of public accounts wants to know."""
    changes = report.findings.changes
    if not changes:
        return Section("correcciones", TITLE, (NONE,))
    taken_back = sum(change.withdraws for change in changes)
    mended = number_of(len(changes) - taken_back, "corrección", "correcciones")
    said = f"Hubo {mended} y {number_of(taken_back, 'retiro', 'retiros')}."
    zone = report.tenant.municipality.zone
    rows: list[tuple[Cell, ...]] = [
        (
            change.moment.astimezone(zone).date(),
            "Retiro" if change.withdraws else "Corrección",
            change.of,
            change.medium,
            change.sent,
        )
        for change in changes
    ]
    columns = ("Fecha", "Qué", "De qué publicación", "Medio", "Mensajes o publicaciones")
    return Section("correcciones", TITLE, (said,), (Table("correcciones", TITLE, columns, tuple(rows)),))
