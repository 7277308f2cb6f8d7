"""No secret in any log or trace, with every logger at DEBUG: canaries are sent and all that was said is searched."""

import html
import json
import logging
import traceback
from collections.abc import Awaitable, Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

import pytest
from pydantic import ValidationError

from channels.detail import LONGEST, detail
from channels.message import NotSent
from channels.registry import adapter
from channels.silence import LIBRARIES, silence_libraries
from tests.channels.accounts import SERVERS
from tests.channels.meta import Memory, picture
from tests.channels.service import Service, failure, message, remember, surroundings
from tests.servers.graph import SECRET as GRAPH_SECRET
from tests.servers.graph import TOKEN as GRAPH_TOKEN
from tests.servers.process import Server
from tests.servers.wordpress_api import BASIC, PASSWORD
from tests.servers.x_api import ACCESS_SECRET, ACCESS_TOKEN, API_KEY, API_SECRET

TOKEN = "4242:canario-telegram"
KEYS = {
    "clave-api": API_KEY,
    "secreto-api": API_SECRET,
    "token-acceso": ACCESS_TOKEN,
    "secreto-acceso": ACCESS_SECRET,
}
META = {"token": GRAPH_TOKEN, "secreto-app": GRAPH_SECRET}
OF_META = ("error:190:401", "error:1:500", "error:506", "page-404", "page-502", "truncated", "hang", "drop", "empty")
OF_ALL = ("page-404", "page-502", "half", "hang", "drop")
CANARY = "canario"
"""A part of each secret above."""

ACCOUNTS: dict[str, tuple[str, dict[str, Any], tuple[str, ...]]] = {
    "telegram": (
        "tests.servers.bot_api",
        {"token": TOKEN},
        ("unauthorized", "page-404", "page-502", "truncated", "hang", "drop", "flood", "strange", "blocked"),
    ),
    "x": (
        "tests.servers.x_api",
        KEYS,
        ("unauthorized", "page-404", "page-502", "truncated", "hang", "drop", "flood", "strange", "suspended"),
    ),
    "facebook": ("tests.servers.facebook_api", {"pagina": "1020", **META}, OF_META),
    "whatsapp": ("tests.servers.whatsapp_api", {"numero": "5060", "plantilla": "aviso", **META}, OF_META),
    "instagram": ("tests.servers.instagram_api", {"cuenta": "3040", **META}, OF_META),
    "sms": ("tests.servers.sms_gateway", {}, ("echo", "unauthorized", "moved", *OF_ALL)),
    "webhook": ("tests.servers.receiver", {}, ("echo", "later", "page-401", *OF_ALL)),
    "wordpress": ("tests.servers.wordpress_api", {}, ("error:incorrect_password:401", "error:?:500", *OF_ALL)),
}
"""What is said by its own name stands in `SERVERS`."""


def test_every_channel_that_calls_has_its_canary() -> None:
    """None that calls a service is left out."""
    assert set(ACCOUNTS) == set(SERVERS)


@pytest.fixture
def every_logger_at_debug(caplog: pytest.LogCaptureFixture) -> Iterator[pytest.LogCaptureFixture]:
    """All that is said at DEBUG and above is kept, and the libraries' levels are put back after the test."""
    before = {name: logging.getLogger(name).level for name in LIBRARIES}
    for name in LIBRARIES:
        logging.getLogger(name).setLevel(logging.NOTSET)
    caplog.set_level(logging.DEBUG)
    yield caplog
    for name, level in before.items():
        logging.getLogger(name).setLevel(level)


async def _said(kind: str, service: Service, folder: Path) -> str:
    """Sends once well and once into each fault; all words of the outcomes and their traces."""
    _, secrets, faults = ACCOUNTS[kind]
    made = adapter(kind)
    given = SERVERS[kind][1](service.address) | secrets | {"plazos": {"lectura": 2}}
    account = made(made.options_model.model_validate(given), surroundings(folder))
    one = message("Hola", "1001", (picture(folder),) if kind == "instagram" else ())
    await account.send(one, Memory())
    service.then(*faults)
    said = [repr(account), made.sender(made.options_model.model_validate(given)), str(account.__dict__)]
    for number, _ in enumerate(faults):
        outcome = await _failed(account.send(one._replace(key=str(number)), Memory()))
        said += [outcome.reason, *traceback.format_exception(outcome)]
    await account.close()
    return "\n".join(said)


