"""A closed month inside a year says what its own report says; what came since has its own place."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import Connection, update

from campaigns.indicator import Filter
from campaigns.tenant import Tenant
from indicators.closed_parts import LATE, late_words
from indicators.closing import PROGRAM, Reading, close, count_to_close, read_report
from indicators.correcting import Given, note_figure
from indicators.declared import record
from indicators.periods import parse_period
from reports.chart import Chart
from reports.table import Cell, Table
from storage.database import Database
from storage.tables import publication
from tests.indicators.plan import INDICATORS, a_town
from tests.indicators.rows import add_post, at
from tests.indicators.test_periods import BOGOTA
from tests.indicators.test_report import fill

LATER = at("2027-05-20 12:00")
TARGETS = INDICATORS.replace("tipo: declarado", "tipo: declarado\n  acumula: suma")
Read = Callable[[str], Reading]


@pytest.fixture
def town(tmp_path: Path) -> Tenant:
    """A municipality whose plan has targets in figures."""
    return a_town(tmp_path, TARGETS)


@pytest.fixture
def tenant(writing: Connection, town: Tenant) -> int:
    """Its number; January, February and the third week are closed, with four contents in January and one since."""
    tenant = fill(writing, town)
    for key in ("2027-W03", "2027-01", "2027-02"):
        close(writing, tenant, count_to_close(writing, town, tenant, parse_period(key, BOGOTA), LATER), PROGRAM)
    return tenant


@pytest.fixture
def read(writing: Connection, town: Tenant, tenant: int) -> Read:
    """Reads the report of a period."""
    return lambda key: read_report(writing, town, tenant, parse_period(key, BOGOTA), LATER)


def table(reading: Reading, key: str) -> Table:
    """One of its tables."""
    return next(each for each in reading.shown.document.tables if each.key == key)


def come_late(connection: Connection, tenant: int) -> None:
    """Two posts on the web in January, one taken back in February."""
    for day in ("2027-01-20", "2027-01-21"):
        add_post(connection, tenant, f"noticias/tarde/web@{day}", f"{day} 12:30")
    its = publication.c
    taken = its.occurrence == "2027-02-01"
    connection.execute(update(publication).where(its.tenant == tenant, taken).values(publishes=False))


def test_nothing_is_said_where_nothing_came_late(read: Read) -> None:
    """The year has its months and no column besides."""
    found = table(read("2027"), "contenidos")
    assert LATE not in found.columns
    assert found.rows[-1] == ("Total", 4, 1, *(0,) * 10, 5)


def test_contents_of_closed_months_stay_and_what_came_since_has_its_column(
    writing: Connection, tenant: int, read: Read
) -> None:
    """It adds each line up to the rows of today: two more on the web, one less."""
    come_late(writing, tenant)

    found = table(read("2027"), "contenidos")

    assert found.columns[-2:] == (LATE, "Total")
    assert found.rows == (
        ("Correo", 1, *(0,) * 11, 0, 1),
        ("Web", 3, 1, *(0,) * 10, 1, 5),
        ("Total", 4, 1, *(0,) * 10, 1, 6),
    )
    assert "cuando el mes ya tenía cerrado su informe" in found.notes[-1]
    section = next(each for each in read("2027").shown.document.sections if each.key == "contenidos")
    chart = section.exhibits[0]
    assert isinstance(chart, Chart)
    assert chart.labels == found.columns[1:-1]
    assert {each.name: each.values[-1] for each in chart.series} == {"Correo": 0, "Web": 1}
    assert "El mes con más contenidos fue enero de 2027, con 4, de 6" in chart.says


def test_weeks_of_a_month_are_told_as_they_were_closed(writing: Connection, tenant: int, read: Read) -> None:
    """January is read from what it kept; a stretch of days that cuts no week counts what came to closed ones apart."""
    before = read("2027-01")
    come_late(writing, tenant)
    assert read("2027-01") == before
    found = table(read("2027-01-11..2027-01-31"), "contenidos")
    assert found.columns == ("Medio", "S02", "S03", "S04", LATE, "Total")
    assert found.rows[-1] == ("Total", 0, 2, 0, 2, 4)


def test_the_calendar_tells_it_in_a_sentence(writing: Connection, tenant: int, read: Read) -> None:
    """Its days are those of the closed reports."""
    come_late(writing, tenant)
    section = next(each for each in read("2027").shown.document.sections if each.key == "calendario")
    assert section.paragraphs[-1] == late_words(1, 6)
    assert "con lo que llegó después del cierre (+1), son 6." in section.paragraphs[-1]
    assert table(read("2027"), "calendario").rows[-1] == ("Total", 4, 1, *(0,) * 10)


def course(reading: Reading, key: str) -> list[Cell]:
    """What an indicator had come to month by month."""
    return list(table(reading, f"tabla-avance-{key}").rows[0][1:])


def test_the_way_of_a_figure_goes_by_closed_months(writing: Connection, town: Tenant, tenant: int, read: Read) -> None:
    """Counted and given ones; below them what they come to with what came since, which is the year's figure."""
    come_late(writing, tenant)
    visits = town.indicators["visitas"]
    record(writing, tenant, "visitas", visits, 100, date(2027, 1, 9), "ana", "", LATER)

    found = read("2027")

    assert course(found, "contenidos")[:5] == [4, 5, 5, 5, 5]
    assert table(found, "tabla-avance-contenidos").notes[-1] == late_words(1, 6)
    assert course(found, "visitas")[:5] == [410, 810.5, 810.5, 810.5, 810.5]
    assert table(found, "tabla-avance-visitas").notes[-1] == late_words(100, 910.5)
    assert {row.key: row.figure.value for row in found.report.indicators}["visitas"] == 910.5


