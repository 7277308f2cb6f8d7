"""Calendars of other programs take the dates, their changes and their cancellations: read by ical and icalendar."""

from datetime import date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from ical.calendar_stream import IcsCalendarStream
from ical.event import Event
from icalendar import Calendar

from campaigns.loader import load
from delivery.workplace import open_workplace
from storage.calendar_entries import calendar_entries
from storage.database import Database
from tests.campaigns.town import build
from tests.delivery.desk import Desk, at_work, bogota
from tests.website.town import DURING, EVENT, FILE, LIVE, SITE, edited, site_of

BEFORE = bogota("2026-12-20T08:00")
UID = "matriculas.1@villaclara.gov.co"
BOGOTA = ZoneInfo("America/Bogota")
GONE: dict[str, str | bytes | None] = {
    FILE: None,
    "campanas/otra.yaml": "campaña: otra\ntitulo: Otra\naccion: SE-7\nclase: servicio\nresponsable: educacion\n"
    "publico: ciudadania\nmensajes:\n  - {id: aviso, cuando: 2027-03-01 a las 08:00, canales: [web], asunto: Otra, "
    "texto: Otra cosa.}\n",
}
BACK: dict[str, str | bytes | None] = {FILE: LIVE[FILE], "campanas/otra.yaml": None}


def events(desk: Desk, path: str = "calendario.ics") -> dict[str, Event]:
    """By uid, as ical reads them; icalendar finds the same ones and nothing wrong."""
    text = (site_of(desk) / path).read_bytes()
    strict = Calendar.from_ical(text)
    assert isinstance(strict, Calendar)
    assert strict.errors == []
    found = {each.uid: each for each in IcsCalendarStream.calendar_from_ics(text.decode()).events}
    assert {str(each["uid"]) for each in strict.walk("VEVENT")} == set(found)
    return found


def standing(event: Event) -> tuple[int | None, str | None]:
    """Number of change and status."""
    return event.sequence, event.status


async def test_an_event_with_hours_is_told_in_its_zone(database: Database, tmp_path: Path) -> None:
    """Wall time with the zone's rules beside it, so that no calendar has to know Colombia's."""
    async with at_work(database, tmp_path, BEFORE, LIVE) as desk:
        event = events(desk)[UID]
        assert isinstance(event.dtstart, datetime)
        assert event.dtstart.utcoffset() == timedelta(hours=-5)
        assert event.dtstart == datetime(2027, 1, 12, 7, tzinfo=BOGOTA)
        assert event.dtend == datetime(2027, 1, 29, 16, tzinfo=BOGOTA)
        assert (event.summary, event.location) == ("Matrículas escolares", "La escuela")
        assert "Registro civil; Foto" in str(event.description)
        assert event.url == f"{SITE}/eventos/matriculas/1/"
        assert standing(event) == (0, "CONFIRMED")
        text = (desk.place.outgoing / "sitio-publico" / "calendario.ics").read_text("utf-8")
        assert "BEGIN:VTIMEZONE" in text
        assert "DTSTART;TZID=America/Bogota:20270112T070000" in text.replace("\r", "")


async def test_an_event_of_whole_days_has_no_hours(database: Database, tmp_path: Path) -> None:
    """The last day is told as the first that is free again."""
    days = edited(starts="inicia: 2027-01-12", ends="termina: 2027-01-14")
    async with at_work(database, tmp_path, BEFORE, {**LIVE, **days}) as desk:
        event = events(desk)[UID]
        assert (event.dtstart, event.dtend) == (date(2027, 1, 12), date(2027, 1, 15))


async def test_what_changes_rises_and_keeps_its_name(database: Database, tmp_path: Path) -> None:
    """Moved, it is the same event one higher; nothing changed, nothing rises; a restart forgets nothing."""
    async with at_work(database, tmp_path, BEFORE, LIVE) as desk:
        assert standing(events(desk)[UID]) == (0, "CONFIRMED")
        desk.clock.pass_(hours=1)
        assert standing(events(desk)[UID]) == (0, "CONFIRMED")
        await desk.reload(edited(starts="inicia: 2027-01-13 07:00"))
        assert standing(events(desk)[UID]) == (1, "CONFIRMED")
        desk.clock.pass_(hours=1)
        await desk.reload(edited(starts="inicia: 2027-01-13 07:00", place="lugar: El parque"))
    async with at_work(database, tmp_path, BEFORE, {**LIVE, **edited(place="lugar: El parque")}) as desk:
        [event] = events(desk).values()
        assert standing(event) == (2, "CONFIRMED")
        assert event.location == "El parque"


