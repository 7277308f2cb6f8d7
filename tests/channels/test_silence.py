"""No secret in any log or trace, with every logger at DEBUG: canaries are sent and all that was said is searched."""

import logging
import traceback
from collections.abc import Awaitable, Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from channels.detail import LONGEST, detail
from channels.message import NotSent
from channels.registry import adapter
from channels.silence import LIBRARIES, silence_libraries
from tests.channels.service import Service, failure, message, remember, surroundings
from tests.servers.graph import SECRET as GRAPH_SECRET
from tests.servers.graph import TOKEN as GRAPH_TOKEN
from tests.servers.process import Server
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
}


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
    given = secrets | {"servidor": service.address, "plazos": {"lectura": 2}}
    account = made(made.options_model.model_validate(given), surroundings(folder))
    await account.send(message("Hola", "1001"), remember)
    service.then(*faults)
    said = [repr(account), made.sender(made.options_model.model_validate(given)), str(account.__dict__)]
    for _ in faults:
        outcome = await _failed(account.send(message("Hola", "1001"), remember))
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
    assert CANARY not in said
    assert CANARY not in every_logger_at_debug.text


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


@pytest.mark.parametrize("kind", ["telegram", "x", "facebook", "instagram", "whatsapp"])
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
