"""What is written in another language says so, wherever it stands on a page (WCAG 3.1.2)."""

from pathlib import Path

from storage.database import Database
from tests.delivery.desk import at_work
from tests.website.test_ballots import CHANGES, SURVEY
from tests.website.town import DUE, FILE, LIVE, PAGE, read, site_of

WAYUU = str(LIVE[FILE]) + SURVEY + "    idioma: guc\n"


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


async def test_spanish_says_nothing_more(database: Database, tmp_path: Path) -> None:
    """The page is in it."""
    async with at_work(database, tmp_path, DUE, LIVE) as desk:
        await desk.turn()
        assert read(site_of(desk), PAGE).count(" lang=") == 1
