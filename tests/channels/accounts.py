"""An account of each kind that speaks with a service, at a server of ours."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from channels.adapter import Adapter
from channels.registry import adapter
from tests.channels import bot, gateway, meta, user
from tests.channels.service import surroundings
from tests.servers import receiver, wordpress_api

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
"""The server's module under `tests/servers/`, and what staff write for it, by kind."""


def account(kind: str, server: str, folder: Path) -> Adapter:
    """Opens one; the caller closes it."""
    made = adapter(kind)
    return made(made.options_model.model_validate(SERVERS[kind][1](server)), surroundings(folder))