async def test_another_address_of_the_site_makes_no_other_event(database: Database, tmp_path: Path) -> None:
    """`www.` before it, and nobody's calendar has the event twice; held back or called off, it goes by its old name."""
    moved = str(LIVE["municipio.yaml"]).replace(f"sitio: {SITE}", "sitio: https://www.villaclara.gov.co")
    async with at_work(database, tmp_path, BEFORE, LIVE) as desk:
        events(desk)
        await desk.reload({"municipio.yaml": moved})
        found = events(desk)
        assert {uid: standing(event) for uid, event in found.items()} == {UID: (0, "CONFIRMED")}
        assert str(found[UID].url) == "https://www.villaclara.gov.co/eventos/matriculas/1/"
        await desk.reload({FILE: edited(head="publico: ciudadania\naprueba: comite-gel")[FILE]})
        assert {uid: standing(event) for uid, event in events(desk).items()} == {UID: (0, "CONFIRMED")}
        await desk.reload(GONE)
        assert {uid: standing(event) for uid, event in events(desk).items()} == {UID: (1, "CANCELLED")}
        await desk.reload(BACK)
        assert {uid: standing(event) for uid, event in events(desk).items()} == {UID: (2, "CONFIRMED")}


async def test_what_is_gone_is_called_off(database: Database, tmp_path: Path) -> None:
    """One higher, with its time, so that a calendar finds what to take out; should it come back, it is higher still."""
    async with at_work(database, tmp_path, BEFORE, LIVE) as desk:
        events(desk)
        await desk.reload(GONE)
        event = events(desk)[UID]
        assert standing(event) == (1, "CANCELLED")
        assert event.dtstart == datetime(2027, 1, 12, 7, tzinfo=BOGOTA)
        assert event.url is None
        assert standing(events(desk, "campanas/matriculas/calendario.ics")[UID]) == (1, "CANCELLED")
        await desk.reload(BACK)
        assert standing(events(desk)[UID]) == (2, "CONFIRMED")
        assert (desk.place.outgoing / "sitio-publico" / EVENT).exists()


async def test_a_cancellation_is_told_for_a_decent_time(database: Database, tmp_path: Path) -> None:
    """For ninety days, and until the event would have ended; its number stays known after that."""
    async with at_work(database, tmp_path, BEFORE, LIVE) as desk:
        events(desk)
        await desk.reload(GONE)
        events(desk)
        desk.clock.pass_(days=89)
        assert standing(events(desk)[UID]) == (1, "CANCELLED")
        desk.clock.pass_(days=2)
        assert events(desk) == {}
        with desk.database.read() as connection:
            assert [entry.sequence for entry in calendar_entries(connection, desk.place.tenant_id)] == [1]


async def test_a_file_that_cannot_be_read_calls_nothing_off(database: Database, tmp_path: Path) -> None:
    """A slip of the pen, met by a daemon that has no good text of the file in mind: the event stands as it was told."""
    async with at_work(database, tmp_path, BEFORE, LIVE) as desk:
        events(desk)
        broken = tmp_path / "rota"
        build(broken, {**LIVE, FILE: "campaña: [\n"})
        with database.write() as connection:
            tenant = load(broken, {}).tenants[0]
            desk.places.put(open_workplace(connection, tenant, database, desk.clock, desk.folder))
        assert desk.tenant.campaigns == {}
        assert standing(events(desk)[UID]) == (0, "CONFIRMED")
        assert (desk.place.outgoing / "sitio-publico" / EVENT).exists()


async def test_what_is_over_is_not_called_off(database: Database, tmp_path: Path) -> None:
    """A campaign whose file is put away after its event leaves the calendar without a word: it did take place."""
    async with at_work(database, tmp_path, BEFORE, LIVE) as desk:
        events(desk)
        desk.clock.moment = bogota("2027-02-01T00:00")
        await desk.reload(GONE)
        assert events(desk) == {}


async def test_an_event_under_way_is_called_off(database: Database, tmp_path: Path) -> None:
    """It was to go on for days."""
    async with at_work(database, tmp_path, BEFORE, LIVE) as desk:
        events(desk)
        desk.clock.moment = DURING
        await desk.reload(GONE)
        assert standing(events(desk)[UID]) == (1, "CANCELLED")


async def test_each_date_of_a_recurring_event_has_a_name(database: Database, tmp_path: Path) -> None:
    """Dates that a rule makes are told one by one, each under the day that the rule gave it."""
    rule = edited(starts="repite: cada sábado a las 08:00", ends="dura: 2 horas")
    text = str(rule[FILE]).replace("cuando: 15 días antes a las 08:00", "cuando: 1 día antes a las 08:00")
    async with at_work(database, tmp_path, BEFORE, {**LIVE, FILE: text}) as desk:
        found = events(desk)
        assert "matriculas.2026-12-26@villaclara.gov.co" in found
        assert len(found) > 70
        assert {standing(each) for each in found.values()} == {(0, "CONFIRMED")}
