"""Indicadores: all of them in a table, what part of its target each has reached, and the way there. Pure."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence

from campaigns.when.words import list_of
from indicators.indicator_table import indicator_table, reached_words
from indicators.pace import Course
from indicators.report import IndicatorRow, Report, without_due_figure
from indicators.sections.course import course, divided
from indicators.sections.wording import foremost, percent_words
from indicators.stretches import stretches
from reports.chart import Chart, ChartKind, Role, Series
from reports.document import Section
from reports.table import Table
from reports.words import number_of

TITLE = "Indicadores"
MOST_COURSES = 6
"""More lines than these nobody looks at; which are left out is said."""
FEWEST_PARTS = 3
OF_SUMS = "De una meta acumulada: qué parte lleva de lo que debe sumar al terminar el periodo, desde que empezó."
FARTHEST = ("El más lejos de su meta es", "Los más lejos de su meta son", "cada uno")
MET = 100.0
MOST_NAMES = 4
"""More names than these make no sentence."""
COURSES: dict[Course, tuple[str, str]] = {
    "met": ("cumplida", "cumplidas"),
    "on_course": ("va bien", "van bien"),
    "at_risk": ("en riesgo", "en riesgo"),
    "behind": ("atrasada", "atrasadas"),
    "not_met": ("no cumplida", "no cumplidas"),
}
"""One and many, in the order in which people ask for them."""
TO_LOOK_AT = frozenset(("at_risk", "behind", "not_met"))


def indicators_section(report: Report) -> Section:
    """The table first: every figure stands in it."""
    if not report.indicators:
        return Section("indicadores", TITLE, ("El plan no tiene indicadores.",))
    measured = [row for row in report.indicators if row.goal.judged_percent is not None]
    percents = [_percents(report)] if len(measured) > 1 else []
    ways = courses(report, [row for row in report.indicators if row.goal.target is not None])
    drawn = ways[:MOST_COURSES]
    paragraphs = [_sentence(report), *target_sentences(report)]
    if len(ways) > len(drawn):
        paragraphs.append(f"Se dibuja el avance de los {len(drawn)} más lejos de su meta; los demás están en la tabla.")
    return Section("indicadores", TITLE, tuple(paragraphs), (indicator_table(report), *percents, *drawn))


def target_sentences(report: Report) -> tuple[str, ...]:
    """How many targets stand where, and by name those that somebody must look at; none where nothing can be said."""
    judged = [row for row in report.indicators if row.standing is not None]
    if not judged:
        return ()
    stands = Counter(row.standing for row in judged if row.standing is not None)
    others = [row for row in report.indicators if row.goal.target is not None and row.standing is None]
    due = without_due_figure(report)
    first = _stands_words(stands, len(others), sum(row.key in due for row in others))
    short = sorted((row for row in judged if row.standing in TO_LOOK_AT), key=_percent)
    if not short:
        return (first,)
    names = distinct_names(report)
    listed = [f"«{names[row.key]}» ({reached_words(row)})" for row in short[:MOST_NAMES]]
    more = f", y {len(short) - MOST_NAMES} más" if len(short) > MOST_NAMES else ""
    return (first, f"Hay que mirar: {'; '.join(listed)}{more}.")


def _stands_words(stands: Counter[Course], others: int, missing: int) -> str:
    """«De 8 metas: 3 cumplidas; de 5 falta la cifra.»

    `others`: of how many nothing is said yet; `missing`: of how many of these a figure is due that is not there.
    """
    told = list_of([number_of(stands[course], *words) for course, words in COURSES.items() if stands[course]])
    targets = stands.total() + others
    if len(stands) == 1 and not others:
        one, many = COURSES[next(iter(stands))]
        return f"La única meta en cifras: {one}." if targets == 1 else f"Las {targets} metas: {many}."
    gap = f"; de {missing} falta la cifra" if missing else ""
    early = f"; de {others - missing} todavía no se puede decir nada" if others > missing else ""
    return f"De {number_of(targets, 'meta', 'metas')}: {told}{gap}{early}."


def distinct_names(report: Report) -> dict[str, str]:
    """The name of each by its key; of those that share one, with what tells them apart beside it.

    That is their unit, or the rows of the plan that name them, or both; else the key.
    """
    same: dict[str, list[IndicatorRow]] = defaultdict(list)
    for row in report.indicators:
        same[row.name].append(row)
    served: dict[str, list[str]] = defaultdict(list)
    for action in report.actions:
        if action.indicator is not None:
            served[action.indicator.key].append(action.action.key)
    return {row.key: f"{name}{mark}" for name, rows in same.items() for row, mark in _told_apart(rows, served)}


def _told_apart(rows: list[IndicatorRow], served: Mapping[str, list[str]]) -> Iterator[tuple[IndicatorRow, str]]:
    if len(rows) == 1:
        yield rows[0], ""
        return
    units, actions = [row.unit for row in rows], [list_of(served[row.key]) for row in rows]
    both = [f"{unit}, {action}" for unit, action in zip(units, actions, strict=True)]
    marks = next((each for each in (units, actions, both) if all(each) and len(set(each)) == len(rows)), None)
    yield from ((row, f" ({mark})") for row, mark in zip(rows, marks or [row.key for row in rows], strict=True))


def _percent(row: IndicatorRow) -> float:
    return row.goal.judged_percent or 0


def _sentence(report: Report) -> str:
    counted = number_of(len(report.indicators), "indicador", "indicadores")
    targets = sum(row.goal.target is not None for row in report.indicators)
    if not targets:
        return f"El plan tiene {counted}, y de ninguno fija una meta en cifras."
    figures = sum(row.figure.value is not None for row in report.indicators)
    return f"El plan tiene {counted}, {targets} con meta en cifras; de {figures} hay cifra en este periodo."


def _percents(report: Report) -> Chart:
    rows = tuple(row for row in report.indicators if row.goal.judged_percent is not None)
    names = distinct_names(report)
    lowest = min(map(_percent, rows))
    last = [f"«{names[row.key]}»" for row in rows if _percent(row) == lowest]
    values = tuple(row.goal.judged_percent for row in rows)
    notes = (OF_SUMS,) if any(row.goal.summed is not None for row in rows) else ()
    return Chart(
        key="porcentaje-de-las-metas",
        kind=ChartKind.BARS,
        title="Qué parte de su meta lleva cada indicador",
        says=f"{foremost(last, FARTHEST, percent_words(lowest))}.",
        unit="%",
        labels=tuple(names[row.key] for row in rows),
        series=(Series("Cumplido", values), Series("Meta", (MET,) * len(rows), Role.TARGET)),
        table=Table(
            "porcentajes",
            "Qué parte de su meta lleva cada indicador",
            ("Indicador", "Cumplido (%)", "Meta (%)"),
            tuple((names[row.key], row.goal.judged_percent, MET) for row in rows),
            notes,
        ),
    )


def courses(report: Report, rows: Sequence[IndicatorRow]) -> list[Chart]:
    """How each came to its figure beside the line of its target: those farthest from their targets first."""
    cut = stretches(report.period, report.tenant.municipality.zone)
    if len(cut.parts) < FEWEST_PARTS or not rows:
        return []
    parts = divided(report.findings.outcomes, cut)
    names = distinct_names(report)
    found = (course(report, row, names[row.key], cut, parts) for row in sorted(rows, key=_percent))
    return [chart for chart in found if chart is not None]
