"""The site is a projection: of what went out, and of what is to take place."""

import json
import re
from pathlib import Path

import pytest

from delivery.office.by_hand import Hurry
from delivery.office.correction import correct
from delivery.office.decisions import approve
from delivery.office.withdrawal import withdraw
from storage.database import Database
from tests.campaigns.town import ACCOUNTS
from tests.delivery.desk import Desk, at_work, bogota
from tests.website.town import (
    BANNER,
    DUE,
    DURING,
    EVENT,
    FILE,
    KEY,
    LIVE,
    PAGE,
    SITE,
    built,
    edited,
    files,
    read,
    site_of,
)
from website.stamp import PATH

CALENDAR = "calendario.ics"


async def test_what_went_out_and_what_is_to_come_have_pages(database: Database, tmp_path: Path) -> None:
    """A page for the publication with its picture, one for the event, and lists and feeds that name both."""
    async with at_work(database, tmp_path, DUE, LIVE) as desk:
        await desk.turn()
        folder = site_of(desk)
        page = read(folder, PAGE)
        assert "<h1>Matrículas &amp; &lt;cupos&gt;</h1>" in page
        assert "<li>Lleve el carné</li>" in page
        assert 'alt="Niños «felices» &amp; &#34;contentos&#34;"' in page
        [picture] = (folder / PAGE).parent.glob("*.png")
        assert f'src="/contenidos/matriculas/anuncio/1/{picture.name}"' in page
        event = read(folder, EVENT)
        assert "Del 12 al 29 de enero de 2027" in event
        assert "Registro civil" in event
        for path in ("index.html", "rss.xml", "atom.xml", "feed.json", "sitemap.xml", "secciones/noticias/index.html"):
            assert "/contenidos/matriculas/anuncio/1/" in read(folder, path), path
        for path in ("index.html", "calendario/index.html", "calendario/2027-01/index.html", "sitemap.xml", CALENDAR):
            assert "/eventos/matriculas/1/" in read(folder, path).replace("\r\n ", ""), path


async def test_each_page_wears_the_municipality(database: Database, tmp_path: Path) -> None:
    """Its name, its channels of attention, its data policy, its colour and its coat of arms."""
    async with at_work(database, tmp_path, DUE, LIVE) as desk:
        await desk.turn()
        folder = site_of(desk)
        pages = [path for path in files(folder) if path.endswith("index.html")]
        assert len(pages) > 10
        for path in pages:
            page = read(folder, path)
            assert "Alcaldía de Villa Clara" in page
            assert f'href="{SITE}/datos"' in page
            assert 'src="/escudo.png"' in page
        assert "--marca: #00695c" in read(folder, "estilo.css")
        assert (folder / "escudo.png").read_bytes() == LIVE["archivos/escudo.png"]


async def test_no_page_asks_anything_of_others(database: Database, tmp_path: Path) -> None:
    """No style or script stands in a page, and nothing is fetched from elsewhere."""
    async with at_work(database, tmp_path, DUE, LIVE) as desk:
        await desk.turn()
        folder = site_of(desk)
        for path in files(folder):
            if path.endswith("index.html"):
                page = read(folder, path)
                assert "style=" not in page
                assert "<script" not in page
                assert not re.search(r'<(img|video|audio|iframe|source)[^>]* src="http', page)
                assert "default-src 'none'" in page


async def test_the_same_is_not_written_twice(database: Database, tmp_path: Path) -> None:
    """Where nothing has changed every file stays as it is, its time too."""
    async with at_work(database, tmp_path, DUE, LIVE) as desk:
        await desk.turn()
        folder = site_of(desk)
        before = {path: (folder / path).stat().st_mtime_ns for path in files(folder)}
        done = built(desk)
        assert (done.written, done.removed, done.untouched) == (0, 0, len(before))
        assert {path: (folder / path).stat().st_mtime_ns for path in files(folder)} == before


async def test_a_correction_is_told_on_both_pages(database: Database, tmp_path: Path) -> None:
    """Who finds the first page is led to the right words, and back."""
    async with at_work(database, tmp_path, DUE, LIVE) as desk:
        await desk.turn()
        desk.write(correct, "matriculas/anuncio/web@1", "Es el 13.", "ana", desk.clock.now(), Hurry())
        await desk.settle()
        folder = site_of(desk)
        mended = "contenidos/matriculas/anuncio~correccion-1/1/index.html"
        assert "Esta publicación se corrigió" in read(folder, PAGE)
        assert 'href="/contenidos/matriculas/anuncio~correccion-1/1/"' in read(folder, PAGE)
        assert "Es el 13." in read(folder, mended)
        assert 'href="/contenidos/matriculas/anuncio/1/"' in read(folder, mended)
        assert "Esta publicación se corrigió" in read(folder, "rss.xml")


