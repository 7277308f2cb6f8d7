"""A report on the site: its page hands its files out with what they are known by, and one page lists all reports."""

from pathlib import Path

from channels.web import file_path
from storage.database import Database
from tests.campaigns.town import ACCOUNTS
from tests.delivery.reporting.town import CHANGES, reporting, turn
from tests.website.town import read, site_of

LIVE: dict[str, str | bytes | None] = {
    **CHANGES,
    "canales.yaml": ACCOUNTS.replace("web: {tipo: web, modo: pruebas}", "web: {tipo: web, modo: real}"),
}
PAGE = "/contenidos/matriculas/semanal/2027-02-01/"


async def test_its_page_hands_its_files_out(database: Database, tmp_path: Path) -> None:
    """Each with its name, its size and its sha256, and how a copy is compared."""
    async with reporting(database, tmp_path, LIVE) as (desk, making):
        await turn(desk, making)
        site = site_of(desk)
        shown = read(site, f"{PAGE[1:]}index.html")
        for row in desk.rows("report_file"):
            path = file_path(PAGE, row.sha256, row.mime)
            assert (site / path).stat().st_size == row.size
            assert f'href="{path}"' in shown or f"/{path}" in shown
            assert row.name in shown
            assert row.sha256 in shown
        assert "sha256sum ARCHIVO" in shown


async def test_all_reports_stand_on_one_page(database: Database, tmp_path: Path) -> None:
    """It is found from the sections and by search engines; without reports there is none."""
    async with reporting(database, tmp_path, LIVE) as (desk, making):
        assert not (site_of(desk) / "informes").exists()
        await turn(desk, making)
        site = site_of(desk)
        assert "Informe de la semana 4 de 2027" in read(site, "informes/index.html")
        assert "informes/" in read(site, "secciones/index.html")
        assert "https://villaclara.gov.co/informes/" in read(site, "sitemap.xml")
