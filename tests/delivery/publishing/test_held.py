"""What waits for another message is seen, told of, and let go by a person."""

from datetime import datetime
from pathlib import Path

import pytest

from delivery.office.by_hand import send_missed, send_now
from delivery.office.decisions import approve
from delivery.office.office import Refused, Unknown, cancel, pause, resume
from delivery.office.release import release
from delivery.office.stopped import suspend
from delivery.planning.known import read_known
from delivery.planning.planning import plan
from delivery.watching.status import status
from storage.database import Database
from tests.campaigns.town import CAMPAIGN, MUNICIPALITY
from tests.delivery.desk import Desk, at_work, bogota

DUE = bogota("2026-12-28T08:00")
BEFORE = bogota("2026-12-20T08:00")
FILE = "campanas/matriculas.yaml"
FOLLOWER = """\
  - id: sigue
    cuando: 2 horas después de publicar anuncio
    canales: [web, canal]
    asunto: Sigue
    texto: Ya se publicó el anuncio.
"""
APPROVED = CAMPAIGN.replace("    canales", "    aprueba: comite-gel\n    canales", 1)
WAITS = {FILE: APPROVED + FOLLOWER}
OTHER = """\
campaña: becas
titulo: Becas
accion: SE-7
clase: servicio
responsable: educacion
publico: ciudadania
mensajes:
  - {id: aviso, cuando: al publicar matriculas/anuncio, canales: [web], asunto: Becas, texto: Hay becas.}
  - {id: repaso, cuando: 1 hora después de publicar aviso, canales: [web], asunto: Repaso, texto: Hay becas.}
"""
KEY, WEB, CHANNEL = "matriculas/sigue@1", "sigue/web@1", "sigue/canal@1"


def lets_go(desk: Desk, key: str = KEY) -> list[str]:
    """The states of what a person releases."""
    return [each.state for each in desk.write(release, key, "ana", desk.clock.now())]


def told(desk: Desk) -> dict[str, tuple[str, str]]:
    """What the plan says of each key: decision and reason."""
    with desk.database.read() as connection:
        known = read_known(connection, desk.tenant)
    until = bogota("2027-02-01T00:00")
    return {row.key: (row.decision, row.reason) for row in plan(desk.tenant, known, BEFORE, until, desk.clock.now())}


async def test_a_wait_has_its_rows_and_its_reason(database: Database, tmp_path: Path) -> None:
    """As soon as the other one is late; plan and status say what it waits for, and what became of that since."""
    async with at_work(database, tmp_path, BEFORE, WAITS) as desk:
        await desk.turn()
        assert desk.publications() == {}
        desk.clock.moment = DUE
        await desk.turn()
        assert {desk.publication(key).state for key in (WEB, CHANNEL)} == {"waiting"}
        assert told(desk)[f"matriculas/{WEB}"] == ("waiting", "Espera a que salga «anuncio», que está por aprobar.")
        desk.clock.pass_(minutes=31)
        await desk.turn()
        assert desk.publication(WEB).reason == "Espera a que salga «anuncio», que no salió a su hora."
        with desk.database.read() as connection:
            found = status(connection, desk.place.tenant_id, desk.clock.now())
        assert [row.key for row in found.waiting] == [f"matriculas/{WEB}", f"matriculas/{CHANNEL}"]
        desk.people("eva@example.com")
        desk.write(approve, "matriculas/anuncio@1", "ana", "", desk.clock.now())
        desk.write(send_missed, "matriculas/anuncio@1", "ana", desk.clock.now())
        await desk.settle()
        assert desk.publication(WEB).reason == "Ya salió «anuncio»: sale a su hora, 2026-12-28 10:31."
        desk.clock.pass_(hours=2)
        await desk.turn()
        assert {desk.publication(key).state for key in (WEB, CHANNEL)} == {"done"}


