"""The banner of the event of the date: a fragment, its data, and a script that shows it on any page."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from campaigns.content.stops import one_stop
from campaigns.moment import Moment
from website.agenda import EventDate
from website.paper import STATIC, Paper
from website.posts import Post
from website.snapshot import BANNER, Snapshot

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


def banner_items(snapshot: Snapshot) -> tuple[Item, ...]:
    """What is shown today: today's events and what hangs there; where there is neither, the next event."""
    today = [_of_date(snapshot, each, TODAY) for each in snapshot.today]
    items = [*today, *_notes(snapshot, {each.campaign for each in snapshot.today})]
    if not items:
        coming = (each for each in snapshot.upcoming if snapshot.day_of(each) > snapshot.now.date())
        items = [_of_date(snapshot, each, NEXT) for each in coming][:1]
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
    upcoming = snapshot.upcoming[:KNOWN]
    data = {
        "zone": snapshot.face.zone,
        "label": f"{LABEL}, {snapshot.face.body}",
        "today": TODAY,
        "next": NEXT,
        "colour": snapshot.face.colour,
        "events": [_told(_of_date(snapshot, each, "")) | {"campaign": each.campaign} for each in upcoming],
        "notes": [_told(each) | {"campaign": post.campaign} for post, each in _standing(snapshot)],
    }
    # What ends a script's element or a line in it is written otherwise.
    written = json.dumps(data, ensure_ascii=True).replace("<", "\\u003c")
    return (STATIC / "widget.js").read_text("utf-8").replace("__DATA__", written).encode()


def _of_date(snapshot: Snapshot, event: EventDate, label: str) -> Item:
    """What hangs in the banner for an event speaks for it; else its hour and place do."""
    spoken = next((item.text for post, item in _standing(snapshot) if post.campaign == event.campaign), "")
    told = " ".join(f"{each[:1].upper()}{each[1:]}." for each in (event.when, event.place) if each)
    text = spoken or one_stop(told)
    url = f"{snapshot.face.site}{event.path}"
    return Item(label, event.title, text, url, snapshot.day_of(event), snapshot.last_day(event))


def _notes(snapshot: Snapshot, told: set[str]) -> list[Item]:
    return [item for post, item in _standing(snapshot) if post.campaign not in told]


def _standing(snapshot: Snapshot) -> Iterator[tuple[Post, Item]]:
    """What hangs in the banner now: of each campaign its newest message."""
    seen: set[str] = set()
    for post in snapshot.standing:
        section = snapshot.section(post)
        if section is None or section.name != BANNER or post.campaign in seen:
            continue
        seen.add(post.campaign)
        last = _last(snapshot, post)
        if snapshot.now.date() <= last:
            first = post.published.astimezone(snapshot.zone).date()
            url = f"{snapshot.face.site}{post.path}"
            yield post, Item(NOTE, post.words.title, post.words.summary, url, first, last)


def _last(snapshot: Snapshot, post: Post) -> date:
    """The last day on which a message of the banner stands."""
    if not post.words.ends:
        return (post.published + STANDS).astimezone(snapshot.zone).date()
    return Moment(datetime.fromisoformat(post.words.ends)).at.date()


def _told(item: Item) -> dict[str, str]:
    told = {"label": item.label, "title": item.title, "text": item.text, "url": item.url}
    return told | {"first": item.first.isoformat(), "last": item.last.isoformat()}
