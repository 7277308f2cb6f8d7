"""A message that requires a check: it goes out once that is done, and is missed where nobody does it in time."""

from pathlib import Path

import pytest

from campaigns.loader import load
from delivery.planning.known import Known
from delivery.planning.planning import plan
from storage.database import Database
from storage.work_orders import confirm, refuse
from tests.campaigns.town import build, problems
from tests.delivery.desk import at_work, bogota
from tests.delivery.duty_town import CHANGES, TOWN
from tests.delivery.task_town import FILE

CAMPAIGN = """\
campaña: matriculas
titulo: Chat
accion: SE-7
clase: servicio
responsable: ana
publico: ciudadania
mensajes:
  - id: verificacion
    cuando: 2027-02-01 a las 08:00
    canales: [emisora]
    deber: {de: [luis], plazo: 1 día hábil}
    texto: Pruebe el chat.
  - id: invitacion
    cuando: 2027-02-02 a las 09:00
    canales: [web]
    requiere: verificacion
    tolerancia: 6 horas
    asunto: Chat
    texto: Mañana le atendemos.
"""
CHECKED: dict[str, str | bytes | None] = {**CHANGES, FILE: CAMPAIGN}
BEGIN = bogota("2027-02-01T08:00")
KEY = "invitacion/web@1"


async def test_what_was_checked_goes_out_at_its_hour(database: Database, tmp_path: Path) -> None:
    """Done the day before, it changes nothing of the hour."""
    async with at_work(database, tmp_path, BEGIN, CHECKED) as desk:
        await desk.turn()
        with database.write() as connection:
            assert confirm(connection, 1, "ana", desk.clock.now(), 1, note="Funciona")
        assert KEY not in desk.publications()
        desk.clock.pass_(hours=25)
        await desk.turn()
        assert desk.publication(KEY).state == "done"


async def test_what_was_not_checked_waits(database: Database, tmp_path: Path) -> None:
    """It says for what, and goes out as soon as somebody has looked."""
    async with at_work(database, tmp_path, BEGIN, CHECKED) as desk:
        await desk.turn()
        desk.clock.pass_(hours=25)
        await desk.turn()
        waits = desk.publication(KEY)
        assert waits.state == "waiting"
        assert waits.reason.startswith("Espera la verificación «matriculas/verificacion», que está por cumplirse.")
        desk.clock.pass_(hours=2)
        with database.write() as connection:
            assert confirm(connection, 1, "ana", desk.clock.now(), 1, note="Funciona")
        await desk.turn()
        assert desk.publication(KEY).state == "done"


async def test_what_failed_its_check_is_missed(database: Database, tmp_path: Path) -> None:
    """The chat did not work: the invitation waits as long as it may, and then a person has to say."""
    async with at_work(database, tmp_path, BEGIN, CHECKED) as desk:
        await desk.turn()
        with database.write() as connection:
            assert refuse(connection, 1, "ana", desk.clock.now(), "No abre")
        desk.clock.pass_(hours=25)
        await desk.turn()
        assert "que no se hizo" in desk.publication(KEY).reason
        desk.clock.pass_(hours=7)
        await desk.turn()
        assert desk.publication(KEY).state == "missed"


def test_the_plan_says_what_has_to_be_done_before(tmp_path: Path) -> None:
    """Of the invitation, not of its check."""
    loaded = load(build(tmp_path, CHECKED), {"PREGONERO_CLAVE": "x", "PREGONERO_BOT": "123456:" + "A" * 35})
    rows = plan(loaded.tenants[0], Known(), BEGIN, bogota("2027-02-03T00:00"), bogota("2027-01-02T00:00"))
    assert {row.message: row.reason for row in rows} == {
        "verificacion": "",
        "invitacion": "Sale si antes se cumple «verificacion».",
    }


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("revision", "no existe el mensaje «matriculas/revision» que se requiere"),
        ("invitacion", "«matriculas/invitacion» no es un deber: no hay quien lo dé por cumplido"),
    ],
)
def test_a_check_that_nobody_can_do_is_refused(tmp_path: Path, name: str, told: str) -> None:
    """When the file is read."""
    wrong = CAMPAIGN.replace("requiere: verificacion", f"requiere: {name}")
    assert problems(tmp_path, {**CHECKED, FILE: wrong}) == [f"campanas/matriculas.yaml:16:15: {told}"]


async def test_what_all_publications_require_is_the_last_check_whose_time_is_over(
    database: Database, tmp_path: Path
) -> None:
    """The first holds all back; while a later one is in its time, the one before counts; once it is overdue, none."""
    weekly = CAMPAIGN.replace("2027-02-01 a las 08:00", "cada lunes a las 08:00 desde 2027-02-01")
    daily = weekly.replace("2027-02-02 a las 09:00", "cada día a las 09:00 desde 2027-02-01")
    everywhere = TOWN + "requiere: matriculas/verificacion\n"
    files = {**CHECKED, "municipio.yaml": everywhere, FILE: daily.replace("    requiere: verificacion\n", "")}
    async with at_work(database, tmp_path, BEGIN, files) as desk:

        async def state(day: str) -> str:
            desk.clock.moment = bogota(f"{day}T09:00")
            await desk.turn()
            return str(desk.publication(f"invitacion/web@{day}").state)

        await desk.turn()
        assert await state("2027-02-01") == "waiting"
        with database.write() as connection:
            assert confirm(connection, 1, "ana", desk.clock.now(), 1, note="Revisado")
        await desk.turn()
        assert desk.publication("invitacion/web@2027-02-01").state == "done"
        assert await state("2027-02-05") == "done"
        desk.clock.moment = bogota("2027-02-08T08:00")
        await desk.turn()
        assert await state("2027-02-08") == "done"
        assert await state("2027-02-09") == "waiting"
        reason = desk.publication("invitacion/web@2027-02-09").reason
        assert reason.startswith("Espera la verificación «matriculas/verificacion», que está por cumplirse.")


async def test_each_date_of_an_event_waits_for_its_own_check(database: Database, tmp_path: Path) -> None:
    """Not for that of the date after it, which was asked before it went out; nor does that one let it go."""
    dates = (
        "evento:\n  fechas:\n    - {id: norte, inicia: 2027-02-09 08:00}\n    - {id: sur, inicia: 2027-02-10 08:00}\n"
    )
    each = CAMPAIGN.replace("mensajes:", f"{dates}mensajes:").replace("2027-02-01 a las", "8 días antes a las")
    each = each.replace("2027-02-02 a las 09:00", "6 días antes a las 09:00")
    files = {**CHECKED, FILE: each.replace("    texto: Pruebe", "    asunto: Prueba del chat\n    texto: Pruebe")}
    async with at_work(database, tmp_path, BEGIN, files) as desk:
        await desk.turn()
        desk.clock.pass_(hours=24)
        await desk.turn()
        with database.write() as connection:
            assert confirm(connection, 2, "ana", desk.clock.now(), 1, note="El del sur")
        desk.clock.pass_(hours=25)
        await desk.turn()
        assert desk.publication("invitacion/web@norte").state == "waiting"
        assert "Espera la verificación «Prueba del chat», que está" in desk.publication("invitacion/web@norte").reason
        with database.write() as connection:
            assert confirm(connection, 1, "ana", desk.clock.now(), 1, note="El del norte")
        await desk.turn()
        assert desk.publication("invitacion/web@norte").state == "done"
