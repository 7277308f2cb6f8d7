"""Correcciones y retiros: what was mended or taken back after it had gone out; and which figures were. Pure."""

from collections.abc import Mapping

from indicators.corrected import CorrectedFigure
from indicators.report import Report
from indicators.responsible import name_of
from indicators.sections.figures import distinct_names
from reports.document import Section
from reports.table import Cell, Table
from reports.words import number_of

TITLE = "Correcciones y retiros"
FIGURES = "Cifras corregidas en el periodo"
FIGURE_COLUMNS = ("Fecha", "Cifra", "Del día", "Antes", "Después", "Motivo", "Quién")
BOTH_STAY = "La cifra que se corrigió no se borra: las dos quedan en los registros, con su motivo."
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
            _called(report, change.of),
            change.medium,
            change.sent,
        )
        for change in changes
    ]
    columns = ("Fecha", "Qué", "De qué publicación", "Medio", "Mensajes o publicaciones")
    return Section("correcciones", TITLE, (said,), (Table("correcciones", TITLE, columns, tuple(rows)),))


def corrected_section(report: Report) -> Section | None:
    """Every figure that somebody put right, with what it said before; None where nobody did."""
    found = report.findings.corrected
    if not found:
        return None
    told = number_of(len(found), "cifra se corrigió", "cifras se corrigieron")
    said = f"{told}: en el periodo, o después pero de días del periodo."
    names = distinct_names(report)
    rows = tuple(_figure_row(report, each, names) for each in found)
    table = Table("cifras-corregidas", FIGURES, FIGURE_COLUMNS, rows, (BOTH_STAY,))
    return Section("cifras-corregidas", FIGURES, (said,), (table,))


def _called(report: Report, key: str) -> str:
    """The title of the campaign of a publication beside its key; the key alone where the plan no longer has it."""
    campaign = report.tenant.campaigns.get(key.partition("/")[0])
    return key if campaign is None else f"{campaign.entry.title} ({key})"


def _figure_row(report: Report, each: CorrectedFigure, names: Mapping[str, str]) -> tuple[Cell, ...]:
    zone = report.tenant.municipality.zone
    what = f"Tarea «{each.task}»" if each.task else names.get(each.indicator, each.indicator)
    return (
        *(each.at.astimezone(zone).date(), what, each.day),
        *(each.before, each.after, each.reason, name_of(report.tenant, each.by)),
    )
