"""Dinero: what each medium cost, beside its budget. Pure."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal

from campaigns.when.words import list_of
from indicators.medium import medium_named
from indicators.report import Report
from reports.chart import Chart, ChartKind, Role, Series
from reports.document import Section
from reports.table import Cell, Table
from reports.words import pesos_words
from storage.spending import Spending

TITLE = "Dinero"
NOTHING = "En este periodo no se gastó nada."
PROMISED = "Comprometido: lo que falta por salir o por hacerse de lo que ya empezó. El gasto del año lo incluye."

Sums = Mapping[str, Decimal]


def money_section(report: Report) -> Section | None:
    """None where nothing ever cost anything and nobody has a budget."""
    findings, budgets, apart = report.findings, _budgets(report), (*_campaigns(report), *_messages(report))
    if not budgets and not apart and not findings.spent_ever:
        return None
    media = [_chart(report, budgets)] if budgets or findings.spent_in_year else []
    return Section("dinero", TITLE, _sentences(report, budgets), (*media, *apart))


def money_words(report: Report) -> str:
    """«$ 1.200.000 gastados y $ 300.000 comprometidos»; empty where nothing was."""
    gone = sum((each.gone for each in report.findings.spent), Decimal(0))
    promised = sum((each.promised for each in report.findings.spent), Decimal(0))
    sums = ((gone, "gastados"), (promised, "comprometidos"))
    return list_of([f"{_in_pesos(amount)} {name}" for amount, name in sums if amount])


def _budgets(report: Report) -> Sums:
    """Pesos for a calendar year, by medium: those of its accounts together."""
    found: dict[str, Decimal] = defaultdict(Decimal)
    for account in report.tenant.accounts.values():
        if account.budget is not None:
            found[medium_named(account.medium)] += account.budget
    return found


def _sentences(report: Report, budgets: Sums) -> tuple[str, ...]:
    told = money_words(report)
    first = f"En el periodo hubo {told}." if told else NOTHING
    used = _by_medium(report.findings.spent_in_year, _whole)
    over = [medium for medium, budget in budgets.items() if used[medium] > budget]
    return (first, f"Pasó de su presupuesto del año: {list_of(over)}.") if over else (first,)


def _chart(report: Report, budgets: Sums) -> Chart:
    table = _table(report, budgets)
    labels = tuple(str(row[0]) for row in table.rows[:-1])
    year = report.period.last.year
    series = [Series(f"Gasto de {year}", _column(table, 3))]
    if budgets:
        series.append(Series(f"Presupuesto de {year}", _column(table, 4), Role.TARGET))
    used = sum(_by_medium(report.findings.spent_in_year, _whole).values(), Decimal(0))
    of = f", de {_in_pesos(sum(budgets.values(), Decimal(0)))} presupuestados" if budgets else ""
    return Chart(
        key="dinero-por-medio",
        kind=ChartKind.BARS,
        title=f"Gasto de {year} por medio" + (" y su presupuesto" if budgets else ""),
        says=f"En {year}, hasta el fin del periodo, todos los medios juntos llevan {_in_pesos(used)}{of}.",
        unit="pesos",
        labels=labels,
        series=tuple(series),
        table=table,
    )


def _table(report: Report, budgets: Sums) -> Table:
    findings, year = report.findings, report.period.last.year
    gone = _by_medium(findings.spent, lambda each: each.gone)
    promised = _by_medium(findings.spent, lambda each: each.promised)
    used = _by_medium(findings.spent_in_year, _whole)
    media = sorted({*used, *gone, *budgets})
    rows = [_cells(name, gone[name], promised[name], used[name], budgets.get(name)) for name in media]
    sums = [sum(each.values(), Decimal(0)) for each in (gone, promised, used)]
    rows.append(_cells("Total", sums[0], sums[1], sums[2], sum(budgets.values(), Decimal(0)) if budgets else None))
    columns = ("Medio", "Gastado (pesos)", "Comprometido (pesos)", f"Gasto de {year} (pesos)")
    beside = (f"Presupuesto de {year} (pesos)", "Usado (%)")
    return Table("dinero", f"Dinero por medio, {report.period.name}", (*columns, *beside), tuple(rows), (PROMISED,))


def _campaigns(report: Report) -> tuple[Table, ...]:
    """A budget of a campaign is one for all its time."""
    used: dict[str, Decimal] = defaultdict(Decimal)
    for each in report.findings.spent_ever:
        used[each.campaign] += _whole(each)
    rows: list[tuple[Cell, ...]] = []
    for campaign in report.tenant.campaigns.values():
        if (budget := campaign.entry.budget) is not None:
            spent = used[campaign.id]
            rows.append((campaign.entry.title, float(spent), float(budget), _percent(spent, budget)))
    columns = ("Campaña", "Gasto hasta el fin del periodo (pesos)", "Presupuesto (pesos)", "Usado (%)")
    return (Table("dinero-por-campana", "Dinero por campaña", columns, tuple(rows)),) if rows else ()


def _messages(report: Report) -> tuple[Table, ...]:
    """Of those that have a budget of their own, for all their time too; what corrects one is paid out of it."""
    used: dict[tuple[str, str], Decimal] = defaultdict(Decimal)
    for each in report.findings.spent_ever:
        used[each.campaign, each.message.partition("~")[0]] += _whole(each)
    rows: list[tuple[Cell, ...]] = []
    for campaign in report.tenant.campaigns.values():
        for message in campaign.messages:
            if (budget := message.entry.budget) is not None:
                spent = used[campaign.id, message.id]
                named = (campaign.entry.title, message.id)
                rows.append((*named, float(spent), float(budget), _percent(spent, budget)))
    columns = ("Campaña", "Mensaje", "Gasto hasta el fin del periodo (pesos)", "Presupuesto (pesos)", "Usado (%)")
    return (Table("dinero-por-mensaje", "Dinero por mensaje", columns, tuple(rows)),) if rows else ()


def _cells(name: str, gone: Decimal, promised: Decimal, used: Decimal, budget: Decimal | None) -> tuple[Cell, ...]:
    of = None if budget is None else float(budget)
    return (name, float(gone), float(promised), float(used), of, None if budget is None else _percent(used, budget))


def _percent(spent: Decimal, budget: Decimal) -> float | None:
    return float(spent / budget * 100) if budget else None


def _column(table: Table, place: int) -> tuple[float | None, ...]:
    """Of all rows but the last, which is their sum."""
    cells = (row[place] for row in table.rows[:-1])
    return tuple(cell if isinstance(cell, float) else None for cell in cells)


def _whole(each: Spending) -> Decimal:
    return each.gone + each.promised


def _by_medium(rows: Iterable[Spending], value: Callable[[Spending], Decimal]) -> dict[str, Decimal]:
    found: dict[str, Decimal] = defaultdict(Decimal)
    for each in rows:
        found[medium_named(each.medium)] += value(each)
    return found


def _in_pesos(amount: Decimal) -> str:
    return pesos_words(float(amount))
