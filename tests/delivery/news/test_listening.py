"""What people write to a bot, a server in a process of its own: heard once, obeyed at once, answered once."""

import asyncio
import time
from pathlib import Path

import pytest
from sqlalchemy import update

from audience.suppression import suppress
from channels.telegram.updates import news_of
from delivery.accounts.intakes import EAR
from delivery.engines.leases import Leases
from delivery.news.hearing import take_in
from storage.database import Database
from storage.lanes import lanes
from storage.ledger import open_lane
from storage.tables import reply
from tests.campaigns.town import MUNICIPALITY
from tests.channels.chats import placed, said, tell
from tests.channels.service import Service
from tests.delivery.desk import Desk, at_work
from tests.delivery.ears import (
    BEFORE,
    DUE,
    key,
    listening,
    neighbour,
    told,
    town,
    until,
)
from tests.delivery.towns import BOT
from tests.storage.alive import alive

SERVICE = "bot"

HANGS = 15.0
"""Seconds: less than the service waits for news."""
MESSAGE = "anuncio/vecinos@1"
HELLO = "Hola. Por aquí la Alcaldía de Villa Clara envía avisos y noticias del municipio."
BYE = "Listo: la Alcaldía de Villa Clara no le enviará más mensajes por aquí."


async def answered(desk: Desk, count: int) -> None:
    """So many answers have come to their end."""

    def over() -> bool:
        return sum(row.ended_at is not None for row in desk.rows("reply")) == count

    await until(lambda: len(desk.rows("reply")) >= count, f"{count} answers")
    await desk.settle()
    await until(over, f"the end of {count} answers")


async def test_who_says_stop_gets_nothing_more(database: Database, tmp_path: Path, service: Service) -> None:
    """The word counts for what is due a second later; it is kept with its time, and answered; /start undoes it."""
    async with at_work(database, tmp_path, BEFORE, town(service), BOT) as desk, listening(desk):
        neighbour(desk, "1001", "1002")
        tell(service.script.parent, said(7, "/stop", 1001))
        await answered(desk, 1)
        [row] = desk.rows("suppression")
        assert (row.key, row.reason, row.since) == (key(desk, "1001"), "baja", DUE)
        assert "no quiere más mensajes" in row.evidence
        desk.clock.moment = DUE
        await desk.turn()
        assert desk.states(MESSAGE) == {"skipped": 1, "sent": 1}
        assert [chat for chat, _ in told(service)] == ["1001", "1002"]
        assert told(service)[0] == ("1001", BYE)
        desk.clock.pass_(minutes=2)
        tell(service.script.parent, said(8, "/start", 1001))
        await answered(desk, 2)
        assert desk.rows("suppression") == []
        assert told(service)[-1] == ("1001", HELLO)


async def test_an_answer_says_what_somebody_has_to_know(database: Database, tmp_path: Path, service: Service) -> None:
    """How to stop, where the office is, what becomes of the data; who is on no list learns the number to tell."""
    async with at_work(database, tmp_path, BEFORE, town(service), BOT) as desk, listening(desk):
        tell(service.script.parent, said(7, "/start", 1001), said(8, "/ayuda", 1002), said(9, "¿Abren hoy?", 1003))
        await answered(desk, 3)
        texts = {call["chat_id"]: call["text"] for call in service.calls() if call["method"] == "sendMessage"}
        municipality = desk.tenant.municipality
        assert "1001" in texts["1001"]
        assert str(municipality.data_policy) in texts["1001"]
        for text in texts.values():
            assert "/stop" in text
            assert next(iter(municipality.contact.values())) in text


