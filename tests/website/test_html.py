"""Pages are HTML that a strict parser takes, and lead nowhere in vain."""

import itertools
import re
from pathlib import Path
from xml.etree import ElementTree

import html5lib
import pytest

from tests.website.full_site import PAGES, made
from tests.website.town import SITE, files


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The whole of it."""
    return made(tmp_path_factory.mktemp("sitio"))


def page(site: Path, path: str) -> ElementTree.Element:
    """A page's tree. Raises html5lib's ParseError at the first thing that the specification calls an error."""
    parser = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False)
    tree: ElementTree.Element = parser.parse((site / path).read_bytes(), transport_encoding="utf-8")
    return tree


def pages(site: Path) -> list[str]:
    """Every page's file."""
    return sorted(path for path in files(site) if path.endswith("index.html") or path == "404.html")


def test_each_page_is_right(site: Path) -> None:
    """Without an error, in Spanish, with one title of its own, one main heading and no level left out."""
    assert len(pages(site)) > 100
    for path in pages(site):
        tree = page(site, path)
        assert tree.get("lang") == "es-CO", path
        headings = [int(each.tag[1]) for each in tree.iter() if each.tag in {"h1", "h2", "h3", "h4"}]
        assert headings.count(1) == 1, path
        assert all(after <= before + 1 for before, after in itertools.pairwise(headings)), path
        assert len(list(tree.iter("title"))) == 1, path


def test_an_hour_at_a_sentences_end_has_one_stop(site: Path) -> None:
    """«… a las 4:00 p. m.» ends its sentence too (RAE, Ortografía 2010), on pages, in feeds and in the banner."""
    texts = {path: (site / path).read_bytes().decode(errors="replace") for path in files(site)}
    assert [path for path, text in texts.items() if "m.." in re.sub("<[^>]*>", "", text)] == []


def test_the_fragment_is_right(site: Path) -> None:
    """It can be put into any page as it is."""
    parser = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False)
    fragment = parser.parseFragment((site / "banner.html").read_text("utf-8"))
    assert [each.tag for each in fragment] == ["section"]


def test_each_link_leads_somewhere(site: Path) -> None:
    """Every address within the site, of pages, pictures, documents and feeds, has its file."""
    there = files(site)
    missing = set()
    for path in pages(site):
        for each in page(site, path).iter():
            target = each.get("href") or each.get("src") or ""
            if target.startswith("/"):
                found = target.partition("?")[0][1:]
                if (f"{found}index.html" if found.endswith("/") or not found else found) not in there:
                    missing.add((path, target))
    assert missing == set()


def test_each_page_is_found(site: Path) -> None:
    """From the first page, by links alone, one comes to every page but what was taken back and what is not there."""
    seen, waiting = set(), ["index.html"]
    while waiting:
        path = waiting.pop()
        if path in seen:
            continue
        seen.add(path)
        links = [each.get("href") or "" for each in page(site, path).iter("a")]
        own = (link.removeprefix(SITE) for link in links)
        waiting += [f"{link[1:]}index.html" for link in own if link.startswith("/") and link.endswith("/")]
    left = set(pages(site)) - seen
    shortened = {path for path in left if has_pages_below(site, path)}
    assert left - shortened == {"404.html", f"{PAGES['withdrawn'][1:]}index.html"}


def has_pages_below(site: Path, path: str) -> bool:
    """Whether it is only there for who shortens an address; search engines leave it out."""
    below = path.endswith("index.html") and [
        each for each in (site / path).parent.rglob("index.html") if each != site / path
    ]
    return bool(below) and page(site, path).find(".//meta[@content='noindex']") is not None


def test_no_address_leads_nowhere_when_it_is_shortened(site: Path) -> None:
    """Each folder with a page somewhere in it has a page itself: no web server shows a list of files."""
    folders = {folder for path in pages(site) for folder in (site / path).parents if folder.is_relative_to(site)}
    assert sorted(str(each.relative_to(site)) for each in folders if not (each / "index.html").exists()) == []


def test_the_sitemap_names_pages_that_are_there(site: Path) -> None:
    """Each address once, under the site's own."""
    tree = ElementTree.fromstring((site / "sitemap.xml").read_bytes())
    addresses = [each.text or "" for each in tree.iter("{http://www.sitemaps.org/schemas/sitemap/0.9}loc")]
    assert len(addresses) == len(set(addresses)) > 50
    there = files(site)
    assert [each for each in addresses if f"{each.removeprefix(SITE)[1:]}index.html" not in there] == []
