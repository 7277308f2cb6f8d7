"""Who is asked for a word, when, how often, and by which mail."""

from datetime import timedelta
from pathlib import Path

import pytest

from delivery.office.decisions import approve, reject
from storage.database import Database
from storage.standing_orders import OrderKind, give_order
from tests.campaigns.town import CAMPAIGN
from tests.delivery.approving.council import APPROVED, COUNCIL, FILE, TOWN, asked, mails, minutes
from tests.delivery.desk import at_work, bogota
from tests.delivery.letters import rows_that_open

KEY = "matriculas/anuncio@1"
EARLY = bogota("2026-12-10T09:00")
NEW = bogota("2026-12-15T09:00")
FIRST = "Falta su visto bueno: «Matrículas»"
AGAIN = "Recordatorio: falta su visto bueno: «Matrículas»"


async def test_members_are_asked_once_and_reminded_as_the_hour_nears(database: Database, tmp_path: Path) -> None:
    """A fortnight before; then before Christmas, for the hours of its three reminders are of no working day."""
    async with at_work(database, tmp_path, EARLY, COUNCIL) as desk:
        when = {at: made for at in minutes("2026-12-10T09:00", "2026-12-28T10:00") if (made := asked(desk, at))}
        assert list(when) == [bogota("2026-12-14T08:30"), bogota("2026-12-24T16:00")]
        assert mails(desk) == [("ana", FIRST), ("luis", FIRST), ("ana", AGAIN), ("luis", AGAIN)]


async def test_who_has_spoken_is_reminded_no_more(database: Database, tmp_path: Path) -> None:
    """Neither who said yes, nor anybody once it is decided, by a quorum or by one no."""
    thursday = {**COUNCIL, FILE: APPROVED.replace("15 días antes", "13 días antes")}
    async with at_work(database, tmp_path, NEW, thursday) as desk:
        assert asked(desk, NEW) == 0
        assert asked(desk, bogota("2026-12-16T09:00")) == 0
        assert asked(desk, bogota("2026-12-16T09:15")) == 2
        desk.write(approve, KEY, "ana", "", desk.clock.now())
        assert asked(desk, bogota("2026-12-28T09:00")) == 1
        desk.write(reject, KEY, "luis", "Falta la sede.", desk.clock.now())
        assert asked(desk, bogota("2026-12-29T09:00")) == 0
        assert [person for person, _ in mails(desk)] == ["ana", "luis", "luis"]


async def test_one_mail_lists_all_that_waits(database: Database, tmp_path: Path) -> None:
    """Also what that person was asked for before; each with its own link."""
    second = APPROVED + CAMPAIGN.partition("mensajes:\n")[2].replace("id: anuncio", "id: cierre").replace(
        "15 días antes", "10 días antes"
    ).replace("asunto: Matrículas", "asunto: Cierre")
    async with at_work(database, tmp_path, NEW, COUNCIL) as desk:
        asked(desk, NEW)
        asked(desk, bogota("2026-12-15T10:00"))
        await desk.reload({FILE: second})
        asked(desk, bogota("2026-12-20T10:00"))
        assert asked(desk, bogota("2026-12-21T08:30")) == 2
        assert mails(desk)[-1] == ("luis", "Falta su visto bueno en 2 mensajes")
        text = "\n".join(desk.rows("publication")[-1].content["values"]["parrafos"])
        assert text.count("https://participe.villaclara.gov.co/aprobar/") == 2
        assert rows_that_open(desk) == {}
        assert "Si nadie decide, no sale: se espera hasta el lunes 28 de diciembre a las 8:30 a. m." in text
        assert "Comité GEL: 0 de 2 votos." in text


async def test_a_text_that_is_still_being_written_is_not_asked_about(database: Database, tmp_path: Path) -> None:
    """A file is saved many times: what stays for a quarter of an hour is what members are asked about."""
    async with at_work(database, tmp_path, NEW, COUNCIL) as desk:
        for minute, word in enumerate(("Comienzan", "Abren", "Arrancan")):
            await desk.reload({FILE: APPROVED.replace("Empiezan", word)})
            assert asked(desk, bogota(f"2026-12-15T09:{10 * minute:02d}")) == 0
        assert asked(desk, bogota("2026-12-15T09:34")) == 0
        assert asked(desk, bogota("2026-12-15T09:35")) == 2


async def test_what_goes_out_soon_is_asked_about_at_once(database: Database, tmp_path: Path) -> None:
    """On a Sunday night, too, for what goes out on Monday at eight."""
    async with at_work(database, tmp_path, bogota("2026-12-27T22:00"), COUNCIL) as desk:
        assert asked(desk, bogota("2026-12-27T22:00")) == 2


