"""What is published, for readers of news: RSS 2.0, Atom (RFC 4287) and JSON Feed 1.1, written so that they hold."""

import html
import json
import re
from collections.abc import Sequence
from datetime import UTC, datetime
from email.utils import format_datetime
from xml.etree import ElementTree

from campaigns.articles import the
from campaigns.content.stops import one_stop
from campaigns.moment import Moment
from website.posts import Post
from website.snapshot import Snapshot
from website.words import SPANISH

LATEST = 50
"""Publications in a feed."""
NEVER = datetime(1970, 1, 1, tzinfo=UTC)
"""When a feed was changed in which there is nothing."""
ATOM = "http://www.w3.org/2005/Atom"
CONTENT = "http://purl.org/rss/1.0/modules/content/"
DUBLIN_CORE = "http://purl.org/dc/elements/1.1/"
LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_ILLEGAL = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""No character of XML 1.0 (https://www.w3.org/TR/xml/#charsets)."""

ElementTree.register_namespace("atom", ATOM)
ElementTree.register_namespace("content", CONTENT)
ElementTree.register_namespace("dc", DUBLIN_CORE)


def rss(snapshot: Snapshot, posts: Sequence[Post], title: str, path: str, home: str) -> bytes:
    """RSS 2.0 (https://www.rssboard.org/rss-specification). `path`: the feed's own; `home`: of its page."""
    site = snapshot.face.site
    root = ElementTree.Element("rss", {"version": "2.0"})
    channel = ElementTree.SubElement(root, "channel")
    _text(channel, "title", title)
    _text(channel, "link", site + home)
    _text(channel, "description", f"Lo que publica {the(snapshot.face.body)}.")
    _text(channel, "language", "es-CO")
    _text(channel, "lastBuildDate", _rfc822(_changed(posts)))
    own = {"href": site + path, "rel": "self", "type": "application/rss+xml"}
    ElementTree.SubElement(channel, f"{{{ATOM}}}link", own)
    for post in posts[:LATEST]:
        item = ElementTree.SubElement(channel, "item")
        _text(item, "title", post.words.title)
        _text(item, "link", site + post.path)
        _text(item, "guid", site + post.path, isPermaLink="true")
        _text(item, "pubDate", _rfc822(post.published))
        _text(item, "category", _category(snapshot, post))
        # Readers take a description for HTML: the plain summary's own signs are escaped a first time here.
        _text(item, "description", html.escape(post.words.summary, quote=False))
        _text(item, f"{{{CONTENT}}}encoded", _body(snapshot, post))
        if post.words.language != SPANISH:
            _text(item, f"{{{DUBLIN_CORE}}}language", post.words.language)
    return _written(root)


def atom(snapshot: Snapshot, posts: Sequence[Post], title: str, path: str, home: str) -> bytes:
    """Atom (https://www.rfc-editor.org/rfc/rfc4287)."""
    site = snapshot.face.site
    root = ElementTree.Element(f"{{{ATOM}}}feed", {LANG: "es-CO"})
    _atom_text(root, "id", site + path)
    _atom_text(root, "title", title)
    _atom_text(root, "updated", _changed(posts).astimezone(snapshot.zone).isoformat(timespec="seconds"))
    ElementTree.SubElement(
        root, f"{{{ATOM}}}link", {"href": site + path, "rel": "self", "type": "application/atom+xml"}
    )
    ElementTree.SubElement(root, f"{{{ATOM}}}link", {"href": site + home, "rel": "alternate", "type": "text/html"})
    _atom_text(ElementTree.SubElement(root, f"{{{ATOM}}}author"), "name", snapshot.face.body)
    for post in posts[:LATEST]:
        entry = ElementTree.SubElement(root, f"{{{ATOM}}}entry")
        _atom_text(entry, "id", site + post.path)
        own = {LANG: post.words.language} if post.words.language != SPANISH else {}
        _atom_text(entry, "title", post.words.title, **own)
        _atom_text(entry, "published", post.published.astimezone(snapshot.zone).isoformat(timespec="seconds"))
        _atom_text(entry, "updated", post.updated.astimezone(snapshot.zone).isoformat(timespec="seconds"))
        if post.words.contributor:
            _atom_text(ElementTree.SubElement(entry, f"{{{ATOM}}}author"), "name", post.words.contributor_name)
        link = {"href": site + post.path, "rel": "alternate", "type": "text/html"}
        ElementTree.SubElement(entry, f"{{{ATOM}}}link", link)
        ElementTree.SubElement(entry, f"{{{ATOM}}}category", {"term": _legal(_category(snapshot, post))})
        _atom_text(entry, "summary", post.words.summary, **own)
        _atom_text(entry, "content", _body(snapshot, post), type="html")
    return _written(root)


def json_feed(snapshot: Snapshot, posts: Sequence[Post], title: str, path: str, home: str) -> bytes:
    """JSON Feed 1.1 (https://www.jsonfeed.org/version/1.1/)."""
    site = snapshot.face.site
    items = [
        {
            "id": site + post.path,
            "url": site + post.path,
            "title": post.words.title,
            "summary": post.words.summary,
            "content_html": _body(snapshot, post),
            "date_published": post.published.astimezone(snapshot.zone).isoformat(timespec="seconds"),
            "date_modified": post.updated.astimezone(snapshot.zone).isoformat(timespec="seconds"),
            "tags": [_category(snapshot, post)],
            "language": post.words.language,
            "authors": [{"name": post.words.contributor_name or snapshot.face.body}],
            "attachments": [
                {"url": f"{site}/{file.path}", "mime_type": file.mime, "title": file.name, "size_in_bytes": file.size}
                for file in post.words.documents
            ],
        }
        for post in posts[:LATEST]
    ]
    feed = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": title,
        "home_page_url": site + home,
        "feed_url": site + path,
        "language": "es-CO",
        "authors": [{"name": snapshot.face.body, "url": f"{site}/"}],
        "items": items,
    }
    return json.dumps(feed, ensure_ascii=False, indent=1).encode()


