"""What each failure of a mail server means."""

import asyncio
import inspect
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import aiosmtplib.errors
import pytest

from channels.email.errors import EXCEPTIONS
from channels.message import NotSent, Rejected, Scope, Unavailable, Uncertain
from tests.channels.mail import attempt
from tests.servers.mail import Fault, MailServer

ACCOUNT, RECIPIENT = Scope.ACCOUNT, Scope.RECIPIENT
FIVE = timedelta(minutes=5)
HOUR = timedelta(hours=1)


def unavailable(
    scope: Scope, *, person: bool = False, wait: timedelta | None = None
) -> tuple[type[NotSent], tuple[object, ...]]:
    """Expected: surely not sent, to try later."""
    return Unavailable, (scope, person, wait)


def rejected(*, gone: bool = False) -> tuple[type[NotSent], tuple[object, ...]]:
    """Expected: never."""
    return Rejected, (gone,)


UNCERTAIN: tuple[type[NotSent], tuple[object, ...]] = Uncertain, ()

FAULTS = [
    ("CONNECT", "421 4.3.2 too busy", unavailable(ACCOUNT)),
    ("CONNECT", "554 5.7.1 go away", unavailable(ACCOUNT, person=True)),
    ("CONNECT", "hang", unavailable(ACCOUNT)),
    ("CONNECT", "drop", unavailable(ACCOUNT)),
    ("EHLO", "hang", unavailable(ACCOUNT)),
    ("EHLO", "drop", unavailable(ACCOUNT)),
    ("EHLO", "421 4.7.0 later", unavailable(ACCOUNT)),
    ("MAIL", "421 4.7.0 too many messages", unavailable(ACCOUNT)),
    ("MAIL", "451 try again", unavailable(ACCOUNT)),
    ("MAIL", "450 4.7.1 try again", unavailable(ACCOUNT)),
    ("BODY", "451 4.7.1 try again", unavailable(ACCOUNT)),
    ("MAIL", "550 5.7.515 access denied", unavailable(ACCOUNT, person=True)),
    ("MAIL", "550 sender refused", unavailable(ACCOUNT, person=True)),
    ("MAIL", "552 5.3.4 too big", rejected()),
    ("MAIL", "hang", unavailable(ACCOUNT)),
    ("MAIL", "drop", unavailable(ACCOUNT)),
    ("RCPT", "550 5.1.1 no such user", rejected(gone=True)),
    ("RCPT", "550 5.1.2 no such host", rejected(gone=True)),
    ("RCPT", "556 5.1.10 null MX", rejected(gone=True)),
    ("RCPT", "550-5.1.1 no such user\r\n550 5.1.1 here", rejected(gone=True)),
    ("RCPT", "550 #5.1.1 no such user", rejected(gone=True)),
    ("RCPT", "550 user unknown", rejected()),
    ("RCPT", "550 your host 5.1.1.25 is unwelcome", rejected()),
    ("RCPT", "550 5.2.1 disabled", rejected()),
    ("RCPT", "552 5.2.2 full", unavailable(RECIPIENT, wait=timedelta(hours=1))),
    ("RCPT", "452 4.2.2 full", unavailable(RECIPIENT, wait=timedelta(hours=1))),
    ("RCPT", "450 4.2.0 Greylisted", unavailable(RECIPIENT, wait=FIVE)),
    ("RCPT", "450 come back", unavailable(RECIPIENT, wait=FIVE)),
    ("RCPT", "451 4.7.1 Greylisting in action", unavailable(RECIPIENT, wait=FIVE)),
    ("RCPT", "451 4.4.1 no answer from host", unavailable(RECIPIENT)),
    ("RCPT", "450 4.7.1 come back later", unavailable(RECIPIENT, wait=FIVE)),
    ("RCPT", "451 4.7.1 Try again later", unavailable(RECIPIENT, wait=FIVE)),
    ("RCPT", "450 4.7.1 Client host rejected: cannot find your hostname", unavailable(ACCOUNT)),
    ("RCPT", "450 4.7.1 <villaclara>: Helo command rejected: Host not found", unavailable(ACCOUNT)),
    ("RCPT", "451 4.7.500 Server busy", unavailable(ACCOUNT)),
    ("RCPT", "450 4.7.1 Error: too many recipients from 192.0.2.7", unavailable(ACCOUNT)),
    ("RCPT", "451 4.7.1 Service unavailable - try again later", unavailable(ACCOUNT)),
    ("RCPT", "450 4.7.1 Rate limit exceeded for sender", unavailable(ACCOUNT)),
    (
        "RCPT",
        "450 4.1.1 <a@b.co>: Recipient address rejected: unverified address: host mx said: 450 4.1.8 <c@d.co>: "
        "Sender address rejected: Domain not found",
        unavailable(RECIPIENT, wait=FIVE),
    ),
    ("RCPT", "450 4.7.25 no reverse name", unavailable(ACCOUNT)),
    ("RCPT", "550 5.7.1 blocked", unavailable(RECIPIENT, wait=HOUR)),
    ("RCPT", "554 5.7.1 Rejected for policy", unavailable(RECIPIENT, wait=HOUR)),
    ("RCPT", "550 5.7.26 no DMARC", unavailable(ACCOUNT, person=True)),
    ("RCPT", "550 4.1.1 mixed up", rejected()),
    ("RCPT", "421 4.3.2 closing", unavailable(ACCOUNT)),
    ("RCPT", "nonsense", unavailable(RECIPIENT)),
    ("RCPT", "hang", unavailable(RECIPIENT)),
    ("RCPT", "drop", unavailable(RECIPIENT)),
    ("DATA", "451 4.3.0 not now", unavailable(RECIPIENT)),
    ("DATA", "554 5.5.1 no valid recipients", rejected()),
    ("DATA", "hang", unavailable(RECIPIENT)),
    ("DATA", "drop", unavailable(RECIPIENT)),
    ("BODY", "552 5.3.4 too big", rejected()),
    ("BODY", "550 5.1.1 no such user", rejected(gone=True)),
    ("BODY", "554 5.6.0 bad content", rejected()),
    ("BODY", "451 4.3.0 disk trouble", unavailable(RECIPIENT)),
    ("BODY", "421 4.7.0 rate", unavailable(ACCOUNT)),
    ("BODY", "550 5.7.26 unauthenticated", unavailable(ACCOUNT, person=True)),
    ("BODY", "nonsense", UNCERTAIN),
    ("BODY", "hang", UNCERTAIN),
    ("BODY", "drop", UNCERTAIN),
]