async def test_the_staffs_words_begin_each_answer(database: Database, tmp_path: Path, service: Service) -> None:
    """What they write takes the place of ours, and how to stop stands there all the same."""
    more = "    respuestas: {inicio: 'Bienvenida, vecina.', parar: 'Hasta pronto.'}\n"
    async with at_work(database, tmp_path, BEFORE, town(service, more=more), BOT) as desk, listening(desk):
        neighbour(desk, "1001")
        tell(service.script.parent, said(7, "/start"), said(8, "/stop"))
        await answered(desk, 2)
        assert told(service) == [("1001", "Bienvenida, vecina."), ("1001", "Hasta pronto.")]
        assert all("/st" in call["text"] for call in service.calls() if call["method"] == "sendMessage")


async def test_programs_that_answer_each_other_fall_silent(
    database: Database, tmp_path: Path, service: Service
) -> None:
    """What is no command is answered once a day, and a command once a minute; each word is kept all the same."""
    async with at_work(database, tmp_path, BEFORE, town(service), BOT) as desk, listening(desk):
        tell(service.script.parent, *(said(number, "Hola") for number in range(7, 30)), said(30, "/ayuda"))
        tell(service.script.parent, said(31, "/ayuda"))
        await answered(desk, 2)
        assert len(told(service)) == 2
        assert [row.kind for row in desk.rows("event")] == ["other"] * 23 + ["help"] * 2
        desk.clock.pass_(days=1, minutes=1)
        tell(service.script.parent, said(32, "Hola"), said(33, "/ayuda"))
        await answered(desk, 4)


async def test_nothing_that_was_said_is_kept(database: Database, tmp_path: Path, service: Service) -> None:
    """Of a word it is kept that it came, from which key and when; the address only until the answer has gone."""
    async with at_work(database, tmp_path, BEFORE, town(service), BOT) as desk, listening(desk):
        tell(service.script.parent, said(7, "mi diagnóstico", 987_654_321))
        await answered(desk, 1)
        kept = f"{desk.rows('event')} {desk.rows('reply')}"
        assert "diagnóstico" not in kept
        assert "987654321" not in kept
        assert key(desk, "987654321") in kept


async def test_who_is_set_aside_by_others_is_not_taken_back(
    database: Database, tmp_path: Path, service: Service
) -> None:
    """/start lifts only the own word, and what it disproves: that the chat is gone; the answer says so."""
    async with at_work(database, tmp_path, BEFORE, town(service), BOT) as desk:
        with database.write() as connection:
            for chat, reason in (("1001", "queja"), ("1002", "gone"), ("1003", "baja")):
                suppress(connection, desk.place.tenant_id, key(desk, chat), reason, "", BEFORE)
        async with listening(desk):
            tell(service.script.parent, *(said(chat, "/start", chat) for chat in (1001, 1002, 1003)))
            await answered(desk, 3)
        assert [row.key for row in desk.rows("suppression")] == [key(desk, "1001")]
        assert "no se le escriba" in dict(told(service))["1001"]


async def test_who_shuts_the_bot_out_is_gone_until_it_is_let_in(
    database: Database, tmp_path: Path, service: Service
) -> None:
    """Nobody is answered then; letting it in again takes no own /stop back."""
    async with at_work(database, tmp_path, BEFORE, town(service), BOT) as desk, listening(desk):
        folder = service.script.parent
        tell(folder, placed(7, "kicked", 1001), said(8, "/stop", 1002), placed(9, "kicked", 1002))
        await until(lambda: len(desk.rows("event")) == 3, "the news")
        assert [row.reason for row in desk.rows("suppression")] == ["gone", "baja"]
        tell(folder, placed(10, "member", 1001), placed(11, "member", 1002))
        await until(lambda: len(desk.rows("event")) == 5, "the news")
        assert [row.reason for row in desk.rows("suppression")] == ["baja"]


async def test_news_that_comes_twice_counts_once(database: Database, tmp_path: Path, service: Service) -> None:
    """Whatever is handed over again, after a crash or by a call that repeats, is known by its name."""
    async with at_work(database, tmp_path, BEFORE, town(service), BOT) as desk, listening(desk):
        tell(service.script.parent, said(7, "/stop"))
        await answered(desk, 1)
        tell(service.script.parent, said(7, "/stop"))
        account = desk.tenant.accounts["vecinos"]
        again = news_of(said(7, "/stop"))
        assert desk.write(take_in, account, [again], desk.clock.now()) == 0
        assert len(desk.rows("event")) == len(desk.rows("reply")) == 1


