"""What each failure of the Bot API means."""

import asyncio
import inspect
import socket
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import telegram.error

from channels.capabilities import Standing
from channels.message import NotSent, Rejected, Scope, Unavailable, Uncertain
from channels.telegram import Telegram
from channels.telegram.outcome import BY_CLASS
from tests.channels.bot import CHANNEL, PERSON, Open, photo
from tests.channels.service import Service, failure, message, remember
from tests.servers.certificates import Authority
from tests.servers.process import Server

NOW = datetime(2026, 12, 28, 13, tzinfo=UTC)
GONE = "gone"
FAULTS = [
    # fault, target, outcome, what it says besides
    ("chat-not-found", "", Rejected, GONE),
    ("blocked", "", Rejected, GONE),
    ("too-long", "", Rejected, ""),
    ("too-large", "", Rejected, ""),
    ("migrated", "", Rejected, ""),
    ("too-long", CHANNEL, Rejected, ""),
    ("chat-not-found", CHANNEL, Unavailable, Scope.ACCOUNT),
    ("no-rights", CHANNEL, Unavailable, Scope.ACCOUNT),
    ("kicked", CHANNEL, Unavailable, Scope.ACCOUNT),
    ("unauthorized", "", Unavailable, Scope.ACCOUNT),
    ("page-404", "", Unavailable, Scope.ACCOUNT),
    ("conflict", "", Unavailable, Scope.ACCOUNT),
    ("server-error", "", Uncertain, ""),
    ("page-502", "", Uncertain, ""),
    ("page-302", "", Uncertain, ""),
    ("page", "", Uncertain, ""),
    ("truncated", "", Uncertain, ""),
    ("half", "", Uncertain, ""),
    ("huge", "", Uncertain, ""),
    ("nested", "", Uncertain, ""),
    ("list", "", Uncertain, ""),
    ("not-ok", "", Uncertain, ""),
    ("no-result", "", Uncertain, ""),
    ("strange", "", Uncertain, ""),
    ("hang", "", Uncertain, ""),
    ("drop", "", Uncertain, ""),
]


@pytest.mark.parametrize(("fault", "target", "kind", "says"), FAULTS)
async def test_each_fault_has_its_outcome(
    open_bot: Open, bot_api: Service, fault: str, target: str, kind: type[NotSent], says: Scope | str
) -> None:
    """Every fault of the service ends in one of the three, with a sentence and a code."""
    bot_api.then(fault)
    patience = 0.5 if fault == "hang" else 60
    found = await failure(open_bot(target, lectura=patience).send(message("Hola", target or PERSON), remember))
    assert type(found) is kind
    assert found.reason.endswith(".")
    assert found.code
    if isinstance(found, Rejected):
        assert found.recipient_gone == (says == GONE)
    if isinstance(found, Unavailable):
        assert (found.scope, found.needs_person) == (says, True)


async def test_an_empty_album_is_uncertain(open_bot: Open, bot_api: Service, tmp_path: Path) -> None:
    """A yes without messages is no proof."""
    bot_api.then("empty-album")
    images = (photo(tmp_path, "a.png"), photo(tmp_path, "b.png"))
    assert isinstance(await failure(open_bot(CHANNEL).send(message("x", CHANNEL, images), remember)), Uncertain)


@pytest.mark.parametrize(
    ("fault", "wait"),
    [
        ("flood", 8),
        ("flood-untimed", 60),
        ("page-429", 60),
        ("flood-past", 0),
        ("flood-ages", 86_400),
        ("flood-end-of-time", 86_400),
        ("flood-infinite", 60),
        ("flood-nan", 60),
    ],
)
async def test_a_flood_pauses_the_account_for_the_time_asked(
    open_bot: Open, bot_api: Service, fault: str, wait: int
) -> None:
    """`retry_after` and a second more, a day at most; a minute where Telegram names no time."""
    bot_api.then(fault)
    found = await failure(open_bot().send(message("Hola", PERSON), remember))
    assert isinstance(found, Unavailable)
    assert (found.retry_after, found.scope, found.needs_person) == (timedelta(seconds=wait), Scope.ACCOUNT, False)


