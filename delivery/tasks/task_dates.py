"""Tasks as dates for a calendar of whoever does them (RFC 5545): what was moved replaces itself, what is off goes.

They are published, and cancelled as what was published is (RFC 5546 §4.1): nobody is invited, so nobody has to answer.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from delivery.staff import Staff
from delivery.tasks.parcels import Order
from delivery.worlds import marked

PRODUCT = "-//Pregonero//Tareas//ES"
MIME = "text/calendar"
NAME = "tareas.ics"
BEFORE = timedelta(minutes=30)
"""How long before its due time a task stands in a calendar, and is rung for."""


@dataclass(frozen=True, slots=True)
class TaskDate:
    """One task as a calendar is told of it."""

    task: Order
    due: datetime
    """Aware, in the municipality's zone."""
    told_at: datetime
    """Aware. When it is told so: of two dates of one task a calendar takes what was told later."""
    whole_day: bool = False
    """Its day belongs to it alone: whoever looks for a free hour finds none."""

    @property
    def sequence(self) -> int:
        """Rises whenever the task is put off (RFC 5545 §3.8.7.4), and once more as it is called off."""
        return int(self.task.postponements)


def task_dates(dates: Iterable[TaskDate], host: str, organizer: Staff, *, cancelled: bool) -> bytes:
    """A calendar of tasks, all of them called off or none.

    `host` makes their names differ from those of others; `organizer` is who hands them out, without whom a calendar
    takes no cancellation.
    """
    from icalendar import Alarm, Calendar, Event, vCalAddress  # noqa: PLC0415 - a daemon without tasks does not carry it

    made = Calendar()
    made.add("prodid", PRODUCT)
    made.add("version", "2.0")
    made.add("method", "CANCEL" if cancelled else "PUBLISH")
    for date in dates:
        event, task = Event(), date.task
        summary = f"Tarea {task.id}: {marked(task.title, task.mode)}"
        event.add("uid", f"tarea-{task.id}@{host}")
        event.add("sequence", date.sequence + cancelled)
        event.add("dtstamp", date.told_at.astimezone(UTC).replace(microsecond=0))
        day = date.due.date()
        event.add("dtstart", day if date.whole_day else date.due - BEFORE)
        event.add("dtend", day + timedelta(days=1) if date.whole_day else date.due)
        event.add("summary", summary)
        event.add("description", task.sheet)
        event.add("transp", "OPAQUE" if date.whole_day else "TRANSPARENT")
        event.add("status", "CANCELLED" if cancelled else "CONFIRMED")
        if task.place:
            event.add("location", task.place)
        address = vCalAddress(f"mailto:{organizer.mail}")
        address.params["CN"] = organizer.name
        event.add("organizer", address)
        if not cancelled:
            alarm = Alarm()
            alarm.add("action", "DISPLAY")
            alarm.add("trigger", timedelta(0))
            alarm.add("description", summary)
            event.add_component(alarm)
        made.add_component(event)
    made.add_missing_timezones()
    return bytes(made.to_ical())
