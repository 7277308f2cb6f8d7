"""Contenidos publicados: how many on each medium, over time and beside the period before. Pure."""

from collections import Counter

from indicators.content_table import contents_by_medium
from indicators.contents import contents
from indicators.outcomes import Outcomes
from indicators.report import Report
from indicators.sections.wording import change_percent, compared, foremost
from indicators.stretches import Stretches, stretches
from reports.chart import Chart, ChartKind, Role, Series
from reports.document import Section
from reports.table import Cell, Table
from reports.words import number_of, number_words

NOTHING = "En este periodo no se publicó ningún contenido."
MOST_SERIES = 8
"""More patterns than these nobody tells apart; what is beyond them is drawn as one, and the table names it."""
FEWEST_BARS = 3
"""Fewer parts than these are no course of time: media are compared instead."""
COLUMNS_OF_ONE_PART = 3
"""The medium, its only part and the total: a week's table by week says again what that by medium says."""
FIRST = ("El medio con más contenidos fue", "Los medios con más contenidos fueron", "cada uno")
FIRST_PART = {
    "semana": ("La semana con más contenidos fue", "Las semanas con más contenidos fueron", "cada una"),
    "mes": ("El mes con más contenidos fue", "Los meses con más contenidos fueron", "cada uno"),
}
"""By what a period is cut into."""


def contents_section(report: Report) -> Section:
    """Bars by week or month, and each medium beside what it was."""
    now, earlier = _by_medium(report.findings.outcomes), _by_medium(report.findings.earlier)
    if not now:
        before = f" En el anterior fueron {number_words(earlier.total())}." if earlier else ""
        return Section("contenidos", "Contenidos publicados", (NOTHING + before,))
    compares = report.findings.compares
    cut = stretches(report.period, report.tenant.municipality.zone)
    over_time = [_over_time(report, cut)] if len(cut.parts) >= FEWEST_BARS else []
    by_medium = [_side_by_side(report, now, earlier)] if compares or not over_time else []
    exhibits: list[Chart | Table] = [*over_time, *by_medium]
    if not over_time and len(report.contents.columns) > COLUMNS_OF_ONE_PART:
        exhibits.append(report.contents)
    return Section("contenidos", "Contenidos publicados", (_sentence(report, now, earlier),), tuple(exhibits))


def _by_medium(outcomes: Outcomes) -> Counter[str]:
    return Counter(row.medium for row in contents(outcomes))


def _sentence(report: Report, now: Counter[str], earlier: Counter[str]) -> str:
    most = max(now.values())
    told = number_of(now.total(), "contenido", "contenidos")
    beside = compared(now.total(), earlier.total()) if report.findings.compares else ""
    media = number_of(len(now), "medio", "medios")
    one = f"Se publicaron {told} en {media}{f', {beside}' if beside else ''}."
    if len(now) == 1:
        return one
    first = [medium for medium, number in now.items() if number == most]
    if len(first) == len(now):
        return f"{one} Cada medio tuvo {number_words(most)}."
    return f"{one} {foremost(sorted(first), FIRST, number_words(most))}."


def _over_time(report: Report, cut: Stretches) -> Chart:
    findings, zone = report.findings, report.tenant.municipality.zone
    found = contents_by_medium(findings.outcomes, cut, findings.parts, zone)
    count = found.by_medium
    by_size = sorted(count, key=lambda medium: (-sum(count[medium]), medium))
    drawn = by_size if len(by_size) <= MOST_SERIES else by_size[: MOST_SERIES - 1]
    series = [Series(medium, tuple(map(float, count[medium]))) for medium in drawn]
    rest = [count[medium] for medium in by_size[len(drawn) :]]
    if rest:
        series.append(Series("Otros medios", tuple(float(sum(numbers)) for numbers in zip(*rest, strict=True))))
    totals = [sum(numbers) for numbers in zip(*count.values(), strict=True)]
    of_parts = totals[: len(cut.parts)]
    most = max(of_parts)
    first = [
        part.name if cut.word == "mes" else heading
        for part, heading, number in zip(cut.parts, cut.headings, of_parts, strict=True)
        if number == most
    ]
    when = foremost(first, FIRST_PART[cut.word], number_words(most))
    return Chart(
        key=f"contenidos-por-{cut.word}",
        kind=ChartKind.STACKED,
        title=f"Contenidos por {cut.word} y medio",
        says=f"{when}, de {number_words(sum(totals))} en todo el periodo.",
        unit="contenidos",
        labels=found.headings,
        series=tuple(series),
        table=report.contents,
    )


def _side_by_side(report: Report, now: Counter[str], earlier: Counter[str]) -> Chart:
    media = sorted({*now, *earlier}, key=lambda medium: (-now[medium], medium))
    compares = report.findings.compares
    series = [Series("En el periodo", tuple(float(now[medium]) for medium in media))]
    if compares:
        before = tuple(float(earlier[medium]) for medium in media)
        series.append(Series(report.findings.previous.name.capitalize(), before, Role.BEFORE))
    return Chart(
        key="contenidos-comparados",
        kind=ChartKind.BARS,
        title="Contenidos por medio" + (" y en el periodo anterior" if compares else ""),
        says=_changes(now, earlier) if compares else f"Fueron {number_words(now.total())} en todos los medios juntos.",
        unit="contenidos",
        labels=tuple(media),
        series=tuple(series),
        table=_comparison(report, media, now, earlier),
    )


def _changes(now: Counter[str], earlier: Counter[str]) -> str:
    grew = sorted(medium for medium in {*now, *earlier} if now[medium] > earlier[medium])
    fell = sorted(medium for medium in {*now, *earlier} if now[medium] < earlier[medium])
    more, fewer = ", ".join(grew) or "ninguno", ", ".join(fell) or "ninguno"
    return f"Medios con más contenidos que en el periodo anterior: {more}. Con menos: {fewer}."


def _comparison(report: Report, media: list[str], now: Counter[str], earlier: Counter[str]) -> Table:
    title = f"Contenidos publicados por medio, {report.period.name}"
    if not report.findings.compares:
        alone: list[tuple[Cell, ...]] = [(medium, now[medium]) for medium in media]
        return Table("contenidos-por-medio", title, ("Medio", "Contenidos"), (*alone, ("Total", now.total())))
    rows: list[tuple[Cell, ...]] = [
        (medium, now[medium], earlier[medium], change_percent(now[medium], earlier[medium])) for medium in media
    ]
    whole = (now.total(), earlier.total(), change_percent(now.total(), earlier.total()))
    columns = ("Medio", "Contenidos", "Periodo anterior", "Cambio (%)")
    note = f"El periodo anterior es: {report.findings.previous.name}. Sin cambio en porcentaje donde no hubo ninguno."
    return Table("contenidos-por-medio", title, columns, (*rows, ("Total", *whole)), (note,))
