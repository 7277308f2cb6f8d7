"""What hour each service says it is: told of its last answer, whatever the answer was."""

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from channels.capabilities import Examines, TellsTime
from channels.hour import Hour
from channels.registry import adapter
from tests.channels import bot, gateway, meta, user
from tests.channels.service import Service, surroundings
from tests.servers import receiver, wordpress_api
from tests.servers.process import Server

NOW = datetime(2027, 1, 5, 13, 0, tzinfo=UTC)
SERVERS: dict[str, tuple[str, Callable[[str], dict[str, Any]]]] = {
    "telegram": ("bot_api", lambda server: {"token": bot.TOKEN, "servidor": server}),
    "x": ("x_api", lambda server: user.KEYS | {"servidor": server}),
    "facebook": ("facebook_api", lambda server: meta.KEYS | {"pagina": "1020", "servidor": server}),
    "instagram": ("instagram_api", lambda server: meta.KEYS | {"cuenta": "3040", "servidor": server}),
    "whatsapp": (
        "whatsapp_api",
        lambda server: meta.KEYS | {"numero": "5060", "plantilla": "aviso", "servidor": server},
    ),
    "sms": ("sms_gateway", gateway.written),
    "webhook": ("receiver", lambda server: {"direccion": server, "secreto": receiver.SECRET}),
    "wordpress": (
        "wordpress_api",
        lambda server: {"servidor": server, "usuario": wordpress_api.USER, "clave": wordpress_api.PASSWORD},
    ),
}


@pytest.mark.parametrize("kind", SERVERS)
async def test_the_hour_of_the_last_answer_is_told(
    kind: str, start_server: Callable[..., Server], tmp_path: Path
) -> None:
    """Also where it was no good one; before the first there is none."""
    module, options = SERVERS[kind]
    date = ("--date", "Tue, 05 Jan 2027 13:00:00 GMT")
    service = Service.start(start_server, f"tests.servers.{module}", tmp_path, *date)
    made = adapter(kind)
    account = made(made.options_model.model_validate(options(service.address)), surroundings(tmp_path))
    assert isinstance(account, TellsTime)
    assert isinstance(account, Examines)
    assert account.hour() is None
    service.then(*["page-502"] * 10)
    await account.examine(NOW)
    assert account.hour() == Hour("127.0.0.1", NOW)
    await account.close()
