"""Resumen: what a mayor reads aloud, in a few sentences. Pure."""

from collections import Counter
from collections.abc import Iterator

from campaigns.when.words import list_of
from indicators.contents import contents
from indicators.outcomes import Outcomes
from indicators.report import Report, awaited
from indicators.sections.duties import owing
from indicators.sections.figures import MOST_NAMES, target_sentences
from indicators.sections.money import money_words
from indicators.sections.plan import actions_sentence
from indicators.sections.wording import compared
from reports.document import Section
from reports.words import number_of, number_words

UNKNOWN = "sin registros del periodo anterior para comparar"
FEW_FIGURES = 2
"""More missing figures than these are counted, not named."""


def summary_section(report: Report) -> Section:
    """From two sentences to six."""
    return Section("resumen", "Resumen", tuple(_sentences(report)))


def _sentences(report: Report) -> Iterator[str]:
    yield _went_out(report)
    yield from target_sentences(report)
    yield actions_sentence(report, MOST_NAMES)
    yield from _late(report)
    yield from _missing(report)
    if money := money_words(report):
        yield f"En dinero hubo {money}."


def _went_out(report: Report) -> str:
    now, earlier = report.findings.outcomes, report.findings.earlier
    told = number_of(len(contents(now)), "contenido", "contenidos")
    media = len({row.medium for row in contents(now)})
    beside = compared(len(contents(now)), len(contents(earlier))) if report.findings.compares else UNKNOWN
    published = f"se publicaron {told}" if media else "no se publicó ningún contenido"
    where = f" en {number_of(media, 'medio', 'medios')}" if media else ""
    name = report.period.name
    going = ", que todavía no termina" if report.made_at < report.period.until else ""
    heading = f"{name[:1].upper()}{name[1:]}{going}"
    return f"{heading}: {published}{where}{f', {beside}' if beside else ''}{_mails(now)}."


def _mails(outcomes: Outcomes) -> str:
    sent, reached = _to_persons(outcomes)
    if not sent:
        return ""
    arrived = "todos llegaron" if reached == sent else f"llegaron {number_words(reached)}"
    return f"; salieron {number_of(sent, 'mensaje a personas', 'mensajes a personas')}, y {arrived}"


def _to_persons(outcomes: Outcomes) -> tuple[int, int]:
    direct = [row for row in outcomes.published if row.direct]
    return sum(row.sent for row in direct), sum(row.reached for row in direct)


def _late(report: Report) -> Iterator[str]:
    if late := owing(report):
        who = [f"{name} ({number})" for name, number in late.most_common(MOST_NAMES)]
        yield f"Hay {number_of(late.total(), 'deber', 'deberes')} en mora: {list_of(who)}."


def _missing(report: Report) -> Iterator[str]:
    """A figure that is due and that nobody has given holds up whoever waits for the report: it says whose it is."""
    missing = awaited(report)
    if not missing:
        return
    owed = Counter(each.responsible_name for each in missing)
    if len(missing) <= FEW_FIGURES:
        told = [f"la de «{each.name}» ({list_of(each.periods)})" for each in missing]
        what = f"Falta una cifra: {told[0]}" if len(missing) == 1 else f"Faltan dos cifras: {list_of(told)}"
    else:
        what = f"Faltan las cifras de {len(missing)} indicadores"
    who = [f"{name} ({number})" if len(owed) > 1 else name for name, number in owed.most_common(MOST_NAMES) if name]
    owes = "Las debe" if len(missing) > 1 else "La debe"
    yield f"{what}. {owes + ('n' if len(who) > 1 else '')}: {list_of(who)}." if who else f"{what}."
