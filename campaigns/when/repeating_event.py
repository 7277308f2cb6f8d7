"""An event whose dates a rule makes, without end: they are worked out around the moments that are asked about."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import ClassVar

from campaigns.when.event import Event, Span
from campaigns.when.expand import expand_event
from campaigns.when.rules import Rule
from campaigns.when.slots import Context

_FIRST_YEAR, _LAST_YEAR = 1900, 2199
"""No plan lies before or after them."""
_SPARSEST = 40
"""Years within which a rule gives its first date, or gives none."""
_KEPT = 16
"""How many stretches of years are remembered."""


@dataclass(frozen=True, slots=True)
class RepeatingEvent:
    """A rule, how long each date lasts (wall time), and from when (aware) until when the rule gives dates."""

    recurring: ClassVar[bool] = True
    rule: Rule
    duration: timedelta
    context: Context
    begins: datetime
    ends: datetime | None = None
    _known: dict[tuple[int, int], Event] = field(default_factory=dict, compare=False, repr=False)

    @property
    def first(self) -> Span | None:
        """The date from which a rule with N > 1 counts; None where the rule gives none."""
        years = range(self.begins.year, min(self.begins.year + _SPARSEST, _LAST_YEAR))
        return next((event.spans[0] for event in (self._dates(year, year) for year in years) if event.spans), None)

    def around(self, since: datetime, until: datetime) -> Event:
        """The first date, and all from a year before `since` to a year after `until`, at least."""
        first = min(max(since.year - 1, self.begins.year, _FIRST_YEAR), _LAST_YEAR)
        found = self._dates(first, max(min(until.year + 1, _LAST_YEAR), first)).spans
        anchor = self.first
        return Event(found if anchor is None or anchor in found else (anchor, *found), recurring=True)

    def _dates(self, first: int, last: int) -> Event:
        known = self._known.get((first, last))
        if known is None:
            if len(self._known) >= _KEPT:
                self._known.clear()
            known = self._known[first, last] = self._worked_out(first, last)
        return known

    def _worked_out(self, first: int, last: int) -> Event:
        zone = self.context.zone
        since = max(self.begins, datetime(first, 1, 1, tzinfo=zone))
        until = datetime(last + 1, 1, 1, tzinfo=zone)
        until = until if self.ends is None else min(until, self.ends)
        return expand_event(self.rule, self.duration, self.context, since, until)


AnyEvent = Event | RepeatingEvent
"""A campaign's event: its dates are listed, or made by a rule."""
