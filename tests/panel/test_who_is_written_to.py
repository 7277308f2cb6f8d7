"""What services tell of persons: who wants no more, who is not reached, and by what the others still are."""

from collections.abc import Callable
from pathlib import Path

import pytest

from audience.suppression import is_suppressed
from storage.database import Database
from tests.channels.chats import SAID_AT, said
from tests.channels.metas_calls import status, value, wrote
from tests.channels.service import Service
from tests.delivery.desk import Desk
from tests.panel.calling import FILE, called, key, message_key, suppressed, tell, tell_bot
from tests.servers.process import Server


@pytest.fixture
def service(start_server: Callable[..., Server], tmp_path: Path) -> Service:
    """WhatsApp, as it is for one test."""
    folder = tmp_path / "whatsapp"
    folder.mkdir()
    return Service.start(start_server, "tests.servers.whatsapp_api", folder)


async def test_who_answers_baja_gets_nothing_more(database: Database, tmp_path: Path, service: Service) -> None:
    """From the call on, what is due included, by whatever writes to the telephone; `alta` takes it back."""
    async with called(database, tmp_path, service) as (desk, client):
        assert await tell(client, value(messages=[wrote("BAJA")])) == 200
        assert suppressed(desk) == [(key(desk), "baja")]
        await desk.turn()
        assert desk.states() == {}
        assert await tell(client, value(messages=[wrote("Alta", message="wamid.10")])) == 200
        assert suppressed(desk) == []


def reached_by(desk: Desk) -> dict[str, bool]:
    """By which kinds of accounts the neighbour's telephone is still written to."""
    with desk.database.read() as connection:
        who = desk.place.tenant_id, key(desk)
        return {each: not is_suppressed(connection, who[0], each, who[1]) for each in ("whatsapp", "sms", "webhook")}


async def again(desk: Desk, time: int) -> None:
    """The same message goes out for the second, or third, time."""
    text = (desk.config / FILE).read_text(encoding="utf-8").replace(f"    repetir: {time - 1}\n", "")
    await desk.reload({FILE: text.replace("  - id: anuncio\n", f"  - id: anuncio\n    repetir: {time}\n")})
    await desk.turn()


async def test_a_telephone_that_whatsapp_does_not_reach_twice_gets_text_messages(
    database: Database, tmp_path: Path, service: Service
) -> None:
    """Once may be an old program; after two in a row WhatsApp alone is given up."""
    async with called(database, tmp_path, service) as (desk, client):
        await desk.turn()
        assert await tell(client, value(statuses=[status("failed", message_key(desk), code=131_026)])) == 200
        assert suppressed(desk) == []
        await again(desk, 2)
        second = status("failed", message_key(desk, 2), "wamid.2", code=131_026)
        assert await tell(client, value(statuses=[second])) == 200
        assert suppressed(desk) == [(key(desk), "gone")]
        assert reached_by(desk) == {"whatsapp": False, "sms": True, "webhook": True}


async def test_what_arrives_between_two_failures_counts(database: Database, tmp_path: Path, service: Service) -> None:
    """Who has been reached meanwhile is not given up for one more failure."""
    async with called(database, tmp_path, service) as (desk, client):
        await desk.turn()
        assert await tell(client, value(statuses=[status("failed", message_key(desk), code=131_026)])) == 200
        for time, word in ((2, "delivered"), (3, "failed")):
            await again(desk, time)
            told = status(word, message_key(desk, time), f"wamid.{time}", code=131_026 if word == "failed" else 0)
            assert await tell(client, value(statuses=[told])) == 200
        assert suppressed(desk) == []


async def test_two_refusals_at_once_are_two(database: Database, tmp_path: Path, service: Service) -> None:
    """What WhatsApp says in answer to the send counts as what it tells later."""
    async with called(database, tmp_path, service) as (desk, _):
        service.then("good", "error:131026", "error:131026")
        await desk.turn()
        assert (desk.states(), suppressed(desk)) == ({"failed": 1}, [])
        await again(desk, 2)
        assert suppressed(desk) == [(key(desk), "gone")]


async def test_who_wants_no_publicity_still_gets_what_serves(
    database: Database, tmp_path: Path, service: Service
) -> None:
    """Told to WhatsApp, it ends what the administration says of itself, there alone."""
    async with called(database, tmp_path, service) as (desk, client):
        await desk.turn()
        assert await tell(client, value(statuses=[status("failed", message_key(desk), code=131_050)])) == 200
        assert suppressed(desk) == [(key(desk), "publicidad")]
        assert reached_by(desk) == {"whatsapp": True, "sms": True, "webhook": True}
        assert (await tell(client, value(messages=[wrote("alta")])), suppressed(desk)) == (200, [])


WORDS = {1: ("/start", 0), 2: ("/stop", 60), 3: ("/start", 120)}
"""What somebody says, and how many seconds after eight."""


@pytest.mark.parametrize(
    ("heard", "stopped"),
    [((1, 2), True), ((2, 1), True), ((2, 3), False), ((3, 2), False), ((3, 1, 2), False), ((2, 1, 3), False)],
)
async def test_of_two_words_the_later_one_counts(
    database: Database, tmp_path: Path, service: Service, heard: tuple[int, ...], stopped: bool
) -> None:
    """In whatever order a service tells them: a call that was lost comes again after a newer one."""
    async with called(database, tmp_path, service) as (desk, client):
        for number in heard:
            word, seconds = WORDS[number]
            update = said(number, word)
            update["message"]["date"] = SAID_AT + seconds
            assert await tell_bot(client, update) == 200
        assert [reason for _, reason in suppressed(desk)] == (["baja"] if stopped else [])
