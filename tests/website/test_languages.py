"""What is written in another language says so, wherever it stands on a page (WCAG 3.1.2)."""

import json
from pathlib import Path
from xml.etree import ElementTree

import feedparser

from storage.database import Database
from tests.delivery.desk import at_work
from tests.website.test_ballots import CHANGES, SURVEY
from tests.website.test_banner import data_of_the_script
from tests.website.town import DUE, DURING, FILE, LIVE, PAGE, read, site_of
from website.feeds import ATOM, LANG

TOLD = str(LIVE[FILE]) + "    idioma: guc\n"
WAYUU = str(LIVE[FILE]) + SURVEY + "    idioma: guc\n"
KEYS = ("title_language", "text_language")


async def test_a_message_says_its_language_wherever_it_stands(database: Database, tmp_path: Path) -> None:
    """Its title here and in lists, its text, its picture's description, its survey before and after the close."""
    async with at_work(database, tmp_path, DUE, {**CHANGES, FILE: WAYUU}) as desk:
        await desk.turn()
        folder = site_of(desk)
        page = read(folder, PAGE)
        assert '<h1 lang="guc">Matrículas' in page
        assert '<div class="texto" lang="guc">' in page
        assert '&#34;contentos&#34;" lang="guc">' in page
        assert '<h2 id="encuesta" lang="guc">¿Abrimos el sábado?</h2>' in page
        assert '<li lang="guc">Sí &amp; ya</li>' in page
        for path in ("index.html", "secciones/noticias/index.html", "campanas/matriculas/index.html"):
            assert 'href="/contenidos/matriculas/anuncio/1/" lang="guc">Matrículas' in read(folder, path)
        desk.clock.pass_(days=3)
        await desk.settle()
        assert '<li><span><span lang="guc">Sí &amp; ya</span>: <strong>0</strong>' in read(site_of(desk), PAGE)


async def test_the_banner_says_the_language_of_its_title_and_of_its_text(database: Database, tmp_path: Path) -> None:
    """In HTML, on the first page, for programs and in the script; a date's own name is in Spanish, whoever speaks."""
    async with at_work(database, tmp_path, DUE, {**LIVE, FILE: TOLD}) as desk:
        await desk.turn()
        folder = site_of(desk)
        for path in ("banner.html", "index.html"):
            assert '/1/banner/" lang="guc">Matrículas &amp; &lt;cupos&gt;</a></p>' in read(folder, path)
            assert '<p lang="guc">Matrículas: ya abrieron.</p>' in read(folder, path)
        [item] = json.loads(read(folder, "banner.json"))["items"]
        assert [item[each] for each in KEYS] == ["guc", "guc"]
        script = data_of_the_script(folder)
        assert [script["notes"][0][each] for each in KEYS] == ["guc", "guc"]
        assert [script["events"][0][each] for each in KEYS] == ["es", "guc"]
        desk.clock.moment = DURING
        assert '">Matrículas escolares</a></p><p lang="guc">Matrículas: ya abrieron.</p>' in read(
            site_of(desk), "banner.html"
        )


async def test_feeds_say_the_language_of_a_publication(database: Database, tmp_path: Path) -> None:
    """Atom of its title and its summary, RSS of the whole, both of its text; what is told around it is in Spanish."""
    async with at_work(database, tmp_path, DUE, {**CHANGES, FILE: WAYUU}) as desk:
        await desk.turn()
        desk.clock.pass_(days=3)
        await desk.settle()
        folder = site_of(desk)
        entry = ElementTree.fromstring(read(folder, "atom.xml")).find(f"{{{ATOM}}}entry")
        assert entry is not None
        said = {each.tag.removeprefix(f"{{{ATOM}}}"): each.get(LANG) for each in entry if each.get(LANG) is not None}
        assert said == {"title": "guc", "summary": "guc"}
        assert "<dc:language>guc</dc:language>" in read(folder, "rss.xml")
        for path in ("atom.xml", "rss.xml"):
            feed = feedparser.parse(read(folder, path).encode(), sanitize_html=False)
            assert not feed.bozo
            text = feed.entries[0].content[0].value
            closed, told, own = text.partition('<div lang="guc">')
            assert told
            assert "La encuesta cerró" in closed
            assert own.startswith("<p><img ")
            assert own.endswith("</div>")


async def test_spanish_says_nothing_more(database: Database, tmp_path: Path) -> None:
    """The page is in it."""
    async with at_work(database, tmp_path, DUE, LIVE) as desk:
        await desk.turn()
        folder = site_of(desk)
        assert [read(folder, path).count(" lang=") for path in (PAGE, "index.html", "banner.html")] == [1, 1, 0]
        assert read(folder, "atom.xml").count("lang=") == 1
        assert not any(said in read(folder, "rss.xml") for said in ("lang=", "dc:language"))
        assert [json.loads(read(folder, "banner.json"))["items"][0][each] for each in KEYS] == ["es", "es"]
