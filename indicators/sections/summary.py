"""Resumen: what a mayor reads aloud, in a few sentences. Pure."""

from collections import Counter
from collections.abc import Iterator

from campaigns.when.words import list_of
from indicators.content_table import contents
from indicators.outcomes import Outcomes
from indicators.report import IndicatorRow, Report
from indicators.responsible import name_of
from indicators.sections.duties import owing
from indicators.sections.figures import met
from indicators.sections.money import money_words
from indicators.sections.plan import states_of
from indicators.sections.wording import compared, how_many_do, number_of, percent_words
from reports.document import Section
from reports.words import number_words

MOST_NAMES = 4
"""More names than these make no sentence."""
FEW_FIGURES = 2
"""More missing figures than these are counted, not named."""


def summary_section(report: Report) -> Section:
    """From two sentences to six."""
    return Section("resumen", "Resumen", tuple(_sentences(report)))


def _sentences(report: Report) -> Iterator[str]:
    yield _went_out(report)
    yield from _targets(report)
    yield from _late(report)
    yield from _missing(report)
    if money := money_words(report):
        yield f"En dinero hubo {money}."
    if not report.findings.compares:
        yield "No hay registros del periodo anterior con los cuales comparar."


def _went_out(report: Report) -> str:
    now, earlier = report.findings.outcomes, report.findings.earlier
    told = number_of(len(contents(now)), "contenido", "contenidos")
    media = len({row.medium for row in contents(now)})
    beside = compared(len(contents(now)), len(contents(earlier))) if report.findings.compares else ""
    published = f"se publicaron {told}" if media else "no se publicó ningún contenido"
    where = f" en {number_of(media, 'medio', 'medios')}" if media else ""
    name = report.period.name
    going = ", que todavía no termina" if report.made_at < report.period.until else ""
    heading = f"{name[:1].upper()}{name[1:]}{going}"
    first = f"{heading}: {published}{where}{f', {beside}' if beside else ''}"
    sent, reached = _to_persons(now)
    if not sent:
        return f"{first}."
    to_persons = number_of(sent, "mensaje a personas", "mensajes a personas")
    arrived = "todos llegaron" if reached == sent else f"llegaron {number_words(reached)}"
    return f"{first}; salieron {to_persons}, y {arrived}."


def _to_persons(outcomes: Outcomes) -> tuple[int, int]:
    direct = [row for row in outcomes.published if row.direct]
    return sum(row.sent for row in direct), sum(row.reached for row in direct)


def _targets(report: Report) -> Iterator[str]:
    with_target = [row for row in report.indicators if row.goal.percent is not None]
    if not with_target:
        return
    short = sorted((row for row in with_target if not met(row)), key=lambda row: row.goal.percent or 0)
    counted = number_of(len(with_target), "indicador", "indicadores")
    reached = how_many_do(len(with_target) - len(short), "la cumple", "la cumplen")
    first = f"De {counted} con meta y cifra, {reached}"
    if not short:
        yield f"{first}."
        return
    names = [f"«{row.name}» ({percent_words(row.goal.percent or 0)})" for row in short[:MOST_NAMES]]
    yield f"{first}; los más lejos de ella son {list_of(names)}."


def _late(report: Report) -> Iterator[str]:
    late = [key for key, state in states_of(report).items() if state == "late"]
    if late:
        shown = list_of(late[:MOST_NAMES]) + (" y otras" if len(late) > MOST_NAMES else "")
        yield (
            f"Está atrasada la acción {shown}." if len(late) == 1 else f"Están atrasadas {len(late)} acciones: {shown}."
        )
    if late_duties := owing(report):
        who = [f"{name} ({number})" for name, number in late_duties.most_common(MOST_NAMES)]
        yield f"Hay {number_of(late_duties.total(), 'deber', 'deberes')} en mora: {list_of(who)}."


def _missing(report: Report) -> Iterator[str]:
    missing = [row for row in report.indicators if _is_missing(report, row)]
    if not missing:
        return
    if len(missing) <= FEW_FIGURES:
        names = list_of([f"«{row.name}»" for row in missing])
        what = f"Falta la cifra de {names}" if len(missing) == 1 else f"Faltan las cifras de {names}"
    else:
        what = f"Faltan las cifras de {len(missing)} indicadores"
    yield f"{what}{_whose(report, missing)}."


def _is_missing(report: Report, row: IndicatorRow) -> bool:
    return row.figure.value is None and report.tenant.indicators[row.key].type == "declarado"


def _whose(report: Report, missing: list[IndicatorRow]) -> str:
    slugs = [report.tenant.indicators[row.key].responsible for row in missing]
    names = Counter(name_of(report.tenant, slug) for slug in slugs if slug)
    if not names:
        return ""
    several = len(names) > 1
    shown = [f"{name} ({number})" if several else name for name, number in names.most_common(MOST_NAMES)]
    return f"; {'las anotan' if several else 'las anota' if len(missing) > 1 else 'la anota'} {list_of(shown)}"
