"""An account that cannot hear what people write to it: told of as one that cannot send, once, and when it is over."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from delivery.accounts.intakes import EAR
from delivery.watching.outages import GRACE, PATIENCE, open_outages
from storage.database import Database
from storage.lanes import lanes
from tests.campaigns.town import MUNICIPALITY
from tests.channels.chats import said, tell
from tests.channels.service import Service
from tests.delivery.desk import Desk, at_work
from tests.delivery.ears import BEFORE, listening, town, until
from tests.delivery.towns import BOT
from tests.delivery.watching.test_outages import STAFF, alerts, subjects

SERVICE = "bot"

DEAF = "La cuenta vecinos no recibe lo que le escriben"
HEARS = "La cuenta vecinos recibe otra vez lo que le escriben"


@asynccontextmanager
async def hearing(
    database: Database, folder: Path, service: Service, patch: pytest.MonkeyPatch, more: str = ""
) -> AsyncIterator[Desk]:
    """The town with its bot, its ears, and a clock for which whoever sleeps waits."""
    changes = town(service, more=more)
    changes["canales.yaml"] = f"{changes['canales.yaml']!s}{STAFF}"
    changes["municipio.yaml"] = MUNICIPALITY.replace("avisos: correo", "avisos: interno\nencargado: ana")
    async with at_work(database, folder, BEFORE, changes, BOT) as desk:

        async def sleep_until(moment: datetime) -> None:
            await until(lambda: desk.clock.now() >= moment, "its hour")

        patch.setattr(desk.clock, "sleep_until", sleep_until)
        async with listening(desk):
            yield desk


async def failed(desk: Desk, times: int) -> None:
    """The ear has failed so often in a row, and the sweep has seen it."""

    def ear() -> bool:
        with desk.database.read() as connection:
            found = [row for row in lanes(connection, desk.place.tenant_id) if str(row.sender).endswith(EAR)]
        return bool(found) and found[0].failures == times

    await until(ear, f"{times} failures")
    await desk.settle()


async def later(desk: Desk, time: timedelta) -> None:
    """Time goes by, and the sweep looks."""
    desk.clock.moment += time
    await desk.settle()


@pytest.mark.parametrize(
    ("fault", "told"),
    [
        ("conflict", "Otro programa consulta el mismo bot"),
        ("hooked", "El bot avisa a otra dirección"),
        ("unauthorized", "Telegram no acepta el token del bot"),
    ],
)
async def test_an_ear_that_is_down_is_told_once_and_called_back(
    database: Database, tmp_path: Path, service: Service, monkeypatch: pytest.MonkeyPatch, fault: str, told: str
) -> None:
    """After ten minutes one mail says why and what it means; when news comes in again, another, and no more."""
    service.then(fault, fault, fault)
    async with hearing(database, tmp_path, service, monkeypatch) as desk:
        await failed(desk, 1)
        assert not alerts(desk)
        desk.clock.moment += PATIENCE
        await failed(desk, 2)
        [alert] = alerts(desk)
        assert (alert["Subject"], alert["To"]) == (DEAF, "ana@villaclara.gov.co")
        text = alert.get_body(("plain",)).get_content()  # type: ignore[union-attr]  # a mail of ours has a text
        assert told in text
        assert "nadie puede darse de baja con /stop" in text
        tell(service.script.parent, said(7, "Hola"))
        desk.clock.moment += timedelta(hours=1)
        await failed(desk, 3)
        assert subjects(desk) == [DEAF]
        desk.clock.moment += timedelta(hours=1)
        await failed(desk, 0)
        await later(desk, GRACE)
        await later(desk, timedelta(hours=5))
        assert subjects(desk) == [DEAF, HEARS]


async def test_what_is_over_soon_is_not_told(
    sqlite_database: Database, tmp_path: Path, service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Another program has read the bot's news for a minute: it has its row, and no mail."""
    service.then("conflict")
    async with hearing(sqlite_database, tmp_path, service, monkeypatch) as desk:
        tell(service.script.parent, said(7, "Hola"))
        await failed(desk, 1)
        desk.clock.moment += timedelta(minutes=2)
        await failed(desk, 0)
        await later(desk, timedelta(hours=5))
        assert not alerts(desk)
        with desk.database.read() as connection:
            assert open_outages(connection, desk.place.tenant_id) == []


async def test_an_account_that_is_to_hear_no_more_is_no_trouble(
    sqlite_database: Database, tmp_path: Path, service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Staff write `entrada: no`: what was told ends in silence, for nothing is heard again."""
    service.then("conflict", "conflict")
    async with hearing(sqlite_database, tmp_path, service, monkeypatch) as desk:
        await failed(desk, 1)
        desk.clock.moment += PATIENCE
        await failed(desk, 2)
        assert subjects(desk) == [DEAF]
        accounts = (desk.config / "canales.yaml").read_text("utf-8")
        options = "    plazos: {conexion: 5, lectura: 10}\n"
        await desk.reload({"canales.yaml": accounts.replace(options, f"{options}    entrada: no\n")})
        await later(desk, timedelta(minutes=1))
        await later(desk, timedelta(hours=5))
        assert subjects(desk) == [DEAF]
        with desk.database.read() as connection:
            assert open_outages(connection, desk.place.tenant_id) == []