async def test_what_was_taken_back_says_so_and_nothing_more(database: Database, tmp_path: Path) -> None:
    """Links to it still find a page; its words and pictures are gone from everywhere."""
    async with at_work(database, tmp_path, DUE, LIVE) as desk:
        await desk.turn()
        site_of(desk)
        desk.clock.pass_(minutes=5)
        desk.write(withdraw, KEY, "ana", desk.clock.now())
        await desk.settle()
        folder = site_of(desk)
        assert "Publicación retirada" in read(folder, PAGE)
        assert "28 de diciembre de 2026, 8:05\xa0a.\xa0m." in read(folder, PAGE)
        assert 'content="noindex"' in read(folder, PAGE)
        assert list((folder / PAGE).parent.glob("*.png")) == []
        told = [path for path in files(folder) if "cupos" in (folder / path).read_bytes().decode(errors="replace")]
        assert told == []


async def test_an_event_that_is_taken_out_leaves_nothing_but_its_cancellation(
    database: Database, tmp_path: Path
) -> None:
    """Its page and its file are gone, no other page leads there, and calendars are told."""
    async with at_work(database, tmp_path, bogota("2026-12-20T08:00"), LIVE) as desk:
        folder = site_of(desk)
        assert (folder / EVENT).exists()
        await desk.reload({FILE: None, "campanas/otra.yaml": OTHER})
        built(desk)
        assert not (folder / EVENT).parent.exists()
        named = [
            path for path in files(folder) if "/eventos/matriculas/" in (folder / path).read_text(errors="replace")
        ]
        assert named == []
        assert "STATUS:CANCELLED" in read(folder, CALENDAR)
        assert "STATUS:CANCELLED" in read(folder, "campanas/matriculas/calendario.ics")


async def test_a_campaign_that_is_put_away_keeps_its_title(database: Database, tmp_path: Path) -> None:
    """What it published stays, and says what it was about in words."""
    async with at_work(database, tmp_path, DUE, LIVE) as desk:
        await desk.turn()
        await desk.reload({FILE: None, "campanas/otra.yaml": OTHER})
        folder = site_of(desk)
        assert "<h1>Matrículas escolares</h1>" in read(folder, "campanas/matriculas/index.html")
        assert "Todo sobre «Matrículas escolares»" in read(folder, PAGE)
        assert "<category>Matrículas escolares</category>" in read(folder, "rss.xml")


OTHER = str(LIVE[FILE]).partition("evento:")[0].replace("campaña: matriculas", "campaña: otra") + (
    "mensajes:\n  - {id: aviso, cuando: 2027-03-01 a las 08:00, canales: [web], asunto: Otra, texto: Otra cosa.}\n"
)


async def test_the_banner_is_the_event_of_the_date(database: Database, tmp_path: Path) -> None:
    """On its days the event hangs there with the words that were written for it; before them, it is the next one."""
    async with at_work(database, tmp_path, bogota("2026-12-20T08:00"), LIVE) as desk:
        folder = site_of(desk)
        assert [item["label"] for item in json.loads(read(folder, "banner.json"))["items"]] == ["Próximo evento"]
        desk.clock.moment = DUE
        await desk.turn()
        built(desk)
        [item] = json.loads(read(folder, "banner.json"))["items"]
        assert (item["label"], item["text"]) == ("Aviso", "Matrículas: ya abrieron.")
        desk.clock.moment = DURING
        built(desk)
        [item] = json.loads(read(folder, "banner.json"))["items"]
        assert (item["label"], item["title"]) == ("Hoy", "Matrículas escolares")
        assert item["url"] == f"{SITE}/eventos/matriculas/1/"
        assert "Matrículas: ya abrieron." in read(folder, "banner.html")
        assert "Matrículas escolares" in read(folder, "hoy/index.html")
        desk.clock.moment = bogota("2027-01-30T00:00")
        built(desk)
        assert json.loads(read(folder, "banner.json"))["items"] == []
        assert read(folder, "banner.html") == ""
        assert "Este evento ya pasó" in read(folder, EVENT)


async def test_an_event_of_the_staff_is_nobody_elses(database: Database, tmp_path: Path) -> None:
    """Of a campaign of class `interna` no date is on the site."""
    async with at_work(database, tmp_path, DUE, {**LIVE, **edited(class_="clase: interna")}) as desk:
        folder = site_of(desk)
        assert not (folder / EVENT).exists()
        assert "BEGIN:VEVENT" not in read(folder, CALENDAR)


