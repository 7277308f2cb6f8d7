"""The office's word before the hour: what is held back, called off, and let go again."""

from pathlib import Path

import pytest

from delivery.office.decisions import approve
from delivery.office.office import Refused, cancel, pause, resume
from delivery.planning.known import read_known
from delivery.planning.planning import plan
from delivery.watching.status import status
from storage.database import Database
from tests.campaigns.town import CAMPAIGN, edited
from tests.delivery.desk import Desk, at_work, bogota

DUE = bogota("2026-12-28T08:00")
BEFORE = bogota("2026-12-20T08:00")
FILE = "campanas/matriculas.yaml"
KEY = "matriculas/anuncio@1"
MAIL, WEB = "anuncio/correo@1", "anuncio/web@1"
APPROVED = edited(FILE, "mensajes:", "aprueba: comite-gel\nmensajes:")


def says(desk: Desk, word: object, key: str = KEY) -> list[str]:
    """The states in which an office's word leaves a key's publications."""
    return [each.state for each in desk.write(word, key, "ana", desk.clock.now())]


async def test_what_is_paused_before_its_hour_is_held_back(database: Database, tmp_path: Path) -> None:
    """Its hour comes and nothing leaves; resumed within its tolerance, it goes out at once."""
    async with at_work(database, tmp_path, BEFORE) as desk:
        desk.people("ana@example.com")
        await desk.turn()
        assert says(desk, pause) == ["paused", "paused"]
        desk.clock.moment = DUE
        await desk.turn()
        assert desk.publications() == {MAIL: "paused", WEB: "paused"}
        assert desk.rows("attempt") == []
        desk.clock.pass_(minutes=20)
        assert says(desk, resume) == ["running", "running"]
        await desk.settle()
        assert desk.publications() == {MAIL: "done", WEB: "done"}


async def test_resumed_before_its_hour_it_waits_for_it(database: Database, tmp_path: Path) -> None:
    """It is planned again, and goes out at its hour, once."""
    async with at_work(database, tmp_path, BEFORE) as desk:
        desk.people("ana@example.com")
        says(desk, pause)
        desk.clock.pass_(days=1)
        assert says(desk, resume) == ["planned", "planned"]
        await desk.turn()
        assert desk.publications() == {MAIL: "planned", WEB: "planned"}
        desk.clock.moment = DUE
        await desk.turn()
        assert desk.publications() == {MAIL: "done", WEB: "done"}
        assert desk.states() == {"sent": 2}


async def test_resumed_past_its_tolerance_it_is_missed(database: Database, tmp_path: Path) -> None:
    """Nothing goes out an hour late by itself: it says so, and a person may send it."""
    async with at_work(database, tmp_path, BEFORE) as desk:
        says(desk, pause)
        desk.clock.moment = bogota("2026-12-28T09:00")
        assert says(desk, resume) == ["missed", "missed"]
        assert "hace 60 minutos" in desk.publication(WEB).reason


@pytest.mark.parametrize("first", [None, pause])
async def test_what_is_cancelled_before_its_hour_never_goes_out(
    database: Database, tmp_path: Path, first: object
) -> None:
    """It has a row that says who called it off, planned or held back until then, and its hour changes nothing."""
    async with at_work(database, tmp_path, BEFORE) as desk:
        desk.people("ana@example.com")
        if first is not None:
            says(desk, first)
        assert says(desk, cancel) == ["cancelled", "cancelled"]
        desk.clock.moment = DUE
        await desk.turn()
        assert desk.publications() == {MAIL: "cancelled", WEB: "cancelled"}
        assert desk.publication(WEB).reason == "Cancelada por Ana Pérez."
        assert desk.rows("attempt") == []


async def test_one_account_is_held_back_alone(database: Database, tmp_path: Path) -> None:
    """The others go out at their hour; then a word on all accounts reaches the rest as well."""
    async with at_work(database, tmp_path, BEFORE) as desk:
        desk.people("ana@example.com")
        assert says(desk, pause, "matriculas/anuncio/web@1") == ["paused"]
        desk.clock.moment = DUE
        await desk.turn()
        assert desk.publications() == {MAIL: "done", WEB: "paused"}
        assert says(desk, cancel) == ["cancelled"]


