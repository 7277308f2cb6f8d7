"""What people write to a bot: understood, asked for, and asked for again where it was not kept."""

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from pydantic import ValidationError

from channels.capabilities import Intake, Polls, TakesNews
from channels.message import Unavailable
from channels.news import Ended, Polled, Reacted, Spoke, Word
from channels.telegram import Telegram, TelegramOptions
from channels.telegram.updates import news_of
from tests.channels.bot import CHANNEL, TOKEN, Open
from tests.channels.chats import SAID_AT, placed, reacted, said, tell
from tests.channels.service import Service, failure

SHORT = timedelta(0)


def spoken(update: dict[str, Any]) -> Spoke:
    """What an update says that a person wrote."""
    told = news_of(update)
    assert isinstance(told, Spoke)
    return told


MEANT = [
    ("/start", Word.START),
    ("/start@alcaldia_bot", Word.START),
    ("/START", Word.START),
    ("/stop", Word.STOP),
    ("/parar ya", Word.STOP),
    (" Stop. ", Word.STOP),
    ("BAJA", Word.STOP),
    ("¡Ayuda!", Word.HELP),
    ("/ayuda", Word.HELP),
    ("no quiero /stop todavía", Word.OTHER),
    ("/otra", Word.OTHER),
    ("", Word.OTHER),
    (None, Word.OTHER),
]


@pytest.mark.parametrize(("text", "word"), MEANT)
def test_commands_are_understood_as_people_write_them(text: str | None, word: Word) -> None:
    """With a slash or without, in any letters, to this bot by name; a word within a sentence is no command."""
    spoke = spoken(said(7, text))
    assert (spoke.word, spoke.person, spoke.at) == (word, "1001", datetime.fromtimestamp(SAID_AT, UTC))


def test_a_name_and_the_link_by_which_somebody_came_are_told() -> None:
    """The public name is another address of the same person; what a link may not hold is no source."""
    spoke = spoken(said(7, "/start barrio-norte", username="Ana_Ruiz"))
    assert (spoke.also, spoke.source) == (("@Ana_Ruiz",), "barrio-norte")
    other = spoken(said(8, "/start <script>"))
    assert other.source == ""


NOTHING: list[Any] = [
    None,
    [],
    {},
    {"update_id": "7"},
    {"update_id": 7},
    {"update_id": 7, "message": 3},
    {"update_id": 7, "message": {"chat": {"id": 1, "type": "private"}}},
    {"update_id": 7, "channel_post": {"chat": {"id": -1, "type": "channel"}}},
    said(7, "/start", is_bot=True),
    said(7, "/start") | {"message": said(7, "/start")["message"] | {"chat": {"id": -100, "type": "supergroup"}}},
]


@pytest.mark.parametrize("update", NOTHING)
def test_what_is_not_a_persons_word_is_no_news(update: Any) -> None:
    """Other programs, groups and channels are not heard, and nothing strange stops the hearing."""
    assert news_of(update) is None


@pytest.mark.parametrize(
    ("status", "word"),
    [("kicked", Word.LEFT), ("left", Word.LEFT), ("member", Word.BACK), ("administrator", Word.BACK)],
)
def test_who_shuts_the_bot_out_is_told(status: str, word: Word) -> None:
    """In a group it is told too: nothing arrives there any more."""
    for chat, kind in ((1001, "private"), (-1009, "supergroup")):
        spoke = spoken(placed(9, status, chat, kind))
        assert (spoke.word, spoke.person) == (word, str(chat))


def test_reactions_of_a_post_are_added_up() -> None:
    """All kinds of them; the channel by its number and by its public name, as accounts may write to it."""
    at = datetime.fromtimestamp(SAID_AT, UTC)
    found = news_of(reacted(9, 101, [3, 2], name="VillaClara"))
    assert found == Reacted(f"9.{SAID_AT}", "101", ("-1001", "@villaclara"), 5, at)
    assert news_of(reacted(10, 101, [])) == Reacted(f"10.{SAID_AT}", "101", ("-1001",), 0, at)


@pytest.mark.parametrize("broken", [{"chat": None}, {"message_id": "x"}, {"reactions": None}, {"reactions": [{}]}])
def test_reactions_that_cannot_be_read_are_none(broken: dict[str, Any]) -> None:
    """Half a count is no count."""
    update = reacted(9, 101, [3])
    update["message_reaction_count"] |= broken
    assert news_of(update) is None


def test_numbers_that_begin_anew_are_other_news() -> None:
    """After a quiet week Telegram counts from any number: the same number at another time is not the same news."""
    first, later = said(7, "/stop"), said(7, "/stop")
    later["message"]["date"] += 900_000
    names = {spoke.remote_id for update in (first, first, later) if (spoke := news_of(update)) is not None}
    assert len(names) == 2


