"""The space of those who publish in their own name: a page of all, one for each with its feeds."""

from collections.abc import Iterator

from website.feeds import atom, rss
from website.order import CONTRIBUTORS, Contributor
from website.paper import CONTRIBUTORS_TITLE, Paper
from website.post_pages import SectionRow, by_year
from website.snapshot import Snapshot


def contributor_pages(snapshot: Snapshot, paper: Paper) -> Iterator[tuple[str, bytes]]:
    """Path and bytes of each page and feed; nothing where nobody is a contributor."""
    if not snapshot.order.contributors:
        return
    rows = []
    for contributor in snapshot.order.contributors:
        posts = snapshot.signed_by(contributor)
        updated = max((post.updated for post in posts), default=None)
        rows.append((contributor.kind, SectionRow(contributor.title, contributor.path, len(posts), updated)))
        yield from _pages_of(snapshot, paper, contributor)
        title = f"{contributor.title}, {snapshot.face.name}"
        for name, feed in (("rss.xml", rss), ("atom.xml", atom)):
            path = f"{contributor.path}{name}"
            yield path[1:], feed(snapshot, posts, title, path, contributor.path)
    summary = f"Lo que publican en nombre propio las organizaciones de {snapshot.face.name}."
    page = paper.print("colaboradores.html", CONTRIBUTORS, CONTRIBUTORS_TITLE, summary=summary, colaboradores=rows)
    yield f"{CONTRIBUTORS[1:]}index.html", page


def _pages_of(snapshot: Snapshot, paper: Paper, contributor: Contributor) -> Iterator[tuple[str, bytes]]:
    posts = snapshot.signed_by(contributor)
    pages, links = by_year(snapshot, posts, contributor.path, contributor.title)
    for own, (title, shown) in pages.items():
        page = paper.print(
            "colaborador.html",
            own,
            title,
            colaborador=contributor,
            lista=shown,
            actualizada=max((post.updated for post in posts), default=None),
            anos=links,
        )
        yield f"{own[1:]}index.html", page
