"""Pages of publications, of dates of events, of sections and of campaigns."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from campaigns.articles import of
from campaigns.content.reported import HOW
from website.agenda import EventDate
from website.calendar_pages import NEXT
from website.folder import Folder
from website.paper import Paper, stamp_of
from website.posts import Post
from website.series import series
from website.snapshot import BANNER, REPORTS, Campaign, Snapshot

LATEST = 30
"""Publications on the first page of a section; the others stand in their year's."""
AT_HOME = 10
"""Publications on the first page of all."""


@dataclass(frozen=True, slots=True)
class SectionRow:
    """A section as the table of all shows it."""

    title: str
    path: str
    count: int
    updated: datetime | None


def put_posts(snapshot: Snapshot, paper: Paper, folder: Folder) -> None:
    """A page for each publication, with its pictures and documents; one that was taken back says so and nothing more.

    One that lies there made from the same is not made again. Raises OSError.
    """
    for post in snapshot.posts:
        path = f"{post.path[1:]}index.html"
        section, campaign = snapshot.section(post), snapshot.campaigns.get(post.campaign)
        told = post if post.withdrawn is None else post.withdrawn
        stamp = stamp_of(paper.stamp, told, section, campaign, snapshot.contributor(post))
        if not folder.is_fresh(path, stamp):
            folder.put(path, _post_page(snapshot, paper, post), stamp)
        for file in (*post.words.images, *post.words.documents) if post.withdrawn is None else ():
            if not folder.is_fresh(file.path, file.digest):
                folder.put_if_there(file.path, snapshot.archive(file.digest), file.digest)


def put_events(snapshot: Snapshot, paper: Paper, folder: Folder) -> None:
    """A page for each date of each event. Raises OSError."""
    published: dict[str, list[Post]] = {}
    for post in snapshot.listed:
        published.setdefault(post.campaign, []).append(post)
    for date in snapshot.dates.values():
        posts = published.get(date.campaign, [])[:NEXT]
        links = [(post.path, post.words.title, post.published, bool(post.corrections)) for post in posts]
        campaign, over = snapshot.campaigns[date.campaign], snapshot.is_over(date)
        stamp = stamp_of(paper.stamp, date, over, links, campaign)
        path = f"{date.path[1:]}index.html"
        if not folder.is_fresh(path, stamp):
            folder.put(path, _event_page(snapshot, paper, date, posts, campaign), stamp)


def other_pages(snapshot: Snapshot, paper: Paper) -> Iterator[tuple[str, bytes]]:
    """Path and bytes of the first page, of sections and campaigns, of how to subscribe, and of what does not exist."""
    yield from _section_pages(snapshot, paper)
    yield from _campaign_pages(snapshot, paper)
    yield "suscribirse/index.html", paper.print("suscribirse.html", "/suscribirse/", "Suscribirse")
    yield "404.html", paper.print("error.html", "", "Esta página no existe", hidden=True)


def home(snapshot: Snapshot, paper: Paper, banner: object) -> bytes:
    """The first page of all. `banner`: the fragment of today."""
    today = {date.uid for date in snapshot.today}
    coming = series(snapshot, (date for date in snapshot.upcoming if date.uid not in today))[:NEXT]
    summary = f"Publicaciones y calendario de eventos {of(snapshot.face.body)}."
    latest = snapshot.listed[:AT_HOME]
    return paper.print("inicio.html", "/", "Inicio", summary=summary, banner=banner, proximos=coming, ultimas=latest)


def by_year(
    snapshot: Snapshot, posts: Sequence[Post], path: str, title: str
) -> tuple[dict[str, tuple[str, Sequence[Post]]], list[tuple[int, str]]]:
    """Title and posts of each page of a long list, by path, and year and path of those of one year."""
    years: dict[int, list[Post]] = {}
    for post in posts:
        years.setdefault(post.published.astimezone(snapshot.zone).year, []).append(post)
    links = [(year, f"{path}{year}/") for year in years] if len(posts) > LATEST else []
    pages: dict[str, tuple[str, Sequence[Post]]] = {path: (title, posts[:LATEST])}
    pages |= {link: (f"{title}: {year}", years[year]) for year, link in links}
    return pages, links


def _post_page(snapshot: Snapshot, paper: Paper, post: Post) -> bytes:
    if post.withdrawn is not None:
        return paper.print("retirada.html", post.path, "Publicación retirada", hidden=True, post=post)
    section = snapshot.section(post)
    return paper.print(
        "publicacion.html",
        post.path,
        post.words.title,
        summary=post.words.summary,
        post=post,
        comprobar=HOW,
        seccion=section if section is not None and section.name != BANNER else None,
        campana=snapshot.campaigns.get(post.campaign),
        colaborador=snapshot.contributor(post),
    )


def _event_page(snapshot: Snapshot, paper: Paper, date: EventDate, posts: list[Post], campaign: Campaign) -> bytes:
    starts = date.starts.astimezone(snapshot.zone)
    lists = (
        ("Qué hay", date.activities),
        ("Qué se necesita", date.requirements),
        ("Para qué le sirve", date.benefits),
    )
    return paper.print(
        "evento.html",
        date.path,
        f"{date.title}, {date.when}",
        summary=", ".join(filter(None, [date.title, date.when, date.place])),
        evento=date,
        inicio=f"{starts:%Y-%m-%d}" if date.whole_days else starts.isoformat(timespec="minutes"),
        pasado=snapshot.is_over(date),
        listas=lists,
        publicadas=posts,
        campana=campaign,
    )


def _section_pages(snapshot: Snapshot, paper: Paper) -> Iterator[tuple[str, bytes]]:
    rows = []
    for section in snapshot.order.sections:
        if section.name == BANNER:
            continue
        posts = [post for post in snapshot.listed if post.account in section.accounts]
        path, updated = f"/secciones/{section.name}/", max((post.updated for post in posts), default=None)
        rows.append(SectionRow(section.title, path, len(posts), updated))
        pages, links = by_year(snapshot, posts, path, section.title)
        for own, (title, shown) in pages.items():
            page = paper.print(
                "seccion.html",
                own,
                title,
                lista=shown,
                actualizada=updated,
                anos=links,
                titulo_de_seccion=section.title,
            )
            yield f"{own[1:]}index.html", page
    campaigns = snapshot.campaigns.values()
    reports = REPORTS if snapshot.reports else ""
    page = paper.print(
        "secciones.html", "/secciones/", "Secciones", secciones=rows, campanas=campaigns, informes=reports
    )
    yield "secciones/index.html", page


def _campaign_pages(snapshot: Snapshot, paper: Paper) -> Iterator[tuple[str, bytes]]:
    for campaign in snapshot.campaigns.values():
        dates = [date for date in snapshot.dates.values() if date.campaign == campaign.id]
        past = [date for date in reversed(dates) if snapshot.is_over(date)]
        page = paper.print(
            "campana.html",
            campaign.path,
            campaign.title,
            campana=campaign,
            proximos=[date for date in dates if not snapshot.is_over(date)],
            pasados=past,
            hay_fechas=bool(dates),
            lista=[post for post in snapshot.listed if post.campaign == campaign.id][: 10 * LATEST],
        )
        yield f"{campaign.path[1:]}index.html", page
