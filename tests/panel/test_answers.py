"""Who writes to a WhatsApp number is answered in free words, once, within Meta's 24 hours; answers are rows."""

from pathlib import Path
from typing import Any

import httpx
import pytest
from sqlalchemy import update

from delivery.sending.answering import LATE
from storage.database import Database
from storage.tables import reply
from tests.channels.metas_calls import AT, status, value, wrote
from tests.channels.service import Service
from tests.delivery.desk import Desk
from tests.panel.calling import PHONE, called, kinds, neighbour, tell

DAY = 86_400
"""Seconds."""


async def say(desk: Desk, client: httpx.AsyncClient, word: str, number: int = 9, at: int = AT) -> None:
    """The neighbour writes, and the daemon does what is due."""
    assert await tell(client, value(messages=[wrote(word, message=f"wamid.in.{number}", at=at)])) == 200
    await desk.settle()


def said(service: Service) -> list[dict[str, Any]]:
    """What the number has sent in free words."""
    calls = [call["said"] for call in service.calls() if call["path"].endswith("/messages")]
    return [each for each in calls if each["type"] == "text"]


@pytest.mark.parametrize(
    ("word", "begins", "tells"),
    [
        ("BAJA", "Listo: la Alcaldía de Villa Clara no le enviará más mensajes a este teléfono.", "escriba ALTA"),
        ("alta", "Hola. Por aquí la Alcaldía de Villa Clara envía avisos", "escriba BAJA"),
        ("Ayuda", "Por aquí la Alcaldía de Villa Clara envía avisos", "escriba AYUDA"),
        ("¿Abren hoy?", "Gracias por escribir, pero los mensajes de este chat no se leen.", "escriba BAJA"),
    ],
)
async def test_a_word_is_answered_in_free_words(
    database: Database, tmp_path: Path, service: Service, word: str, begins: str, tells: str
) -> None:
    """By no template, which nobody looks at for it; the answer's own key goes along, and the words are WhatsApp's."""
    async with called(database, tmp_path, service) as (desk, client):
        await say(desk, client, word)
        (row,) = desk.rows("reply")
        assert (row.state, row.address) == ("sent", None)
    (sent,) = said(service)
    assert [call["path"] for call in service.calls()] == ["/v26.0/5060/messages"]
    assert (sent["to"], sent["biz_opaque_callback_data"]) == (PHONE.removeprefix("+"), f"respuesta/{row.id}")
    assert sent["text"]["body"].startswith(begins)
    assert tells in sent["text"]["body"]
    assert "/s" not in sent["text"]["body"]


async def test_a_telephone_on_no_list_learns_how_to_get_on_it(
    database: Database, tmp_path: Path, service: Service
) -> None:
    """Nobody needs to be told the own number."""
    async with called(database, tmp_path, service) as (desk, client):
        stranger = wrote("Alta", person="573019999999")
        assert await tell(client, value(messages=[stranger])) == 200
        await desk.settle()
    (sent,) = said(service)
    assert "Este teléfono todavía no está en la lista. Para recibir los mensajes, pida que" in sent["text"]["body"]
    assert "573019999999" not in sent["text"]["body"]


@pytest.mark.parametrize(("ago", "state"), [(DAY - 60, "sent"), (DAY, "failed"), (3 * DAY, "failed")])
async def test_the_day_counts_from_the_persons_word(
    database: Database, tmp_path: Path, service: Service, ago: int, state: str
) -> None:
    """Not from when Meta got to tell us: what comes later is obeyed, not answered, and the row says why."""
    async with called(database, tmp_path, service) as (desk, client):
        await say(desk, client, "BAJA", at=AT - ago)
        (row,) = desk.rows("reply")
    assert (row.state, row.address, len(said(service))) == (state, None, int(state == "sent"))
    assert row.error_text == (None if state == "sent" else LATE)


async def test_what_waits_beyond_the_day_is_given_up(database: Database, tmp_path: Path, service: Service) -> None:
    """An account that may not send for a day sends no answer afterwards, when Meta would take a template only."""
    async with called(database, tmp_path, service) as (desk, client):
        service.then("error:131057:503")
        await say(desk, client, "AYUDA")
        assert [row.state for row in desk.rows("reply")] == ["pending"]
        desk.clock.pass_(days=1)
        await desk.settle()
        assert [(row.state, row.error_text) for row in desk.rows("reply")] == [("failed", LATE)]
    assert len(said(service)) == 1


