"""Those who publish in their own name have a space of their own, and only where there are any."""

import json
from pathlib import Path

import feedparser
import pytest

from delivery.office.withdrawal import withdraw
from storage.database import Database
from tests.delivery.desk import at_work
from tests.website.full_site import CONTRIBUTORS
from tests.website.town import DUE, FILE, KEY, LIVE, PAGE, SITE, files, read, site_of

SPACE = "veedurias-y-juntas/"
OWN = f"{SPACE}junta-el-porvenir/"
PATH = "/contenidos/matriculas/anuncio/1/"
SIGNED = {
    **LIVE,
    "municipio.yaml": str(LIVE["municipio.yaml"]) + CONTRIBUTORS,
    FILE: str(LIVE[FILE]).replace(
        "    canales: [web, banner]", "    canales: [web, banner]\n    de: junta-el-porvenir"
    ),
}
"""The one message speaks for the junta."""


async def test_who_signs_has_a_page_with_all_of_it(database: Database, tmp_path: Path) -> None:
    """Its publications, the day of the last, and how it is reached; the publication leads there."""
    async with at_work(database, tmp_path, DUE, SIGNED) as desk:
        await desk.turn()
        folder = site_of(desk)
        page = read(folder, f"{OWN}index.html")
        assert "<h1>Junta de Acción Comunal El Porvenir</h1>" in page
        assert "Junta de acción comunal · Última actualización: " in page
        assert 'datetime="2026-12-28T08:00-05:00"' in page
        assert f'href="{PATH}"' in page
        assert 'href="mailto:elporvenir@example.org"' in page
        assert f'<a href="/{OWN}">Junta de Acción Comunal El Porvenir</a>' in read(folder, PAGE)


async def test_the_space_lists_all_of_them(database: Database, tmp_path: Path) -> None:
    """In the order of the file, also one that has not spoken yet; every page's menu leads there."""
    async with at_work(database, tmp_path, DUE, SIGNED) as desk:
        await desk.turn()
        folder = site_of(desk)
        page = read(folder, f"{SPACE}index.html")
        assert page.index("Junta de Acción Comunal El Porvenir") < page.index("Veeduría del Acueducto")
        assert page.count("Todavía sin publicaciones") == 1
        assert "Todavía no hay publicaciones." in read(folder, f"{SPACE}veeduria-del-acueducto/index.html")
        pages = [path for path in files(folder) if path.endswith("index.html")]
        assert [path for path in pages if f'href="/{SPACE}"' not in read(folder, path)] == []
        assert f"{SITE}/{OWN}" in read(folder, "sitemap.xml")


@pytest.mark.parametrize("name", ["rss.xml", "atom.xml"])
async def test_each_has_a_feed_of_its_own(database: Database, tmp_path: Path, name: str) -> None:
    """With what it signed, and nothing of others."""
    async with at_work(database, tmp_path, DUE, SIGNED) as desk:
        await desk.turn()
        folder = site_of(desk)
        found = feedparser.parse((folder / OWN / name).read_bytes())
        assert not found.bozo
        assert found.feed.title == "Junta de Acción Comunal El Porvenir, Villa Clara"
        assert found.feed.link == f"{SITE}/{OWN}"
        assert [each.link for each in found.entries] == [f"{SITE}{PATH}"]
        silent = feedparser.parse((folder / SPACE / "veeduria-del-acueducto" / name).read_bytes())
        assert (silent.bozo, silent.entries) == (False, [])


async def test_feeds_name_who_speaks(database: Database, tmp_path: Path) -> None:
    """Also those of the whole site: a reader must not take a neighbour's word for the municipality's."""
    async with at_work(database, tmp_path, DUE, SIGNED) as desk:
        await desk.turn()
        folder = site_of(desk)
        found = feedparser.parse((folder / "atom.xml").read_bytes())
        assert (found.feed.author, found.entries[0].author) == (
            "Alcaldía de Villa Clara",
            "Junta de Acción Comunal El Porvenir",
        )
        [item] = json.loads(read(folder, "feed.json"))["items"]
        assert item["authors"] == [{"name": "Junta de Acción Comunal El Porvenir"}]


async def test_what_was_taken_back_leaves_its_page(database: Database, tmp_path: Path) -> None:
    """As it leaves every other list."""
    async with at_work(database, tmp_path, DUE, SIGNED) as desk:
        await desk.turn()
        desk.write(withdraw, KEY, "ana", desk.clock.now())
        await desk.settle()
        folder = site_of(desk)
        assert PATH not in read(folder, f"{OWN}index.html")
        assert PATH not in read(folder, f"{OWN}rss.xml")


async def test_one_that_goes_leaves_no_orphan(database: Database, tmp_path: Path) -> None:
    """Page, feeds, menu and links are gone; what it said stays, under the name that it had."""
    async with at_work(database, tmp_path, DUE, SIGNED) as desk:
        await desk.turn()
        folder = site_of(desk)
        assert f"{OWN}index.html" in files(folder)
        await desk.reload(LIVE)
        site_of(desk)
        assert [path for path in files(folder) if path.startswith(SPACE)] == []
        assert "Publica: Junta de Acción Comunal El Porvenir</p>" in read(folder, PAGE)
        linking = [path for path in files(folder) if path.endswith((".html", ".xml")) and SPACE in read(folder, path)]
        assert linking == []


async def test_where_nobody_is_one_there_is_no_space(database: Database, tmp_path: Path) -> None:
    """Nor a link to it."""
    async with at_work(database, tmp_path, DUE, LIVE) as desk:
        await desk.turn()
        folder = site_of(desk)
        assert [path for path in files(folder) if path.startswith(SPACE)] == []
        assert "Veedurías y Juntas" not in read(folder, "index.html")
        assert "Publica:" not in read(folder, PAGE)
