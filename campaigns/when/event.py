"""The dates of a campaign's event, listed or made by a rule."""

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import groupby


@dataclass(frozen=True, slots=True)
class Span:
    """One date of an event, from `start` to `end`, aware and in the municipality's zone.

    `id` stays when the date moves: `1` for a single event, the listed id, or the nominal date that a rule made.
    """

    start: datetime
    end: datetime
    id: str = "1"

    def __post_init__(self) -> None:
        if self.start.tzinfo is None or self.end.tzinfo is None:
            raise ValueError("A span needs aware datetimes")
        if self.end < self.start:
            raise ValueError("A span ends before it starts")

    @property
    def first_day(self) -> date:
        """The local day on which it starts."""
        return self.start.date()

    @property
    def last_day(self) -> date:
        """The local day on which it ends; what ends at midnight ends on the day before."""
        if self.end == self.start:
            return self.end.date()
        return (self.end - timedelta(microseconds=1)).date()


@dataclass(frozen=True, slots=True)
class Event:
    """All dates of an event in order; `recurring` where it has, or may have, more than one."""

    spans: tuple[Span, ...]
    recurring: bool = False

    def __post_init__(self) -> None:
        if len(self.spans) > 1 and not self.recurring:
            raise ValueError("An event of several dates is recurring: their messages need their ids as keys")
        object.__setattr__(self, "spans", tuple(sorted(self.spans, key=lambda span: span.start)))

    @classmethod
    def once(cls, start: datetime, end: datetime | None = None) -> "Event":
        """Makes an event of one date; without an end it is a moment."""
        return cls((Span(start, end or start),))

    @classmethod
    def listed(cls, spans: tuple[Span, ...]) -> "Event":
        """Makes an event of listed dates, each with its id."""
        return cls(spans, recurring=True)

    @property
    def first(self) -> Span | None:
        """The earliest date."""
        return self.spans[0] if self.spans else None

    def around(self, _since: datetime, _until: datetime) -> "Event":
        """All dates: they are listed."""
        return self

    def days(self) -> Iterator[tuple[date, date]]:
        """Yields the stretches of days on which it happens, in order and without overlap, both ends included."""
        reached: date | None = None
        for first, group in groupby(self.spans, key=lambda span: span.first_day):
            last = max(span.last_day for span in group)
            begin = first if reached is None else max(first, reached + timedelta(days=1))
            if begin <= last:
                yield begin, last
                reached = last

    def next_start(self, moment: datetime) -> Span | None:
        """Returns the first date that starts after a moment, or None."""
        place = bisect_right(self.spans, moment, key=lambda span: span.start)
        return self.spans[place] if place < len(self.spans) else None