async def test_it_waits_for_another_campaign_and_in_a_chain(database: Database, tmp_path: Path) -> None:
    """The reason names the other campaign's message; what follows what waits has its own row and its own reason."""
    changes = {FILE: APPROVED, "campanas/becas.yaml": OTHER}
    async with at_work(database, tmp_path, DUE, changes) as desk:
        desk.people("eva@example.com")
        await desk.turn()
        await desk.settle()
        assert (
            desk.publication("aviso/web@1").reason == "Espera a que salga «matriculas/anuncio», que está por aprobar."
        )
        assert desk.publication("repaso/web@1").reason == "Espera a que salga «aviso», que también espera."
        desk.write(approve, "matriculas/anuncio@1", "ana", "", desk.clock.now())
        await desk.settle()
        desk.clock.pass_(hours=1)
        await desk.turn()
        assert {desk.publication(f"{name}/web@1").state for name in ("aviso", "repaso")} == {"done"}


async def test_a_person_lets_it_go(database: Database, tmp_path: Path) -> None:
    """At once, on all its accounts or one; its row says who; the other one going out later sends it no more."""
    async with at_work(database, tmp_path, DUE, WAITS) as desk:
        await desk.turn()
        assert lets_go(desk, "matriculas/sigue/web@1") == ["running"]
        await desk.settle()
        assert desk.publication(WEB).state == "done"
        assert desk.publication(WEB).reason == "La soltó ana sin esperar más."
        assert desk.publication(CHANNEL).state == "waiting"
        assert lets_go(desk) == ["running"]
        desk.write(approve, "matriculas/anuncio@1", "ana", "", desk.clock.now())
        await desk.settle()
        desk.clock.pass_(hours=2)
        await desk.turn()
        assert len(desk.deliveries(WEB)) == 1


async def test_it_can_be_let_go_before_the_other_is_due(database: Database, tmp_path: Path) -> None:
    """The plan shows its key: no row is needed for a person's word on it, and a cancel is such a word as well."""
    async with at_work(database, tmp_path, BEFORE, WAITS) as desk:
        assert lets_go(desk, "matriculas/sigue/web@1") == ["running"]
        [gone] = desk.write(cancel, "matriculas/sigue/canal@1", "ana", desk.clock.now())
        assert gone.state == "cancelled"
        await desk.settle()
        assert desk.publications() == {CHANNEL: "cancelled", WEB: "done"}


async def test_what_was_held_back_meanwhile_waits_again(database: Database, tmp_path: Path) -> None:
    """Paused and resumed, it is where it was."""
    async with at_work(database, tmp_path, DUE, WAITS) as desk:
        await desk.turn()
        desk.write(pause, KEY, "ana", desk.clock.now())
        desk.write(resume, KEY, "ana", desk.clock.now())
        await desk.settle()
        assert desk.publication(WEB).state == "waiting"
        assert desk.publication(WEB).reason == "Espera a que salga «anuncio», que está por aprobar."


async def test_its_own_approval_is_asked_all_the_same(database: Database, tmp_path: Path) -> None:
    """To let go is not to approve."""
    changes = {FILE: CAMPAIGN.replace("mensajes:", "aprueba: comite-gel\nmensajes:") + FOLLOWER}
    async with at_work(database, tmp_path, DUE, changes) as desk:
        await desk.turn()
        with pytest.raises(Refused, match=r"no se puede soltar\. Espera la aprobación del Comité GEL"):
            lets_go(desk)
        desk.write(approve, KEY, "ana", "", desk.clock.now())
        assert lets_go(desk) == ["running", "running"]


async def test_what_a_suspension_holds_is_let_go_too(database: Database, tmp_path: Path) -> None:
    """One message is an exception; the others of its class wait on."""
    async with at_work(database, tmp_path, DUE) as desk:
        desk.people("eva@example.com")
        desk.write(suspend, "servicio", None, "Luto", "ana", desk.clock.now())
        await desk.turn()
        assert "«pregonero release matriculas/anuncio/web@1»" in desk.publication("anuncio/web@1").reason
        assert lets_go(desk, "matriculas/anuncio/web@1") == ["running"]
        await desk.settle()
        assert desk.publications() == {"anuncio/correo@1": "waiting", "anuncio/web@1": "done"}


async def test_what_does_not_wait_is_refused_with_what_can_be_done(database: Database, tmp_path: Path) -> None:
    """What is to come, what has gone out, and what there is not."""
    async with at_work(database, tmp_path, BEFORE, WAITS) as desk:
        with pytest.raises(Refused, match="sale a su hora"):
            lets_go(desk, "matriculas/anuncio@1")
        with pytest.raises(Unknown):
            lets_go(desk, "matriculas/sigue@9")
        desk.write(send_now, "matriculas", "sigue", "ana", desk.clock.now())
        await desk.settle()
        with pytest.raises(Refused, match="ya salió"):
            lets_go(desk)


