"""A report as a document: its sections in their order. Pure."""

from collections.abc import Iterator

from indicators.remarks import SIMULATED, remark
from indicators.report import Report, awaited
from indicators.sections.changes import changes_section, corrected_section
from indicators.sections.closing import seals_of, signatures_of
from indicators.sections.contents import contents_section
from indicators.sections.days import calendar_section
from indicators.sections.duties import duties_section
from indicators.sections.figures import indicators_section
from indicators.sections.glance import facts_of
from indicators.sections.money import money_section
from indicators.sections.origins import origins_section
from indicators.sections.plan import actions_section, own_sections
from indicators.sections.reach import reach_section
from indicators.sections.summary import summary_section
from indicators.sections.tasks import tasks_section
from reports.document import Document, Section


def compose(report: Report) -> Document:
    """All of a report.

    A section of which the plan has nothing is left out; one of which the period has nothing says so in a sentence.
    """
    tenant, findings = report.tenant, report.findings
    return Document(
        key=f"informe-{tenant.slug}-{report.period.key}",
        body=tenant.municipality.body,
        title="Informe del plan de comunicaciones",
        plan=tenant.plan.title,
        period=report.period.name,
        compared_with=findings.previous.name if findings.compares else "",
        made_at=report.made_at.astimezone(tenant.municipality.zone),
        warnings=(*((SIMULATED,) if report.simulated else ()), *_gaps(report), *_left_out(report)),
        facts=facts_of(report),
        sections=tuple(_sections(report)),
        signatures=signatures_of(report),
        seals=seals_of(report),
    )


def _gaps(report: Report) -> tuple[str, ...]:
    missing = len(awaited(report))
    if not missing:
        return ()
    told = "Falta la cifra de 1 indicador" if missing == 1 else f"Faltan las cifras de {missing} indicadores"
    return (f"{told}; el resumen dice quién la{'s' if missing > 1 else ''} debe.",)


def _left_out(report: Report) -> tuple[str, ...]:
    told = remark(report.findings.rehearsed)
    return (told,) if told else ()


def _sections(report: Report) -> Iterator[Section]:
    yield summary_section(report)
    yield contents_section(report)
    yield calendar_section(report)
    yield from filter(None, (reach_section(report),))
    yield indicators_section(report)
    yield actions_section(report)
    yield from own_sections(report)
    yield from filter(None, (duties_section(report), tasks_section(report), money_section(report)))
    yield changes_section(report)
    yield from filter(None, (corrected_section(report), origins_section(report)))
