"""Alcance por público: to whom messages to persons went, how many came back. Pure."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from indicators.outcomes import Outcomes, Published
from indicators.report import Report
from indicators.sections.wording import compared, foremost, percent_words
from reports.chart import Chart, ChartKind, Role, Series
from reports.document import Section
from reports.table import Cell, Table
from reports.words import number_of

TITLE = "Alcance por público"
MOST_REACHED = ("El público más alcanzado fue", "Los públicos más alcanzados fueron", "cada uno")
OFTEN = "Quien recibió varios mensajes cuenta una vez por cada uno."
COLUMNS = ("Envíos", "Mensajes", "Devueltos", "Devueltos (%)", "Personas alcanzadas", "Mayor envío")


@dataclass(frozen=True, slots=True)
class Reach:
    """Messages to persons, added up."""

    sendings: int = 0
    sent: int = 0
    bounced: int = 0
    reached: int = 0
    largest: int = 0
    """How many persons one sending reached at the most: so many different persons there were at least."""

    def plus(self, row: Published) -> "Reach":
        """With one more sending to one audience."""
        return Reach(
            self.sendings + 1,
            self.sent + row.sent,
            self.bounced + row.bounced,
            self.reached + row.reached,
            max(self.largest, row.reached),
        )

    @property
    def cells(self) -> tuple[Cell, ...]:
        """Under `COLUMNS`."""
        percent = self.bounced / self.sent * 100 if self.sent else None
        return (self.sendings, self.sent, self.bounced, percent, self.reached, self.largest)


def reach_section(report: Report) -> Section | None:
    """None where the municipality writes to nobody, person by person, and did not before."""
    now, earlier = _direct(report.findings.outcomes), _direct(report.findings.earlier)
    if not now and not earlier:
        return None
    if not now:
        return Section("alcance", TITLE, ("En este periodo no se envió ningún mensaje a personas.",))
    whole = _summed(now, lambda row: "")[""]
    media = _summed(now, lambda row: row.medium)
    by_medium = [_table("alcance-por-medio", "Alcance por medio", "Medio", media, whole)] if len(media) > 1 else []
    chart = _chart(report, now, earlier, whole)
    by_audience = chart if len(chart.labels) > 1 or len(chart.series) > 1 else chart.table
    return Section("alcance", TITLE, (_sentence(report, whole, earlier),), (by_audience, *by_medium))


def _direct(outcomes: Outcomes) -> tuple[Published, ...]:
    return tuple(row for row in outcomes.published if row.direct)


def _summed(rows: Iterable[Published], by: Callable[[Published], str]) -> dict[str, Reach]:
    found: dict[str, Reach] = {}
    for row in rows:
        found[by(row)] = found.get(by(row), Reach()).plus(row)
    return dict(sorted(found.items(), key=lambda item: (-item[1].reached, item[0])))


def _sentence(report: Report, whole: Reach, earlier: tuple[Published, ...]) -> str:
    before = sum(row.reached for row in earlier)
    beside = f", {compared(whole.reached, before)}" if report.findings.compares else ""
    back = (
        f"se devolvió el {percent_words(whole.bounced / whole.sent * 100)}" if whole.bounced else "ninguno se devolvió"
    )
    sent = number_of(whole.sent, "mensaje", "mensajes")
    sendings = number_of(whole.sendings, "envío", "envíos")
    reached = number_of(whole.reached, "persona", "personas")
    return f"En {sendings} salieron {sent}: {back}. Llegaron a {reached}{beside}. {OFTEN}"


def _chart(report: Report, now: tuple[Published, ...], earlier: tuple[Published, ...], whole: Reach) -> Chart:
    named = _namer(report)
    found, before = _summed(now, named), _summed(earlier, named)
    labels = (*found, *(name for name in before if name not in found))
    series = [Series("En el periodo", tuple(float(found.get(name, Reach()).reached) for name in labels))]
    if report.findings.compares:
        values = tuple(float(before.get(name, Reach()).reached) for name in labels)
        series.append(Series(report.findings.previous.name.capitalize(), values, Role.BEFORE))
    most = found[labels[0]].reached
    first = [f"«{name}»" for name, each in found.items() if each.reached == most]
    table = _table("alcance", TITLE, "Público", {name: found.get(name, Reach()) for name in labels}, whole)
    if report.findings.compares:
        table = _with_before(table, [*(before.get(name, Reach()).reached for name in labels)])
    return Chart(
        key="alcance-por-publico",
        kind=ChartKind.BARS,
        title="Personas alcanzadas por público",
        says=f"{foremost(first, MOST_REACHED, number_of(most, 'persona', 'personas'))}.",
        unit="personas",
        labels=labels,
        series=tuple(series),
        table=table,
    )


def _namer(report: Report) -> Callable[[Published], str]:
    audiences = report.tenant.audiences

    def named(row: Published) -> str:
        return audiences[row.audience].name if row.audience in audiences else row.audience

    return named


def _table(key: str, title: str, first: str, rows: dict[str, Reach], whole: Reach) -> Table:
    filled = (*((name, *reach.cells) for name, reach in rows.items()), ("Total", *whole.cells))
    return Table(key, title, (first, *COLUMNS), filled, (OFTEN,))


def _with_before(table: Table, before: list[int]) -> Table:
    rows = tuple((*row, value) for row, value in zip(table.rows, [*before, sum(before)], strict=True))
    return Table(table.key, table.title, (*table.columns, "Alcanzadas antes"), rows, table.notes)
