"""Polls of Telegram and how they end, and a look at an account."""

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from channels.capabilities import Measures, Votes
from channels.message import Message, NotSent, Poll, Rejected, Unavailable, Uncertain
from tests.channels.bot import CHANNEL, PERSON, Open, photo
from tests.channels.service import Service, failure, message, remember
from tests.servers.bot_api import poll_name

NOW = datetime(2027, 1, 5, tzinfo=UTC)
POLL = Poll("¿Le sirvió la jornada?", ("Sí", "No"), datetime(2027, 1, 12, 23, 0, tzinfo=UTC))


def asking(text: str = "Cuéntenos & vote.", poll: Poll = POLL) -> Message:
    return message(text, CHANNEL)._replace(poll=poll)


async def test_a_poll_and_its_text_are_one_call(open_bot: Open, bot_api: Service) -> None:
    """The text stands above the question; Telegram is told no end, for it would then not tell the votes."""
    bot = open_bot(CHANNEL)
    composed = json.loads(bot.compose(asking()).data)
    sent = await bot.send(asking(), remember)
    (call,) = bot_api.calls()
    assert call["method"] == composed["method"] == "sendPoll"
    assert call["question"] == composed["question"] == "¿Le sirvió la jornada?"
    assert [each["text"] for each in json.loads(call["options"])] == composed["options"] == ["Sí", "No"]
    assert call["description"] == composed["description"] == "Cuéntenos &amp; vote."
    assert "close_date" not in call
    assert (sent.remote_id, sent.url, sent.poll) == ("101", "https://t.me/alcaldia/101", poll_name(101))


async def test_a_poll_without_a_text(open_bot: Open, bot_api: Service) -> None:
    """A question may stand alone."""
    await open_bot(CHANNEL).send(asking(""), remember)
    assert "description" not in bot_api.calls()[0]


@pytest.mark.parametrize(
    "poll",
    [
        POLL._replace(options=("Sí",)),
        POLL._replace(options=tuple("abcdefghijklm")),
        POLL._replace(question="¿" * 301),
        POLL._replace(options=("Sí", "N" * 101)),
    ],
)
async def test_a_poll_that_telegram_would_not_take_never_leaves(open_bot: Open, bot_api: Service, poll: Poll) -> None:
    """Two to twelve options of a hundred characters, three hundred for the question."""
    assert isinstance(await failure(open_bot(CHANNEL).send(asking(poll=poll), remember)), Rejected)
    assert bot_api.calls() == []


async def test_a_poll_stands_alone(open_bot: Open, bot_api: Service, tmp_path: Path) -> None:
    """Neither files nor a long text go with it."""
    with_file = asking()._replace(media=(photo(tmp_path),))
    for each in (with_file, asking("🙂" * 513)):
        assert isinstance(await failure(open_bot(CHANNEL).send(each, remember)), Rejected)
    assert bot_api.calls() == []


@pytest.mark.parametrize(
    ("fault", "kind"), [("hang", Uncertain), ("drop", Uncertain), ("strange", Uncertain), ("flood", Unavailable)]
)
async def test_faults_of_sending_are_those_of_a_text(
    open_bot: Open, bot_api: Service, fault: str, kind: type[NotSent]
) -> None:
    """A poll goes the way of every message."""
    bot_api.then(fault)
    assert type(await failure(open_bot(CHANNEL, lectura=1).send(asking(), remember))) is kind


async def test_closing_counts(open_bot: Open, bot_api: Service) -> None:
    """Votes in the options' order, and how many people voted."""
    assert await open_bot(CHANNEL).close_poll("101", CHANNEL) == Votes((7, 6), 13)
    (call,) = bot_api.calls()
    assert (call["method"], call["chat_id"], call["message_id"]) == ("stopPoll", CHANNEL, "101")


@pytest.mark.parametrize(
    ("fault", "kind", "said"),
    [
        ("poll-closed", Rejected, "una sola vez"),
        ("poll-lost", Rejected, "no encuentra"),
        ("chat-not-found", Unavailable, "destino"),
        ("hang", Unavailable, ""),
        ("drop", Unavailable, ""),
        ("page", Unavailable, ""),
        ("page-502", Unavailable, ""),
        ("strange", Unavailable, ""),
        ("flood", Unavailable, "esperar"),
        ("unauthorized", Unavailable, "token"),
    ],
)
async def test_faults_of_closing(open_bot: Open, bot_api: Service, fault: str, kind: type[NotSent], said: str) -> None:
    """Nothing of it is uncertain: it is asked again. What was closed before has no votes to tell."""
    bot_api.then(fault)
    found = await failure(open_bot(CHANNEL, lectura=1).close_poll("101", CHANNEL))
    assert type(found) is kind
    assert said in found.reason


def test_telegram_is_asked_nothing_of_a_post(open_bot: Open) -> None:
    """The Bot API has no count of views or reactions to ask for; it tells of reactions by itself."""
    assert not isinstance(open_bot(CHANNEL), Measures)


async def test_a_look_at_a_channel(open_bot: Open, bot_api: Service) -> None:
    """Three questions, and nothing changed."""
    found = await open_bot(CHANNEL).examine(NOW)
    assert [(each.check, each.standing.value) for each in found] == [
        ("token", "good"),
        ("target", "good"),
        ("permissions", "good"),
    ]
    assert [call["method"] for call in bot_api.calls()] == ["getMe", "getChat", "getChatMember"]


async def test_a_look_at_an_account_for_persons(open_bot: Open, bot_api: Service) -> None:
    """There is the token, and what people write to it."""
    found, heard = await open_bot().examine(NOW)
    assert (heard.check, heard.standing.value) == ("intake", "good")
    assert (found.check, found.standing.value, found.evidence) == ("token", "good", "El bot es @pregonero_bot.")
    assert [call["method"] for call in bot_api.calls()] == ["getMe", "getWebhookInfo"]


@pytest.mark.parametrize(
    ("target", "faults", "check", "standing"),
    [
        (CHANNEL, ["unauthorized"], "token", "bad"),
        (CHANNEL, ["good", "chat-not-found"], "target", "bad"),
        (CHANNEL, ["good", "good", "silent"], "permissions", "bad"),
        (CHANNEL, ["good", "good", "member"], "permissions", "bad"),
        (CHANNEL, ["good", "good", "left"], "permissions", "bad"),
        ("-777", ["good", "good", "left"], "permissions", "bad"),
        ("-777", ["good", "good", "member"], "permissions", "warning"),
        (CHANNEL, ["page-502"], "token", "unknown"),
        (CHANNEL, ["drop"], "token", "unknown"),
        (CHANNEL, ["good", "strange"], "token", "unknown"),
        (PERSON, ["flood"], "token", "unknown"),
    ],
)
async def test_a_look_tells_what_is_wrong(
    open_bot: Open, bot_api: Service, target: str, faults: list[str], check: str, standing: str
) -> None:
    """Each thing that may be wrong has its word, and says what to do."""
    bot_api.then(*faults)
    last = (await open_bot(target).examine(NOW))[-1]
    assert (last.check, last.standing.value) == (check, standing)
    assert last.advice
