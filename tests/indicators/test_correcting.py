"""What is said of a closed period later: with its reason, as another version, and nothing else of it changes."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import Connection, select, update

from campaigns.tenant import Tenant
from indicators.closing import PROGRAM, close, count_to_close, read_report
from indicators.correcting import Given, ReasonMissing, note_figure
from indicators.declared import BadMeasurement
from indicators.periods import parse_period
from indicators.remarks import heading
from indicators.report import Report
from indicators.report_json import as_json
from storage.audit import verify
from storage.database import Database
from storage.tables import counter, measurement, period_snapshot
from tests.indicators.rows import at
from tests.indicators.test_periods import BOGOTA
from tests.indicators.test_report import NOW, fill, town

__all__ = ["town"]

LATER = at("2027-03-12 15:00")
JANUARY_S = Given("visitas", 41, None, corrects=1, reason="Se leyó mal el contador")
Read = Callable[[str], Report]


@pytest.fixture
def tenant(writing: Connection, town: Tenant) -> int:
    """The municipality's number; January and its bimester are closed, with 410 visits in January."""
    tenant = fill(writing, town)
    for key in ("2027-01", "2027-B1"):
        close(writing, tenant, count_to_close(writing, town, tenant, parse_period(key, BOGOTA), NOW), PROGRAM)
    return tenant


@pytest.fixture
def read(writing: Connection, town: Tenant, tenant: int) -> Read:
    """Reads the report of a period back."""
    return lambda key: read_report(writing, town, tenant, parse_period(key, BOGOTA), LATER).report


def visits(report: Report) -> float | None:
    """The figure of visits."""
    return {row.key: row.figure.value for row in report.indicators}["visitas"]


def versions(connection: Connection) -> list[tuple[str, int]]:
    """All that is kept: period and version."""
    its = period_snapshot.c
    return [tuple(row) for row in connection.execute(select(its.period, its.version).order_by(its.period, its.version))]


def test_a_correction_makes_another_version_and_the_old_one_stays(
    writing: Connection, town: Tenant, tenant: int, read: Read
) -> None:
    """Of every closed period in which its day lies; the report shows the new figure, the old one, who, when and why."""
    before = writing.scalars(select(period_snapshot.c.figures).order_by(period_snapshot.c.id)).all()

    noted = note_figure(writing, town, tenant, JANUARY_S, "ana", LATER)

    assert set(noted.versions) == {("2027-01", 2), ("2027-B1", 2)}
    assert noted.day == date(2027, 1, 31)
    assert versions(writing) == [("2027-01", 1), ("2027-01", 2), ("2027-B1", 1), ("2027-B1", 2)]
    first = select(period_snapshot.c.figures).where(period_snapshot.c.version == 1).order_by(period_snapshot.c.id)
    assert writing.scalars(first).all() == before
    report = read("2027-01")
    row = report.indicators[2]
    assert row.figure.value == 41
    assert row.note.endswith("corregido el 12/03/2027 por Ana Pérez: Se leyó mal el contador; antes decía 410")
    of_plan = next(each.indicator for each in report.actions if each.action.key == "VC-2")
    assert of_plan is not None
    assert (of_plan.figure.value, of_plan.note.count("antes decía 410")) == (41, 1)
    assert heading(report).endswith(
        "Periodo cerrado el 01/03/2027 por el pregonero: sus cifras no cambian, salvo lo que se corrigió con su motivo "
        "(una vez; la última, el 12/03/2027)."
    )
    assert verify(writing) is None
    closed = as_json(report)["closed"]
    assert isinstance(closed, dict)
    assert (closed["version"], closed["at"]) == (2, "2027-03-01T12:00:00Z")
    said = {"before": 410, "value": 41, "at": "2027-03-12T15:00:00Z", "by": "Ana Pérez"}
    assert closed["corrections"] == [
        {"indicator": "visitas", "action": action, **said, "reason": "Se leyó mal el contador"}
        for action in (None, "VC-2")
    ]


def test_a_second_correction_tells_both(writing: Connection, town: Tenant, tenant: int, read: Read) -> None:
    """One after the other, with what each found."""
    first = note_figure(writing, town, tenant, JANUARY_S, "ana", LATER)
    again = replace(JANUARY_S, value=42, corrects=first.number, reason="Faltaba un día")
    note_figure(writing, town, tenant, again, "luis", LATER)

    row = read("2027-01").indicators[2]

    assert row.figure.value == 42
    assert row.note.endswith("antes decía 410; corregido el 12/03/2027 por luis: Faltaba un día; antes decía 41")


