"""A report is seen on the page that asks for its approval: as it stands now, and nothing of it is kept."""

import asyncio
import re
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import timedelta
from io import BytesIO
from pathlib import Path

import httpx
import pikepdf
import pytest
import uvicorn
from sqlalchemy import Connection

from panel.app import application
from panel.door import names
from panel.public import Public
from reporter import reporter
from reports.apart import made_apart
from storage.database import Database
from tests.delivery.approving.council import COUNCIL, TOWN, asked, link_to
from tests.delivery.desk import Desk, at_work, bogota
from tests.delivery.reporting.town import CAMPAIGN, OWED, give
from tests.panel.asking import Fixed
from tests.servers.browser import chromium, violations

NEW = bogota("2027-01-28T09:00")
"""A Thursday; the first report is to go out on Monday, 1 February, and tells the week that is running."""
ENVIRONMENT = {"PREGONERO_CLAVE": "clave", "PREGONERO_BOT": "1:bot"}
FILES: dict[str, str | bytes | None] = {
    **COUNCIL,
    "municipio.yaml": TOWN,
    "indicadores.yaml": OWED,
    "campanas/matriculas.yaml": CAMPAIGN.replace("mensajes:", "aprueba: comite-gel\nmensajes:").replace(
        "    informe:", "    tolerancia: 1 hora\n    informe:"
    ),
}
WEEK = "semana 4 de 2027, del 25 al 31 de enero de 2027"


@asynccontextmanager
async def committee(database: Database, folder: Path) -> AsyncIterator[Desk]:
    """The municipality after its members were asked about the weekly report."""
    async with at_work(database, folder, NEW, FILES, ENVIRONMENT) as desk:
        desk.places.put(replace(desk.place, reporter=reporter()))
        asked(desk, NEW)
        asked(desk, NEW + timedelta(minutes=15))
        yield desk


@asynccontextmanager
async def visiting(desk: Desk) -> AsyncIterator[httpx.AsyncClient]:
    """A browser at its pages."""
    app = application(desk.database, names("127.0.0.1"), desk.clock, desk.places, Public(desk.folder / "claves"))
    transport = httpx.ASGITransport(app)
    async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1:8000/aprobar/") as client:
        yield client


async def test_the_page_says_the_report_as_it_stands(database: Database, tmp_path: Path) -> None:
    """Its own period and sentences stand in the text and below it, and that it is counted anew."""
    async with committee(database, tmp_path) as desk, visiting(desk) as client:
        seen = (await client.get(link_to(desk, "ana"))).text
        for told in (
            "<h1>Informe de la semana</h1>",
            f">Informe de la {WEEK}\n",
            "El informe, como está hoy",
            f"Periodo: {WEEK}. Contado el jueves 28 de enero a las 9:15\xa0a.\xa0m.",
            "sus cifras se cuentan de nuevo cuando salga",
            "Huella SHA-256 de informe-villa-clara-2027-W04.pdf: se conoce cuando se publique",
        ):
            assert told in seen
        for sample in ("semana 53", "Aquí van las frases del resumen", "0" * 64, "{{"):
            assert sample not in seen


async def test_a_figure_given_meanwhile_is_seen(database: Database, tmp_path: Path) -> None:
    """What is due and missing is named with whose it is; a minute later it is counted anew, and no row keeps either."""
    async with committee(database, tmp_path) as desk, visiting(desk) as client:
        token = link_to(desk, "ana")
        desk.clock.moment = bogota("2027-02-01T08:05")
        assert "Falta por anotar: «Visitas a la página», de Luis Mora." in (await client.get(token)).text
        give(desk, 120, NEW.date())
        desk.clock.pass_(minutes=1)
        seen = (await client.get(token)).text
        assert "como está hoy" in seen
        assert "Falta por anotar" not in seen
        assert desk.rows("report") == desk.rows("report_file") == []


