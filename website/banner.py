"""The banner of the event of the date: a fragment, its data, and a script that shows it on any page."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from campaigns.content.stops import one_stop
from campaigns.moment import Moment
from website.agenda import EventDate, event_path
from website.paper import STATIC, Paper
from website.posts import Post
from website.snapshot import BANNER, Snapshot
from website.words import SPANISH

STANDS = timedelta(days=7)
"""For how long a message of the banner hangs there that speaks of no event."""
KNOWN = 40
"""Dates that the script knows: it turns the page at midnight by itself."""
LABEL = "Evento de la fecha"
TODAY, NEXT, NOTE = "Hoy", "Próximo evento", "Aviso"


@dataclass(frozen=True, slots=True)
class Item:
    """One line of the banner."""

    label: str
    """«Hoy», «Próximo evento», «Aviso»."""
    title: str
    text: str
    url: str
    first: date
    """The local day from which it is shown as today's."""
    last: date
    title_language: str = SPANISH
    text_language: str = SPANISH


@dataclass(frozen=True, slots=True)
class Note:
    """A message of the banner that stands, and what it speaks about."""

    campaign: str
    about: str
    """The path of the event date that it was written about; empty: it speaks of none."""
    since: datetime
    """When that date begins, or when the message was published where there is none: the nearest comes first."""
    item: Item


def banner_items(snapshot: Snapshot) -> tuple[Item, ...]:
    """What is shown today: today's events and what hangs there; where there is neither, the next event.

    Of each campaign one line: its dates of today, else its note of the nearest date.
    """
    notes = _notes(snapshot)
    today = [_of_date(snapshot, notes, each, TODAY) for each in snapshot.today]
    told = {each.campaign for each in snapshot.today}
    items = list(today)
    for note in notes:
        if note.campaign not in told:
            told.add(note.campaign)
            items.append(note.item)
    if not items:
        coming = (each for each in snapshot.upcoming if snapshot.day_of(each) > snapshot.now.date())
        items = [_of_date(snapshot, notes, each, NEXT) for each in coming][:1]
    return tuple(items)


def fragment(paper: Paper, items: tuple[Item, ...]) -> bytes:
    """HTML without a page around it; empty where nothing is to be shown."""
    return paper.fragment("banner.html", items=items, rotulo=LABEL).encode() if items else b""


def document(snapshot: Snapshot, items: tuple[Item, ...]) -> bytes:
    """The same for programs."""
    told = {
        "date": snapshot.now.date().isoformat(),
        "zone": snapshot.face.zone,
        "items": [_told(each) for each in items],
    }
    return json.dumps(told, ensure_ascii=False, indent=1).encode()


def widget(snapshot: Snapshot) -> bytes:
    """A script that puts the banner where its tag stands. It asks nothing of any server: the data are in it."""
    upcoming, notes = snapshot.upcoming[:KNOWN], _notes(snapshot)
    data = {
        "zone": snapshot.face.zone,
        "label": f"{LABEL}, {snapshot.face.body}",
        "today": TODAY,
        "next": NEXT,
        "colour": snapshot.face.colour,
        "events": [_told(_of_date(snapshot, notes, each, "")) | {"campaign": each.campaign} for each in upcoming],
        "notes": [_told(note.item) | {"campaign": note.campaign} for note in notes],
    }
    # What ends a script's element or a line in it is written otherwise.
    written = json.dumps(data, ensure_ascii=True).replace("<", "\\u003c")
    return (STATIC / "widget.js").read_text("utf-8").replace("__DATA__", written).encode()


def _of_date(snapshot: Snapshot, notes: tuple[Note, ...], event: EventDate, label: str) -> Item:
    """What hangs in the banner for a date speaks for it; else its hour and place do."""
    told = " ".join(f"{each[:1].upper()}{each[1:]}." for each in (event.when, event.place) if each)
    spoken = ((note.item.text, note.item.text_language) for note in notes if note.about == event.path)
    text, language = next((each for each in spoken if each[0]), (one_stop(told), SPANISH))
    url = f"{snapshot.face.site}{event.path}"
    first, last = snapshot.day_of(event), snapshot.last_day(event)
    return Item(label, event.title, text, url, first, last, text_language=language)


def _notes(snapshot: Snapshot) -> tuple[Note, ...]:
    """What hangs in the banner now: of each date the newest message, the nearest date first."""
    found: dict[tuple[str, str], Note] = {}
    dates = {date.path: date for date in snapshot.dates.values()}
    for post in snapshot.standing:
        section = snapshot.section(post)
        if section is None or section.name != BANNER or (post.ballot is not None and not post.ballot.open):
            continue
        about = event_path(post.campaign, post.words.event_date) if post.words.event_date else ""
        last = _last(snapshot, post, about, dates)
        if last is not None and snapshot.now.date() <= last:
            since = dates[about].starts if about in dates else post.published
            first = post.published.astimezone(snapshot.zone).date()
            url = f"{snapshot.face.site}{post.path}"
            words = post.words
            item = Item(NOTE, words.title, words.summary, url, first, last, words.language, words.language)
            found.setdefault((post.campaign, about), Note(post.campaign, about, since, item))
    return tuple(sorted(found.values(), key=lambda note: note.since))


def _last(snapshot: Snapshot, post: Post, about: str, dates: Mapping[str, EventDate]) -> date | None:
    """The last day on which a message of the banner stands; None: the date that it spoke of is called off.

    One whose date the public was never told of (nobody has approved the event yet) stands until the end it was written
    for, as long as its campaign is there.
    """
    if about in dates:
        return snapshot.last_day(dates[about])
    if about and (about in snapshot.once_told or post.campaign not in snapshot.order.campaigns):
        return None
    if not post.words.ends:
        return (post.published + STANDS).astimezone(snapshot.zone).date()
    return Moment(datetime.fromisoformat(post.words.ends)).at.date()


def _told(item: Item) -> dict[str, str]:
    """`label` is in Spanish; title and text each say their language."""
    return {
        "label": item.label,
        "title": item.title,
        "title_language": item.title_language,
        "text": item.text,
        "text_language": item.text_language,
        "url": item.url,
        "first": item.first.isoformat(),
        "last": item.last.isoformat(),
    }