def test_nothing_else_of_the_period_changes(writing: Connection, town: Tenant, tenant: int, read: Read) -> None:
    """Mail that came back since the close, and a plan edited since, stay out of the new version."""
    before = read("2027-01")
    writing.execute(update(counter).where(counter.c.state == "bounced").values(count=900))
    plan = town.plan.model_copy(update={"title": "Otro plan", "actions": town.plan.actions[:2]})

    note_figure(writing, replace(town, plan=plan), tenant, JANUARY_S, "ana", LATER)

    after = read("2027-01")
    assert after.indicators[:2] == before.indicators[:2]
    assert after.contents == before.contents
    assert after.made_at == before.made_at
    told = after.findings
    assert told == replace(before.findings, given=told.given, corrected=told.corrected)
    assert [(each.before, each.after, each.by) for each in after.findings.corrected] == [(410, 41, "ana")]
    assert [(each.value, each.corrects) for each in after.findings.given] == [(41, 1)]
    assert [row.action.key for row in after.actions] == [row.action.key for row in before.actions]
    assert after.tenant.plan == before.tenant.plan
    assert [visits(after), visits(before)] == [41, 410]


@pytest.mark.parametrize(
    ("figure", "told"),
    [
        (replace(JANUARY_S, reason=""), "Ya están cerrados: enero de 2027 y primer bimestre de 2027"),
        (Given("visitas", 5, date(2027, 1, 3)), "Ya están cerrados: enero de 2027 y primer bimestre de 2027"),
        (Given("visitas", 5, date(2027, 2, 3), reason=" "), r"Primer bimestre de 2027 \(enero y febrero\) ya está"),
    ],
)
def test_a_closed_day_asks_for_a_reason(
    writing: Connection, town: Tenant, tenant: int, figure: Given, told: str
) -> None:
    """A correction or a first figure: the sentence names the periods, and nothing is kept."""
    with pytest.raises(ReasonMissing, match=told):
        note_figure(writing, town, tenant, figure, "ana", LATER)

    assert len(versions(writing)) == 2
    assert len(writing.execute(select(measurement)).all()) == 2


def test_an_open_day_asks_for_none(writing: Connection, town: Tenant, tenant: int, read: Read) -> None:
    """March runs; a correction there still says why."""
    first = note_figure(writing, town, tenant, Given("visitas", 7, date(2027, 3, 2)), "ana", LATER)
    with pytest.raises(BadMeasurement, match="por qué se corrige"):
        note_figure(writing, town, tenant, Given("visitas", 8, None, corrects=first.number), "ana", LATER)

    assert first.versions == ()
    assert visits(read("2027-03")) == 7
    assert len(versions(writing)) == 2


def test_a_first_figure_after_the_close_is_told_too(writing: Connection, town: Tenant, tenant: int, read: Read) -> None:
    """February had 400.5 in its bimester: what is added later says why it came late."""
    late = Given("visitas", 10, date(2027, 2, 20), reason="El conteo llegó tarde")
    noted = note_figure(writing, town, tenant, late, "ana", LATER)

    assert noted.versions == (("2027-B1", 2),)
    assert visits(read("2027-B1")) == 820.5
    assert "El conteo llegó tarde; antes decía 810,5" in read("2027-B1").indicators[2].note
    assert visits(read("2027-01")) == 410


def test_a_figure_that_moves_to_another_day_changes_both_periods(
    writing: Connection, town: Tenant, tenant: int, read: Read
) -> None:
    """It was February's: January loses it; the bimester keeps it, with its other day."""
    noted = note_figure(writing, town, tenant, replace(JANUARY_S, value=410, day=date(2027, 2, 1)), "ana", LATER)

    assert set(noted.versions) == {("2027-01", 2), ("2027-B1", 2)}
    assert [visits(read(key)) for key in ("2027-01", "2027-B1")] == [None, 810.5]
    told = [report.closed.corrections for key in ("2027-01", "2027-B1") if (report := read(key)).closed is not None]
    assert [[each.value for each in corrections] for corrections in told] == [[None, None], []]


def test_an_indicator_that_a_closed_period_does_not_have_asks_for_no_reason(
    writing: Connection, town: Tenant, tenant: int
) -> None:
    """It was written into the file since: nothing that was reported changes."""
    more = replace(town, indicators={**town.indicators, "radio": town.indicators["visitas"]})

    assert note_figure(writing, more, tenant, Given("radio", 5, date(2027, 1, 3)), "ana", LATER).versions == ()


def test_two_corrections_at_once_make_two_versions(database: Database, town: Tenant) -> None:
    """Whoever comes second waits, and corrects what the first one made of it."""
    with database.write() as connection:
        tenant = fill(connection, town)
        asked = parse_period("2027-01", BOGOTA)
        close(connection, tenant, count_to_close(connection, town, tenant, asked, NOW), PROGRAM)
    with database.write() as connection:
        note_figure(connection, town, tenant, Given("visitas", 1, date(2027, 1, 3), reason="Una"), "ana", LATER)
    with database.write() as connection:
        note_figure(connection, town, tenant, Given("visitas", 2, date(2027, 1, 4), reason="Otra"), "ana", LATER)
    with database.read() as connection:
        report = read_report(connection, town, tenant, asked, LATER).report
    assert report.closed is not None
    assert (visits(report), report.closed.version) == (413, 3)