async def test_its_files_open_and_are_made_once(
    database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """On paper first, then in each format that goes out; a page and its files are of one count."""
    async with committee(database, tmp_path) as desk, visiting(desk) as client:
        made: list[object] = []
        counted: list[object] = []
        place = desk.place
        kept = place.reporter
        assert kept is not None

        def counting(connection: Connection, *asked_for: object) -> object:
            counted.append(asked_for)
            return kept(connection, *asked_for)  # type: ignore[arg-type]  # handed on as it came

        desk.places.put(replace(place, reporter=counting))  # type: ignore[arg-type]
        monkeypatch.setattr("reporter.made_apart", _noting(made))
        token = link_to(desk, "ana")
        page = (await client.get(token)).text
        links = re.findall(r'href="([^"]+)" download>Descargar ([^<]+)<', page)
        assert [name for _, name in links] == ["informe-villa-clara-2027-W04.pdf", "informe-villa-clara-2027-W04.html"]
        paper = [await client.get(links[0][0]) for _ in range(2)]
        assert paper[0].content == paper[1].content
        assert paper[0].headers["content-disposition"].startswith("attachment")
        with pikepdf.open(BytesIO(paper[0].content)) as pages, pages.open_metadata() as metadata:
            assert "semana 4 de 2027" in str(metadata["dc:title"])
        assert (await client.get(links[1][0])).text.startswith("<!DOCTYPE html>")
        assert (len(counted), len(made)) == (1, 2)


def _noting(made: list[object]) -> object:
    def note(*document: object) -> object:
        made.append(document)
        return made_apart(*document)  # type: ignore[arg-type]

    return note


async def test_the_mail_names_it_and_says_where_it_is_seen(database: Database, tmp_path: Path) -> None:
    """No sample, and nothing of a template, stands in the subject."""
    async with committee(database, tmp_path) as desk:
        [mail] = [row.content["values"] for row in desk.rows("publication") if row.message == "aprobar~ana"]
        assert mail["asunto"] == "Falta su visto bueno: «Informe de la semana»"
        assert "en el enlace se ve como está al abrirlo" in mail["parrafos"][0]


async def test_once_a_word_is_said_nothing_is_counted(database: Database, tmp_path: Path) -> None:
    """A no without its reason shows the report again; a yes hands out no file any more."""
    async with committee(database, tmp_path) as desk, visiting(desk) as client:
        token = link_to(desk, "ana")
        assert "como está hoy" in (await client.post(token, data={"decision": "no"})).text
        said = (await client.post(token, data={"decision": "si"})).text
        assert "Quedó anotado" in said
        assert "como está hoy" not in said
        assert (await client.get(f"{token}/0")).status_code == 404


async def test_people_read_it_on_a_telephone(database: Database, tmp_path: Path) -> None:
    """axe finds nothing, nobody scrolls sideways, and the paper comes down."""
    async with committee(database, tmp_path) as desk:
        app = application(
            desk.database, names("127.0.0.1"), Fixed(desk.clock.now()), desk.places, Public(desk.folder / "claves")
        )
        server = uvicorn.Server(uvicorn.Config(app, port=0, log_level="error", lifespan="off"))
        serving = asyncio.create_task(server.serve())
        found = await asyncio.to_thread(_look, server, link_to(desk, "ana"))
        server.should_exit = True
        await serving
        assert found == ([], 0, b"%PDF-")


def _look(server: uvicorn.Server, token: str) -> tuple[list[str], int, bytes]:
    """What axe finds, by how many pixels the page is too wide, and how the first file begins."""
    while not server.started:
        time.sleep(0.01)
    port = server.servers[0].sockets[0].getsockname()[1]
    with chromium() as browser:
        page = browser.new_context(viewport={"width": 360, "height": 740}, bypass_csp=True).new_page()
        page.goto(f"http://127.0.0.1:{port}/aprobar/{token}")
        wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        with page.expect_download() as coming:
            page.locator("a[download]").first.click()
        return violations(page), wide, Path(coming.value.path()).read_bytes()[:5]
