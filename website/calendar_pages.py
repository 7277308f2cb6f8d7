"""The calendar as pages: a list, a table for each month, today."""

import calendar
import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from campaigns.articles import of
from campaigns.when.words import MONTHS, WEEKDAYS
from website.agenda import EventDate
from website.paper import Paper, day_words
from website.series import series
from website.snapshot import Snapshot

NEXT = 8
"""Dates that are to come, where they are not the matter."""


@dataclass(frozen=True, slots=True, order=True)
class Month:
    """A month of a year."""

    year: int
    month: int

    @property
    def title(self) -> str:
        """«enero de 2027»."""
        return f"{MONTHS[self.month - 1]} de {self.year}"

    @property
    def path(self) -> str:
        """Of its page, with a slash at both ends."""
        return f"/calendario/{self.year}-{self.month:02d}/"


@dataclass(frozen=True, slots=True)
class Day:
    """A day in a month's table."""

    date: dt.date
    events: tuple[EventDate, ...]
    begins: tuple[EventDate, ...]
    """Those of them that are new in the table: they begin on this day, or before this month and it is the first."""
    today: bool

    @property
    def weekday(self) -> str:
        """«martes»."""
        return WEEKDAYS[self.date.weekday()]


def calendar_pages(snapshot: Snapshot, paper: Paper) -> Iterator[tuple[str, bytes]]:
    """Path and bytes of each page."""
    months = _months(snapshot)
    groups = [
        (month.title, list(dates))
        for month, dates in groupby(
            snapshot.upcoming, key=lambda date: _month(max(snapshot.day_of(date), _today(snapshot)))
        )
    ]
    summary = f"Los eventos {of(snapshot.face.body)}, mes por mes."
    yield (
        "calendario/index.html",
        paper.print(
            "calendario.html", "/calendario/", "Calendario de eventos", summary=summary, meses=months, grupos=groups
        ),
    )
    for place, month in enumerate(months):
        before = months[place - 1] if place else None
        after = months[place + 1] if place + 1 < len(months) else None
        yield f"{month.path[1:]}index.html", _month_page(snapshot, paper, month, before, after)
    yield "hoy/index.html", _today_page(snapshot, paper)


def _month_page(snapshot: Snapshot, paper: Paper, month: Month, before: Month | None, after: Month | None) -> bytes:
    weeks = [
        [_day(snapshot, day) if day.month == month.month else None for day in week]
        for week in calendar.Calendar().monthdatescalendar(month.year, month.month)
    ]
    return paper.print(
        "mes.html",
        month.path,
        f"Eventos de {month.title}",
        mes=month,
        anterior=before,
        siguiente=after,
        dias=WEEKDAYS,
        semanas=weeks,
        hay=any(day.events for week in weeks for day in week if day is not None),
    )


def _today_page(snapshot: Snapshot, paper: Paper) -> bytes:
    today = _today(snapshot)
    published = [post for post in snapshot.listed if post.published.astimezone(snapshot.zone).date() == today]
    coming = series(snapshot, (date for date in snapshot.upcoming if snapshot.day_of(date) > today))[:NEXT]
    day = day_words(snapshot.now)
    return paper.print(
        "hoy.html", "/hoy/", "Hoy", dia=day, de_hoy=snapshot.today, publicadas=published, proximos=coming
    )


def _day(snapshot: Snapshot, day: dt.date) -> Day:
    events = snapshot.by_day.get(day, ())
    begins = tuple(event for event in events if day.day == 1 or snapshot.day_of(event) == day)
    return Day(day, events, begins, day == _today(snapshot))


def _months(snapshot: Snapshot) -> list[Month]:
    """From the first month with a date to the last, this one among them."""
    days = [*snapshot.by_day, _today(snapshot)]
    first, last = _month(min(days)), _month(max(days))
    count = (last.year - first.year) * 12 + last.month - first.month + 1
    return [Month(first.year + (first.month - 1 + n) // 12, (first.month - 1 + n) % 12 + 1) for n in range(count)]


def _month(day: dt.date) -> Month:
    return Month(day.year, day.month)


def _today(snapshot: Snapshot) -> dt.date:
    return snapshot.now.date()
