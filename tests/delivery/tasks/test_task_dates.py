"""Dates of tasks as another program's parser reads them."""

from pathlib import Path

import pytest
from ical.calendar import Calendar
from ical.calendar_stream import IcsCalendarStream

from delivery.office.office import cancel
from storage.database import Database
from storage.work_orders import postpone
from tests.delivery.desk import at_work, bogota
from tests.delivery.task_town import CHANGES, DUE, files, hand, mails

TOLD = {
    "anuncio~tarea-1": ("PUBLISH", "CONFIRMED", 0, 1),
    "anuncio~tarea-1-20270105T2359": ("PUBLISH", "CONFIRMED", 1, 1),
    "anuncio~tarea-1-cancelada": ("CANCEL", "CANCELLED", 2, 0),
}
"""Method, status, SEQUENCE and alarms of what each mail brings."""


@pytest.fixture
async def brought(database: Database, tmp_path: Path) -> dict[str, Calendar]:
    """The calendars of a task that is handed over, put off and called off, each as its mail brings it."""
    async with at_work(database, tmp_path, DUE, CHANGES) as desk:
        await desk.turn()
        await hand(desk)
        with database.write() as connection:
            assert postpone(connection, 1, "ana", desk.clock.now(), bogota("2027-01-05T23:59"), "Obra")
        await hand(desk)
        desk.write(cancel, "matriculas/anuncio@1", "ana", desk.clock.now())
        await hand(desk)
        return {
            name: IcsCalendarStream.calendar_from_ics(files(mail)["tareas.ics"].decode())
            for name, mail in mails(desk).items()
            if name in TOLD
        }


async def test_a_task_is_published_moved_and_cancelled(brought: dict[str, Calendar]) -> None:
    """By the methods of RFC 5546 §4.1, each time with a higher number; what is off rings no more."""
    assert {
        name: (found.method, event.status, event.sequence, len(event.alarm))
        for name, found in brought.items()
        for event in found.events
    } == TOLD


async def test_what_a_calendar_needs_to_take_it_out_again(brought: dict[str, Calendar]) -> None:
    """The same name, who says so, and when: without an organizer a cancellation is not taken (RFC 5546 §3.2.5)."""
    events = [event for found in brought.values() for event in found.events]
    assert {event.uid for event in events} == {"tarea-1@villaclara.gov.co"}
    assert {str(event.organizer and event.organizer.uri) for event in events} == {"mailto:ana@villaclara.gov.co"}
    later = [found for name, found in brought.items() if name != "anuncio~tarea-1"]
    assert {event.dtend for found in later for event in found.events} == {bogota("2027-01-05T23:59")}