def _body(snapshot: Snapshot, post: Post) -> str:
    """The words as a page has them, said to be corrected where they are, with their pictures.

    In another language they say so here, for what is told around them is in Spanish.
    """
    site = snapshot.face.site
    told = "".join(
        f'<p><strong>Esta publicación se corrigió.</strong> <a href="{site}{link.path}">Lea la corrección</a>.</p>'
        for link in post.corrections
    )
    pictures = "".join(
        f'<p><img src="{site}/{image.path}" alt="{_quoted(image.alt)}"></p>' for image in post.words.images
    )
    if post.words.language == SPANISH:
        return told + _closed(snapshot, post) + pictures + post.html
    own = f'<div lang="{_quoted(post.words.language)}">{pictures}{post.html}</div>'
    return told + _closed(snapshot, post) + own


def _closed(snapshot: Snapshot, post: Post) -> str:
    """That its survey takes no votes any more, and where its results are."""
    if post.ballot is None or post.ballot.open:
        return ""
    words = Moment(post.ballot.ended_at.astimezone(snapshot.zone))
    came = f'<a href="{snapshot.face.site}{post.path}#encuesta">Vea los resultados</a>.'
    if post.ballot.cancelled_at is not None:
        return f"<p><strong>{one_stop(f'La encuesta se canceló el {words}.')}</strong></p>"
    return f"<p><strong>{one_stop(f'La encuesta cerró el {words}.')}</strong> {came}</p>"


def _category(snapshot: Snapshot, post: Post) -> str:
    return snapshot.campaigns[post.campaign].title


def _changed(posts: Sequence[Post]) -> datetime:
    return max((post.updated for post in posts[:LATEST]), default=NEVER)


def _rfc822(moment: datetime) -> str:
    return format_datetime(moment.astimezone(UTC))


def _text(parent: ElementTree.Element, name: str, text: str, **attributes: str) -> None:
    ElementTree.SubElement(parent, name, attributes).text = _legal(text)


def _atom_text(parent: ElementTree.Element, name: str, text: str, **attributes: str) -> None:
    _text(parent, f"{{{ATOM}}}{name}", text, **attributes)


def _legal(text: str) -> str:
    return _ILLEGAL.sub("", text)


def _quoted(text: str) -> str:
    return text.replace("&", "&amp;").replace('"', "&quot;").replace("<", "&lt;")


def _written(root: ElementTree.Element) -> bytes:
    return bytes(ElementTree.tostring(root, encoding="utf-8", xml_declaration=True)) + b"\n"