async def test_a_group_that_moved_is_written_to_where_it_is(open_bot: Open, bot_api: Service) -> None:
    """Nothing was sent: the next attempt goes to the number that Telegram named, and the reason says what to write."""
    bot_api.then("migrated")
    bot = open_bot("-777")
    found = await failure(bot.send(message("x", "-777"), remember))
    assert isinstance(found, Unavailable)
    assert (found.code, found.scope, found.needs_person) == ("migrated", Scope.RECIPIENT, False)
    assert "destino: '-1001234'" in found.reason
    await bot.send(message("x", "-777"), remember)
    assert [call["chat_id"] for call in bot_api.calls()] == ["-777", "-1001234"]


async def test_a_look_says_where_the_group_is(open_bot: Open, bot_api: Service) -> None:
    """The account sends, and the file should be put right."""
    bot_api.then("good", "migrated")
    (found,) = await open_bot("-777").examine(NOW)
    assert (found.check, found.standing) == ("target", Standing.WARNING)
    assert "destino: '-1001234'" in found.evidence


async def test_a_closed_port_means_not_sent(open_bot: Open) -> None:
    """Nothing left where no connection was made: the account waits."""
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        server = f"http://127.0.0.1:{unused.getsockname()[1]}"
        found = await failure(open_bot(server=server).send(message("x", PERSON), remember))
    assert isinstance(found, Unavailable)
    assert (found.scope, found.needs_person) == (Scope.ACCOUNT, False)


async def test_a_server_that_accepts_nobody_means_not_sent(open_bot: Open) -> None:
    """A time-out while connecting is no doubt: no byte of the message left."""
    with socket.create_server(("127.0.0.1", 0), backlog=0) as full, socket.create_connection(full.getsockname()):
        server = f"http://127.0.0.1:{full.getsockname()[1]}"
        found = await failure(open_bot(server=server, conexion=0.3).send(message("x", PERSON), remember))
    assert (type(found), found.code) == (Unavailable, "ConnectTimeout")


async def test_a_certificate_that_nobody_signed_is_refused(
    open_bot: Open, start_server: Callable[..., Server], tmp_path: Path, authority: Authority
) -> None:
    """The token goes to nobody who cannot prove to be the server."""
    pair = authority.certificate("bot-api")
    (tmp_path / "tls").mkdir()
    arguments = ("--certificate", pair.certificate, "--key", pair.key)
    secure = Service.start(start_server, "tests.servers.bot_api", tmp_path / "tls", *arguments)
    found = await failure(open_bot(server=secure.address).send(message("x", PERSON), remember))
    assert isinstance(found, Unavailable)
    assert (found.code, found.needs_person) == ("certificado", True)
    assert secure.calls() == []


async def test_the_account_works_on_after_each_fault(open_bot: Open, bot_api: Service) -> None:
    """One broken answer spoils no later send."""
    bot = open_bot(lectura=2)
    bot_api.then("drop", "huge", "hang")
    for _ in range(3):
        assert isinstance(await failure(bot.send(message("x", PERSON), remember)), Uncertain)
    assert (await bot.send(message("x", PERSON), remember)).remote_id


def test_every_error_of_the_library_is_mapped() -> None:
    """A class that a new version brings must be given a meaning here."""
    own = {each for _, each in inspect.getmembers(telegram.error, inspect.isclass)}
    errors = {each for each in own if issubclass(each, telegram.error.TelegramError)}
    assert errors - BY_CLASS.keys() == set()


async def test_a_busy_pool_stops_one_message_only(open_bot: Open, bot_api: Service) -> None:
    """All connections in use: not sent, and no reason to pause the account."""
    connections = Telegram.profile.pace.concurrency
    bot_api.then(*["hang"] * connections)
    bot = open_bot(lectura=1, turno=0.3)
    sends = [failure(bot.send(message("x", PERSON), remember)) for _ in range(connections + 1)]
    found = await asyncio.gather(*sends)
    (busy,) = [each for each in found if isinstance(each, Unavailable)]
    assert (busy.code, busy.scope) == ("PoolTimeout", Scope.RECIPIENT)
    assert sum(isinstance(each, Uncertain) for each in found) == connections
