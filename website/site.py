"""The whole site, brought up to date in its folder: what is the same stays untouched, what is gone goes."""

from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from zoneinfo import ZoneInfo

from campaigns.articles import of
from storage.calendar_entries import CalendarEntry, calendar_entries, tell_calendar
from storage.database import Database
from website import banner, stamp
from website.addresses import robots, sitemap
from website.agenda import is_over
from website.calendar_pages import calendar_pages
from website.contributor_pages import contributor_pages
from website.feeds import atom, json_feed, rss
from website.folder import Done, Folder
from website.ical import campaign_of, entries_of, icalendar
from website.index_pages import index_pages
from website.order import Order, World
from website.owner import claim
from website.paper import Paper
from website.post_pages import home, other_pages, put_events, put_posts
from website.posts import posts
from website.snapshot import Campaign, Snapshot, told
from website.words import Writer

FILES = "archivos"
"""The part of the site that bears files by the names that they have."""


def build(order: Order, database: Database) -> Done:
    """Bring a site up to date, and what calendars were told with it.

    Raises `Busy` where another process is at it, `Taken` where the folder has another municipality's site, OSError
    where the disk does not take it, `StorageError`.
    """
    with Folder(Path(order.folder)) as folder:
        if order.world is not World.SIMULATED:
            claim(Path(order.folder), order.municipality, order.face.site)
        snapshot = take(order, database)
        shield = _shield(order, folder)
        paper = Paper(snapshot, shield)
        put_posts(snapshot, paper, folder)
        put_events(snapshot, paper, folder)
        for path, data in _others(snapshot, paper):
            folder.put(path, data)
        _put_files(Path(order.files), folder)
        folder.put(stamp.PATH, stamp.stamp(order.face.site, folder.made))
        folder.done.until = snapshot.until.isoformat()
        return folder.done


def take(order: Order, database: Database) -> Snapshot:
    """Read all that a site shows, after the calendar's rows took up the dates as they are."""
    since = order.since.astimezone(ZoneInfo(order.face.zone))
    with database.write(tells=False) as connection:
        order = _as_told(order, calendar_entries(connection, order.tenant))
        dates = {date.uid: told(date) for date in order.events}
        over = {date.uid for date in order.events if is_over(date, since)}
        entries: Sequence[CalendarEntry] = tell_calendar(
            connection, order.tenant, dates, order.held, order.now, whole=order.whole, over=over
        )
    writer = Writer(Path(order.memory), Path(order.archive), order.face.site)
    with database.read() as connection:
        found = posts(connection, order.tenant, order.world, writer, order.now)
    writer.remember()
    return Snapshot(order, found, entries)


def _as_told(order: Order, entries: Sequence[CalendarEntry]) -> Order:
    """The same with each date under the name by which calendars know it already: it has the site's host of that day.

    A date keeps its path, whatever becomes of it and of the address. Of several names one that stands goes first.
    """
    standing_last = sorted(entries, key=lambda entry: not entry.cancelled)
    names = {str(entry.told["path"]): entry.uid for entry in standing_last}
    renamed = {date.uid: names.get(date.path, date.uid) for date in order.events}
    events = tuple(replace(date, uid=renamed[date.uid]) for date in order.events)
    return replace(order, events=events, held=tuple(renamed[uid] for uid in order.held))


def _others(snapshot: Snapshot, paper: Paper) -> Iterator[tuple[str, bytes]]:
    """Path and bytes of what is made anew each time: it is little, and mostly comes out the same."""
    items = banner.banner_items(snapshot)
    yield "banner.html", banner.fragment(paper, items)
    yield "banner.json", banner.document(snapshot, items)
    yield "widget.js", banner.widget(snapshot)
    shown = paper.fragment("banner.html", items=items, rotulo=banner.LABEL) if items else ""
    yield "index.html", home(snapshot, paper, shown)
    yield from calendar_pages(snapshot, paper)
    yield from other_pages(snapshot, paper)
    yield from index_pages(snapshot, paper)
    yield from contributor_pages(snapshot, paper)
    yield from _feeds(snapshot)
    yield from _calendars(snapshot)
    yield "estilo.css", paper.style.encode()
    yield "icono.svg", paper.icon.encode()
    yield "sitemap.xml", sitemap(snapshot)
    yield "robots.txt", robots(snapshot)


def _feeds(snapshot: Snapshot) -> Iterator[tuple[str, bytes]]:
    title = f"Publicaciones {of(snapshot.face.body)}"
    yield "rss.xml", rss(snapshot, snapshot.listed, title, "/rss.xml", "/")
    yield "atom.xml", atom(snapshot, snapshot.listed, title, "/atom.xml", "/")
    yield "feed.json", json_feed(snapshot, snapshot.listed, title, "/feed.json", "/")
    for campaign in snapshot.campaigns.values():
        found = [post for post in snapshot.listed if post.campaign == campaign.id]
        path = f"{campaign.path}rss.xml"
        yield path[1:], rss(snapshot, found, f"{campaign.title}, {snapshot.face.body}", path, campaign.path)


def _calendars(snapshot: Snapshot) -> Iterator[tuple[str, bytes]]:
    entries = entries_of(snapshot)
    yield "calendario.ics", icalendar(snapshot, entries, f"Eventos {of(snapshot.face.body)}")
    by_campaign: dict[str, list[CalendarEntry]] = {}
    for entry in entries:
        by_campaign.setdefault(campaign_of(entry), []).append(entry)
    # Also of a campaign that is gone: its subscribers are to learn of it.
    for name, found in by_campaign.items():
        title = f"{found[-1].told['campaign_title']}, {snapshot.face.body}"
        yield f"{Campaign(name, title).path[1:]}calendario.ics", icalendar(snapshot, found, title)
    for entry in entries:
        if (date := snapshot.dates.get(entry.uid)) is not None:
            yield f"{date.path[1:]}evento.ics", icalendar(snapshot, [entry], date.title)


def _shield(order: Order, folder: Folder) -> str:
    """The coat of arms' path in the site; empty where there is none, or none that can be read."""
    if not order.face.shield:
        return ""
    source = Path(order.face.shield)
    with suppress(OSError):
        path = f"escudo{source.suffix.lower()}"
        folder.put(path, source.read_bytes())
        return path
    return ""


def _put_files(source: Path, folder: Folder) -> None:
    if source.is_dir():
        for path in sorted(source.iterdir()):
            if path.is_file() and not path.name.startswith("."):
                folder.put(f"{FILES}/{path.name}", path.read_bytes())
