"""A daemon that was down, an event that was moved: what goes out late, what is missed, what is never repeated."""

from pathlib import Path

import pytest

from delivery.office.by_hand import send_missed, send_now
from delivery.office.office import Refused
from storage.database import Database
from tests.campaigns.town import CAMPAIGN
from tests.delivery.desk import at_work, bogota

DUE = bogota("2026-12-28T08:00")
BEFORE = bogota("2026-12-20T08:00")
FILE = "campanas/matriculas.yaml"
DAILY = {FILE: CAMPAIGN.replace("15 días antes a las 08:00", "cada día a las 08:00")}
TWO = {
    FILE: CAMPAIGN + "  - {id: otro, cuando: 10 días antes a las 08:00, canales: [web], asunto: Otro, texto: Otro.}\n"
}
KEY = "matriculas/anuncio@1"


def moved(text: str, day: str) -> dict[str, str | bytes | None]:
    """The event on another day."""
    return {FILE: text.replace("2027-01-12", f"2027-01-{day}")}


async def test_late_within_its_tolerance_it_is_sent(database: Database, tmp_path: Path) -> None:
    """Down over the due time and up again twenty minutes later: it goes out at the start."""
    async with at_work(database, tmp_path, BEFORE) as desk:
        desk.people("ana@example.com")
        await desk.turn()
        desk.clock.moment = bogota("2026-12-28T08:20")
        await desk.reload()
        await desk.turn()
        assert set(desk.publications().values()) == {"done"}


async def test_later_it_is_missed_until_a_person_sends_it(database: Database, tmp_path: Path) -> None:
    """Past its tolerance a visible row waits for a person, who can send it days later too; once."""
    async with at_work(database, tmp_path, BEFORE) as desk:
        desk.people("ana@example.com")
        await desk.turn()
        desk.clock.moment = bogota("2026-12-28T09:00")
        await desk.reload()
        await desk.turn()
        assert set(desk.publications().values()) == {"missed"}
        assert "hace 60 minutos" in desk.publication("anuncio/correo@1").reason
        desk.clock.pass_(days=30)
        desk.write(send_missed, KEY, "ana", desk.clock.now())
        await desk.settle()
        assert set(desk.publications().values()) == {"done"}
        assert desk.states() == {"sent": 2}
        with pytest.raises(Refused, match="no está entre lo que no salió"):
            desk.write(send_missed, KEY, "ana", desk.clock.now())


async def test_recurrences_while_it_was_down_are_missed_one_by_one(database: Database, tmp_path: Path) -> None:
    """Four days down are four visible rows; only what is due now goes out."""
    async with at_work(database, tmp_path, bogota("2026-12-20T07:00"), DAILY) as desk:
        await desk.turn()
        desk.clock.moment = bogota("2026-12-24T08:05")
        await desk.reload()
        await desk.turn()
        states = {key: state for key, state in desk.publications().items() if "/web@" in key}
        assert states == {
            "anuncio/web@2026-12-20": "missed",
            "anuncio/web@2026-12-21": "missed",
            "anuncio/web@2026-12-22": "missed",
            "anuncio/web@2026-12-23": "missed",
            "anuncio/web@2026-12-24": "done",
        }


async def test_nothing_is_replayed_from_before_a_message_was_first_seen(database: Database, tmp_path: Path) -> None:
    """A recurrence begins when the daemon first reads it; a past one-off leaves a row while its event is not over."""
    async with at_work(database, tmp_path, bogota("2027-01-15T12:00"), DAILY) as desk:
        await desk.turn()
        assert desk.publications() == {}
        await desk.reload({FILE: CAMPAIGN.replace("id: anuncio", "id: unico")})
        await desk.turn()
        assert desk.publications() == {"unico/correo@1": "missed", "unico/web@1": "missed"}
    assert desk.publication("unico/web@1").reason


async def test_a_one_off_whose_event_is_over_leaves_nothing(database: Database, tmp_path: Path) -> None:
    """What was written down after its event had ended is no news."""
    async with at_work(database, tmp_path, bogota("2027-02-15T12:00")) as desk:
        await desk.turn()
        assert desk.publications() == {}


async def test_an_event_that_is_moved_repeats_nothing_and_moves_the_rest(database: Database, tmp_path: Path) -> None:
    """The message that went out is not sent again; the one to come goes out by the new date."""
    text = str(TWO[FILE])
    async with at_work(database, tmp_path, DUE, TWO) as desk:
        desk.people("ana@example.com")
        await desk.turn()
        assert set(desk.publications().values()) == {"done"}
        await desk.reload(moved(text, "19"))
        for day in ("02T08:00", "04T08:00"):
            desk.clock.moment = bogota(f"2027-01-{day}")
            await desk.turn()
        assert desk.publications() == {"anuncio/correo@1": "done", "anuncio/web@1": "done"}
        desk.clock.moment = bogota("2027-01-09T08:00")
        await desk.turn()
        assert desk.publications()["otro/web@1"] == "done"
        assert len(desk.rows("attempt")) == 3


async def test_a_missed_one_whose_event_is_moved_on_goes_out(database: Database, tmp_path: Path) -> None:
    """The staff's new date speaks for sending what was missed."""
    async with at_work(database, tmp_path, BEFORE) as desk:
        desk.people("ana@example.com")
        await desk.turn()
        desk.clock.moment = bogota("2026-12-28T12:00")
        await desk.turn()
        assert set(desk.publications().values()) == {"missed"}
        await desk.reload(moved(CAMPAIGN, "20"))
        await desk.turn()
        assert set(desk.publications().values()) == {"missed"}
        desk.clock.moment = bogota("2027-01-05T08:00")
        await desk.turn()
        assert set(desk.publications().values()) == {"done"}


async def test_what_was_sent_by_hand_is_not_sent_at_its_hour(database: Database, tmp_path: Path) -> None:
    """A person who sends ahead of the calendar has taken its key; a second time it is refused, naming `repetir`."""
    async with at_work(database, tmp_path, BEFORE) as desk:
        desk.people("ana@example.com")
        await desk.turn()
        desk.write(send_now, "matriculas", "anuncio", "ana", desk.clock.now())
        await desk.settle()
        with pytest.raises(Refused, match="repetir: 2"):
            desk.write(send_now, "matriculas", "anuncio", "ana", desk.clock.now())
        desk.clock.moment = DUE
        await desk.turn()
        assert len(desk.rows("attempt")) == 2