async def test_what_is_late_already_is_asked_about_as_late(database: Database, tmp_path: Path) -> None:
    """Written down after its hour, within its tolerance: the mail says what a yes does now, and until when."""
    now = bogota("2026-12-28T08:10")
    async with at_work(database, tmp_path, now, COUNCIL) as desk:
        assert asked(desk, now) == 2
        text = "\n".join(desk.rows("publication")[-1].content["values"]["parrafos"])
        assert "Era para el lunes 28 de diciembre a las 8:00 a. m.; aprobado, sale de una vez, por correo, web." in text
        assert asked(desk, bogota("2026-12-28T08:31")) == 0


async def test_what_repeats_is_reminded_of_once_for_each_later_time(database: Database, tmp_path: Path) -> None:
    """Nobody gets four mails for each Wednesday that the committee lets pass."""
    weekly = APPROVED.replace("15 días antes a las 08:00", "cada miércoles a las 10:00 hasta 2027-01-31")
    async with at_work(database, tmp_path, NEW, {**COUNCIL, FILE: weekly}) as desk:
        found = [at for at in minutes("2026-12-15T09:00", "2026-12-30T12:00") if asked(desk, at)]
        days = ("2026-12-15T09:15", "2026-12-15T16:00", "2026-12-22T10:00", "2026-12-29T10:00")
        assert found == [bogota(day) for day in days]


async def test_without_pages_of_its_own_the_mail_names_the_commands(database: Database, tmp_path: Path) -> None:
    """With the person's own name; and without an account for notices nobody is asked at all."""
    bare = TOWN.replace("ventanilla: https://participe.villaclara.gov.co\n", "")
    async with at_work(database, tmp_path, NEW, {**COUNCIL, "municipio.yaml": bare}) as desk:
        asked(desk, NEW)
        asked(desk, bogota("2026-12-15T10:00"))
        text = "\n".join(desk.rows("publication")[-1].content["values"]["parrafos"])
        assert f"Aprobarlo: pregonero approve {KEY} --as luis" in text
        assert "/aprobar/" not in text


@pytest.mark.parametrize(("emergency", "mailed"), [("Crece el río.", 0), ("", 2)])
async def test_what_an_emergency_repeats_is_asked_about_no_more(
    database: Database, tmp_path: Path, emergency: str, mailed: int
) -> None:
    """It goes out each hour without a word, so that no mail may say it will not; without a reason it waits for one."""
    alert = APPROVED.replace("15 días antes a las 08:00", "cada hora hasta levantar")
    alert = alert.replace("Empiezan", "A las {{ hora }} empiezan")
    async with at_work(database, tmp_path, NEW, {**COUNCIL, FILE: alert}) as desk:
        desk.people("vecina@example.com")
        with desk.database.write() as connection:
            give_order(connection, desk.place.tenant_id, OrderKind.ALERT, "matriculas/anuncio", "ana", emergency, NEW)
        await desk.turn()
        assert asked(desk, bogota("2026-12-15T09:10")) == mailed


@pytest.mark.parametrize(
    ("when", "now", "said"),
    [
        (
            "2026-12-27 a las 10:00",
            "2026-12-15T09:15",
            "Sale por web, el domingo 27 de diciembre a las 10:00 a. m.; por correo, el lunes 28 de diciembre a las "
            "7:00 a. m.\nComité GEL: 0 de 2 votos.\nSi nadie decide, no sale: se espera por web, hasta el domingo 27 "
            "de diciembre a las 10:30 a. m.; por correo, hasta el lunes 28 de diciembre a las 7:30 a. m.\n",
        ),
        (
            "2026-12-27 a las 10:00",
            "2026-12-27T10:10",
            "Era para el domingo 27 de diciembre a las 10:00 a. m.; aprobado, sale por web, de una vez; por correo, el "
            "lunes 28 de diciembre a las 7:00 a. m.\n",
        ),
        ("2026-12-28 a las 10:00", "2026-12-15T09:15", "hasta el lunes 28 de diciembre a las 10:30 a. m.\n"),
    ],
    ids=["a Sunday", "its hour has passed", "a working day"],
)
async def test_each_kind_of_account_has_its_own_hour(
    database: Database, tmp_path: Path, when: str, now: str, said: str
) -> None:
    """A post goes out on a Sunday, mail to persons on Monday; no sentence ends in two stops."""
    campaign = APPROVED.replace("15 días antes a las 08:00", when)
    async with at_work(database, tmp_path, bogota(now), {**COUNCIL, FILE: campaign}) as desk:
        asked(desk, bogota(now))
        asked(desk, bogota(now) + timedelta(minutes=15))
        text = "\n".join(desk.rows("publication")[-1].content["values"]["parrafos"])
        assert said in text
        assert "a. m.." not in text
