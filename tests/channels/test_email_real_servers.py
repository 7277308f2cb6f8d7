"""Mail by servers that others wrote: aiosmtpd, Postfix's `smtp-sink`, and a whole Postfix with its mailbox."""

from collections.abc import Callable, Iterator
from email.message import EmailMessage
from mailbox import Maildir
from pathlib import Path

import pytest

from channels.message import Rejected, Scope, Sent, Unavailable
from tests.channels.mail import MESSAGE, account, attempt, said
from tests.channels.row import Row
from tests.servers.certificates import Authority
from tests.servers.fixtures import StartPostfix, StartServer
from tests.servers.mail import parsed

SERVERS = ("aiosmtpd", "smtp-sink", "Postfix")
MANY = 60
Running = tuple[int, Callable[[int], list[EmailMessage]]]
"""A port, and what gives the mails that came, once there are so many."""


@pytest.fixture(params=SERVERS)
def server(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Running]:
    """One of them."""
    if request.param == "Postfix":
        postfix = request.getfixturevalue("start_postfix")()
        yield postfix.port, postfix.mails
    elif request.param == "smtp-sink":
        found = request.getfixturevalue("sink")
        yield found.port, lambda _: found.mails()
    else:
        start: StartServer = request.getfixturevalue("start_server")
        box = tmp_path / "box"
        process = start("tests.servers.mailbox", "--folder", box)
        yield process.port, lambda _: [parsed({"data": each.as_bytes().decode("latin-1")}) for each in Maildir(box)]


async def test_a_mailing_arrives_whole_over_a_few_connections(server: Running, tmp_path: Path) -> None:
    """Each once, with its accents, its dots and its own address, though connections are taken anew in between."""
    port, arrived = server
    row = Row(*(f"n{number:02d}" for number in range(MANY)))
    async with account(tmp_path, port, **{"mensajes-por-conexion": "25"}) as adapter:
        await adapter.carry(row)
    assert set(row.kinds().values()) == {Sent}
    mails = arrived(MANY)
    assert sorted(str(mail["To"]) for mail in mails) == sorted(f"n{number:02d}@example.org" for number in range(MANY))
    assert len({str(mail["Message-ID"]) for mail in mails}) == MANY
    assert {str(mail["Subject"]) for mail in mails} == {MESSAGE.subject}
    assert {said(mail).rstrip("\n") for mail in mails} == {MESSAGE.text.rstrip("\n")}


async def test_postfix_refuses_one_and_asks_another_to_wait(start_postfix: StartPostfix, tmp_path: Path) -> None:
    """Between others, over one connection: 550 5.1.1 is an address that is gone, 450 one to try after five minutes."""
    postfix = start_postfix()
    postfix.answer(
        {
            "gone@example.org": "550 5.1.1 No such user here",
            "later@example.org": "450 4.7.1 Greylisted, come back later",
            "blocked@example.org": "550 5.7.1 Not from you",
        }
    )
    row = Row("a", "gone", "b", "later", "c", "blocked")
    async with account(tmp_path, postfix.port) as adapter:
        await adapter.carry(row)
    gone, later, blocked = (row.ends[name] for name in ("gone", "later", "blocked"))
    assert isinstance(gone, Rejected)
    assert gone.recipient_gone
    assert isinstance(later, Unavailable)
    assert later.scope is Scope.RECIPIENT
    assert later.retry_after is not None
    assert later.retry_after.total_seconds() >= 300
    assert isinstance(blocked, Unavailable)
    assert (blocked.scope, blocked.account_if_repeated) == (Scope.RECIPIENT, True)
    assert sorted(str(mail["To"]) for mail in postfix.mails(3)) == [f"{name}@example.org" for name in "abc"]


async def test_postfix_over_starttls(start_postfix: StartPostfix, tmp_path: Path, authority: Authority) -> None:
    """With a certificate of a known authority mails go encrypted; one for another name gets nothing."""
    good = start_postfix(authority.certificate("postfix"))
    secure = {"seguridad": "starttls", "ca": str(authority.path)}
    row = Row("a", "b", "c")
    async with account(tmp_path, good.port, **secure) as adapter:
        await adapter.carry(row)
    assert set(row.kinds().values()) == {Sent}
    mails = good.mails(3)
    assert len(mails) == 3
    assert all("(using TLS" in str(mail["Received"]) for mail in mails)

    other = start_postfix(authority.certificate("another", "otro.example"))
    refused = await attempt(tmp_path, other.port, MESSAGE._replace(destination="a@example.org"), **secure)
    assert isinstance(refused, Unavailable)
    assert (refused.scope, refused.needs_person) == (Scope.ACCOUNT, True)
    assert other.mails(0) == []
