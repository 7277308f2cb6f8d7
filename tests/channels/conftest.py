"""Services in processes of their own, and accounts at them."""

from collections.abc import AsyncIterator, Callable
from dataclasses import replace
from pathlib import Path

import pytest

from channels.sms import Sms, SmsOptions
from channels.telegram import Telegram, TelegramOptions
from channels.x import X, XOptions
from tests.channels.bot import TOKEN, Open
from tests.channels.gateway import Open as OpenSms
from tests.channels.gateway import written
from tests.channels.service import Service, surroundings
from tests.channels.user import KEYS
from tests.channels.user import Open as OpenX
from tests.servers.process import Server


@pytest.fixture
def bot_api(start_server: Callable[..., Server], tmp_path: Path) -> Service:
    """The server, with its script and its journal."""
    return Service.start(start_server, "tests.servers.bot_api", tmp_path)


@pytest.fixture
async def open_bot(bot_api: Service, tmp_path: Path) -> AsyncIterator[Open]:
    """Opens accounts at the server; closes them after the test."""
    opened: list[Telegram] = []

    def open_(
        target: str = "", server: str = bot_api.address, called: tuple[str, str] | None = None, **deadlines: float
    ) -> Telegram:
        given: dict[str, object] = {"token": TOKEN, "servidor": server, "plazos": deadlines}
        hook, secret = called or ("", "")
        given |= {"entrada": "aviso", "secreto-aviso": secret} if called else {}
        options = TelegramOptions.model_validate(given)
        opened.append(Telegram(options, replace(surroundings(tmp_path, target), hook_url=hook)))
        return opened[-1]

    yield open_
    for each in opened:
        await each.close()


@pytest.fixture
def gateway(start_server: Callable[..., Server], tmp_path: Path) -> Service:
    """An SMS gateway, with its script and its journal."""
    return Service.start(start_server, "tests.servers.sms_gateway", tmp_path)


@pytest.fixture
async def open_sms(gateway: Service, tmp_path: Path) -> AsyncIterator[OpenSms]:
    """Opens accounts at the gateway; closes them after the test."""
    opened: list[Sms] = []

    def open_(server: str = gateway.address, **changes: object) -> Sms:
        opened.append(Sms(SmsOptions.model_validate(written(server, **changes)), surroundings(tmp_path)))
        return opened[-1]

    yield open_
    for each in opened:
        await each.close()


@pytest.fixture
def x_api(start_server: Callable[..., Server], tmp_path: Path) -> Service:
    """X, with its script and its journal."""
    return Service.start(start_server, "tests.servers.x_api", tmp_path)


@pytest.fixture
async def open_x(x_api: Service, tmp_path: Path) -> AsyncIterator[OpenX]:
    """Opens accounts at the server; closes them after the test."""
    opened: list[X] = []

    def open_(server: str = x_api.address, keys: dict[str, str] = KEYS, **deadlines: float) -> X:
        options = XOptions.model_validate({**keys, "servidor": server, "plazos": deadlines})
        opened.append(X(options, surroundings(tmp_path, "@alcaldia")))
        return opened[-1]

    yield open_
    for each in opened:
        await each.close()