async def test_an_answer_comes_before_the_rest_of_a_campaign(
    database: Database, tmp_path: Path, service: Service
) -> None:
    """Who writes in the middle of a mailing is answered among its messages, and the mailing goes on to its end."""
    pace = "por-segundo: 40, simultaneos: 2, rafaga: 1"
    async with at_work(database, tmp_path, BEFORE, town(service, pace), BOT) as desk, listening(desk):
        neighbour(desk, *(str(2000 + number) for number in range(120)))
        desk.clock.moment = DUE
        sending = asyncio.create_task(desk.turn())
        await until(lambda: len(told(service)) > 5, "the mailing")
        tell(service.script.parent, said(7, "/ayuda", 9))
        await sending
        await answered(desk, 1)
        chats = [chat for chat, _ in told(service)]
        assert len(chats) == 121
        assert len(set(chats)) == 121
        assert desk.states(MESSAGE) == {"sent": 120}
        assert chats.index("9") < 120


async def test_what_a_dead_process_was_answering_is_not_answered_again(
    database: Database, tmp_path: Path, service: Service
) -> None:
    """It may have gone out: the row says that nobody knows, and the address is dropped."""
    async with at_work(database, tmp_path, BEFORE, town(service), BOT) as desk:
        async with listening(desk):
            tell(service.script.parent, said(7, "/ayuda"))
            await until(lambda: len(desk.rows("reply")) == 1, "the answer")
            with database.write() as connection:
                connection.execute(update(reply).values(state="sending", epoch=0))
            tell(service.script.parent, said(8, "/stop"))
            await answered(desk, 2)
        assert [(row.state, row.address) for row in desk.rows("reply")] == [("uncertain", None), ("sent", None)]


@pytest.mark.parametrize(
    ("fault", "state", "calls"),
    [("flood", "sent", 2), ("blocked", "failed", 1), ("drop", "uncertain", 1), ("chat-not-found", "failed", 1)],
)
async def test_an_answer_that_does_not_go_out(
    database: Database, tmp_path: Path, service: Service, fault: str, state: str, calls: int
) -> None:
    """What surely did not leave is tried again after its wait; what may have left is not."""
    async with at_work(database, tmp_path, BEFORE, town(service), BOT) as desk:
        spoken = news_of(said(7, "/ayuda"))
        desk.write(take_in, desk.tenant.accounts["vecinos"], [spoken], desk.clock.now())
        service.then(fault)
        await desk.settle()
        desk.clock.pass_(minutes=5)
        await desk.settle()
        [row] = desk.rows("reply")
        assert (row.state, row.address) == (state, None)
        assert len(told(service)) == calls


async def test_one_of_two_daemons_asks(
    postgresql_database: Database, tmp_path: Path, service: Service, caplog: pytest.LogCaptureFixture
) -> None:
    """The ear is leased: the other daemon does not ask the bot, and hears it once the first has gone."""
    leases, folder = Leases(postgresql_database), service.script.parent
    async with at_work(postgresql_database, tmp_path, BEFORE, town(service), BOT, leases=leases) as desk:
        with alive(postgresql_database, "una", "otra"):
            async with listening(desk, leases, "una"):
                await until(lambda: bool(service.calls()), "the first daemon")
                async with listening(desk, leases, "otra"):
                    tell(folder, said(7, "/ayuda"))
                    await answered(desk, 1)
                    tell(folder, said(8, "/start"))
                    await answered(desk, 2)
            async with listening(desk, leases, "otra"):
                tell(folder, said(9, "/stop"))
                await answered(desk, 3)
    assert "not heard" not in caplog.text