async def test_a_word_on_all_accounts_reaches_those_without_a_row(database: Database, tmp_path: Path) -> None:
    """One was cancelled before; the pause holds back the other, which nobody had spoken of."""
    async with at_work(database, tmp_path, BEFORE) as desk:
        says(desk, cancel, "matriculas/anuncio/web@1")
        assert says(desk, pause) == ["paused"]
        assert desk.publications() == {MAIL: "paused", WEB: "cancelled"}


async def test_what_cannot_be_is_said_account_by_account(database: Database, tmp_path: Path) -> None:
    """Where accounts differ each has its sentence; where they are alike the key that was typed has one."""
    async with at_work(database, tmp_path, BEFORE) as desk:
        says(desk, pause)
        with pytest.raises(Refused, match=f"^«{KEY}» ya está en pausa. Con «pregonero resume {KEY}» sigue.$"):
            says(desk, pause)
        says(desk, cancel, "matriculas/anuncio/web@1")
        with pytest.raises(Refused, match=r"correo@1» ya está en pausa.*\n«matriculas/anuncio/web@1» está cancelada"):
            says(desk, pause)


async def test_an_approval_does_not_let_go_what_is_paused(database: Database, tmp_path: Path) -> None:
    """Both words are needed, in whichever order they come."""
    async with at_work(database, tmp_path, DUE, APPROVED) as desk:
        desk.people("ana@example.com")
        await desk.turn()
        assert says(desk, pause) == ["paused", "paused"]
        desk.write(approve, KEY, "ana", "", desk.clock.now())
        await desk.settle()
        assert desk.publications() == {MAIL: "paused", WEB: "paused"}
        assert says(desk, resume) == ["running", "running"]


async def test_resumed_without_its_approval_it_waits_for_that(database: Database, tmp_path: Path) -> None:
    """The gate is asked as at the hour itself."""
    async with at_work(database, tmp_path, DUE, APPROVED) as desk:
        await desk.turn()
        says(desk, pause)
        assert says(desk, resume) == ["awaiting_approval", "awaiting_approval"]


async def test_what_is_held_back_follows_its_file(database: Database, tmp_path: Path) -> None:
    """Its event is moved meanwhile: resumed, it goes out at the new hour; without its message, it is refused."""
    async with at_work(database, tmp_path, BEFORE) as desk:
        desk.people("ana@example.com")
        says(desk, pause)
        await desk.reload({FILE: CAMPAIGN.replace("2027-01-12", "2027-01-14")})
        desk.clock.moment = DUE
        assert says(desk, resume) == ["planned", "planned"]
        desk.clock.moment = bogota("2026-12-30T08:00")
        await desk.turn()
        assert desk.publications() == {MAIL: "done", WEB: "done"}


async def test_what_is_gone_from_the_files_is_not_resumed(database: Database, tmp_path: Path) -> None:
    """There is nothing to send any more, and it says what can be done."""
    async with at_work(database, tmp_path, BEFORE) as desk:
        says(desk, pause)
        await desk.reload({FILE: CAMPAIGN.replace("id: anuncio", "id: otro")})
        with pytest.raises(Refused, match="ya no está en la configuración"):
            says(desk, resume)
        assert says(desk, cancel) == ["cancelled", "cancelled"]


async def test_plan_and_status_show_what_is_held_back(database: Database, tmp_path: Path) -> None:
    """The plan says who did it; the status counts it."""
    async with at_work(database, tmp_path, BEFORE) as desk:
        says(desk, pause)
        with desk.database.read() as connection:
            known = read_known(connection, desk.tenant)
            counted = status(connection, desk.place.tenant_id, desk.clock.now()).publications
        rows = plan(desk.tenant, known, BEFORE, bogota("2027-01-01T00:00"), BEFORE)
        assert [(row.decision, row.reason) for row in rows] == [("paused", "En pausa por Ana Pérez.")] * 2
        assert counted == {"paused": 2}
