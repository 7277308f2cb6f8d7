"""What services tell of persons: who wants no more, who is not reached, and by what the others still are."""

from pathlib import Path
from typing import Any

import pytest

from audience.suppression import is_suppressed
from storage.database import Database
from tests.channels.chats import SAID_AT, said
from tests.channels.metas_calls import AT, status, value, wished, wrote
from tests.channels.service import Service
from tests.delivery.desk import Desk
from tests.delivery.towns import FILE
from tests.panel.calling import called, key, message_key, neighbour, suppressed, tell, tell_bot


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


WISHES: dict[str, Any] = {
    "stop": value(user_preferences=[wished("stop", at=AT)]),
    "resume": value(user_preferences=[wished("resume", at=AT + 60)]),
    "stop later": value(user_preferences=[wished("stop", at=AT + 120)]),
    "baja": value(messages=[wrote("BAJA", at=AT + 30)]),
    "alta": value(messages=[wrote("ALTA", message="wamid.10", at=AT + 90)]),
}
"""What somebody tells WhatsApp or us, and when."""


@pytest.mark.parametrize(
    ("heard", "left"),
    [
        (("stop",), ["publicidad"]),
        (("stop", "stop"), ["publicidad"]),
        (("stop", "resume"), []),
        (("resume", "stop"), []),
        (("stop", "resume", "stop"), []),
        (("resume", "stop later"), ["publicidad"]),
        (("stop", "resume", "stop later", "resume"), ["publicidad"]),
        (("stop", "stop later", "resume"), ["publicidad"]),
        # To let publicity in takes back no other word; ALTA takes back both that were before it.
        (("baja", "resume"), ["baja"]),
        (("stop", "baja", "alta"), []),
        (("alta", "stop"), []),
        (("stop later", "alta"), ["publicidad"]),
    ],
)
async def test_who_tells_whatsapp_that_publicity_is_unwanted(
    database: Database, tmp_path: Path, service: Service, heard: tuple[str, ...], left: list[str]
) -> None:
    """It ends the class that tells of the administration, there; the later word counts, in whatever order they come."""
    async with called(database, tmp_path, service) as (desk, client):
        for name in heard:
            assert await tell(client, WISHES[name]) == 200
        assert [reason for _, reason in suppressed(desk)] == left
        wanted = "baja" not in left
        assert reached_by(desk) == {"whatsapp": wanted, "sms": wanted, "webhook": wanted}


async def test_a_failure_from_before_publicity_was_let_in_again_ends_nothing(
    database: Database, tmp_path: Path, service: Service
) -> None:
    """Meta's refusal of a message is as old as it says, not as when it is told."""
    async with called(database, tmp_path, service) as (desk, client):
        await desk.turn()
        failed = value(statuses=[status("failed", message_key(desk), code=131_050)])
        assert [await tell(client, WISHES["resume"]), await tell(client, failed)] == [200, 200]
        assert suppressed(desk) == []


@pytest.mark.parametrize(("kind", "states"), [("gestion", {"skipped": 1, "sent": 1}), ("servicio", {"sent": 2})])
async def test_who_wants_no_publicity_gets_none(
    database: Database, tmp_path: Path, service: Service, kind: str, states: dict[str, int]
) -> None:
    """The next neighbour still does, and of what serves nothing is kept back."""
    async with called(database, tmp_path, service) as (desk, client):
        text = (desk.config / FILE).read_text(encoding="utf-8")
        await desk.reload({FILE: text.replace("clase: servicio", f"clase: {kind}")})
        neighbour(desk, "+573001234568")
        assert await tell(client, value(user_preferences=[wished("stop")])) == 200
        await desk.turn()
        assert desk.states() == states


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
