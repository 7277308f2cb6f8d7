"""How a mail account uses its connections."""

import asyncio
from pathlib import Path

import pytest

from channels.email.options import EmailOptions
from channels.email.pool import Pool
from channels.email.session import Session
from channels.message import Rejected, Unavailable, Uncertain
from tests.channels.mail import MESSAGE, account, forget
from tests.servers.fixtures import StartMailServer
from tests.servers.mail import Fault


async def test_connections_are_shared_and_recycled(tmp_path: Path, start_mail_server: StartMailServer) -> None:
    """One connection carries the messages of a row, up to its limit; then comes another."""
    server = start_mail_server()
    async with account(tmp_path, server.port, **{"mensajes-por-conexion": "3"}) as adapter:
        for number in range(7):
            await adapter.send(MESSAGE._replace(key=f"k{number}"), forget)
    assert [record["connection"] for record in server.taken()] == [1, 1, 1, 2, 2, 2, 3]


async def test_pool_has_a_limit(tmp_path: Path, start_mail_server: StartMailServer) -> None:
    """Many messages at once go over as many connections as the account allows, each message once."""
    server = start_mail_server()
    async with account(tmp_path, server.port, conexiones="2") as adapter:
        await asyncio.gather(*(adapter.send(MESSAGE._replace(key=f"k{number}"), forget) for number in range(20)))
    assert server.connections() == 2
    assert len({mail["Message-ID"] for mail in server.mails()}) == len(server.taken()) == 20


async def test_a_server_that_takes_fewer_connections(tmp_path: Path, start_mail_server: StartMailServer) -> None:
    """Where some connections are refused, only their own mails wait: the others go out over those that are open."""
    server = start_mail_server()
    server.fail(Fault(at="CONNECT", answer="421 4.7.0 too many connections", after=2))
    async with account(tmp_path, server.port) as adapter:
        sends = [adapter.send(MESSAGE._replace(key=f"k{number}"), forget) for number in range(20)]
        ended = await asyncio.gather(*sends, return_exceptions=True)
    refused = [outcome for outcome in ended if isinstance(outcome, Unavailable)]
    assert len(server.taken()) == len(ended) - len(refused)
    assert len(refused) == server.connections() - 2


async def test_refused_recipient_leaves_the_connection_clean(
    tmp_path: Path, start_mail_server: StartMailServer
) -> None:
    """After a refusal the transaction is reset and the next mail goes over the same connection."""
    server = start_mail_server()
    server.fail(Fault(at="RCPT", contains="<no@", answer="550 5.1.1 no such user"))
    async with account(tmp_path, server.port) as adapter:
        with pytest.raises(Rejected):
            await adapter.send(MESSAGE._replace(destination="no@example.org"), forget)
        await adapter.send(MESSAGE, forget)
    assert [(record["connection"], record["to"]) for record in server.taken()] == [(1, "vecina@example.org")]


@pytest.mark.parametrize("answer", ["421 4.7.0 enough", "drop", "hang"])
async def test_doubtful_connection_is_not_used_again(
    answer: str, tmp_path: Path, start_mail_server: StartMailServer
) -> None:
    """After 421, a loss or silence the next message takes a fresh connection."""
    server = start_mail_server()
    server.fail(Fault(at="BODY", answer=answer, times=1))
    async with account(tmp_path, server.port, plazos={"final": 1.0}) as adapter:
        with pytest.raises((Unavailable, Uncertain)):
            await adapter.send(MESSAGE, forget)
        await adapter.send(MESSAGE._replace(key="second"), forget)
    assert server.taken()[-1]["connection"] == 2


async def test_idle_connection_that_the_server_closed(tmp_path: Path, start_mail_server: StartMailServer) -> None:
    """A reused connection that breaks before the transaction begins is replaced, and the mail goes once."""
    server = start_mail_server()
    server.fail(Fault(at="MAIL", answer="drop", times=1, after=1))
    async with account(tmp_path, server.port) as adapter:
        await adapter.send(MESSAGE, forget)
        await adapter.send(MESSAGE._replace(key="second"), forget)
    assert [record["connection"] for record in server.taken()] == [1, 2]


async def test_cancelled_sending_drops_its_connection(tmp_path: Path, start_mail_server: StartMailServer) -> None:
    """A sending that is cancelled in its middle leaves no connection behind for another message."""
    server = start_mail_server()
    server.fail(Fault(at="DATA", answer="hang", times=1))
    async with account(tmp_path, server.port, plazos={"datos": 60}) as adapter:
        task = asyncio.create_task(adapter.send(MESSAGE, forget))
        await asyncio.sleep(0.2)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        await adapter.send(MESSAGE._replace(key="second"), forget)
    assert [record["connection"] for record in server.taken()] == [2]


async def test_unused_connection_is_let_go(start_mail_server: StartMailServer) -> None:
    """A connection that nobody uses for a while is closed, and the next message opens another."""
    server = start_mail_server()
    written = {"servidor": "127.0.0.1", "puerto": server.port, "seguridad": "ninguna"}
    written |= {"remitente": "a@genova.gov.co", "responder-a": "b@genova.gov.co"}
    options = EmailOptions.model_validate(written)

    async def create() -> Session:
        return Session(options, "genova.gov.co", None)

    pool = Pool(1, create, idle_seconds=0.1)
    async with pool.session() as first:
        assert first.usable
    await asyncio.sleep(0.3)
    assert not first.usable
    async with pool.session() as second:
        assert second.usable
    await pool.close()
    assert server.connections() == 2
