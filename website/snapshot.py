"""All that a site shows, read once: every page is made from the same moment."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache, cached_property
from pathlib import Path
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from pydantic import TypeAdapter, ValidationError

from storage.calendar_entries import CalendarEntry, Told
from storage.files import read_file
from website.agenda import EventDate, is_over
from website.order import Contributor, Face, Order, Section
from website.posts import Post

REPORTS = "/informes/"
"""The page of all reports that were published."""
BANNER = "banner"
"""The section of what hangs in the banner: it says in short what another page tells."""
CALLED_OFF = timedelta(days=90)
"""For how long, at least, calendars are told that a date was called off."""


@dataclass(frozen=True, slots=True)
class Campaign:
    """A campaign as the public knows it."""

    id: str
    title: str

    @property
    def path(self) -> str:
        """Of its page, with a slash at both ends."""
        return f"/campanas/{self.id}/"


@dataclass(frozen=True)
class Snapshot:
    """A municipality's site at one moment."""

    order: Order
    posts: tuple[Post, ...]
    """The newest first, with those that were taken back."""
    entries: Sequence[CalendarEntry]
    """Every date that the public was ever told of."""

    @property
    def face(self) -> Face:
        """Whose site it is."""
        return self.order.face

    @cached_property
    def zone(self) -> ZoneInfo:
        """The municipality's."""
        return ZoneInfo(self.face.zone)

    @cached_property
    def now(self) -> datetime:
        """By the municipality's clock."""
        return self.order.now.astimezone(self.zone)

    @cached_property
    def base(self) -> str:
        """What stands before each path in a link of a page: the path of the site's own address, mostly empty."""
        return urlsplit(self.face.site).path.rstrip("/")

    @cached_property
    def dates(self) -> dict[str, EventDate]:
        """Every date that is shown, by uid, in the order in which they begin."""
        there = {date.uid for date in self.order.events}
        told = (entry for entry in self.entries if not entry.cancelled and (entry.uid in there or not self.order.whole))
        found = [date for entry in told if (date := date_from(entry.told)) is not None]
        return {date.uid: date for date in sorted(found, key=lambda date: (date.starts, date.uid))}

    @cached_property
    def once_told(self) -> frozenset[str]:
        """The path of every date that the public was ever told of."""
        return frozenset(str(entry.told["path"]) for entry in self.entries)

    @cached_property
    def called_off(self) -> tuple[CalendarEntry, ...]:
        """What calendars are still told to take out."""
        return tuple(entry for entry in self.entries if entry.cancelled and self._is_told(entry))

    @cached_property
    def upcoming(self) -> tuple[EventDate, ...]:
        """Dates that are not over."""
        return tuple(date for date in self.dates.values() if not self.is_over(date))

    @cached_property
    def today(self) -> tuple[EventDate, ...]:
        """Dates that take place today."""
        day = self.now.date()
        return tuple(date for date in self.dates.values() if self.day_of(date) <= day <= self.last_day(date))

    @cached_property
    def standing(self) -> tuple[Post, ...]:
        """Publications that were not taken back, the newest first."""
        return tuple(post for post in self.posts if post.withdrawn is None)

    @cached_property
    def listed(self) -> tuple[Post, ...]:
        """Those of them that stand in lists and feeds: a banner only points to another."""
        return tuple(post for post in self.standing if (found := self.section(post)) is None or found.name != BANNER)

    @cached_property
    def reports(self) -> tuple[Post, ...]:
        """Those of the listed ones that bring a report along, the newest first."""
        return tuple(post for post in self.listed if post.words.report)

    @cached_property
    def campaigns(self) -> dict[str, Campaign]:
        """Every campaign with a date or a publication that is shown, by id, in the order of their titles.

        One that is gone from the files is called as it was in what was published of it last.
        """
        ids = {date.campaign for date in self.dates.values()} | {post.campaign for post in self.listed}
        titles = {post.campaign: post.words.campaign_title for post in reversed(self.listed)}
        titles |= {date.campaign: date.campaign_title for date in self.dates.values()} | self.order.campaigns
        found = [Campaign(each, titles.get(each) or each) for each in ids]
        return {each.id: each for each in sorted(found, key=lambda each: (each.title.casefold(), each.id))}

    def section(self, post: Post) -> Section | None:
        """The part of the site that a publication stands in; None: its account is gone."""
        return self._by_account.get(post.account)

    def contributor(self, post: Post) -> Contributor | None:
        """Who signed a publication; None: nobody did, or it is no contributor any more."""
        return next((each for each in self.order.contributors if each.name == post.words.contributor), None)

    def signed_by(self, contributor: Contributor) -> tuple[Post, ...]:
        """What stands in lists and feeds of a contributor, the newest first."""
        return tuple(post for post in self.listed if post.words.contributor == contributor.name)

    @cached_property
    def _by_account(self) -> dict[str, Section]:
        return {account: section for section in self.order.sections for account in section.accounts}

    def day_of(self, date: EventDate) -> dt.date:
        """The local day on which a date begins."""
        return date.starts.astimezone(self.zone).date()

    def last_day(self, date: EventDate) -> dt.date:
        """The local day on which a date ends; what ends at midnight ends on the day before."""
        last = date.ends if date.ends == date.starts else date.ends - timedelta(microseconds=1)
        return last.astimezone(self.zone).date()

    def is_over(self, date: EventDate) -> bool:
        """Whether it has ended."""
        return is_over(date, self.now)

    def archive(self, digest: str) -> bytes | None:
        """Frozen bytes by their sha256; None where the disk has lost or spoiled them."""
        try:
            return read_file(Path(self.order.archive), digest)
        except (OSError, ValueError):
            return None

    @cached_property
    def by_day(self) -> dict[dt.date, tuple[EventDate, ...]]:
        """Every day on which something takes place, with all that does."""
        found: dict[dt.date, list[EventDate]] = {}
        for date in self.dates.values():
            day = self.day_of(date)
            while day <= self.last_day(date):
                found.setdefault(day, []).append(date)
                day += timedelta(days=1)
        return {day: tuple(dates) for day, dates in found.items()}

    @cached_property
    def until(self) -> datetime:
        """How long the site stays as it is by itself: until midnight, or until an event or a survey ends before it."""
        midnight = datetime.combine(self.now.date() + timedelta(days=1), dt.time(), self.zone)
        ends = [date.ends for date in self.upcoming] + [_told_until(entry) for entry in self.called_off]
        ends += [post.ballot.closes_at for post in self.standing if post.ballot is not None and post.ballot.open]
        return min([midnight, *(end for end in ends if end > self.now)])

    def _is_told(self, entry: CalendarEntry) -> bool:
        return self.order.now < _told_until(entry)


def _told_until(entry: CalendarEntry) -> datetime:
    """Until when calendars are told that a date was called off."""
    return max(entry.changed_at + CALLED_OFF, datetime.fromisoformat(entry.told["ends"]))


def told(date: EventDate) -> Told:
    """A date as the rows keep it."""
    kept: Told = _dates().dump_python(date, mode="json")
    return kept


def date_from(kept: Told) -> EventDate | None:
    """The same date again; None where another version of the program told of it in another way."""
    try:
        return _dates().validate_python(kept)
    except ValidationError:
        return None


@cache
def _dates() -> TypeAdapter[EventDate]:
    return TypeAdapter(EventDate)
