"""Figures that are due in a report and that nobody gave, with whose they are."""

from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import Connection

from campaigns.indicator import Indicator
from campaigns.plan import Plan
from campaigns.tenant import Tenant
from indicators.awaited import Awaited, due_periods
from indicators.declared import record
from indicators.periods import parse_period
from indicators.report import awaited, make_report
from storage.database import Database
from storage.tenants import first_seen
from tests.indicators.plan import INDICATORS, PLAN, a_town
from tests.indicators.rows import add_tenant, at
from tests.indicators.test_periods import BOGOTA
from tests.indicators.test_targets import an_indicator

ENDLESS = Plan.model_validate({"titulo": "P", "acciones": [{"clave": "VC-1", "texto": "T", "responsable": "ana"}]})
OF_2027 = ENDLESS.model_copy(update={"starts": date(2027, 1, 1), "ends": date(2027, 12, 31)})


@pytest.mark.parametrize(
    ("written", "asked", "now", "due"),
    [
        ({}, "2027-01", "2028-02-01", []),
        ({}, "2027-12", "2028-02-01", ["2027"]),
        ({}, "2027", "2028-01-01", ["2027"]),
        ({}, "2027", "2027-12-31", []),
        ({}, "2026", "2028-02-01", []),
        ({"periodo": "mes"}, "2027-B1", "2027-03-05", ["2027-01", "2027-02"]),
        ({"periodo": "mes"}, "2027-B1", "2027-02-05", ["2027-01"]),
        ({"periodo": "mes", "acumula": "ultimo"}, "2027-B1", "2027-03-05", ["2027-02"]),
        ({"periodo": "semana"}, "2027-01", "2027-03-05", ["2026-W53", "2027-W01", "2027-W02", "2027-W03", "2027-W04"]),
        ({"periodo": "semana"}, "2028-01", "2028-03-05", ["2027-W52"]),
    ],
)
def test_a_figure_is_due_in_the_report_in_which_its_own_period_ends(
    written: dict[str, object], asked: str, now: str, due: list[str]
) -> None:
    """A yearly one not in January; of a level only the last; none from outside the plan's days."""
    indicator: Indicator = an_indicator(**written)
    found = due_periods(indicator, parse_period(asked, BOGOTA), OF_2027, at(f"{now} 12:00"), BOGOTA)

    assert [each.key for each in found] == due


def test_a_plan_without_an_end_is_owed_figures_in_every_year() -> None:
    """Neither its beginning nor its end is named."""
    found = due_periods(an_indicator(), parse_period("2031", BOGOTA), ENDLESS, at("2032-01-01 12:00"), BOGOTA)

    assert [each.key for each in found] == ["2031"]


def test_the_report_says_what_is_missing_and_whose_it_is(database: Database, tmp_path: Path) -> None:
    """January was given and February was not: Ana answers for the row of the plan, and so for the figure."""
    town = a_town(tmp_path, indicators=f"{INDICATORS}  periodo: mes\n")
    with database.write() as connection:
        tenant = add_tenant(connection)
        give(connection, tenant, town, "2027-01-31")
        report = make_report(connection, town, tenant, parse_period("2027-B1", BOGOTA), at("2027-03-01 12:00"))
        give(connection, tenant, town, "2027-02-28")
        whole = make_report(connection, town, tenant, parse_period("2027-B1", BOGOTA), at("2027-03-01 12:00"))

    visits = next(row for row in report.indicators if row.key == "visitas")
    assert awaited(report) == (Awaited("visitas", "Número de visitantes", "ana", "Ana Pérez", ("febrero de 2027",)),)
    assert visits.responsible == "Ana Pérez"
    assert "falta la cifra de febrero de 2027, y la debe Ana Pérez" in visits.note
    assert awaited(whole) == ()


MONTHLY = f"{INDICATORS}  periodo: mes\n"
DESDE = "desde: 2027-01-01\n"


@pytest.mark.parametrize(
    ("given", "starts", "first"),
    [
        ((), "", "noviembre"),
        (("2027-08-31",), "", "septiembre"),
        ((), "desde: 2027-06-15\n", "junio"),
    ],
    ids=["nobody gave any", "one of August was given", "the plan says since when"],
)
def test_who_begins_in_november_owes_nothing_of_march(
    database: Database, tmp_path: Path, given: tuple[str, ...], starts: str, first: str
) -> None:
    """Where the plan does not say since when it is in force, the first day here says it, or an earlier figure."""
    town = a_town(tmp_path, plan=PLAN.replace(DESDE, starts), indicators=MONTHLY)
    with database.write() as connection:
        tenant = add_tenant(connection)
        first_seen(connection, tenant, [("obras", "aviso")], at("2027-11-15 08:00"))
        for day in given:
            give(connection, tenant, town, day, "2027-11-20 12:00")
        report = make_report(connection, town, tenant, parse_period("2027", BOGOTA), at("2028-01-01 12:00"))

    [owed] = awaited(report)
    assert owed.periods[0] == f"{first} de 2027"
    assert owed.periods[-1] == "diciembre de 2027"


def test_where_nothing_was_ever_done_nothing_is_owed(database: Database, tmp_path: Path) -> None:
    """Who looks at a report before the first start is not told of a whole year's debts."""
    town = a_town(tmp_path, plan=PLAN.replace(DESDE, ""), indicators=MONTHLY)
    with database.write() as connection:
        tenant = add_tenant(connection)
        report = make_report(connection, town, tenant, parse_period("2027-B5", BOGOTA), at("2027-11-15 12:00"))

    assert awaited(report) == ()


@pytest.mark.parametrize(
    ("periods", "name", "told"),
    [
        (("marzo",), "Ana", "falta la cifra de marzo, y la debe Ana"),
        (("marzo", "abril"), "Ana", "faltan las cifras de marzo y abril, y las debe Ana"),
        (("marzo", "abril", "mayo"), "", "faltan las cifras de marzo, abril y mayo, y el plan no dice quién las da"),
        (("marzo",), "", "falta la cifra de marzo, y el plan no dice quién la da"),
    ],
)
def test_a_gap_is_told_in_one_or_in_many(periods: tuple[str, ...], name: str, told: str) -> None:
    """With whose it is, where the plan says it."""
    assert Awaited("visitas", "Visitas", "ana" if name else "", name, periods).words == told


def give(connection: Connection, tenant: int, town: Tenant, day: str, now: str = "2027-03-01 12:00") -> None:
    """A figure of visits."""
    kept = town.indicators["visitas"]
    record(connection, tenant, "visitas", kept, 10, date.fromisoformat(day), "ana", "", at(now))