async def test_what_is_gone_from_the_files_waits_no_more(database: Database, tmp_path: Path) -> None:
    """Its message was taken out: it is missed, visibly; so is one whose event is over."""
    async with at_work(database, tmp_path, DUE, WAITS) as desk:
        await desk.turn()
        await desk.reload({FILE: APPROVED + FOLLOWER.replace("id: sigue", "id: otro")})
        await desk.turn()
        assert desk.publication(WEB).state == "missed"
        assert desk.publication("otro/web@1").state == "waiting"
        desk.clock.moment = bogota("2027-01-29T16:00")
        await desk.turn()
        assert desk.publication("otro/web@1").state == "missed"
        assert desk.publication("otro/web@1").reason.endswith("El evento ya terminó.")


def alerts(desk: Desk) -> list[str]:
    """The keys of the alerts there are, with their addresses."""
    rows = [key for key in desk.publications() if "~espera-" in key]
    return [f"{key} {row.address}" for key in rows for row in desk.deliveries(key)]


@pytest.mark.parametrize(
    ("moment", "found"),
    [
        ("2026-12-28T08:14", []),
        ("2026-12-28T08:15", ["anuncio~espera-2/correo@1 ana@villaclara.gov.co"]),
    ],
)
async def test_an_approval_that_is_late_is_told_once(
    database: Database, tmp_path: Path, moment: str, found: list[str]
) -> None:
    """When half of its tolerance is over, to who approves and who answers for it, one mail for all accounts."""
    async with at_work(database, tmp_path, DUE, {FILE: APPROVED}) as desk:
        await desk.turn()
        for _ in range(2):
            desk.clock.moment = bogota(moment)
            await desk.turn()
        assert alerts(desk) == found


async def test_what_waits_for_a_day_is_told_once(database: Database, tmp_path: Path) -> None:
    """To who answers for it, with the reason and both commands."""
    async with at_work(database, tmp_path, DUE, WAITS) as desk:
        await desk.turn()
        desk.clock.moment = bogota("2026-12-29T07:59")
        await desk.turn()
        assert alerts(desk) == []
        desk.clock.pass_(minutes=1)
        await desk.turn()
        assert "sigue~espera-1/correo@1 ana@villaclara.gov.co" in alerts(desk)
        assert letter(desk).count("pregonero release matriculas/sigue@1") == 1
        desk.clock.pass_(days=1)
        await desk.turn()
        assert len([key for key in alerts(desk) if key.startswith("sigue")]) == 1


async def test_a_task_has_its_term_before_anybody_is_told(database: Database, tmp_path: Path) -> None:
    """What follows a task that is not due yet waits as it should."""
    changes = {FILE: CAMPAIGN.replace("[correo, web]", "[emisora]") + FOLLOWER}
    async with at_work(database, tmp_path, DUE, changes) as desk:
        await desk.turn()
        due: datetime = desk.rows("work_order")[0].due_at
        desk.clock.moment = due
        await desk.turn()
        assert alerts(desk) == []
        desk.clock.pass_(days=1)
        await desk.turn()
        assert alerts(desk) == ["sigue~espera-1/correo@1 ana@villaclara.gov.co"]


async def test_without_avisos_nobody_is_told(database: Database, tmp_path: Path) -> None:
    """The municipality names no account that writes to its staff: the status shows the wait all the same."""
    changes = {**WAITS, "municipio.yaml": MUNICIPALITY.replace("avisos: correo\n", "")}
    async with at_work(database, tmp_path, DUE, changes) as desk:
        await desk.turn()
        desk.clock.pass_(days=2)
        await desk.turn()
        assert alerts(desk) == []
        assert desk.publication(WEB).state == "waiting"


def letter(desk: Desk) -> str:
    """The alert as it was finished in the sandbox."""
    [path] = [path for path in (desk.place.sandbox).rglob("*.eml") if "sigue~espera" in str(path)]
    return path.read_text("utf-8")
