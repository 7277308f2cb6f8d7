"""De un vistazo: what whoever signs must know in a minute, in a few lines on the cover. Pure."""

from collections import Counter
from collections.abc import Iterator

from campaigns.when.words import list_of
from indicators.contents import contents
from indicators.indicator_table import reached_words
from indicators.report import Report, awaited, without_due_figure
from indicators.sections.duties import owing
from indicators.sections.figures import COURSES, TO_LOOK_AT, distinct_names
from indicators.sections.money import money_words
from indicators.sections.plan import STATES, late_words, states_of
from indicators.sections.wording import compared
from reports.document import Fact
from reports.words import number_of, number_words
from storage.duties import DutyStatus

MOST_NAMES = 3
"""More than these are no glance."""


def facts_of(report: Report) -> tuple[Fact, ...]:
    """The most important first. What the plan has nothing of is left out."""
    return tuple(_facts(report))


def _facts(report: Report) -> Iterator[Fact]:
    yield Fact("Acciones del plan", _actions(report))
    if targets := _targets(report):
        yield Fact("Metas", targets)
    if short := _short(report):
        yield Fact("Hay que mirar", short)
    if missing := awaited(report):
        owed = Counter(each.responsible_name or "nadie está nombrado" for each in missing)
        yield Fact("Faltan las cifras de", f"{number_of(len(missing), 'indicador', 'indicadores')}: {_named(owed)}")
    yield Fact("Contenidos", _contents(report))
    if report.findings.outcomes.owed:
        yield Fact("Deberes", _duties(report))
    if report.findings.tasks:
        yield Fact("Tareas", _tasks(report))
    if money := money_words(report):
        yield Fact("Dinero", money)


def _actions(report: Report) -> str:
    states = Counter(states_of(report).values())
    told = list_of([number_of(states[state], *words) for state, words in STATES.items() if states[state]])
    late = late_words(report, MOST_NAMES)
    return f"{number_words(states.total())}: {told}{f' ({late})' if late else ''}"


def _targets(report: Report) -> str:
    """How many stand where; of a plan without targets in figures nothing is asked."""
    rows = [row for row in report.indicators if row.goal.target is not None]
    stands = Counter(row.standing for row in rows if row.standing is not None)
    told = [number_of(stands[course], *words) for course, words in COURSES.items() if stands[course]]
    silent = [row for row in rows if row.standing is None]
    due = without_due_figure(report)
    missing = sum(row.key in due for row in silent)
    if missing:
        told.append(f"{number_words(missing)} sin cifra")
    if len(silent) > missing:
        told.append(f"{number_words(len(silent) - missing)} de las que todavía no se puede decir nada")
    return f"{number_words(len(rows))}: {list_of(told)}" if rows else ""


def _short(report: Report) -> str:
    short = sorted(
        (row for row in report.indicators if row.standing in TO_LOOK_AT), key=lambda row: row.goal.judged_percent or 0
    )
    names = distinct_names(report)
    told = [f"{names[row.key]}, {reached_words(row)}" for row in short[:MOST_NAMES]]
    return "; ".join(told) + (f"; y {len(short) - MOST_NAMES} más" if len(short) > MOST_NAMES else "")


def _contents(report: Report) -> str:
    now, earlier = contents(report.findings.outcomes), contents(report.findings.earlier)
    if not now:
        return "no se publicó ninguno"
    beside = f", {compared(len(now), len(earlier))}" if report.findings.compares else ""
    media = number_of(len({row.medium for row in now}), "medio", "medios")
    return f"{number_words(len(now))} en {media}{beside}"


def _duties(report: Report) -> str:
    owed = report.findings.outcomes.owed
    on_time = sum(each.status is DutyStatus.ON_TIME for each in owed)
    late = owing(report)
    arrears = f"; {number_words(late.total())} en mora: {_named(late)}" if late else ""
    return f"{number_words(on_time)} de {number_words(len(owed))} a tiempo{arrears}"


def _tasks(report: Report) -> str:
    asked, done, overdue = (
        sum(getattr(each, name) for each in report.findings.tasks) for name in ("all", "done", "overdue")
    )
    late = f"; {number_of(overdue, 'vencida', 'vencidas')}" if overdue else ""
    return f"{number_words(done)} de {number_words(asked)} cumplidas{late}"


def _named(owed: Counter[str]) -> str:
    shown = [f"{name} ({number})" for name, number in owed.most_common(MOST_NAMES)]
    return list_of([*shown, f"{len(owed) - MOST_NAMES} más"] if len(owed) > MOST_NAMES else shown)
