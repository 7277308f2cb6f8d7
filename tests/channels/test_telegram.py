"""Telegram, against a Bot API server in a process of its own."""

import asyncio
import inspect
import json
import socket
import subprocess
import sys
from collections.abc import AsyncIterator, Callable
from datetime import timedelta
from hashlib import sha256
from pathlib import Path

import httpx
import pytest
import telegram.error
from hypothesis import given
from hypothesis import strategies as st

from channels.message import Media, NotSent, Rejected, Scope, Unavailable, Uncertain
from channels.telegram import Telegram, TelegramOptions
from channels.telegram.adapter import utf16_units
from channels.telegram.outcome import BY_CAUSE, BY_CLASS
from tests.channels.service import Service, failure, message, remember, surroundings
from tests.servers.certificates import Authority
from tests.servers.process import Server

TOKEN = "4242:AAF-canario"
CHANNEL = "@alcaldia"
PERSON = "1001"
Open = Callable[..., Telegram]


@pytest.fixture
def service(start_server: Callable[..., Server], tmp_path: Path) -> Service:
    return Service.start(start_server, "tests.servers.bot_api", tmp_path)


@pytest.fixture
async def open_bot(service: Service, tmp_path: Path) -> AsyncIterator[Open]:
    """Opens accounts at the server; closes them after the test."""
    opened: list[Telegram] = []

    def open_(target: str = "", server: str = service.address, **deadlines: float) -> Telegram:
        options = TelegramOptions.model_validate({"token": TOKEN, "servidor": server, "plazos": deadlines})
        opened.append(Telegram(options, surroundings(tmp_path, target)))
        return opened[-1]

    yield open_
    for each in opened:
        await each.close()


def photo(folder: Path, name: str = "cartel.png") -> Media:
    path = folder / name
    path.write_bytes(b"\x89PNG" + name.encode())
    return Media(path, name, "image/png", sha256(name.encode()).hexdigest(), path.stat().st_size, alt="Niños")


async def test_a_text_goes_out_as_html_with_its_signs_escaped(open_bot: Open, service: Service) -> None:
    """What staff typed arrives as they typed it: `<`, `>` and `&` are no markup; the link stays a link."""
    sent = await open_bot().send(message("1 < 2 & «sí» → https://a.gov.co/?a=1&b=2", PERSON), remember)
    (call,) = service.calls()
    assert sent.remote_id == "101"
    assert sent.url is None
    assert call["method"] == "sendMessage"
    assert call["bot"] == "4242"
    assert (call["chat_id"], call["parse_mode"]) == (PERSON, "HTML")
    assert call["text"] == "1 &lt; 2 &amp; «sí» → https://a.gov.co/?a=1&amp;b=2"


async def test_a_post_in_a_public_channel_has_an_address(open_bot: Open) -> None:
    """The post's own page at t.me is what the report links to."""
    sent = await open_bot(CHANNEL).send(message("Hola", CHANNEL), remember)
    assert sent.url == "https://t.me/alcaldia/101"


async def test_a_private_group_has_no_address(open_bot: Open) -> None:
    """Where nobody else can look, no address is claimed."""
    assert (await open_bot("-100777").send(message("Hola", "-100777"), remember)).url is None


async def test_an_image_and_its_text_are_one_call(open_bot: Open, service: Service, tmp_path: Path) -> None:
    """A photo carries the text as its caption, so that a crash cannot leave half of it."""
    await open_bot(CHANNEL).send(message("A & B", CHANNEL, (photo(tmp_path),)), remember)
    (call,) = service.calls()
    assert call["method"] == "sendPhoto"
    assert call["photo"] == "file:cartel.png:14"
    assert (call["caption"], call["parse_mode"]) == ("A &amp; B", "HTML")


