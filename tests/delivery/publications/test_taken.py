"""What went out never goes out again because somebody rewrote its rule."""

from datetime import timedelta
from pathlib import Path

import pytest

from delivery.office.by_hand import send_now
from delivery.office.office import Refused, cancel
from delivery.planning.known import read_known
from delivery.planning.planning import plan
from storage.database import Database
from tests.campaigns.town import CAMPAIGN
from tests.delivery.desk import Desk, at_work, bogota

FILE = "campanas/matriculas.yaml"
EVENT = "evento:\n  inicia: 2027-01-12 07:00\n  termina: 2027-01-29 16:00\n"
MONDAY = "2026-12-28"


def repeating(when: str, *, event: str = EVENT, more: str = "") -> dict[str, str | bytes | None]:
    """The town's message on the web alone, at other times."""
    text = CAMPAIGN.replace("15 días antes a las 08:00", when).replace("[correo, web]", "[web]").replace(EVENT, event)
    return {FILE: text.replace("    canales", f"{more}    canales")}


async def sent(desk: Desk) -> list[str]:
    """The keys of what has gone out, after a turn."""
    await desk.turn()
    return [key.partition("@")[2] for key, state in desk.publications().items() if state == "done"]


@pytest.mark.parametrize(
    ("before", "at", "after", "until", "expected"),
    [
        # A second hour: the first keeps its one message, the second gets its own.
        ("cada lunes a las 07:30", "07:30", "cada lunes a las 07:30 y a las 18:00", "07:40", [MONDAY]),
        (
            "cada lunes a las 07:30",
            "07:30",
            "cada lunes a las 07:30 y a las 18:00",
            "18:00",
            [MONDAY, f"{MONDAY}T18:00"],
        ),
        # One of two hours is moved: it is the same slot.
        (
            "cada lunes a las 07:30 y a las 18:00",
            "07:30",
            "cada lunes a las 07:45 y a las 18:00",
            "18:00",
            [f"{MONDAY}T07:30", f"{MONDAY}T18:00"],
        ),
        # Two hours become one, and one becomes another.
        ("cada lunes a las 07:30 y a las 18:00", "07:30", "cada lunes a las 09:00", "09:00", [f"{MONDAY}T07:30"]),
        # One date becomes a recurrence on that day.
        (f"el {MONDAY} a las 07:30", "07:30", "cada lunes a las 08:00", "08:00", ["1"]),
    ],
)
async def test_a_slot_under_another_name_goes_out_once(
    database: Database, tmp_path: Path, before: str, at: str, after: str, until: str, expected: list[str]
) -> None:
    """An edit that gives today's slot another key sends nothing again; what is new that day goes out."""
    async with at_work(database, tmp_path, bogota(f"{MONDAY}T06:00"), repeating(before)) as desk:
        await desk.turn()
        desk.clock.moment = bogota(f"{MONDAY}T{at}")
        await sent(desk)
        desk.clock.pass_(minutes=5)
        await desk.reload(repeating(after))
        await sent(desk)
        desk.clock.moment = bogota(f"{MONDAY}T{until}")
        assert await sent(desk) == expected


async def test_an_event_that_gets_more_dates(database: Database, tmp_path: Path) -> None:
    """Its first date gets a name of its own; what went out for it does not go out under that name."""
    listed = (
        "evento:\n  fechas:\n"
        "    - {id: primera, inicia: 2027-01-12 07:00, termina: 2027-01-12 16:00}\n"
        "    - {id: segunda, inicia: 2027-01-13 07:00, termina: 2027-01-13 16:00}\n"
    )
    when = "15 días antes a las 08:00"
    async with at_work(database, tmp_path, bogota("2026-12-28T08:00"), repeating(when)) as desk:
        assert await sent(desk) == ["1"]
        await desk.reload(repeating(when, event=listed))
        assert await sent(desk) == ["1"]
        desk.clock.moment = bogota("2026-12-29T08:00")
        assert await sent(desk) == ["1", "segunda"]


async def test_places_of_a_rule_that_are_exchanged(database: Database, tmp_path: Path) -> None:
    """The first business day, sent as the rule's first place, is not sent again as its second."""
    first, last = "el primer día hábil", "el último día hábil"
    before = repeating(f"cada mes {first} y {last} a las 08:00")
    async with at_work(database, tmp_path, bogota("2026-12-01T06:00"), before) as desk:
        await desk.turn()
        desk.clock.moment = bogota("2026-12-01T08:00")
        assert await sent(desk) == ["2026-12.1"]
        await desk.reload(repeating(f"cada mes {last} y {first} a las 08:00"))
        assert await sent(desk) == ["2026-12.1"]


