"""A copy put back: what went out after it was made does not go out again by itself."""

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from datetime import datetime
from pathlib import Path

from delivery.office.by_hand import send_missed
from delivery.office.decisions import approve
from delivery.office.office import resume
from delivery.office.stopped import suspend, unsuspend
from delivery.planning.known import read_known
from delivery.planning.planning import plan
from storage.backup import backup
from storage.database import Database
from storage.restoring import restore
from tests.campaigns.town import CAMPAIGN
from tests.delivery.desk import Desk, at_work, bogota

BEFORE = bogota("2026-12-20T08:00")
COPIED = bogota("2026-12-28T07:59")
DUE = bogota("2026-12-28T08:00")
SENT = bogota("2026-12-28T08:15")
RESTORED = bogota("2026-12-28T08:20")
FILE = "campanas/matriculas.yaml"
APPROVED = {FILE: CAMPAIGN.replace("    asunto:", "    aprueba: ana\n    asunto:")}
AT_A_WORD = {FILE: APPROVED[FILE].replace("15 días antes a las 08:00", "tras aprobar")}

FOLLOWED = {
    FILE: APPROVED[FILE].replace("15 días antes a las 08:00", "2026-12-28 07:50")
    + "  - {id: sigue, cuando: al publicar anuncio, canales: [web], asunto: Sigue, texto: Ya salió.}\n"
}
MAIL, WEB = "anuncio/correo@1", "anuncio/web@1"

Changes = Mapping[str, str | bytes | None]


@asynccontextmanager
async def restored(
    database: Database, folder: Path, changes: Changes | None = None, copied: datetime = COPIED
) -> AsyncIterator[Desk]:
    """A desk at 08:20 whose database is that of `copied`: it knows nothing of what went out at 08:15."""
    keys, kept, target = folder / "var" / "claves", folder / "var" / "archivos", folder / "copia.tar.gz"
    async with at_work(database, folder, BEFORE, changes) as desk:
        desk.people("ana@example.com")
        await desk.turn()
        desk.clock.moment = copied
        await desk.turn()
        backup(database, keys, kept if kept.is_dir() else None, target, copied)
        desk.clock.moment = SENT
        if changes:
            desk.write(approve, "matriculas/anuncio@1", "ana", "", SENT)
        await desk.turn()
        assert set(desk.publications().values()) == {"done"}
    restore(target, database, keys, kept, RESTORED, overwrite=True)
    async with at_work(database, folder, RESTORED, changes) as desk:
        yield desk


async def test_what_was_due_since_the_copy_waits_for_a_person(database: Database, tmp_path: Path) -> None:
    """Within its tolerance and without a row: missed all the same, saying why; a person may still send it."""
    async with restored(database, tmp_path) as desk:
        await desk.turn()
        assert desk.publications() == {"anuncio/correo@1": "missed", "anuncio/web@1": "missed"}
        assert "Puede que ya haya salido" in desk.publication("anuncio/correo@1").reason
        assert desk.deliveries() == []

        desk.write(send_missed, "matriculas/anuncio@1", "ana", desk.clock.now())
        await desk.settle()
        assert set(desk.publications().values()) == {"done"}


async def test_the_plan_says_so_before_the_daemon_starts(database: Database, tmp_path: Path) -> None:
    """What will be missed is not announced as if it went out."""
    async with restored(database, tmp_path) as desk:
        with database.read() as connection:
            known = read_known(connection, desk.tenant)
        shown = plan(desk.tenant, known, bogota("2026-12-28T00:00"), bogota("2026-12-29T00:00"), RESTORED)
    assert [row.decision for row in shown] == ["late", "late"]
    assert "Puede que ya haya salido" in shown[0].reason


async def test_an_approval_lost_with_the_copy_is_not_asked_again(database: Database, tmp_path: Path) -> None:
    """It waited for its approval in the copy, and may have got it since: nobody is asked to approve it twice."""
    async with restored(database, tmp_path, APPROVED, copied=bogota("2026-12-28T08:10")) as desk:
        await desk.turn()
        assert set(desk.publications().values()) == {"missed"}


async def test_what_goes_out_at_a_word_is_held_back(database: Database, tmp_path: Path) -> None:
    """It has no hour by which to tell: what awaited its approval in the copy comes back paused."""
    async with restored(database, tmp_path, AT_A_WORD) as desk:
        await desk.turn()
        assert desk.publications() | {MAIL: "paused", WEB: "paused"} == desk.publications()
        assert "puede que ya haya salido" in desk.publication(WEB).reason


async def test_what_waited_for_another_message_is_held_back(database: Database, tmp_path: Path) -> None:
    """That one may have gone out since the copy, and this one after it; resumed, it waits again."""
    async with restored(database, tmp_path, FOLLOWED) as desk:
        await desk.turn()
        assert desk.publication("sigue/web@1").state == "paused"
        desk.write(resume, "matriculas/sigue/web@1", "ana", RESTORED)
        await desk.settle()
        assert desk.publication("sigue/web@1").state == "waiting"


async def test_what_was_stopped_with_its_class_is_held_back(database: Database, tmp_path: Path) -> None:
    """It may have gone on since the copy: the end of the suspension does not let it go."""
    keys, kept, target = tmp_path / "var" / "claves", tmp_path / "var" / "archivos", tmp_path / "copia.tar.gz"
    async with at_work(database, tmp_path, DUE) as desk:
        await desk.look()
        desk.write(suspend, "servicio", None, "Luto", "ana", DUE)
        backup(database, keys, None, target, DUE)
    restore(target, database, keys, kept, SENT, overwrite=True)
    async with at_work(database, tmp_path, SENT) as desk:
        desk.write(unsuspend, "servicio", "ana", SENT)
        await desk.settle()
        assert desk.publication(WEB).state == "paused"
        assert "puede que ya haya salido" in desk.publication(WEB).reason


async def test_what_is_due_later_goes_out_as_ever(database: Database, tmp_path: Path) -> None:
    """A copy put back before the hour changes nothing of it."""
    keys, kept, target = tmp_path / "var" / "claves", tmp_path / "var" / "archivos", tmp_path / "copia.tar.gz"
    async with at_work(database, tmp_path, BEFORE) as desk:
        desk.people("ana@example.com")
        await desk.turn()
    backup(database, keys, None, target, BEFORE)
    restore(target, database, keys, kept, COPIED, overwrite=True)
    async with at_work(database, tmp_path, COPIED) as desk:
        desk.clock.moment = DUE
        await desk.turn()
        assert set(desk.publications().values()) == {"done"}
