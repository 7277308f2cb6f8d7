"""Messages that wait for another: after the last account of that one, however it was let go."""

from datetime import timedelta
from pathlib import Path

from delivery.office.by_hand import send_missed, send_now
from delivery.office.decisions import approve
from delivery.office.office import cancel
from delivery.planning.known import read_known
from delivery.planning.planning import plan
from storage.database import Database
from storage.work_orders import confirm, refuse
from tests.campaigns.town import ACCOUNTS, CAMPAIGN
from tests.delivery.desk import Desk, at_work, bogota

DUE = bogota("2026-12-28T08:00")
BEFORE = bogota("2026-12-20T08:00")
FILE = "campanas/matriculas.yaml"
FOLLOWER = """\
  - id: sigue
    cuando: 2 horas después de publicar anuncio
    canales: [web]
    asunto: Sigue
    texto: Ya se publicó el anuncio.
"""
AT_ONCE = FOLLOWER.replace("2 horas después de publicar", "al publicar")
ON_THE_RADIO = {FILE: CAMPAIGN.replace("[correo, web]", "[emisora]") + FOLLOWER}
MAIL, WEB = "anuncio/correo@1", "anuncio/web@1"
WAITS = {FILE: CAMPAIGN + FOLLOWER}
APPROVED = {FILE: CAMPAIGN.replace("    canales", "    aprueba: comite-gel\n    canales", 1) + AT_ONCE}
BOTH_APPROVED = {FILE: CAMPAIGN.replace("mensajes:", "aprueba: comite-gel\nmensajes:") + AT_ONCE}


async def test_it_follows_two_hours_after_the_last_account(database: Database, tmp_path: Path) -> None:
    """Two hours after the other one went out, and not before, it goes out, under the other's occurrence."""
    async with at_work(database, tmp_path, DUE, WAITS) as desk:
        await desk.turn()
        assert "sigue/web@1" not in desk.publications()
        desk.clock.pass_(minutes=119)
        await desk.turn()
        assert "sigue/web@1" not in desk.publications()
        desk.clock.pass_(minutes=1)
        await desk.turn()
        assert desk.publications()["sigue/web@1"] == "done"


async def test_it_follows_what_an_approval_let_go(database: Database, tmp_path: Path) -> None:
    """No bell rings for an approval: the sweep finds what was waited for."""
    async with at_work(database, tmp_path, DUE, APPROVED) as desk:
        await desk.turn()
        assert desk.publications()["sigue/web@1"] == "waiting"
        desk.clock.pass_(minutes=5)
        desk.write(approve, "matriculas/anuncio@1", "ana", "", desk.clock.now())
        await desk.settle()
        await desk.settle()
        assert desk.publications()["sigue/web@1"] == "done"


async def test_it_follows_what_was_sent_by_hand(database: Database, tmp_path: Path) -> None:
    """What a person sends before its hour is followed too."""
    async with at_work(database, tmp_path, BEFORE, {FILE: CAMPAIGN + AT_ONCE}) as desk:
        await desk.turn()
        desk.write(send_now, "matriculas", "anuncio", "ana", desk.clock.now())
        await desk.settle()
        assert desk.publications()["sigue/web@1"] == "done"


async def test_an_account_that_never_goes_out_is_not_waited_for(database: Database, tmp_path: Path) -> None:
    """Missed on both, sent by hand on one, then given up on the other: it follows what went out."""
    async with at_work(database, tmp_path, BEFORE, {FILE: CAMPAIGN + AT_ONCE}) as desk:
        await desk.turn()
        desk.clock.moment = bogota("2026-12-28T12:00")
        await desk.turn()
        assert desk.publications() == {MAIL: "missed", WEB: "missed", "sigue/web@1": "waiting"}
        desk.write(send_missed, "matriculas/anuncio/web@1", "ana", desk.clock.now())
        desk.write(cancel, "matriculas/anuncio/correo@1", "ana", desk.clock.now())
        await desk.settle()
        assert desk.publications()["sigue/web@1"] == "done"


async def test_one_that_follows_may_itself_need_approval(database: Database, tmp_path: Path) -> None:
    """It is held until it is approved, like any other, and goes out then."""
    async with at_work(database, tmp_path, DUE, BOTH_APPROVED) as desk:
        await desk.turn()
        desk.write(approve, "matriculas/anuncio@1", "ana", "", desk.clock.now())
        await desk.settle()
        await desk.settle()
        assert desk.publications()["sigue/web@1"] == "awaiting_approval"
        desk.write(approve, "matriculas/sigue@1", "ana", "", desk.clock.now())
        await desk.settle()
        assert desk.publications()["sigue/web@1"] == "done"


def order(desk: Desk, number: int = 0) -> int:
    """The number of a work order."""
    return int(desk.rows("work_order")[number].id)