def test_a_figure_that_counts_other_rows_since_is_counted_anew(
    writing: Connection, town: Tenant, tenant: int, read: Read
) -> None:
    """And says so: January's own report goes on telling what it told by the old words."""
    mail = town.indicators["contenidos"].model_copy(update={"filter": Filter(medios=("Correo",))})
    other = replace(town, indicators={**town.indicators, "contenidos": mail})

    found = read_report(writing, other, tenant, parse_period("2027", BOGOTA), LATER)

    assert course(found, "contenidos")[:5] == [1, 1, 1, 1, 1]
    assert table(found, "tabla-avance-contenidos").notes == (
        "Se cuenta como se define hoy, y no en su informe cerrado: enero de 2027 y febrero de 2027.",
    )
    assert read("2027-01").shown.data["indicators"][0]["value"] == 4  # type: ignore[index]  # as JSON has them


def test_a_correction_of_a_closed_month_is_in_the_closed_year_too(
    writing: Connection, town: Tenant, tenant: int
) -> None:
    """Its month there is told as it is told now."""
    year, now = parse_period("2027", BOGOTA), at("2028-01-12 12:00")
    come_late(writing, tenant)
    close(writing, tenant, count_to_close(writing, town, tenant, year, now), PROGRAM)
    before = read_report(writing, town, tenant, year, now)

    figure = Given("visitas", 41, date(2027, 1, 31), corrects=1, reason="Se leyó mal el contador")
    note_figure(writing, town, tenant, figure, "ana", now)

    after = read_report(writing, town, tenant, year, now)
    assert course(before, "visitas")[:3] == [410, 810.5, 810.5]
    assert course(after, "visitas")[:3] == [41, 441.5, 441.5]
    assert {row.key: row.figure.value for row in after.report.indicators}["visitas"] == 441.5
    assert table(after, "contenidos") == table(before, "contenidos")


def test_two_reports_never_disagree_on_january(database: Database, town: Tenant) -> None:
    """Semester, year and any stretch that has it whole."""
    with database.write() as connection:
        tenant = fill(connection, town)
        month = parse_period("2027-01", BOGOTA)
        close(connection, tenant, count_to_close(connection, town, tenant, month, LATER), PROGRAM)
        come_late(connection, tenant)
        longer = ("2027-S1", "2027", "2027-01-01..2027-12-31", "2026-06-01..2027-01-31")
        for key in longer:
            found = table(read_report(connection, town, tenant, parse_period(key, BOGOTA), LATER), "contenidos")
            place = next(number for number, name in enumerate(found.columns) if name in ("Ene", "Ene 2027"))
            assert found.rows[-1][place] == 4
            assert sum(found.rows[-1][1:-1]) == found.rows[-1][-1]  # type: ignore[arg-type]  # all are numbers
