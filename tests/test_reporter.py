"""The files of a report that goes out, made by what really makes them."""

from datetime import date
from pathlib import Path

from campaigns.campaign import ReportEntry
from reporter import narrowed, reporter
from reports.document import Document, Section
from storage.database import Database
from tests.delivery.reporting.town import MONDAY, reporting

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


def test_only_the_named_tables_of_the_plan_go_in() -> None:
    """The report's own sections stay, the indicators among them."""
    sections = tuple(Section(key, key) for key in ("resumen", "indicadores", "tabla-smart", "fases"))
    document = Document("i", "Alcaldía", "Informe", "Plan", "mes", "", MONDAY, sections=sections)
    kept = narrowed(document, ReportEntry(periodo="mes", tablas=("fases",)))
    assert [each.key for each in kept.sections] == ["resumen", "indicadores", "fases"]