async def test_several_images_are_one_album(open_bot: Open, service: Service, tmp_path: Path) -> None:
    """An album is one call too; its first photo bears the text, and all its ids are kept."""
    images = (photo(tmp_path, "a.png"), photo(tmp_path, "b.png"))
    sent = await open_bot(CHANNEL).send(message("Texto", CHANNEL, images), remember)
    (call,) = service.calls()
    album = json.loads(call["media"])
    assert sent.remote_id == "101,102"
    assert call["method"] == "sendMediaGroup"
    assert [each.get("caption") for each in album] == ["Texto", None]


async def test_a_photo_for_many_goes_up_once(open_bot: Open, service: Service, tmp_path: Path) -> None:
    """The second person gets it by the name that Telegram gave it; an album may mix both."""
    bot, poster = open_bot(), photo(tmp_path)
    other = photo(tmp_path, "otra.png")
    await bot.send(message("Uno", PERSON, (poster,)), remember)
    poster.path.unlink()
    await bot.send(message("Dos", "1002", (poster,)), remember)
    await bot.send(message("Tres", "1003", (poster, other)), remember)
    first, second, third = service.calls()
    assert first["photo"].startswith("file:")
    assert second["photo"] == "held-101"
    known, new = (each["media"] for each in json.loads(third["media"]))
    assert known == "held-101"
    assert new.startswith("attach://")


async def test_what_is_composed_is_what_goes_out(open_bot: Open, service: Service) -> None:
    """The sandbox shows the very fields that the service gets."""
    bot = open_bot()
    composed = json.loads(bot.compose(message("A & B", PERSON)).data)
    await bot.send(message("A & B", PERSON), remember)
    (call,) = service.calls()
    assert composed == {name: call[name] for name in composed}


async def test_a_caption_that_is_too_long_never_leaves(open_bot: Open, service: Service, tmp_path: Path) -> None:
    """1,024 units with an image: one more is refused before any call."""
    long = message("🙂" * 513, CHANNEL, (photo(tmp_path),))
    found = await failure(open_bot(CHANNEL).send(long, remember))
    assert isinstance(found, Rejected)
    assert "1024" in found.reason
    assert service.calls() == []


async def test_an_album_of_eleven_never_leaves(open_bot: Open, service: Service, tmp_path: Path) -> None:
    """Telegram takes ten photos; eleven are refused, not cut."""
    images = tuple(photo(tmp_path, f"{number}.png") for number in range(11))
    assert isinstance(await failure(open_bot(CHANNEL).send(message("x", CHANNEL, images), remember)), Rejected)
    assert service.calls() == []


async def test_a_file_that_is_gone_is_not_sent_and_can_be_put_back(open_bot: Open, tmp_path: Path) -> None:
    """A photo that cannot be read leaves the message unsent, for a person to mend."""
    missing = photo(tmp_path)
    missing.path.unlink()
    found = await failure(open_bot(CHANNEL).send(message("x", CHANNEL, (missing,)), remember))
    assert isinstance(found, Unavailable)
    assert found.needs_person


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
    ("migrated", "-777", Unavailable, Scope.ACCOUNT),
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
    open_bot: Open, service: Service, fault: str, target: str, kind: type[NotSent], says: Scope | str
) -> None:
    """Every fault of the service ends in one of the three, with a sentence and a code."""
    service.then(fault)
    patience = 0.5 if fault == "hang" else 60
    found = await failure(open_bot(target, lectura=patience).send(message("Hola", target or PERSON), remember))
    assert type(found) is kind
    assert found.reason.endswith(".")
    assert found.code
    if isinstance(found, Rejected):
        assert found.recipient_gone == (says == GONE)
    if isinstance(found, Unavailable):
        assert (found.scope, found.needs_person) == (says, True)


async def test_an_empty_album_is_uncertain(open_bot: Open, service: Service, tmp_path: Path) -> None:
    """A yes without messages is no proof."""
    service.then("empty-album")
    images = (photo(tmp_path, "a.png"), photo(tmp_path, "b.png"))
    assert isinstance(await failure(open_bot(CHANNEL).send(message("x", CHANNEL, images), remember)), Uncertain)


