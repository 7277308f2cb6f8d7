"""A year tells each closed month as that month's own report does, whatever came since."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any

import pytest

from campaigns.tenant import Tenant
from indicators.closed_parts import LATE
from indicators.closing import Reading, close, count_to_close, read_report
from indicators.contents import contents
from indicators.periods import parse_period
from reports.table import Table
from tests.plans.made_up import AFTERWARDS, Filled, fill
from tests.plans.played import Played
from tests.plans.test_closed_periods import come_late

CLOSED = ("2027-01", "2027-02", "2027-03", "2027-04", "2027-05")


@dataclass(frozen=True, slots=True)
class Running:
    """A plan's year with five closed months, and what came to their days since."""

    filled: Filled
    told: Mapping[str, Reading]
    """What each month said when it was closed."""

    def read(self, period: str, tenant: Tenant | None = None) -> Reading:
        """A report, by another plan where one is given."""
        its = self.filled
        with its.database.read() as connection:
            asked = parse_period(period, its.tenant.municipality.zone)
            return read_report(connection, tenant or its.tenant, its.number, asked, AFTERWARDS)


@pytest.fixture
def running(played: Played, tmp_path_factory: pytest.TempPathFactory) -> Running:
    """Each month is closed before anything of it comes late."""
    filled = fill(played, tmp_path_factory.mktemp("months"))
    with filled.database.write() as connection:
        for key in CLOSED:
            period = parse_period(key, filled.tenant.municipality.zone)
            counted = count_to_close(connection, filled.tenant, filled.number, period, AFTERWARDS)
            assert close(connection, filled.number, counted, "la oficina") is not None
    found = Running(filled, {})
    told = {key: found.read(key) for key in CLOSED}
    come_late(filled)
    return replace(found, told=told)


def edited(tenant: Tenant) -> Tenant:
    """The municipality after somebody has been at its plan: other words, a row less, another who signs."""
    indicators = {key: each.model_copy(update={"name": f"Otro {key}"}) for key, each in tenant.indicators.items()}
    plan = tenant.plan.model_copy(update={"title": "Otro plan", "actions": tenant.plan.actions[1:], "signed_by": ()})
    return replace(tenant, plan=plan, indicators=indicators)


def test_a_year_adds_up_from_closed_months(running: Running, monkeypatch: pytest.MonkeyPatch) -> None:
    """Contents by medium, the calendar and the way of every figure: each closed month as it was told, to the letter
    where it is read alone; what came since in a column and a sentence of its own; all of it together what rows say."""
    monkeypatch.setattr("indicators.sections.figures.MOST_COURSES", 99)
    year = running.read("2027", edited(running.filled.tenant))
    tables = {table.key: table for table in year.shown.document.tables}

    for key, told in running.told.items():
        assert running.read(key, edited(running.filled.tenant)).shown == told.shown
    _contents_add_up(running, year, tables["contenidos"])
    _days_add_up(running, tables["calendario"])
    for row in year.shown.data["indicators"]:  # type: ignore[attr-defined]  # as JSON has them
        if f"tabla-avance-{row['key']}" in tables:
            _figures_add_up(running, year, row, tables[f"tabla-avance-{row['key']}"])


def _contents_add_up(running: Running, year: Reading, table: Table) -> None:
    *media, whole = table.rows
    assert LATE in table.columns
    for number, key in enumerate(CLOSED, 1):
        then: Any = running.told[key].report.contents.rows
        of_then = {row[0]: row[-1] for row in then}
        assert whole[number] == of_then["Total"]
        assert {row[0]: row[number] for row in media if row[number]} == {
            k: v for k, v in of_then.items() if v and k != "Total"
        }
    for row in table.rows:
        assert sum(row[1:-1]) == row[-1]  # type: ignore[arg-type]  # all are numbers
    assert whole[-1] == len(contents(year.report.findings.outcomes))


def _days_add_up(running: Running, table: Table) -> None:
    for number, key in enumerate(CLOSED, 1):
        then: Any = running.told[key].report.contents.rows
        assert table.rows[-1][number] == then[-1][-1]


def _figures_add_up(running: Running, year: Reading, row: Mapping[str, Any], table: Table) -> None:
    indicator = year.report.tenant.indicators[row["key"]]
    if not indicator.adds_up:
        return
    course: Any = table.rows[0][1:]
    values = [0, *(value or 0 for value in course[: len(CLOSED)])]
    for (before, after), key in zip(pairwise(values), CLOSED, strict=True):
        figures: Any = running.told[key].shown.data["indicators"]
        [then] = [each["value"] for each in figures if each["key"] == row["key"]]
        assert after - before == pytest.approx(then or 0)
    late = (row["value"] or 0) - next(value for value in reversed(course) if value is not None)
    assert any(LATE.lower() in note for note in table.notes) == (abs(late) > 1e-6)
