"""What services take back, each in its own way."""

from collections.abc import Callable
from pathlib import Path

import pytest

from channels.adapter import Adapter
from channels.capabilities import Withdraws
from channels.message import NotSent, Rejected, Unavailable
from channels.registry import ADAPTERS, adapter
from channels.telegram import Telegram, TelegramOptions
from channels.x import X, XOptions
from tests.channels.bot import CHANNEL, TOKEN
from tests.channels.service import Service, failure, message, remember, surroundings
from tests.channels.test_web import MESSAGE, PAGE, forget, picture, web
from tests.channels.user import KEYS
from tests.servers.process import Server

Start = Callable[..., Server]


def test_which_can() -> None:
    """A post and a chat message can be taken back, a page too; mail and what Meta has no way for cannot."""
    able = [kind for kind in ADAPTERS if issubclass(adapter(kind), Withdraws)]
    assert able == ["telegram", "x", "web", "facebook", "wordpress"]


async def gone(account: Adapter, remote_id: str, destination: str) -> None:
    """Takes back, and lets go of the connections."""
    assert isinstance(account, Withdraws)
    try:
        await account.withdraw(remote_id, destination)
    finally:
        await account.close()


def x(service: Service, folder: Path) -> X:
    """An open account at the server."""
    return X(
        XOptions.model_validate({**KEYS, "servidor": service.address, "plazos": {"lectura": 1}}), surroundings(folder)
    )


async def test_x_deletes_its_post(start_server: Start, tmp_path: Path) -> None:
    """A signed call; once more, there is no such post, and that is what was wanted."""
    service = Service.start(start_server, "tests.servers.x_api", tmp_path)
    account = x(service, tmp_path)
    sent = await account.send(message("Hola", ""), remember)
    assert sent.remote_id is not None
    await account.withdraw(sent.remote_id, "")
    await gone(account, sent.remote_id, "")
    calls = service.calls()[1:]
    assert [(call["method"], call["path"], call["signed"]) for call in calls] == [
        ("DELETE", f"/2/tweets/{sent.remote_id}", True)
    ] * 2


@pytest.mark.parametrize(
    ("fault", "kind"),
    [
        ("hang", Unavailable),
        ("drop", Unavailable),
        ("page-502", Unavailable),
        ("not-found", Unavailable),
        ("flood", Unavailable),
        ("unauthorized", Unavailable),
        ("bad-request", Rejected),
    ],
)
async def test_faults_of_x(start_server: Start, tmp_path: Path, fault: str, kind: type[NotSent]) -> None:
    """Nothing of a deletion is uncertain: it is asked again. A 404 of another server is no proof."""
    service = Service.start(start_server, "tests.servers.x_api", tmp_path)
    service.then(fault)
    assert isinstance(await failure(gone(x(service, tmp_path), "190", "")), kind)


def bot(service: Service, folder: Path) -> Telegram:
    """An open bot at the server."""
    options = TelegramOptions.model_validate({"token": TOKEN, "servidor": service.address, "plazos": {"lectura": 1}})
    return Telegram(options, surroundings(folder, CHANNEL))


async def test_telegram_deletes_all_of_an_album(start_server: Start, tmp_path: Path) -> None:
    """One call for each of its messages; one that is not there is deleted."""
    service = Service.start(start_server, "tests.servers.bot_api", tmp_path)
    service.then("good", "not-there")
    await gone(bot(service, tmp_path), "101,102", CHANNEL)
    calls = [(call["method"], call["chat_id"], call["message_id"]) for call in service.calls()]
    assert calls == [("deleteMessage", CHANNEL, "101"), ("deleteMessage", CHANNEL, "102")]


@pytest.mark.parametrize(
    ("fault", "kind", "said"),
    [
        ("too-old", Rejected, "48 horas"),
        ("hang", Unavailable, ""),
        ("drop", Unavailable, ""),
        ("page-502", Unavailable, ""),
        ("flood", Unavailable, "esperar"),
        ("unauthorized", Unavailable, "token"),
    ],
)
async def test_faults_of_telegram(
    start_server: Start, tmp_path: Path, fault: str, kind: type[NotSent], said: str
) -> None:
    """Past its limits it says so, and for good; all else is asked again."""
    service = Service.start(start_server, "tests.servers.bot_api", tmp_path)
    service.then(fault)
    outcome = await failure(gone(bot(service, tmp_path), "101", CHANNEL))
    assert isinstance(outcome, kind)
    assert said in outcome.reason


async def test_a_page_goes_with_its_files(tmp_path: Path) -> None:
    """Nothing of it is left in the site; once more, nothing happens."""
    account = web(tmp_path)
    sent = await account.send(MESSAGE._replace(media=(picture(tmp_path),)), forget)
    assert sent.remote_id is not None
    assert len([path for path in (tmp_path / "sitio").rglob("*") if path.is_file()]) == 2
    await account.withdraw(sent.remote_id, "")
    await account.withdraw(sent.remote_id, "")
    assert [path for path in (tmp_path / "sitio").rglob("*") if path.is_file()] == []
    assert not (tmp_path / "sitio" / f"{PAGE}.json").exists()