@pytest.mark.parametrize(("fault", "wait"), [("flood", 8), ("flood-untimed", 60), ("page-429", 60)])
async def test_a_flood_pauses_the_account_for_the_time_asked(
    open_bot: Open, service: Service, fault: str, wait: int
) -> None:
    """`retry_after` and a second more; a minute where Telegram names no time."""
    service.then(fault)
    found = await failure(open_bot().send(message("Hola", PERSON), remember))
    assert isinstance(found, Unavailable)
    assert (found.retry_after, found.scope, found.needs_person) == (timedelta(seconds=wait), Scope.ACCOUNT, False)


async def test_a_group_that_moved_is_named_with_its_new_number(open_bot: Open, service: Service) -> None:
    """The reason says what to write in canales.yaml."""
    service.then("migrated")
    assert "destino: '-1001234'" in (await failure(open_bot("-777").send(message("x", "-777"), remember))).reason


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


async def test_the_account_works_on_after_each_fault(open_bot: Open, service: Service) -> None:
    """One broken answer spoils no later send."""
    bot = open_bot(lectura=2)
    service.then("drop", "huge", "hang")
    for _ in range(3):
        assert isinstance(await failure(bot.send(message("x", PERSON), remember)), Uncertain)
    assert (await bot.send(message("x", PERSON), remember)).remote_id


def test_every_error_of_the_library_is_mapped() -> None:
    """A class that a new version brings must be given a meaning here."""
    own = {each for _, each in inspect.getmembers(telegram.error, inspect.isclass)}
    errors = {each for each in own if issubclass(each, telegram.error.TelegramError)}
    assert errors - BY_CLASS.keys() == set()


def test_every_error_of_the_connection_is_mapped() -> None:
    """python-telegram-bot hides httpx's errors as causes; each has a meaning."""
    errors = {each for _, each in inspect.getmembers(httpx, inspect.isclass) if issubclass(each, httpx.HTTPError)}
    assert errors - BY_CAUSE.keys() == set()


async def test_a_busy_pool_stops_one_message_only(open_bot: Open, service: Service) -> None:
    """All connections in use: not sent, and no reason to pause the account."""
    connections = Telegram.profile.pace.concurrency
    service.then(*["hang"] * connections)
    bot = open_bot(lectura=1, turno=0.3)
    sends = [failure(bot.send(message("x", PERSON), remember)) for _ in range(connections + 1)]
    found = await asyncio.gather(*sends)
    (busy,) = [each for each in found if isinstance(each, Unavailable)]
    assert (busy.code, busy.scope) == ("PoolTimeout", Scope.RECIPIENT)
    assert sum(isinstance(each, Uncertain) for each in found) == connections


@given(st.text())
def test_units_are_those_of_utf16(text: str) -> None:
    """A character beyond the first plane counts two."""
    assert utf16_units(text) == len(text) + sum(ord(each) > 0xFFFF for each in text)


def test_a_family_counts_eleven() -> None:
    """Four people and three joiners, as Telegram counts them."""
    assert utf16_units("👨‍👩‍👧‍👦") == 11


@pytest.mark.parametrize(
    ("token", "sender"),
    [
        ("4242:AAF-x", "telegram:4242"),
        ("4242:AAF-y", "telegram:4242"),
        ("sin-numero", "telegram:" + sha256(b"sin-numero").hexdigest()[:12]),
    ],
)
def test_the_sender_is_the_bot(token: str, sender: str) -> None:
    """A token that was renewed is the same lane; the secret is no part of it."""
    found = Telegram.sender(TelegramOptions.model_validate({"token": token}))
    assert found == sender


def test_the_profile_costs_no_library() -> None:
    """Reading what Telegram declares does not load python-telegram-bot."""
    code = "import sys, channels.telegram; sys.exit('telegram' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
