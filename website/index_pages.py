"""Pages for whoever shortens an address: what lies under it, in place of an error or a server's list of files."""

from collections.abc import Iterator
from pathlib import PurePosixPath

from channels.web import ROOT
from website.agenda import EventDate
from website.paper import Paper
from website.post_pages import LATEST
from website.posts import Post
from website.series import Series, series
from website.snapshot import REPORTS, Campaign, Snapshot

POSTS, EVENTS, CAMPAIGNS = f"/{ROOT}/", "/eventos/", "/campanas/"
TITLES = {POSTS: "Publicaciones", REPORTS: "Informes publicados", EVENTS: "Eventos", CAMPAIGNS: "Temas"}


def index_pages(snapshot: Snapshot, paper: Paper) -> Iterator[tuple[str, bytes]]:
    """Path and bytes of each. Those of all are found from other pages; the rest only serve who shortens an address."""
    campaigns, listed = tuple(snapshot.campaigns.values()), {post.path for post in snapshot.listed}
    yield _page(paper, POSTS, TITLES[POSTS], posts=snapshot.listed[:LATEST], campaigns=campaigns)
    yield _page(paper, EVENTS, TITLES[EVENTS], coming=series(snapshot, snapshot.upcoming))
    if snapshot.reports:
        yield _page(paper, REPORTS, TITLES[REPORTS], posts=snapshot.reports)
    yield _page(paper, CAMPAIGNS, TITLES[CAMPAIGNS], campaigns=campaigns)
    for path, posts in _by_folder(snapshot).items():
        shown = [post for post in posts if post.path in listed] or [post for post in posts if not post.withdrawn]
        campaign = snapshot.campaigns.get(posts[0].campaign)
        title = f"Publicaciones de «{campaign.title if campaign else _title(snapshot, posts[0])}»"
        yield _page(paper, path, title, posts=shown[: 10 * LATEST], campaign=campaign, hidden=True)
    for name, campaign in snapshot.campaigns.items():
        dates = [date for date in snapshot.dates.values() if date.campaign == name]
        if dates:
            path = f"{PurePosixPath(dates[0].path).parent}/"
            coming = [date for date in dates if not snapshot.is_over(date)] or dates[-1:]
            yield _page(paper, path, f"Fechas de «{campaign.title}»", dates=coming, campaign=campaign, hidden=True)


def _page(
    paper: Paper,
    path: str,
    title: str,
    *,
    coming: list[Series] | tuple[Series, ...] = (),
    posts: list[Post] | tuple[Post, ...] = (),
    dates: list[EventDate] | tuple[EventDate, ...] = (),
    campaigns: tuple[Campaign, ...] = (),
    campaign: Campaign | None = None,
    hidden: bool = False,
) -> tuple[str, bytes]:
    rows = (coming, dates, posts, campaigns)
    page = paper.print("indice.html", path, title, hidden=hidden, filas=rows, campana=campaign)
    return f"{path[1:]}index.html", page


def _by_folder(snapshot: Snapshot) -> dict[str, list[Post]]:
    """Every folder on the way to publications that is no page itself, with what lies under it, the newest first."""
    pages = {post.path for post in snapshot.posts}
    found: dict[str, list[Post]] = {}
    for post in snapshot.posts:
        for folder in PurePosixPath(post.path).parents:
            path = f"{folder}/"
            if path in (POSTS, "//"):
                break
            if path not in pages:
                found.setdefault(path, []).append(post)
    return found


def _title(snapshot: Snapshot, post: Post) -> str:
    return snapshot.order.campaigns.get(post.campaign) or post.words.campaign_title or post.campaign
