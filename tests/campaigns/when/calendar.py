"""Calendars for the tests: La Estrella's zone, Berlin's, an event, and slots as short text."""

from collections.abc import Iterable
from datetime import date, datetime
from zoneinfo import ZoneInfo

from campaigns.when import Context, Event, LocalHoliday, Moves, Slot, Workdays, expand, parse

BOGOTA = ZoneInfo("America/Bogota")
BERLIN = ZoneInfo("Europe/Berlin")
WORKDAYS = Workdays()
ENROLMENT = Event.once(datetime(2027, 1, 12, 7, tzinfo=BOGOTA), datetime(2027, 1, 29, 16, tzinfo=BOGOTA))
COLOMBIA = Context(BOGOTA, WORKDAYS, ENROLMENT)


def with_holidays(*extra: LocalHoliday, event: Event | None = ENROLMENT) -> Context:
    """Makes a Colombian context with lines of `festivos.yaml`."""
    return Context(BOGOTA, Workdays(extra), event)


def slots(
    text: str,
    first: str = "2027-01-01",
    last: str = "2028-01-01",
    context: Context = COLOMBIA,
    moves: Moves | None = None,
) -> tuple[Slot, ...]:
    """Expands a `cuando` between two local midnights (the last not included)."""
    since, until = (
        datetime.combine(date.fromisoformat(day), datetime.min.time(), context.zone) for day in (first, last)
    )
    return expand(parse(text), context, since, until, moves or Moves())


def locals_of(found: Iterable[Slot]) -> list[str]:
    """Writes the local times after moves: `2027-01-12 07:30`."""
    return [f"{slot.local:%Y-%m-%d %H:%M}" for slot in found if slot.local]


def keys_of(found: Iterable[Slot]) -> list[str]:
    """Lists the occurrences."""
    return [slot.occurrence for slot in found]
