"""Mail after mail over one connection: a body and the next envelope leave together, and each mail has its own end."""

import asyncio
from pathlib import Path

import pytest

from channels.message import Rejected, Scope, Sent, Unavailable, Uncertain
from tests.channels.mail import account
from tests.channels.row import Row
from tests.servers.fixtures import StartMailServer
from tests.servers.mail import Fault

GONE = Fault(at="RCPT", contains="<gone", answer="550 5.1.1 no such user")

WAYS = pytest.mark.parametrize(
    "arguments", [(), ("--eager",), ("--without", "PIPELINING")], ids=["group", "eager", "alone"]
)


@WAYS
async def test_each_mail_arrives_once_and_in_order(
    tmp_path: Path, start_mail_server: StartMailServer, arguments: tuple[str, ...]
) -> None:
    """Over one connection, whether the server takes commands in groups or one by one."""
    server = start_mail_server(*arguments)
    names = [f"n{number}" for number in range(9)]
    row = Row(*names)
    async with account(tmp_path, server.port) as adapter:
        await adapter.carry(row)
    assert [(each["to"], each["connection"]) for each in server.taken()] == [
        (f"{name}@example.org", 1) for name in names
    ]
    assert set(row.kinds().values()) == {Sent}


@WAYS
async def test_a_refused_recipient_between_others(
    tmp_path: Path, start_mail_server: StartMailServer, arguments: tuple[str, ...]
) -> None:
    """The one before and the one after get theirs, over the same connection, and nobody gets an empty mail."""
    server = start_mail_server(*arguments)
    server.fail(GONE)
    row = Row("a", "gone", "b", "gone2", "gone3", "c")
    async with account(tmp_path, server.port) as adapter:
        await adapter.carry(row)
    assert [each["to"] for each in server.taken()] == ["a@example.org", "b@example.org", "c@example.org"]
    assert {name for name, kind in row.kinds().items() if kind is Rejected} == {"gone", "gone2", "gone3"}
    assert server.connections() == 1


@pytest.mark.parametrize("answer", ["drop", "hang", "nonsense"])
async def test_a_body_without_an_answer_leaves_the_next_one_unsent(
    tmp_path: Path, start_mail_server: StartMailServer, answer: str
) -> None:
    """The first may have been taken; the second, announced behind it, goes over another connection, once."""
    server = start_mail_server()
    server.fail(Fault(at="BODY", contains="a@", answer=answer))
    row = Row("a", "b", "c")
    async with account(tmp_path, server.port, plazos={"final": 1.0}) as adapter:
        await adapter.carry(row)
    assert row.kinds() == {"a": Uncertain, "b": Sent, "c": Sent}
    taken = [(each["to"][0], each["connection"]) for each in server.taken()]
    assert taken == [*([] if answer == "nonsense" else [("a", 1)]), ("b", 2), ("c", 2)]


async def test_a_server_that_closes_after_each_mail(tmp_path: Path, start_mail_server: StartMailServer) -> None:
    """421 to the envelope behind a body: the mail of that body was taken, and the one after it waits."""
    server = start_mail_server()
    server.fail(Fault(at="MAIL", answer="421 4.7.0 enough for today", after=2))
    row = Row("a", "b", "c")
    async with account(tmp_path, server.port) as adapter:
        await adapter.carry(row)
    assert row.kinds() == {"a": Sent, "b": Sent, "c": Unavailable}
    assert [each["to"] for each in server.taken()] == ["a@example.org", "b@example.org"]
    last = row.ends["c"]
    assert isinstance(last, Unavailable)
    assert last.scope is Scope.ACCOUNT


async def test_connections_are_recycled_within_a_row(tmp_path: Path, start_mail_server: StartMailServer) -> None:
    """No envelope goes ahead over a connection that has carried its share."""
    server = start_mail_server()
    row = Row(*(f"n{number}" for number in range(7)))
    async with account(tmp_path, server.port, **{"mensajes-por-conexion": "3"}) as adapter:
        await adapter.carry(row)
    assert [each["connection"] for each in server.taken()] == [1, 1, 1, 2, 2, 2, 3]


async def test_what_cannot_be_a_mail_is_told_and_the_rest_goes_on(
    tmp_path: Path, start_mail_server: StartMailServer
) -> None:
    """A subject with a line break, and an address that asks for SMTPUTF8 which the server lacks."""
    server = start_mail_server("--without", "SMTPUTF8")
    row = Row("a", "b", "peña", "c")
    row.left[1] = row.left[1]._replace(subject="Uno\nBcc: otro@example.org")
    async with account(tmp_path, server.port) as adapter:
        await adapter.carry(row)
    assert row.kinds() == {"a": Sent, "b": Rejected, "peña": Rejected, "c": Sent}
    assert [each["to"] for each in server.taken()] == ["a@example.org", "c@example.org"]


async def test_cancelled_it_tells_what_has_surely_not_left(tmp_path: Path, start_mail_server: StartMailServer) -> None:
    """The body without an answer stays in doubt and is not told of; the one announced behind it has not left."""
    server = start_mail_server()
    server.fail(Fault(at="BODY", contains="a@", answer="hang"))
    row = Row("a", "b", "c")
    async with account(tmp_path, server.port) as adapter:
        carrying = asyncio.create_task(adapter.carry(row))
        while not server.taken():  # noqa: ASYNC110 - what a server in another process has taken is no event
            await asyncio.sleep(0.02)
        carrying.cancel()
        with pytest.raises(asyncio.CancelledError):
            await carrying
    assert row.kinds() == {"b": Unavailable}
    assert [message.key for message in row.left] == ["c"]


@WAYS
async def test_what_may_not_leave_any_more_gets_no_body(
    tmp_path: Path, start_mail_server: StartMailServer, arguments: tuple[str, ...]
) -> None:
    """Asked right before its body: the relay gets none of it, not even an empty mail, and the others go out."""
    server = start_mail_server(*arguments)
    row = Row("a", "b", "c")
    row.kept.add("b")
    async with account(tmp_path, server.port) as adapter:
        await adapter.carry(row)
    assert [each["to"] for each in server.taken()] == ["a@example.org", "c@example.org"]
    assert row.kinds() == {"a": Sent, "b": Unavailable, "c": Sent}
