"""What search engines are told: every page of the site, and where that list lies."""

from collections.abc import Iterator
from datetime import datetime
from xml.etree import ElementTree

from website.index_pages import CAMPAIGNS, EVENTS, POSTS
from website.order import CONTRIBUTORS, World
from website.snapshot import BANNER, REPORTS, Snapshot

SITEMAP = "http://www.sitemaps.org/schemas/sitemap/0.9"
MOST = 50_000
"""Addresses in one list (https://www.sitemaps.org/protocol.html)."""


_FIXED = ("/", "/hoy/", "/calendario/", "/secciones/", "/suscribirse/", POSTS, EVENTS, CAMPAIGNS)


def sitemap(snapshot: Snapshot) -> bytes:
    """The pages, with the moment of the last change where it is known; the newest where there are too many."""
    root = ElementTree.Element("urlset", {"xmlns": SITEMAP})
    for path, changed in list(_pages(snapshot))[:MOST]:
        url = ElementTree.SubElement(root, "url")
        ElementTree.SubElement(url, "loc").text = snapshot.face.site + path
        if changed is not None:
            ElementTree.SubElement(url, "lastmod").text = changed.astimezone(snapshot.zone).isoformat(
                timespec="seconds"
            )
    return bytes(ElementTree.tostring(root, encoding="utf-8", xml_declaration=True)) + b"\n"


def robots(snapshot: Snapshot) -> bytes:
    """Everything may be read; of a site of tests nothing."""
    if snapshot.order.world is not World.REAL:
        return b"User-agent: *\nDisallow: /\n"
    return f"User-agent: *\nDisallow:\n\nSitemap: {snapshot.face.site}/sitemap.xml\n".encode()


def _pages(snapshot: Snapshot) -> Iterator[tuple[str, datetime | None]]:
    yield from ((path, None) for path in _FIXED)
    names = (section.name for section in snapshot.order.sections if section.name != BANNER)
    yield from ((f"/secciones/{name}/", None) for name in names)
    yield from ((path, None) for path in [REPORTS] if snapshot.reports)
    yield from ((path, None) for path in [CONTRIBUTORS] if snapshot.order.contributors)
    yield from ((contributor.path, None) for contributor in snapshot.order.contributors)
    yield from ((campaign.path, None) for campaign in snapshot.campaigns.values())
    yield from ((date.path, None) for date in snapshot.dates.values())
    yield from ((post.path, post.updated) for post in snapshot.standing)
