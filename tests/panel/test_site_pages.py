"""The municipality's site from the panel itself: by its names, packed, kept for a minute, and nothing but the site."""

import asyncio
import json
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from pathlib import Path
from typing import NamedTuple

import httpx
import pytest

from panel.app import application
from panel.door import names
from panel.public import Proxies, Public
from storage.database import Database
from tests.delivery.desk import Desk, at_work
from tests.website.town import DUE, LIVE
from webmaster import Webmaster

PROXY = "198.51.100.1"
SITE = {"Host": "villaclara.gov.co", "X-Forwarded-For": "203.0.113.7", "X-Forwarded-Proto": "https"}
"""As a proxy passes on what somebody asked of the site's own name."""
REHEARSED = {**LIVE, "canales.yaml": str(LIVE["canales.yaml"]).replace("modo: real", "modo: pruebas")}


class Town(NamedTuple):
    """With its site, and a browser."""

    desk: Desk
    browser: httpx.AsyncClient


@asynccontextmanager
async def town(
    database: Database, folder: Path, changes: Mapping[str, str | bytes | None] = LIVE, peer: str = PROXY
) -> AsyncIterator[Town]:
    """At work, its announcement published and its site built."""
    async with at_work(database, folder, DUE, changes) as desk:
        await desk.turn()
        await desk.settle()
        await Webmaster(database, desk.places, desk.clock).look(asyncio.Event())
        public = Public(desk.folder / "claves", Proxies((f"{PROXY}/32",)))
        app = application(database, names("127.0.0.1"), desk.clock, desk.places, public)
        transport = httpx.ASGITransport(app, client=(peer, 4711))
        async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1:8000") as browser:
            yield Town(desk, browser)


@pytest.mark.parametrize(
    ("path", "mime", "said"),
    [
        ("/", "text/html", "Alcaldía"),
        ("/calendario/", "text/html", "Calendario"),
        ("/suscribirse/", "text/html", "Suscribirse"),
        ("/eventos/matriculas/1/", "text/html", "Matrículas"),
        ("/calendario.ics", "text/calendar", "BEGIN:VCALENDAR"),
        ("/banner.html", "text/html", "pregonero-banner"),
        ("/banner.json", "application/json", "{"),
        ("/widget.js", "text/javascript", "function"),
        ("/sitemap.xml", "application/xml", "urlset"),
    ],
)
async def test_everyone_reads_the_site(
    path: str, mime: str, said: str, sqlite_database: Database, tmp_path: Path
) -> None:
    """Under its own name and through the proxy: each file as what it is, for other sites too, without a cookie."""
    async with town(sqlite_database, tmp_path) as (_, browser):
        answer = await browser.get(path, headers=SITE)
    # Machines differ in what they call XML.
    told = answer.headers["content-type"].partition(";")[0].replace("text/xml", "application/xml")
    assert (answer.status_code, told) == (200, mime)
    assert said in answer.text
    assert answer.headers.get("content-encoding") == "gzip" or len(answer.content) < 500
    assert answer.headers["cache-control"] == "public, max-age=60"
    assert (answer.headers["access-control-allow-origin"], answer.headers["x-content-type-options"]) == ("*", "nosniff")
    assert "set-cookie" not in answer.headers
    assert "max-age" in answer.headers["strict-transport-security"]


async def test_a_browser_that_has_a_page_is_not_sent_it_again(sqlite_database: Database, tmp_path: Path) -> None:
    """By its mark; a part of a picture can be asked for."""
    async with town(sqlite_database, tmp_path) as (_, browser):
        first = await browser.get("/calendario/", headers=SITE)
        again = await browser.get("/calendario/", headers={**SITE, "If-None-Match": first.headers["etag"]})
        assert (again.status_code, again.content) == (304, b"")
        part = await browser.get("/calendario.ics", headers={**SITE, "Range": "bytes=0-14"})
        assert (part.status_code, part.text) == (206, "BEGIN:VCALENDAR")


