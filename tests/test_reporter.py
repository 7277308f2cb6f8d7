"""The files of a report that goes out, made by what really makes them."""

from datetime import date
from pathlib import Path
from typing import Literal

from sqlalchemy import Connection, text

from campaigns.campaign import ReportEntry
from indicators.closing import PROGRAM, close, count_to_close, read_report
from indicators.periods import parse_period
from reporter import Figures, narrowed, reporter, sketcher
from reports.document import Document, Section
from storage.database import Database
from tests.delivery.desk import Desk
from tests.delivery.reporting.town import MONDAY, reporting
from tests.indicators.rows import add_post

BEGINNINGS = {"html": b"<!DOCTYPE html>", "pdf": b"%PDF-", "xlsx": b"PK"}


async def test_each_format_is_what_it_says(database: Database, tmp_path: Path) -> None:
    """A page, a paper and a workbook of one week, called alike; the summary has sentences."""
    async with reporting(database, tmp_path) as (desk, _):
        entry = ReportEntry(periodo="semana", formato=("html", "pdf", "xlsx"))
        with database.read() as connection:
            place = desk.place
            read = reporter()(connection, place.tenant, place.tenant_id, entry, date(2027, 2, 1), MONDAY)
        made = read.make()
        assert made.period == "2027-W04"
        assert made.summary
        for each in made.files:
            kind = each.name.rpartition(".")[2]
            assert each.name == f"informe-villa-clara-2027-W04.{kind}"
            assert each.data.lstrip()[:15].startswith(BEGINNINGS[kind])


async def test_of_a_closed_period_the_closed_report_goes_out(database: Database, tmp_path: Path) -> None:
    """Its files say what was kept, with its seal, whatever rows came since; what an open one says has moved on."""
    async with reporting(database, tmp_path) as (desk, _):
        zone, number = desk.tenant.municipality.zone, desk.place.tenant_id
        with database.write() as connection:
            add_post(connection, number, "matriculas/antes/web@1", "2027-01-26 13:00")
            week = parse_period("2027-W04", zone)
            counted = count_to_close(connection, desk.tenant, number, week, MONDAY)
            assert close(connection, number, counted, PROGRAM) is not None
            before = _figures(desk, connection), _figures(desk, connection, "mes")
            add_post(connection, number, "matriculas/tarde/web@1", "2027-01-27 13:00")
            connection.execute(text("UPDATE counter SET count = count + 5"))
            after = _figures(desk, connection), _figures(desk, connection, "mes")
            kept = read_report(connection, desk.tenant, number, week, MONDAY)

        assert after[0].document == before[0].document
        assert after[0].make() == before[0].make()
        assert after[1].document != before[1].document
        assert after[0].document == kept.shown.document
        assert kept.report.closed is not None
        assert kept.shown.data["closed"]["digest"] == kept.report.closed.digest  # type: ignore[index]  # an object


def _figures(desk: Desk, connection: Connection, kind: Literal["semana", "mes"] = "semana") -> Figures:
    """What a message reads on a Monday."""
    day = date(2027, 2, 1)
    entry = ReportEntry(periodo=kind, formato=("pdf",))
    found = sketcher()(connection, desk.tenant, desk.place.tenant_id, entry, day, MONDAY)
    assert isinstance(found, Figures)
    return found


def test_only_the_named_tables_of_the_plan_go_in() -> None:
    """The report's own sections stay, the indicators among them."""
    sections = tuple(Section(key, key) for key in ("resumen", "indicadores", "tabla-smart", "fases"))
    document = Document("i", "Alcaldía", "Informe", "Plan", "mes", "", MONDAY, sections=sections)
    kept = narrowed(document, ReportEntry(periodo="mes", tablas=("fases",)))
    assert [each.key for each in kept.sections] == ["resumen", "indicadores", "fases"]