async def _failed(sending: Awaitable[object]) -> NotSent:
    return await failure(sending)


@pytest.mark.parametrize("kind", ACCOUNTS)
async def test_no_secret_is_ever_said(
    kind: str,
    start_server: Callable[..., Server],
    tmp_path: Path,
    every_logger_at_debug: pytest.LogCaptureFixture,
) -> None:
    """A good send and each fault leave no secret in a log line, reason or trace, even where a page echoes it."""
    silence_libraries()
    service = Service.start(start_server, ACCOUNTS[kind][0], tmp_path)
    said = await _said(kind, service, tmp_path)
    for canary in (CANARY, PASSWORD, PASSWORD.replace(" ", ""), BASIC):
        assert canary not in said
        assert canary not in every_logger_at_debug.text


async def test_the_canary_sings_without_the_silence(
    start_server: Callable[..., Server], tmp_path: Path, every_logger_at_debug: pytest.LogCaptureFixture
) -> None:
    """Left to itself, httpx logs Telegram's token with each address: the test above would see it."""
    service = Service.start(start_server, ACCOUNTS["telegram"][0], tmp_path)
    made = adapter("telegram")
    account = made(
        made.options_model.model_validate({"token": TOKEN, "servidor": service.address}), surroundings(tmp_path)
    )
    for name in LIBRARIES:
        logging.getLogger(name).setLevel(logging.NOTSET)
    await account.send(message("Hola", "1001"), remember)
    await account.close()
    assert CANARY in every_logger_at_debug.text


def test_the_registry_silences_before_it_hands_out(every_logger_at_debug: pytest.LogCaptureFixture) -> None:
    """Whoever asks for an adapter finds its libraries silent, whatever the root logger lets through."""
    adapter.cache_clear()
    adapter("x")
    assert {logging.getLogger(name).getEffectiveLevel() for name in LIBRARIES} == {logging.WARNING}


def test_a_detail_is_one_short_line_without_secrets() -> None:
    """A page of HTML becomes one line; a secret in it is blotted out."""
    line = detail("<h1>No\n\n  found /bot42:abc/x</h1>" + "y" * 1000, ("42:abc", ""))
    assert line.startswith("<h1>No found /bot[secreto]/x</h1>")
    assert len(line) == LONGEST


SAID_BACK: dict[str, Callable[[str], str]] = {
    "as it is": str,
    "JSON": json.dumps,
    "JSON as PHP writes it": lambda secret: json.dumps(secret).replace("/", r"\/"),
    "JSON in letters": lambda secret: json.dumps(secret, ensure_ascii=False),
    "an address": lambda secret: quote(secret, safe=""),
    "an address in small letters": lambda secret: quote(secret, safe="").lower(),
    "a form": lambda secret: urlencode({"token": secret}),
    "HTML": html.escape,
    "HTML in numbers": lambda secret: "".join(f"&#{ord(letter)};" for letter in secret),
    "HTML in hexadecimal": lambda secret: "".join(f"&#x{ord(letter):X};" for letter in secret),
}


@pytest.mark.parametrize("way", SAID_BACK)
def test_a_secret_is_blotted_out_however_it_comes_back(way: str) -> None:
    """Error pages quote what was called in their own writing."""
    secret = 'a/ñ é"+\\&%<😀z'.lower()
    assert (
        detail(f"no: {SAID_BACK[way](secret)}.", (secret,)).replace('"', "").replace("token=", "") == "no: [secreto]."
    )


@pytest.mark.parametrize("kind", sorted(set(SERVERS) - {"sms"}))
def test_options_show_no_secret(kind: str) -> None:
    """Neither the options nor an error about them prints what was written as a secret."""
    model = adapter(kind).options_model
    secrets = [
        field.alias or name for name, field in model.model_fields.items() if "SecretStr" in str(field.annotation)
    ]
    with pytest.raises(ValidationError) as refused:
        model.model_validate({name: [CANARY] for name in secrets})
    assert secrets
    assert CANARY not in str(refused.value)
