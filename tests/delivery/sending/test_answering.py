"""Answers that no lane will send are given up by the sweep, and whose they are is forgotten."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from sqlalchemy import update

from channels.telegram.updates import news_of
from delivery.news.hearing import take_in
from delivery.sending.answering import LATE, UNCONFIGURED, arrange_replies
from storage.database import Database
from storage.tables import lane
from tests.campaigns.town import ACCOUNTS, CAMPAIGN
from tests.channels.chats import said
from tests.channels.service import Service
from tests.delivery.desk import Desk, at_work
from tests.delivery.ears import BEFORE, told, town
from tests.delivery.towns import BOT, FILE, Files

SERVICE = "bot"
OTHERS = ACCOUNTS.replace("PREGONERO_BOT", "PREGONERO_OTRO")
WITHOUT: Files = {"canales.yaml": OTHERS, FILE: CAMPAIGN}
"""The town once nothing in its files names the bot."""


@asynccontextmanager
async def asked(database: Database, folder: Path, service: Service) -> AsyncIterator[Desk]:
    """Somebody wrote to the bot, and was not answered yet."""
    async with at_work(database, folder, BEFORE, town(service), BOT | {"PREGONERO_OTRO": "77:AAF-otro"}) as desk:
        desk.write(take_in, desk.tenant.accounts["vecinos"], [news_of(said(7, "/ayuda"))], desk.clock.now())
        yield desk


def ends(desk: Desk) -> list[tuple[str, str | None, str | None]]:
    """How each answer stands, where it would go and why it did not."""
    return [(row.state, row.address, row.error_text) for row in desk.rows("reply")]


async def test_who_wrote_to_an_account_that_is_gone_is_forgotten(
    database: Database, tmp_path: Path, service: Service
) -> None:
    """No account of its credential is left: no lane is woken for it, and the address does not stay for ever."""
    async with asked(database, tmp_path, service) as desk:
        await desk.reload(WITHOUT)
        assert desk.write(arrange_replies, desk.clock.now()) == (set(), None)
        assert ends(desk) == [("failed", None, UNCONFIGURED)]
        await desk.reload(town(service))
        await desk.settle()
        assert told(service) == []


async def test_who_wrote_to_an_account_in_rehearsal_is_forgotten(
    database: Database, tmp_path: Path, service: Service, caplog: pytest.LogCaptureFixture
) -> None:
    """The account is in the files and sends nothing for real: the log says that nobody was answered."""
    async with asked(database, tmp_path, service) as desk:
        quiet = str(town(service)["canales.yaml"]).replace("modo: real", "modo: pruebas")
        await desk.reload({"canales.yaml": quiet})
        await desk.settle()
        assert ends(desk) == [("failed", None, UNCONFIGURED)]
        assert "given up" in caplog.text


async def test_a_lane_that_waits_for_a_person_answers_a_day_long(
    database: Database, tmp_path: Path, service: Service
) -> None:
    """Till then it may be mended; later an answer answers nothing any more."""
    service.then("unauthorized")
    async with asked(database, tmp_path, service) as desk:
        await desk.settle()
        assert [row.sender for row in desk.rows("lane") if row.needs_person] == ["telegram:4242"]
        desk.clock.pass_(hours=23)
        await desk.settle()
        assert ends(desk)[0][:2] == ("pending", "1001")
        desk.clock.pass_(hours=1)
        await desk.settle()
        assert ends(desk) == [("failed", None, LATE)]
        with database.write() as connection:
            connection.execute(update(lane).values(needs_person=False, paused_until=None))
        await desk.settle()
        assert len(told(service)) == 1
