"""A person's word on what was tried in vain counts from now: it does not expire in the same breath."""

from pathlib import Path

import pytest

from delivery.daemon.dispatcher import HORIZON
from delivery.office.office import pause, resume
from delivery.office.settling import retry, settle
from delivery.publishing.publish import look
from storage.database import Database
from storage.states import DeliveryState
from tests.campaigns.town import CAMPAIGN
from tests.delivery.daemon.test_sweep import die_after_claiming
from tests.delivery.desk import Desk, at_work, bogota

DUE = bogota("2026-12-28T08:00")
FILE = "campanas/matriculas.yaml"
KEY, MAIL = "matriculas/anuncio@1", "anuncio/correo@1"
ENDS = {FILE: CAMPAIGN.replace("    canales", "    vence: 2 horas\n    canales", 1)}

Changes = dict[str, str | bytes | None]


@pytest.mark.parametrize("changes", [{}, ENDS], ids=["its event's end", "vence"])
async def test_what_is_resumed_after_its_end_goes_out(database: Database, tmp_path: Path, changes: Changes) -> None:
    """Paused as it begins and resumed forty days later, whatever had ended it: all its recipients get it."""
    async with at_work(database, tmp_path, DUE, changes) as desk:
        begin(desk)
        desk.write(pause, KEY, "ana", DUE)
        desk.clock.pass_(days=40)
        desk.write(resume, KEY, "ana", desk.clock.now())
        await desk.settle()
        assert desk.states() == {"sent": 2}


async def test_what_expired_is_tried_again(database: Database, tmp_path: Path) -> None:
    """Days after its end a person's `retry` sends it, and a second end counts from there."""
    async with at_work(database, tmp_path, DUE, ENDS) as desk:
        begin(desk)
        desk.clock.pass_(hours=3)
        await desk.settle()
        assert desk.states() == {"failed": 2}
        desk.clock.pass_(days=3)
        assert set(desk.write(retry, KEY, "ana", desk.clock.now()).values()) == {1}
        assert desk.publication(MAIL).expires_at == bogota("2026-12-31T13:00")
        await desk.settle()
        assert desk.states() == {"sent": 2}


async def test_what_is_settled_as_pending_after_its_end_goes_out(database: Database, tmp_path: Path) -> None:
    """Nobody knew for days whether it had left; it had not."""
    async with at_work(database, tmp_path, DUE, ENDS) as desk:
        begin(desk)
        die_after_claiming(desk, sending=1)
        await desk.settle()
        assert desk.states() == {"sent": 1, "uncertain": 1}
        [doubtful] = desk.deliveries(MAIL)
        desk.clock.pass_(days=3)
        assert desk.write(settle, doubtful.id, DeliveryState.PENDING, "ana", desk.clock.now())
        await desk.settle()
        assert desk.states() == {"sent": 2}


async def test_what_is_gone_from_the_files_is_tried_for_three_days(database: Database, tmp_path: Path) -> None:
    """Its content is frozen; there is no `vence` any more to go by."""
    async with at_work(database, tmp_path, DUE, ENDS) as desk:
        begin(desk)
        desk.clock.pass_(hours=3)
        await desk.settle()
        await desk.reload({FILE: CAMPAIGN.replace("id: anuncio", "id: otro")})
        desk.write(retry, KEY, "ana", desk.clock.now())
        assert desk.publication(MAIL).expires_at == bogota("2026-12-31T11:00")


async def test_what_has_time_left_keeps_its_end(database: Database, tmp_path: Path) -> None:
    """A pause and its end prolong nothing that is not over."""
    async with at_work(database, tmp_path, DUE, ENDS) as desk:
        begin(desk)
        desk.write(pause, KEY, "ana", DUE)
        desk.clock.pass_(hours=1)
        desk.write(resume, KEY, "ana", desk.clock.now())
        assert desk.publication(MAIL).expires_at == bogota("2026-12-28T10:00")


def begin(desk: Desk) -> None:
    """It is published to one person and to the web, and no lane is woken for it."""
    desk.people("ana@example.com")
    desk.write(look, desk.tenant.campaigns["matriculas"], DUE, DUE, HORIZON)
