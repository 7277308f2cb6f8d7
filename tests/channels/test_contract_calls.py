"""What every channel that calls a service keeps, whatever becomes of the call."""

import asyncio
import threading
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from channels import registry
from channels.adapter import Adapter
from channels.message import Media, Message, NotSent, Rejected, Sent, Unavailable, Uncertain
from tests.channels.accounts import SERVERS
from tests.channels.meta import Memory, picture
from tests.channels.service import Service, failure, message, surroundings
from tests.servers.process import Server

CANARY = "canario"
"""A part of each secret but WordPress's, which stands apart from its groups of four."""
LAST = {"instagram": 3, "wordpress": 1}
"""Calls before the one that publishes, where there are any."""
HANGS = 120.0
"""Seconds after which a test that hangs is ended."""
STEPS = {"conexion": 2, "lectura": 0.5}
MORE_STEPS = STEPS | {"escritura": 0.5, "turno": 0.5}
SHORT = {kind: MORE_STEPS if kind in ("telegram", "facebook", "instagram", "whatsapp") else STEPS for kind in SERVERS}
ANSWERED = ("drop", "half", "huge", "page-404", "page-502", "redirect")
"""Faults that come at once."""
ODD_YES = ("truncated", "nested", "list", "page")
"""2xx in words that no service says; a webhook's program may say yes as it likes."""
NEVER_ENDING = ("hang", "stall", "trickle", "trickle-head", "deaf")
"""Faults that hold a call until its own deadlines end it."""


def opened(kind: str, service: Service, folder: Path, deadlines: dict[str, float]) -> Adapter:
    """An account at the server."""
    made = registry.adapter(kind)
    given: dict[str, Any] = SERVERS[kind][1](service.address) | {"plazos": deadlines}
    return made(made.options_model.model_validate(given), surroundings(folder))


def some(kind: str, folder: Path, key: str, text: str = "Las matrículas empiezan el martes.") -> Message:
    """A message that the medium takes."""
    files: tuple[Media, ...] = (picture(folder),) if kind == "instagram" else ()
    return message(text, "+573001234567", files)._replace(key=key)


def test_every_channel_that_calls_is_here() -> None:
    """Mail has its own table of faults; the site's files and people's tasks call nobody."""
    assert set(SERVERS) == set(registry.ADAPTERS) - {"email", "web", "manual"}


def _faults(kind: str) -> tuple[str, ...]:
    return (*ANSWERED, *(() if kind == "webhook" else ODD_YES), *NEVER_ENDING)


@pytest.mark.parametrize("kind", SERVERS)
def test_what_a_call_may_take_follows_from_the_deadlines(kind: str) -> None:
    """Whoever waits for an account's calls can know how long."""
    model, given = registry.adapter(kind).options_model, SERVERS[kind][1]("https://127.0.0.1:1")
    options = model.model_validate(given | {"plazos": SHORT[kind]})
    assert options.patience == pytest.approx(3.5 if "turno" in SHORT[kind] else 3)
    assert model.model_validate(given | {"plazos": {"lectura": 500}}).patience > 500


@pytest.mark.waits(20)
@pytest.mark.parametrize("kind", SERVERS)
async def test_a_call_that_fails_is_one_call_with_one_outcome(
    kind: str, start_server: Callable[..., Server], tmp_path: Path
) -> None:
    """Each fault, at a message's first call and at the one that publishes.

    No call is repeated, no redirect followed, no secret said. An answer that trickles would end well after half a
    minute: the call has a deadline of its own.
    """
    service = Service.start(start_server, f"tests.servers.{SERVERS[kind][0]}", tmp_path)
    account = opened(kind, service, tmp_path, SHORT[kind])
    for number, fault in enumerate(_faults(kind)):
        for place in sorted({0, LAST.get(kind, 0)}):
            before = len(service.calls())
            service.then(*["good"] * place, fault)
            found = await failure(account.send(some(kind, tmp_path, f"{number}.{place}"), Memory()))
            assert isinstance(found, Rejected | Unavailable | Uncertain), fault
            assert len(service.calls()) - before == place + 1, fault
            assert CANARY not in "".join(traceback.format_exception(found))
    await account.close()


@pytest.mark.waits(5)
async def test_a_long_body_that_is_not_read_is_given_up(start_server: Callable[..., Server], tmp_path: Path) -> None:
    """The line is full before the body has left."""
    service = Service.start(start_server, "tests.servers.receiver", tmp_path)
    account = opened("webhook", service, tmp_path, SHORT["webhook"])
    service.then("deaf")
    found = await failure(account.send(some("webhook", tmp_path, "1", "x" * 20_000_000), Memory()))
    assert isinstance(found, Uncertain)
    await account.close()


@pytest.mark.parametrize("kind", SERVERS)
async def test_an_account_closes_when_its_sending_is_broken_off(
    kind: str, start_server: Callable[..., Server], tmp_path: Path
) -> None:
    """Nothing of it is left at work, and the account can be opened again by the next message."""
    service = Service.start(start_server, f"tests.servers.{SERVERS[kind][0]}", tmp_path)
    account = opened(kind, service, tmp_path, {"lectura": 600})
    service.then("hang")
    threads = set(threading.enumerate())
    sending = asyncio.create_task(_sent(account, some(kind, tmp_path, "1")))
    while not service.calls():  # noqa: ASYNC110 - another process writes them
        await asyncio.sleep(0.01)
    sending.cancel()
    async with asyncio.timeout(HANGS):
        with pytest.raises(asyncio.CancelledError):
            await sending
        await account.close()
        for thread in set(threading.enumerate()) - threads:
            if thread.name.startswith("x"):
                await asyncio.to_thread(thread.join)
    assert isinstance(await account.send(some(kind, tmp_path, "2"), Memory()), Sent)
    await account.close()


async def _sent(account: Adapter, one: Message) -> Sent | NotSent:
    return await account.send(one, Memory())
