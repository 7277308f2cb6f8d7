"""Messages that wait for another: after the last account of that one, however it was let go."""

from pathlib import Path

from delivery.by_hand import send_missed, send_now
from delivery.decisions import approve
from delivery.office import cancel
from storage.database import Database
from tests.campaigns.town import CAMPAIGN
from tests.delivery.desk import at_work, bogota

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
        assert "sigue/web@1" not in desk.publications()
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
        assert desk.publications() == {"anuncio/correo@1": "missed", "anuncio/web@1": "missed"}
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