async def test_days_that_holidays_brought_together(database: Database, tmp_path: Path) -> None:
    """Sent on Monday for Saturday and Sunday, it is not sent again when Saturday leaves the rule."""
    moved = "    si-no-habil: siguiente\n"
    both = repeating("cada sábado y domingo a las 08:00", more=moved)
    async with at_work(database, tmp_path, bogota("2026-12-26T06:00"), both) as desk:
        await desk.turn()
        desk.clock.moment = bogota("2026-12-28T08:00")
        assert len(await sent(desk)) == 1
        await desk.reload(repeating("cada domingo a las 08:00", more=moved))
        assert len(await sent(desk)) == 1


async def test_repetir_sends_at_the_same_hour_again(database: Database, tmp_path: Path) -> None:
    """Whoever raises `repetir` wants it again, on the day on which it went out too."""
    when = f"el {MONDAY} a las 07:30"
    async with at_work(database, tmp_path, bogota(f"{MONDAY}T07:30"), repeating(when)) as desk:
        assert await sent(desk) == ["1"]
        await desk.reload(repeating(when, more="    repetir: 2\n"))
        assert await sent(desk) == ["1", "2"]


@pytest.mark.parametrize(
    "when",
    [
        "cada lunes a las 08:00",
        "cada lunes a las 08:00 y a las 18:00",
        "cada mes el primer día hábil y el día 28 a las 08:00",
        "cada mes el último día hábil a las 08:00",
    ],
)
async def test_by_hand_it_takes_the_slot_of_its_day(database: Database, tmp_path: Path, when: str) -> None:
    """Sent by hand at seven, it does not come again at eight; sent at eight, it is not sent by hand at nine."""
    day = "2026-12-31" if "último" in when else MONDAY
    async with at_work(database, tmp_path, bogota(f"{day}T06:00"), repeating(when)) as desk:
        await desk.turn()
        desk.clock.moment = bogota(f"{day}T07:00")
        desk.write(send_now, "matriculas", "anuncio", "ana", desk.clock.now())
        await desk.settle()
        desk.clock.moment = bogota(f"{day}T08:10")
        assert len(await sent(desk)) == 1
        if "18:00" not in when:
            with pytest.raises(Refused, match="ya existe"):
                desk.write(send_now, "matriculas", "anuncio", "ana", desk.clock.now())


async def test_by_hand_on_another_day(database: Database, tmp_path: Path) -> None:
    """On a day without a slot it goes out under that day, once."""
    async with at_work(database, tmp_path, bogota("2026-12-29T09:00"), repeating("cada lunes a las 08:00")) as desk:
        await desk.turn()
        desk.write(send_now, "matriculas", "anuncio", "ana", desk.clock.now())
        assert await sent(desk) == ["2026-12-29"]
        with pytest.raises(Refused, match="una vez al día"):
            desk.write(send_now, "matriculas", "anuncio", "ana", desk.clock.now())


async def test_what_is_far_off_can_be_cancelled_by_its_name(database: Database, tmp_path: Path) -> None:
    """An event's own name for its date and a feast's year are found, however far off."""
    listed = "evento:\n  fechas:\n    - {id: julio, inicia: 2027-07-12 07:00, termina: 2027-07-12 16:00}\n"
    changes = repeating("15 días antes a las 08:00", event=listed)
    feast = CAMPAIGN.replace("15 días antes a las 08:00", "2 días hábiles antes de navidad a las 08:00")
    changes["campanas/navidad.yaml"] = feast.replace("campaña: matriculas", "campaña: navidad")
    async with at_work(database, tmp_path, bogota("2026-12-20T08:00"), changes) as desk:
        desk.write(cancel, "matriculas/anuncio@julio", "ana", desk.clock.now())
        desk.write(cancel, "navidad/anuncio/web@2027.1", "ana", desk.clock.now())
        assert desk.publications() == {"anuncio/web@julio": "cancelled", "anuncio/web@2027.1": "cancelled"}


async def test_plan_shows_a_renamed_slot_once(database: Database, tmp_path: Path) -> None:
    """What went out under the old key stands in the plan with what became of it; under the new one nothing comes."""
    start = bogota(f"{MONDAY}T07:30")
    async with at_work(database, tmp_path, start, repeating("cada lunes a las 07:30")) as desk:
        await desk.turn()
        await desk.reload(repeating("cada lunes a las 07:30 y a las 18:00"))
        until = start + timedelta(days=1)
        with desk.database.read() as connection:
            known = read_known(connection, desk.tenant, start, until)
        rows = plan(desk.tenant, known, start, until, desk.clock.now())
        assert [(row.key.partition("@")[2], row.decision) for row in rows] == [
            (MONDAY, "done"),
            (f"{MONDAY}T18:00", "send"),
        ]
