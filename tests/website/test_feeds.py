"""Feeds hold for readers that are not ours: feedparser for RSS and Atom, what its page asks for JSON Feed."""

import html
import json
from pathlib import Path
from typing import Any

import feedparser
import pytest
from jsonschema import Draft202012Validator

from storage.database import Database
from tests.campaigns.town import MUNICIPALITY
from tests.delivery.desk import at_work
from tests.website.town import DUE, FILE, LIVE, SITE, files, read, site_of

ODD = 'Ñandú & <b>piñas</b> "«¿Será?»" ]]> ☂ 𝄞'
JSON_FEED = {
    "type": "object",
    "required": ["version", "title", "items"],
    "properties": {
        "version": {"const": "https://jsonfeed.org/version/1.1"},
        "authors": {"type": "array", "items": {"type": "object"}},
        "items": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["id", "content_html"],
                "properties": {
                    "id": {"type": "string", "minLength": 1},
                    "url": {"type": "string", "pattern": "^https://"},
                    "date_published": {"type": "string", "format": "date-time"},
                    "tags": {"type": "array", "items": {"type": "string"}},
                    "attachments": {"type": "array", "items": {"required": ["url", "mime_type"]}},
                },
            },
        },
    },
}
"""https://www.jsonfeed.org/version/1.1/: what must be there, and of which kind."""


def parsed(folder: Path, path: str) -> Any:
    """A feed as feedparser understands it; nothing about it may be odd."""
    found = feedparser.parse((folder / path).read_bytes())
    assert not found.bozo, found.get("bozo_exception")
    return found


@pytest.mark.parametrize(("path", "version"), [("rss.xml", "rss20"), ("atom.xml", "atom10")])
async def test_a_feed_tells_what_was_published(database: Database, tmp_path: Path, path: str, version: str) -> None:
    """Title, address, moment, topic, summary and the whole text; the banner's message is no news of its own."""
    async with at_work(database, tmp_path, DUE, LIVE) as desk:
        await desk.turn()
        feed = parsed(site_of(desk), path)
        assert feed.version == version
        assert feed.feed.title == "Publicaciones de la Alcaldía de Villa Clara"
        assert feed.feed.link == f"{SITE}/"
        [entry] = feed.entries
        assert entry.link == entry.id == f"{SITE}/contenidos/matriculas/anuncio/1/"
        assert entry.title.replace("&amp;", "&").replace("&lt;", "<").replace("&gt;", ">") == "Matrículas & <cupos>"
        assert entry.published_parsed[:5] == (2026, 12, 28, 13, 0)
        assert [tag.term for tag in entry.tags] == ["Matrículas escolares"]
        assert "<li>Lleve el carné</li>" in entry.content[0].value
        assert (
            f'<img alt="Niños «felices» &amp; &quot;contentos&quot;" src="{SITE}/contenidos/' in entry.content[0].value
        )


async def test_json_feed_holds_its_specification(database: Database, tmp_path: Path) -> None:
    """Version 1.1, with the same publications."""
    async with at_work(database, tmp_path, DUE, LIVE) as desk:
        await desk.turn()
        feed = json.loads(read(site_of(desk), "feed.json"))
        Draft202012Validator(JSON_FEED).validate(feed)
        assert [item["url"] for item in feed["items"]] == [f"{SITE}/contenidos/matriculas/anuncio/1/"]
        assert feed["items"][0]["date_published"] == "2026-12-28T08:00:00-05:00"


async def test_each_campaign_has_a_feed(database: Database, tmp_path: Path) -> None:
    """Who wants to know of one thing alone subscribes to that."""
    async with at_work(database, tmp_path, DUE, LIVE) as desk:
        await desk.turn()
        feed = parsed(site_of(desk), "campanas/matriculas/rss.xml")
        assert feed.feed.title == "Matrículas escolares, Alcaldía de Villa Clara"
        assert len(feed.entries) == 1


async def test_a_feed_without_publications_holds_too(database: Database, tmp_path: Path) -> None:
    """A municipality that has just begun."""
    async with at_work(database, tmp_path, DUE, LIVE) as desk:
        folder = site_of(desk)
        assert [len(parsed(folder, path).entries) for path in ("rss.xml", "atom.xml")] == [0, 0]
        Draft202012Validator(JSON_FEED).validate(json.loads(read(folder, "feed.json")))


async def test_odd_signs_break_nothing(database: Database, tmp_path: Path) -> None:
    """Signs that mean something in XML, HTML or scripts are shown as they are, wherever they stand."""
    body = MUNICIPALITY.replace("Alcaldía de Villa Clara\n", f"'{ODD}'\n", 1)
    campaign = str(LIVE[FILE]).replace("Matrículas & <cupos>", f"'{ODD}'").replace("Matrículas escolares", f"'{ODD}'")
    async with at_work(database, tmp_path, DUE, {**LIVE, "municipio.yaml": body, FILE: campaign}) as desk:
        await desk.turn()
        folder = site_of(desk)
        for path in ("rss.xml", "atom.xml"):
            [entry] = parsed(folder, path).entries
            assert entry.title.replace("&amp;", "&").replace("&lt;", "<").replace("&gt;", ">") == ODD
        assert json.loads(read(folder, "feed.json"))["items"][0]["title"] == ODD
        assert json.loads(read(folder, "banner.json"))["items"][0]["title"] == ODD
        assert "</" not in read(folder, "widget.js").partition("\n  var script")[0]
        assert all("<b>piñas" not in read(folder, path) for path in files(folder) if path.endswith(".html"))


@pytest.mark.parametrize("path", ["rss.xml", "campanas/matriculas/rss.xml", "atom.xml"])
async def test_a_summary_is_read_as_it_was_written(database: Database, tmp_path: Path, path: str) -> None:
    """Feedparser cleans what it takes for HTML: nothing of the words is lost, and no tag comes to life."""
    text = "Quedan cupos < 20 & <script>no</script> más."
    campaign = str(LIVE[FILE]).replace("Empiezan las matrículas.\\n\\n- Lleve", f"{text}\\n\\n- Lleve")
    assert text in campaign
    async with at_work(database, tmp_path, DUE, {**LIVE, FILE: campaign}) as desk:
        await desk.turn()
        [entry] = parsed(site_of(desk), path).entries
        shown = html.unescape(entry.summary) if entry.summary_detail.type == "text/html" else entry.summary
        assert shown.startswith(text)
        assert "<script>" not in entry.summary or entry.summary_detail.type == "text/plain"
