"""The webmaster has a site built anew when it has to be."""

import asyncio
from pathlib import Path

import pytest

from storage.database import Database
from tests.campaigns.town import MUNICIPALITY
from tests.delivery.desk import at_work, bogota
from tests.website.town import EVENT, LIVE, edited, read
from webmaster import Webmaster

OVER = "Este evento ya pasó."


async def test_the_day_turns_over_at_midnight(database: Database, tmp_path: Path) -> None:
    """The page of today, with nothing new published and nobody asking for it."""
    async with at_work(database, tmp_path, bogota("2027-01-14T23:59:57"), LIVE) as desk:
        webmaster, folder = Webmaster(desk.database, desk.places, desk.clock), desk.place.outgoing / "sitio-publico"
        await webmaster.look(asyncio.Event())
        assert "<h1>Hoy, jueves 14 de enero de 2027</h1>" in read(folder, "hoy/index.html")
        desk.clock.pass_(seconds=3)
        await webmaster.look(asyncio.Event())
        assert "<h1>Hoy, viernes 15 de enero de 2027</h1>" in read(folder, "hoy/index.html")


async def test_an_event_is_over_at_the_minute_in_which_it_ends(database: Database, tmp_path: Path) -> None:
    """Not at the end of that hour."""
    ends = edited(ends="termina: 2027-01-29 16:20")
    async with at_work(database, tmp_path, bogota("2027-01-29T16:19"), {**LIVE, **ends}) as desk:
        webmaster, folder = Webmaster(desk.database, desk.places, desk.clock), desk.place.outgoing / "sitio-publico"
        await webmaster.look(asyncio.Event())
        assert OVER not in read(folder, EVENT)
        desk.clock.pass_(minutes=1)
        await webmaster.look(asyncio.Event())
        assert OVER in read(folder, EVENT)


async def test_what_somebody_deleted_comes_back_within_the_hour(database: Database, tmp_path: Path) -> None:
    """Until then nobody looks into the folder."""
    async with at_work(database, tmp_path, bogota("2027-01-14T08:00"), LIVE) as desk:
        webmaster, folder = Webmaster(desk.database, desk.places, desk.clock), desk.place.outgoing / "sitio-publico"
        await webmaster.look(asyncio.Event())
        (folder / "index.html").unlink()
        desk.clock.pass_(minutes=59)
        await webmaster.look(asyncio.Event())
        assert not (folder / "index.html").exists()
        desk.clock.pass_(minutes=1)
        await webmaster.look(asyncio.Event())
        assert (folder / "index.html").exists()


async def test_a_public_site_that_stands_still_is_told(
    database: Database, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """Its accounts are rehearsals again: the site of those is built, and the log says what becomes of the other."""
    said = "the public site stands still"
    async with at_work(database, tmp_path, bogota("2027-01-14T08:00"), LIVE) as desk:
        webmaster = Webmaster(desk.database, desk.places, desk.clock)
        await webmaster.look(asyncio.Event())
        assert said not in caplog.text
        await desk.reload({"canales.yaml": str(LIVE["canales.yaml"]).replace("modo: real", "modo: pruebas")})
        await webmaster.look(asyncio.Event())
        assert said in caplog.text


@pytest.mark.parametrize(
    ("more", "link"),
    [
        ("ventanilla: https://participe.villaclara.gov.co\ntemas: {noticias: Noticias}\n", True),
        ("ventanilla: https://participe.villaclara.gov.co\n", False),
        ("temas: {noticias: Noticias}\n", False),
    ],
)
async def test_the_site_leads_to_the_page_of_subscriptions(
    database: Database, tmp_path: Path, more: str, link: bool
) -> None:
    """Where there is one: with a public address of the program's own and something to subscribe to."""
    files = {**LIVE, "municipio.yaml": f"{MUNICIPALITY}{more}"}
    async with at_work(database, tmp_path, bogota("2027-01-14T08:00"), files) as desk:
        webmaster, folder = Webmaster(desk.database, desk.places, desk.clock), desk.place.outgoing / "sitio-publico"
        await webmaster.look(asyncio.Event())
        page = read(folder, "suscribirse/index.html")
    assert ('href="https://participe.villaclara.gov.co/suscripcion/"' in page) is link