DEADLINES = {"CONNECT": "conexion", "DATA": "datos", "BODY": "final"}
"""The option that bounds each phase; `comando` bounds the others."""


@pytest.fixture(scope="module", params=[(), ("--eager",), ("--without", "PIPELINING")], ids=["group", "eager", "alone"])
def shared(tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest) -> Iterator[MailServer]:
    """One server for the whole table of faults: commands go in groups, or each waits for its answer."""
    server = MailServer(tmp_path_factory.mktemp("faults"), *request.param)
    yield server
    server.stop()


@pytest.mark.parametrize(("phase", "answer", "expected"), FAULTS, ids=[f"{at}-{said}" for at, said, _ in FAULTS])
async def test_faults(
    phase: str, answer: str, expected: tuple[type[NotSent], tuple[object, ...]], shared: MailServer, tmp_path: Path
) -> None:
    """Each failure has one meaning; only a body without an answer may have been taken."""
    shared.fail(Fault(at=phase, answer=answer))
    before = len(shared.taken())
    deadlines = {DEADLINES.get(phase, "comando"): 0.7} if answer == "hang" else {}
    outcome = await attempt(tmp_path, shared.port, plazos=deadlines)
    assert outcome is not None
    assert (type(outcome), details(outcome)) == expected
    assert outcome.reason
    assert (len(shared.taken()) > before) == (phase == "BODY" and answer in {"hang", "drop"})


def details(outcome: NotSent) -> tuple[object, ...]:
    """What an outcome says besides its kind."""
    if isinstance(outcome, Unavailable):
        return outcome.scope, outcome.needs_person, outcome.retry_after
    return (outcome.recipient_gone,) if isinstance(outcome, Rejected) else ()


async def test_nobody_listens(tmp_path: Path, unused_port: int) -> None:
    """A refused connection and an unknown host stop the account, and heal by themselves."""
    for host in ("127.0.0.1", "no-existe.invalid"):
        outcome = await attempt(tmp_path, unused_port, servidor=host, seguridad="starttls")
        assert isinstance(outcome, Unavailable)
        assert (outcome.scope, outcome.needs_person, outcome.code) == (ACCOUNT, False, "unreachable")


@pytest.fixture
async def unused_port() -> int:
    """A port at which nobody listens."""
    server = await asyncio.start_server(lambda _reader, _writer: None, "127.0.0.1", 0)
    port: int = server.sockets[0].getsockname()[1]
    server.close()
    await server.wait_closed()
    return port


def test_every_library_exception_is_decided() -> None:
    """The map decides each exception class that the installed aiosmtplib defines, by its own name."""
    defined = {
        kind
        for _, kind in inspect.getmembers(aiosmtplib.errors, inspect.isclass)
        if issubclass(kind, aiosmtplib.SMTPException)
    }
    assert len(defined) > 10
    assert defined - set(EXCEPTIONS) == set()