async def test_what_was_not_kept_comes_again(open_bot: Open, bot_api: Service) -> None:
    """Only a question with the cursor makes Telegram forget; the one after a quiet answer has none."""
    bot = open_bot()
    assert isinstance(bot, Polls)
    tell(bot_api.script.parent, said(7, "/start"), said(8, None))
    first = await bot.poll("", SHORT)
    again = await bot.poll("", SHORT)
    assert first == again
    assert [spoke.word for spoke in first.news if isinstance(spoke, Spoke)] == [Word.START, Word.OTHER]
    assert first.cursor == "9"
    assert await bot.poll(first.cursor, SHORT) == Polled((), "")
    asked = [call for call in bot_api.calls() if call["method"] == "getUpdates"]
    assert [call.get("offset") for call in asked] == [None, None, 9]
    assert asked[0]["allowed_updates"] == ["message", "my_chat_member", "message_reaction_count", "poll"]


async def test_the_longest_answer_is_read(open_bot: Open, bot_api: Service) -> None:
    """Ten messages as long as may be, each answering another such one, are no larger than what is read."""
    update = said(7, "ñ" * 4096)
    update["message"]["reply_to_message"] = dict(update["message"])
    tell(bot_api.script.parent, *({**update, "update_id": number} for number in range(20)))
    polled = await open_bot().poll("", SHORT)
    assert len(polled.news) == 10
    assert polled.cursor == "10"


REFUSED: list[tuple[str, str, str, bool]] = [
    ("unauthorized", "401", "token", True),
    ("conflict", "409", "Otro programa", False),
    ("hooked", "409", "webhook", False),
    ("flood", "429", "esperar", False),
    ("server-error", "500", "no pudo", False),
    ("page-502", "502", "no pudo", False),
    ("drop", "RemoteProtocolError", "no respondió", False),
    ("huge", "ReadError", "no respondió", False),
    ("truncated", "200", "no pudo", False),
    ("no-result", "respuesta", "no se entiende", False),
    ("not-ok", "200", "no pudo", False),
]


@pytest.mark.parametrize(("fault", "code", "words", "person"), REFUSED)
async def test_why_it_cannot_be_asked(
    open_bot: Open, bot_api: Service, fault: str, code: str, words: str, person: bool
) -> None:
    """Each fault is told in a sentence without the token, and says whether a person has to do something."""
    bot_api.then(fault)
    told = await failure(open_bot().poll("", SHORT))
    assert isinstance(told, Unavailable)
    assert (told.code, told.needs_person) == (code, person)
    assert words in told.reason
    assert "canario" not in told.reason
    assert told.retry_after == (timedelta(seconds=7) if fault == "flood" else told.retry_after)


@pytest.mark.parametrize(
    ("written", "target", "intake"),
    [
        ({}, "", Intake.POLL),
        ({}, CHANNEL, Intake.NONE),
        ({"entrada": "no"}, "", Intake.NONE),
        ({"entrada": "consulta"}, CHANNEL, Intake.POLL),
        ({"entrada": "aviso", "secreto-aviso": "canario_de_dieciseis"}, "", Intake.HOOK),
    ],
)
def test_a_bot_that_writes_to_persons_hears_them(written: dict[str, str], target: str, intake: Intake) -> None:
    """Whoever is written to can make it end, unless staff say that nobody listens."""
    assert issubclass(Telegram, TakesNews)
    assert Telegram.intake(TelegramOptions.model_validate({"token": TOKEN, **written}), target) is intake


@pytest.mark.parametrize(
    "written", [{"entrada": "aviso"}, {"secreto-aviso": "corto"}, {"secreto-aviso": "con espacios y tildes é"}]
)
def test_calls_that_nothing_proves_are_refused(written: dict[str, str]) -> None:
    """An account that is called has a secret, and one that Telegram takes."""
    with pytest.raises(ValidationError, match="secreto-aviso"):
        TelegramOptions.model_validate({"token": TOKEN, **written})


def test_what_was_said_shows_nowhere() -> None:
    """Neither in a log nor in a failed test: it may be anything about anybody."""
    spoke = spoken(said(7, "mi diagnóstico"))
    assert spoke.text == "mi diagnóstico"
    assert "diagnóstico" not in repr(spoke)
    assert json.dumps(str(spoke)).isascii()


CLOSED: dict[str, Any] = {
    "id": "55",
    "question": "¿Abrimos?",
    "options": [{"text": "Sí", "voter_count": 4}, {"text": "No", "voter_count": 0}],
    "total_voter_count": 4,
    "is_closed": True,
}


def test_the_end_of_a_poll_is_told() -> None:
    """Once it is closed, with its votes in the poll's order; before, they are not the last."""
    assert news_of({"update_id": 3, "poll": CLOSED}) == Ended("poll.55", "55", "¿Abrimos?", ("Sí", "No"), (4, 0), 4)
    assert news_of({"update_id": 3, "poll": CLOSED | {"is_closed": False}}) is None


@pytest.mark.parametrize("broken", [{"id": 5}, {"question": None}, {"options": []}, {"options": [{"text": "Sí"}]}])
def test_the_end_of_a_poll_that_cannot_be_read_is_no_news(broken: dict[str, Any]) -> None:
    """Nothing is counted of what is not whole."""
    assert news_of({"update_id": 3, "poll": CLOSED | broken}) is None