async def test_another_program_that_asks_is_told_of(database: Database, tmp_path: Path, service: Service) -> None:
    """The lane that hears says in Spanish that somebody else reads the bot's news, and asks again by itself."""
    service.then("conflict", "conflict")
    async with at_work(database, tmp_path, BEFORE, town(service), BOT) as desk, listening(desk):

        def ear() -> object:
            with database.read() as connection:
                found = [row for row in lanes(connection, desk.place.tenant_id) if str(row.sender).endswith(EAR)]
            return (found[0].failures, found[0].last_error) if found else None

        tell(service.script.parent, said(7, "/ayuda"))
        await answered(desk, 1)
        assert ear() == (0, None)
        asked = [call["fault"] for call in service.calls() if call["method"] == "getUpdates"]
        assert asked[:2] == ["conflict", "conflict"]


async def test_an_ear_that_was_lost_keeps_nothing(database: Database, tmp_path: Path, service: Service) -> None:
    """What comes in after another has opened the ear is not kept under the old epoch: it is asked for again."""
    async with at_work(database, tmp_path, BEFORE, town(service), BOT) as desk, listening(desk):
        await until(lambda: any(call["method"] == "getUpdates" for call in service.calls()), "the question")
        with database.write() as connection:
            sender = f"{desk.tenant.accounts['vecinos'].sender}{EAR}"
            open_lane(connection, desk.place.tenant_id, sender, 0, "otra", BEFORE)
        tell(service.script.parent, said(7, "/ayuda"))
        await answered(desk, 1)
        asked = [call.get("offset") for call in service.calls() if call["method"] == "getUpdates"]
        assert asked[:2] == [None, None]
        assert len(desk.rows("event")) == 1


async def test_telegram_is_told_where_to_call(database: Database, tmp_path: Path, service: Service) -> None:
    """Where staff say `aviso` the daemon does not ask: it names the account's address under `ventanilla`."""
    more = "    entrada: aviso\n    secreto-aviso: ${PREGONERO_SELLO}\n"
    secrets = {**BOT, "PREGONERO_SELLO": "canario_secreto_de_telegram"}
    changes = town(service, more=more)
    changes["municipio.yaml"] = f"{MUNICIPALITY}ventanilla: https://ventanilla.villaclara.gov.co\n"
    async with at_work(database, tmp_path, BEFORE, changes, secrets) as desk, listening(desk):
        await until(lambda: bool(service.calls()), "the call")
        assert {call["method"] for call in service.calls()} == {"setWebhook"}
        assert service.calls()[0]["url"] == "https://ventanilla.villaclara.gov.co/avisos/villa-clara/vecinos"


async def test_it_stops_at_once(sqlite_database: Database, tmp_path: Path, service: Service) -> None:
    """A service that is waiting for news for us keeps nobody from ending."""
    async with at_work(sqlite_database, tmp_path, BEFORE, town(service), BOT) as desk:
        async with listening(desk):
            await until(lambda: any(call["method"] == "getUpdates" for call in service.calls()), "the question")
            begun = time.monotonic()
        assert time.monotonic() - begun < HANGS


async def test_what_nobody_foresaw_is_told_of_the_ear(
    database: Database, tmp_path: Path, service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An account that cannot be heard by a fault of ours says so where people look, and is asked again later."""

    def fault(*_: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr("delivery.news.listening.take_in", fault)
    async with at_work(database, tmp_path, BEFORE, town(service), BOT) as desk, listening(desk):
        tell(service.script.parent, said(7, "Hola"))

        def told_of() -> str:
            with desk.database.read() as connection:
                found = {lane.sender: lane.last_error for lane in lanes(connection, desk.place.tenant_id)}
            return next((error or "" for sender, error in found.items() if sender.endswith(EAR)), "")

        await until(lambda: "ZeroDivisionError" in told_of(), "the fault to be told of")
        assert "Un error imprevisto" in told_of()