async def test_a_folder_is_reached_without_its_slash(sqlite_database: Database, tmp_path: Path) -> None:
    """By its path alone: the proxy's name and its encryption stay as they are."""
    async with town(sqlite_database, tmp_path) as (_, browser):
        answer = await browser.get("/calendario", headers=SITE)
    assert (answer.status_code, answer.headers["location"]) == (308, "/calendario/")


@pytest.mark.parametrize(
    "path",
    [
        "/nada",
        "/.pregonero/archivos.json",
        "/..%2f..%2fclaves",
        "/%2e%2e/%2e%2e/claves",
        "/....//claves",
        "//etc/passwd",
        "/%5c..%5cclaves",
        "/a%00b",
        f"/{'a' * 3000}",
    ],
)
async def test_nothing_but_the_site_is_read(path: str, sqlite_database: Database, tmp_path: Path) -> None:
    """Neither what lies beside it nor our own notes within it; whoever asks is told so on a page of the site."""
    async with town(sqlite_database, tmp_path) as (desk, browser):
        assert (desk.folder / "claves").exists()
        answer = await browser.get(path, headers=SITE)
    assert answer.status_code == 404
    assert "key" not in answer.text


async def test_a_link_out_of_the_folder_leads_nowhere(sqlite_database: Database, tmp_path: Path) -> None:
    """Whoever may write into the folder reads nothing else by it."""
    async with town(sqlite_database, tmp_path) as (desk, browser):
        (desk.place.outgoing / "sitio-publico" / "afuera.txt").symlink_to(desk.folder / "claves")
        assert (await browser.get("/afuera.txt", headers=SITE)).status_code == 404


async def test_what_is_a_rehearsal_is_seen_at_this_machine_alone(sqlite_database: Database, tmp_path: Path) -> None:
    """Through a proxy there is no such site; here it is shown, and says what it is."""
    async with town(sqlite_database, tmp_path, REHEARSED, "127.0.0.1") as (_, browser):
        assert (await browser.get("/calendario/", headers=SITE)).status_code == 404
        shown = await browser.get("/calendario/")
        assert "Sitio de pruebas" in shown.text


async def test_a_foreign_name_reads_no_rehearsal(sqlite_database: Database, tmp_path: Path) -> None:
    """A page elsewhere that points its own name at this machine."""
    async with town(sqlite_database, tmp_path, REHEARSED, "127.0.0.1") as (_, browser):
        assert (await browser.get("/", headers={"Host": "ataque.example"})).status_code == 421


async def test_whoever_asks_without_end_waits(sqlite_database: Database, tmp_path: Path) -> None:
    """Of one network; others read on."""
    async with town(sqlite_database, tmp_path) as (_, browser):
        codes = [(await browser.get("/robots.txt", headers=SITE)).status_code for _ in range(201)]
        assert (codes[199], codes[200]) == (200, 429)
        assert (await browser.get("/", headers={**SITE, "X-Forwarded-For": "192.0.2.9"})).status_code == 200


async def test_the_operators_pages_stay_theirs(sqlite_database: Database, tmp_path: Path) -> None:
    """Through a proxy neither figures nor health; and without a site this machine is told what there is."""
    async with town(sqlite_database, tmp_path) as (_, browser):
        for path in ("/salud", "/metrics"):
            assert (await browser.get(path, headers=SITE)).status_code == 404
        assert json.loads((await browser.get("/salud")).text)["state"]


async def test_the_site_of_an_address_with_a_path(sqlite_database: Database, tmp_path: Path) -> None:
    """Its links begin with that path, whether or not the proxy passes it on."""
    municipality = str(LIVE["municipio.yaml"]).replace(
        "https://villaclara.gov.co", "https://villaclara.gov.co/prensa", 1
    )
    async with town(sqlite_database, tmp_path, {**LIVE, "municipio.yaml": municipality}) as (_, browser):
        whole = await browser.get("/prensa/calendario/", headers=SITE)
        assert 'href="/prensa/' in whole.text
        assert (await browser.get("/calendario/", headers=SITE)).text == whole.text
