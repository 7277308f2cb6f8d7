"""Dates of events for people's own calendars (RFC 5545): what changes there rises, what is gone is called off."""

from collections.abc import Iterable
from datetime import UTC, date, timedelta

from icalendar import Calendar, Event

from campaigns.content.stops import one_stop
from storage.calendar_entries import CalendarEntry
from website.agenda import EventDate
from website.snapshot import Snapshot, date_from

PRODUCT = "-//Pregonero//Calendario de eventos//ES"
REFRESH = timedelta(hours=1)
"""How often a calendar is to ask again (RFC 7986 §5.7)."""


def icalendar(snapshot: Snapshot, entries: Iterable[CalendarEntry], title: str) -> bytes:
    """A calendar of these entries, each in its own zone's hours or in whole days."""
    made = Calendar()
    made.add("prodid", PRODUCT)
    made.add("version", "2.0")
    made.add("calscale", "GREGORIAN")
    made.add("method", "PUBLISH")
    made.add("name", title)
    made.add("x-wr-calname", title)
    made.add("x-wr-timezone", snapshot.face.zone)
    made.add("refresh-interval", REFRESH, parameters={"VALUE": "DURATION"})
    made.add("x-published-ttl", "PT1H")
    shown = [(entry, found) for entry in entries if (found := date_from(entry.told)) is not None]
    for entry, found in sorted(shown, key=lambda each: (each[1].starts, each[0].uid)):
        made.add_component(_event(snapshot, entry, found))
    if any(not found.whole_days for _, found in shown):
        made.add_missing_timezones()
    return bytes(made.to_ical())


def entries_of(snapshot: Snapshot) -> list[CalendarEntry]:
    """Those that a calendar bears: what is shown, and what was called off of late."""
    return [entry for entry in snapshot.entries if entry.uid in snapshot.dates and not entry.cancelled] + list(
        snapshot.called_off
    )


def campaign_of(entry: CalendarEntry) -> str:
    """The campaign of a date, as it was told."""
    return str(entry.told["campaign"])


def _event(snapshot: Snapshot, entry: CalendarEntry, found: EventDate) -> Event:
    event, changed = Event(), entry.changed_at.astimezone(UTC).replace(microsecond=0)
    event.add("uid", entry.uid)
    event.add("sequence", entry.sequence)
    event.add("dtstamp", changed)
    event.add("last-modified", changed)
    starts, ends = _moments(snapshot, found)
    event.add("dtstart", starts)
    if ends != starts:
        event.add("dtend", ends)
    event.add("summary", found.title)
    event.add("status", "CANCELLED" if entry.cancelled else "CONFIRMED")
    event.add("transp", "TRANSPARENT")
    event.add("categories", [found.campaign_title])
    if found.place:
        event.add("location", found.place)
    if not entry.cancelled:
        event.add("url", f"{snapshot.face.site}{found.path}")
        event.add("description", _description(snapshot, found))
    return event


def _moments(snapshot: Snapshot, found: EventDate) -> tuple[date, date]:
    """Wall time in the municipality's zone; of whole days the first, and the first that is free again."""
    starts, ends = found.starts.astimezone(snapshot.zone), found.ends.astimezone(snapshot.zone)
    if not found.whole_days:
        return starts, ends
    return starts.date(), snapshot.last_day(found) + timedelta(days=1)


def _description(snapshot: Snapshot, found: EventDate) -> str:
    lists = (
        ("Qué hay", found.activities),
        ("Qué se necesita", found.requirements),
        ("Para qué le sirve", found.benefits),
    )
    parts = [one_stop(f"{name}: {'; '.join(lines)}.") for name, lines in lists if lines]
    return "\n".join([*parts, f"Más información: {snapshot.face.site}{found.path}"])
