"""Deberes: what departments and persons owed in the period, handed in by its term or not. Pure."""

from collections import Counter, defaultdict
from collections.abc import Sequence

from campaigns.when.words import list_of
from indicators.owed import STATUS_NAMES, Owed
from indicators.report import Report
from indicators.responsible import name_of
from reports.chart import Chart, ChartKind, Series
from reports.document import Section
from reports.table import Cell, Table, without_empty
from reports.words import late_words, number_of, number_words
from storage.duties import DutyStatus

TITLE = "Deberes"
MOST_DRAWN = 16
"""More bars than these are no picture: the last one is then all others together, and the table names each."""
OTHERS = "Los demás ({})"
LATEST = "Mayor atraso"


def duties_section(report: Report) -> Section | None:
    """None where nobody owes anything, and nobody did in the period before."""
    owed = report.findings.outcomes.owed
    if not owed:
        nothing = "Ningún deber tuvo su plazo en este periodo."
        return Section("deberes", TITLE, (nothing,)) if report.findings.earlier.owed else None
    by_debtor: dict[str, list[Owed]] = defaultdict(list)
    for each in owed:
        by_debtor[debtor_of(report, each)].append(each)
    late = [each for each in owed if each.status is DutyStatus.OVERDUE]
    tables = [_overdue(report, late)] if late else []
    return Section("deberes", TITLE, _sentences(report, owed), (_chart(report, by_debtor), *tables))


def debtor_of(report: Report, each: Owed) -> str:
    """The name of who owes it."""
    return name_of(report.tenant, each.record.name)


def owing(report: Report) -> Counter[str]:
    """How many duties are overdue, by the name of who owes them."""
    late = (each for each in report.findings.outcomes.owed if each.status is DutyStatus.OVERDUE)
    return Counter(debtor_of(report, each) for each in late)


def _sentences(report: Report, owed: Sequence[Owed]) -> tuple[str, ...]:
    stands = Counter(each.status for each in owed)
    told = [f"{number_words(stands[status])} {name}" for status, name in STATUS_NAMES.items() if stands[status]]
    first = f"{number_of(len(owed), 'deber tuvo', 'deberes tuvieron')} su plazo en el periodo: {list_of(told)}."
    late = owing(report)
    who = [f"{name} ({number})" for name, number in late.most_common()]
    return (first, f"Están en mora: {list_of(who)}.") if late else (first,)


def _chart(report: Report, by_debtor: dict[str, list[Owed]]) -> Chart:
    """Those in arrears first, then those who owe most."""
    stands = {name: Counter(each.status for each in owed) for name, owed in by_debtor.items()}
    debtors = sorted(by_debtor, key=lambda name: (-stands[name][DutyStatus.OVERDUE], -stands[name].total(), name))
    asked = [status for status in STATUS_NAMES if any(stands[name][status] for name in debtors)]
    on_time = sum(stands[name][DutyStatus.ON_TIME] for name in debtors)
    whole = number_of(sum(map(len, by_debtor.values())), "deber", "deberes")
    bars = _bars(debtors, stands)
    return Chart(
        key="estado-de-los-deberes",
        kind=ChartKind.STACKED,
        title="Estado de los deberes por quien los debe",
        says=f"De {whole}, {number_of(on_time, 'se entregó', 'se entregaron')} a tiempo.",
        unit="deberes",
        labels=tuple(bars),
        series=tuple(
            Series(STATUS_NAMES[status].capitalize(), tuple(float(each[status]) for each in bars.values()))
            for status in asked
        ),
        table=_table(report, debtors, by_debtor),
    )


def _bars(debtors: Sequence[str], stands: dict[str, Counter[DutyStatus]]) -> dict[str, Counter[DutyStatus]]:
    if len(debtors) <= MOST_DRAWN:
        return {name: stands[name] for name in debtors}
    shown, rest = debtors[: MOST_DRAWN - 1], debtors[MOST_DRAWN - 1 :]
    together = sum((stands[name] for name in rest), Counter[DutyStatus]())
    return {**{name: stands[name] for name in shown}, OTHERS.format(len(rest)): together}


def _table(report: Report, labels: Sequence[str], by_debtor: dict[str, list[Owed]]) -> Table:
    everyone = [each for name in labels for each in by_debtor[name]]
    rows = [(name, *_cells(report, by_debtor[name])) for name in labels]
    states = (name.capitalize() for name in STATUS_NAMES.values())
    columns = ("Quién", *states, "Total", "Con prórroga", "Escalados", LATEST)
    total = ("Total", *_cells(report, everyone))
    return without_empty(Table("deberes", "Deberes por quien los debe", columns, (*rows, total)), (LATEST,))


def _cells(report: Report, owed: Sequence[Owed]) -> tuple[Cell, ...]:
    stands = Counter(each.status for each in owed)
    worst = max(_days_late(report, each) for each in owed)
    extended = sum(each.record.extended for each in owed)
    escalated = sum(each.record.escalations > 0 for each in owed)
    return (*(stands[status] for status in STATUS_NAMES), len(owed), extended, escalated, _late(report, worst))


def _days_late(report: Report, each: Owed) -> int:
    return each.record.days_late(report.made_at, report.tenant.municipality.zone)


def _late(report: Report, days: int) -> str:
    return late_words(days, report.made_at.astimezone(report.tenant.municipality.zone).date())


def _overdue(report: Report, late: Sequence[Owed]) -> Table:
    zone = report.tenant.municipality.zone
    rows: list[tuple[Cell, ...]] = [
        (
            each.record.title,
            debtor_of(report, each),
            each.record.until.astimezone(zone).date(),
            _late(report, _days_late(report, each)),
            name_of(report.tenant, each.record.escalates_to) if each.record.escalations else "",
        )
        for each in late
    ]
    columns = ("Deber", "Quién lo debe", "Plazo", "Atraso", "Se escaló a")
    return Table("deberes-en-mora", "Deberes en mora", columns, tuple(rows))