async def test_it_follows_what_a_person_does_when_it_is_done(database: Database, tmp_path: Path) -> None:
    """A task is written at its hour and done two days later: what follows counts from then."""
    async with at_work(database, tmp_path, DUE, ON_THE_RADIO) as desk:
        await desk.turn()
        assert desk.publications() == {"anuncio/emisora@1": "running", "sigue/web@1": "waiting"}
        desk.clock.pass_(days=2)
        await desk.turn()
        with desk.database.write() as connection:
            confirm(connection, order(desk), "ana", desk.clock.now(), done=1)
        await desk.settle()
        assert planned(desk)["matriculas/sigue/web@1"] == "Ya salió «anuncio»: sale a su hora, 2026-12-30 10:00."
        desk.clock.pass_(hours=2)
        await desk.turn()
        assert desk.publications()["sigue/web@1"] == "done"
        assert desk.publication("sigue/web@1").planned_at == DUE + timedelta(days=2, hours=2)


async def test_what_nobody_did_is_not_followed_until_somebody_does_it(database: Database, tmp_path: Path) -> None:
    """Not done, it holds back what follows, and the plan says why; done after all, that goes out."""
    changes = {FILE: CAMPAIGN.replace("[correo, web]", "[emisora]") + AT_ONCE}
    async with at_work(database, tmp_path, DUE, changes) as desk:
        await desk.turn()
        with desk.database.write() as connection:
            refuse(connection, order(desk), "ana", desk.clock.now(), "Se dañó el equipo")
        await desk.settle()
        desk.clock.pass_(days=1)
        await desk.turn()
        assert desk.publication("sigue/web@1").state == "waiting"
        assert planned(desk)["matriculas/sigue/web@1"] == "Espera a que salga «anuncio», que no se hizo."
        with desk.database.write() as connection:
            confirm(connection, order(desk), "ana", desk.clock.now(), done=1)
        await desk.settle()
        assert desk.publications()["sigue/web@1"] == "done"


OPEN = (
    "las tareas 1, 2, 3 y 2 más",
    "las tareas 2, 3, 4 y 1 más",
    "las tareas 3, 4 y 5",
    "las tareas 4 y 5",
    "la tarea 5",
)
"""What is told of five, as one after the other is decided."""


async def test_of_several_places_those_that_were_done_count(database: Database, tmp_path: Path) -> None:
    """All have to be decided; one that was done lets go what follows, at its own moment. The open ones are named."""
    accounts = ACCOUNTS.replace(
        "{clase: emisora}", "{clase: emisora, lugares: [Centro, La Ribera, El Alto, La Palma, El Salto]}"
    )
    changes = {FILE: CAMPAIGN.replace("[correo, web]", "[emisora]") + AT_ONCE, "canales.yaml": accounts}
    async with at_work(database, tmp_path, DUE, changes) as desk:
        await desk.turn()
        for number, done in enumerate((False, False, False, False, True)):
            told = f"Espera a que salga «anuncio», que está por hacerse: {OPEN[number]} (emisora), de Ana Pérez."
            assert desk.publication("sigue/web@1").reason == told
            assert desk.publications()["sigue/web@1"] == "waiting"
            desk.clock.pass_(minutes=1)
            with desk.database.write() as connection:
                if done:
                    confirm(connection, order(desk, number), "ana", desk.clock.now(), done=1)
                else:
                    refuse(connection, order(desk, number), "ana", desk.clock.now(), "Llovió")
            await desk.settle()
        assert desk.publications() == {"anuncio/emisora@1": "done_with_errors", "sigue/web@1": "done"}


async def test_it_waits_for_a_post_and_for_a_person(database: Database, tmp_path: Path) -> None:
    """Of several accounts the last one counts: the page is out at once, the radio reads it a day later."""
    changes = {FILE: CAMPAIGN.replace("[correo, web]", "[web, emisora]") + AT_ONCE}
    async with at_work(database, tmp_path, DUE, changes) as desk:
        await desk.turn()
        assert desk.publications() == {"anuncio/emisora@1": "running", WEB: "done", "sigue/web@1": "waiting"}
        assert planned(desk)["matriculas/sigue/web@1"] == (
            "Espera a que salga «anuncio», que está por hacerse: la tarea 1 (emisora), de Ana Pérez."
        )
        desk.clock.pass_(days=1)
        with desk.database.write() as connection:
            confirm(connection, order(desk), "ana", desk.clock.now(), done=1)
        await desk.settle()
        assert desk.publications()["sigue/web@1"] == "done"


async def test_what_follows_a_cancelled_task_is_held_with_its_reason(database: Database, tmp_path: Path) -> None:
    """Nothing went out, and nothing will unless somebody sends it."""
    async with at_work(database, tmp_path, DUE, ON_THE_RADIO) as desk:
        await desk.turn()
        desk.write(cancel, "matriculas/anuncio@1", "ana", desk.clock.now())
        await desk.settle()
        desk.clock.pass_(days=1)
        await desk.turn()
        assert desk.publication("sigue/web@1").state == "waiting"
        assert planned(desk)["matriculas/sigue/web@1"] == "Espera a que salga «anuncio», que se canceló."


def planned(desk: Desk) -> dict[str, str]:
    """What the plan says of each key."""
    with desk.database.read() as connection:
        known = read_known(connection, desk.tenant)
    now = desk.clock.now()
    return {row.key: row.reason for row in plan(desk.tenant, known, DUE, bogota("2027-01-30T00:00"), now)}