async def test_an_event_is_shown_once_it_is_approved(database: Database, tmp_path: Path) -> None:
    """Before it nobody knows of it; moved and not yet approved again, it stays as it was told."""
    asks = edited(head="publico: ciudadania\naprueba: comite-gel")
    async with at_work(database, tmp_path, bogota("2026-12-20T08:00"), {**LIVE, **asks}) as desk:
        folder = site_of(desk)
        assert not (folder / EVENT).exists()
        desk.write(approve, KEY, "ana", "", desk.clock.now())
        built(desk)
        assert "Del 12 al 29 de enero" in read(folder, EVENT)
        moved = str(asks[FILE]).replace("inicia: 2027-01-12 07:00", "inicia: 2027-01-13 07:00")
        await desk.reload({FILE: moved})
        built(desk)
        assert "Del 12 al 29 de enero" in read(folder, EVENT)
        assert "SEQUENCE:0" in read(folder, CALENDAR)
        desk.write(approve, KEY, "ana", "", desk.clock.now())
        built(desk)
        assert "Del 13 al 29 de enero" in read(folder, EVENT)
        assert "SEQUENCE:1" in read(folder, CALENDAR)


async def test_tests_have_a_site_of_their_own(database: Database, tmp_path: Path) -> None:
    """Where no account of the site is `real` it lies apart, says so on each page, and keeps search engines out."""
    accounts = ACCOUNTS + BANNER.replace("modo: real", "modo: pruebas")
    async with at_work(database, tmp_path, DUE, {**LIVE, "canales.yaml": accounts}) as desk:
        await desk.turn()
        built(desk)
        folder = desk.place.outgoing / "sitio-de-pruebas"
        assert not (desk.place.outgoing / "sitio-publico").exists()
        assert "Sitio de pruebas: nada de lo que se ve aquí se ha publicado." in read(folder, PAGE)
        assert "Disallow: /" in read(folder, "robots.txt")
        await desk.reload({"canales.yaml": str(LIVE["canales.yaml"])})
        assert not (site_of(desk) / PAGE).exists()


async def test_files_for_other_services_are_served(database: Database, tmp_path: Path) -> None:
    """What lies in `sitio/archivos` is at `/archivos/<name>`; what is gone from there is gone."""
    async with at_work(database, tmp_path, DUE, LIVE) as desk:
        source = desk.place.outgoing / "sitio" / "archivos"
        source.mkdir(parents=True)
        (source / "foto.jpg").write_bytes(b"\xff\xd8\xff")
        folder = site_of(desk)
        assert (folder / "archivos/foto.jpg").read_bytes() == b"\xff\xd8\xff"
        (source / "foto.jpg").unlink()
        built(desk)
        assert not (folder / "archivos").exists()


@pytest.mark.parametrize("suffix", ["", "/alcaldia"])
async def test_a_site_may_lie_below_another(database: Database, tmp_path: Path, suffix: str) -> None:
    """Every link of a page begins with the path of the site's own address."""
    municipality = str(LIVE["municipio.yaml"]).replace(SITE + "\n", f"{SITE}{suffix}\n", 1)
    async with at_work(database, tmp_path, DUE, {**LIVE, "municipio.yaml": municipality}) as desk:
        await desk.turn()
        page = read(site_of(desk), PAGE)
        assert f'<link rel="canonical" href="{SITE}{suffix}/contenidos/matriculas/anuncio/1/">' in page
        assert f'href="{suffix}/estilo.css' in page
        assert f'href="{suffix}/calendario/"' in page


async def test_a_picture_that_the_disk_has_lost_is_told(database: Database, tmp_path: Path) -> None:
    """The page stands without it, and whoever built the site is told which it was."""
    async with at_work(database, tmp_path, DUE, LIVE) as desk:
        await desk.turn()
        for path in (desk.folder / "archivos").rglob("*"):
            if path.is_file():
                path.write_bytes(b"")
        done = built(desk)
        assert len(done.lost) == 2
        assert all(path.endswith(".png") for path in done.lost)


def titles(desk: Desk) -> list[str]:
    """Of the newest publications, as the feed has them."""
    feed = json.loads(read(desk.place.outgoing / "sitio-publico", "feed.json"))
    return [item["title"] for item in feed["items"]]


async def test_what_was_read_once_is_kept_in_mind(database: Database, tmp_path: Path) -> None:
    """A note that cannot be read is as if it were not there."""
    async with at_work(database, tmp_path, DUE, LIVE) as desk:
        await desk.turn()
        built(desk)
        memory = desk.place.outgoing / "sitio-real.json"
        kept = memory.read_bytes()
        for spoiled in (b"", b"{}", kept[: len(kept) // 2], kept):
            memory.write_bytes(spoiled)
            built(desk)
            assert titles(desk) == ["Matrículas & <cupos>"]
        memory.write_bytes(kept.replace(b"cupos", b"CUPOS"))
        built(desk)
        assert titles(desk) == ["Matrículas & <CUPOS>"]


async def test_the_stamp_is_the_same_for_as_long_as_the_site_is(database: Database, tmp_path: Path) -> None:
    """`doctor` tells by it whether the web server shows the site as it was built."""
    async with at_work(database, tmp_path, DUE, LIVE) as desk:
        first = read(site_of(desk), PATH)
        assert json.loads(first)["sitio"] == SITE
        assert read(site_of(desk), PATH) == first
        await desk.turn()
        assert read(site_of(desk), PATH) != first