@pytest.mark.parametrize(
    ("fault", "state", "calls"),
    [
        ("error:131056", "sent", 2),
        ("error:131047", "failed", 1),
        ("drop", "uncertain", 1),
        ("error:131009", "failed", 1),
    ],
)
async def test_an_answer_that_does_not_go_out(
    database: Database, tmp_path: Path, service: Service, fault: str, state: str, calls: int
) -> None:
    """What surely did not leave is tried again after its wait; what may have left, or is refused, is not."""
    async with called(database, tmp_path, service) as (desk, client):
        service.then(fault)
        await say(desk, client, "AYUDA")
        desk.clock.pass_(minutes=5)
        await desk.settle()
        assert [row.state for row in desk.rows("reply")] == [state]
    assert len(said(service)) == calls


async def test_an_answer_waits_for_no_quota(database: Database, tmp_path: Path, service: Service) -> None:
    """Meta counts those whom we begin to write to: with the day's people reached, BAJA is confirmed at once."""
    async with called(database, tmp_path, service, more="    limite-diario: 1\n") as (desk, client):
        neighbour(desk, "+573002222222")
        await desk.turn()
        assert desk.states() == {"sent": 1, "pending": 1}
        await say(desk, client, "AYUDA")
        assert [row.state for row in desk.rows("reply")] == ["sent"]
        assert desk.states() == {"sent": 1, "pending": 1}
    assert len(said(service)) == 1


async def test_a_call_that_repeats_is_answered_once(database: Database, tmp_path: Path, service: Service) -> None:
    """Meta calls again whatever was not confirmed to it."""
    async with called(database, tmp_path, service) as (desk, client):
        for _ in range(3):
            await say(desk, client, "BAJA")
        desk.clock.pass_(minutes=2)
        await say(desk, client, "BAJA")
        assert len(desk.rows("reply")) == 1
    assert len(said(service)) == 1


@pytest.mark.parametrize(
    ("word", "code", "state"), [("delivered", 0, "sent"), ("read", 0, "sent"), ("failed", 131_047, "failed")]
)
async def test_what_a_dead_process_was_answering_is_settled_by_meta(
    database: Database, tmp_path: Path, service: Service, word: str, code: int, state: str
) -> None:
    """It is not answered again: the row is in doubt until Meta tells, by the answer's own key, what became of it."""
    async with called(database, tmp_path, service) as (desk, client):
        assert await tell(client, value(messages=[wrote("AYUDA")])) == 200
        with database.write() as connection:
            connection.execute(update(reply).values(state="sending", epoch=0))
        await say(desk, client, "BAJA", 10)
        first, second = desk.rows("reply")
        assert (first.state, first.address, second.state) == ("uncertain", None, "sent")
        told = value(statuses=[status(word, f"respuesta/{first.id}", "wamid.77", code=code)])
        assert [await tell(client, told) for _ in range(2)] == [200, 200]
        await desk.settle()
        first, _ = desk.rows("reply")
        assert (first.state, kinds(desk)) == (state, ["help", "stop", {"sent": word}.get(state, "failed")])
        assert ("24 horas" in (first.error_text or "")) == (state == "failed")
    assert len(said(service)) == 1


async def test_a_failure_that_is_told_later_outweighs_the_answer(
    database: Database, tmp_path: Path, service: Service
) -> None:
    """Meta takes an answer and may refuse it afterwards; a notice of another number's answer changes nothing."""
    async with called(database, tmp_path, service) as (desk, client):
        await say(desk, client, "AYUDA")
        (row,) = desk.rows("reply")
        strange = status("failed", f"respuesta/{row.id + 1}", code=131_047)
        assert await tell(client, value(statuses=[strange])) == 200
        assert [each.state for each in desk.rows("reply")] == ["sent"]
        for word, code in (("failed", 131_047), ("delivered", 0)):
            assert await tell(client, value(statuses=[status(word, f"respuesta/{row.id}", code=code)])) == 200
        assert [each.state for each in desk.rows("reply")] == ["failed"]


@pytest.mark.parametrize("kind", ["reaction", "system", "unsupported"])
async def test_a_thumb_is_not_answered(database: Database, tmp_path: Path, service: Service, kind: str) -> None:
    """By a reaction, a new number or what Meta cannot show nobody has said anything."""
    message = {name: each for name, each in wrote("").items() if name != "text"} | {"type": kind, kind: {"emoji": "👍"}}
    async with called(database, tmp_path, service) as (desk, client):
        assert await tell(client, value(messages=[message])) == 200
        await desk.settle()
        assert (desk.rows("reply"), kinds(desk)) == ([], [])
