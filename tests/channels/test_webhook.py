"""The webhook, against a receiver in a process of its own that checks every signature."""

import asyncio
import json
import os
import socket
import sys
from asyncio.subprocess import DEVNULL, PIPE
from base64 import b64decode
from collections.abc import AsyncIterator, Callable
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path

import pytest
from pydantic import ValidationError

from channels.message import DUPLICATE, Media, NotSent, Rejected, Scope, Unavailable, Uncertain
from channels.webhook import Webhook, WebhookOptions
from tests.channels.service import Service, failure, message, remember, surroundings
from tests.docs.pages import fences, page, table
from tests.servers.certificates import Authority
from tests.servers.process import Server
from tests.servers.receiver import SECRET

PERSON = "+573001234567"
NOW = datetime(2027, 1, 5, tzinfo=UTC)
GUIDE = page("docs/canales.md")
Open = Callable[..., Webhook]


@pytest.fixture
def receiver(start_server: Callable[..., Server], tmp_path: Path) -> Service:
    return Service.start(start_server, "tests.servers.receiver", tmp_path)


@pytest.fixture
async def open_account(receiver: Service, tmp_path: Path) -> AsyncIterator[Open]:
    """Opens accounts at the receiver; closes them after the test."""
    opened: list[Webhook] = []

    def open_(target: str = "", server: str = receiver.address, secret: str = SECRET, **deadlines: float) -> Webhook:
        written = {"direccion": f"{server}/pregonero", "secreto": secret, "plazos": deadlines}
        opened.append(Webhook(WebhookOptions.model_validate(written), surroundings(tmp_path, target)))
        return opened[-1]

    yield open_
    for each in opened:
        await each.close()


def picture(folder: Path) -> Media:
    path = folder / "cartel.png"
    path.write_bytes(b"\x89PNG...")
    return Media(path, path.name, "image/png", sha256(b"\x89PNG...").hexdigest(), 7, alt="Niños")


async def test_a_message_is_signed_json(open_account: Open, receiver: Service, tmp_path: Path) -> None:
    """All that the receiver needs, its files too, in one document whose signature holds."""
    sent = await open_account().send(message("Mañana: «jornada»", PERSON, (picture(tmp_path),)), remember)
    (call,) = receiver.calls()
    document = call["document"]
    assert call["signed"]
    assert (document["id"], document["kind"], document["to"]) == ("clave", "direct", PERSON)
    assert (document["text"], document["written_at"]) == ("Mañana: «jornada»", "2027-01-05T13:00:00+00:00")
    (file,) = document["files"]
    assert (file["role"], file["alt"], b64decode(file["data"])) == ("image", "Niños", b"\x89PNG...")
    assert (sent.remote_id, sent.url) == (None, None)


async def test_a_post_names_its_target(open_account: Open, receiver: Service) -> None:
    """An account for all has a target of the staff's own."""
    await open_account("pantallas").send(message("Hola", "pantallas"), remember)
    document = receiver.calls()[0]["document"]
    assert (document["kind"], document["to"]) == ("broadcast", "pantallas")


async def test_attempts_are_alike(open_account: Open, receiver: Service) -> None:
    """The second one has the very bytes, name and signature of the first, so that a receiver drops it."""
    for _ in range(2):
        await open_account().send(message("Hola", PERSON), remember)
    one, other = receiver.calls()
    names = ("Idempotency-Key", "Pregonero-Timestamp", "Pregonero-Signature")
    assert [one["headers"][name] for name in names] == [other["headers"][name] for name in names]
    assert one["headers"]["Idempotency-Key"] == "clave"
    assert one["document"] == other["document"]


async def test_what_is_composed_is_what_goes_out(open_account: Open, receiver: Service, tmp_path: Path) -> None:
    """The sandbox keeps the body that is posted, and the delivery its sha256."""
    account, sending = open_account(), message("Hola", PERSON, (picture(tmp_path),))
    composed = account.compose(sending)
    sent = await account.send(sending, remember)
    assert json.loads(composed.data) == receiver.calls()[0]["document"]
    assert sent.sha256 == sha256(composed.data).hexdigest()


@pytest.mark.parametrize(
    ("fault", "remote_id", "url"), [("named", "17", "https://pantallas.example/17"), ("odd", None, None)]
)
async def test_what_the_receiver_says(
    open_account: Open, receiver: Service, fault: str, remote_id: str | None, url: str | None
) -> None:
    """A name and an address of the web are kept; anything else is not."""
    receiver.then(fault)
    sent = await open_account().send(message("Hola", PERSON), remember)
    assert (sent.remote_id, sent.url) == (remote_id, url)


FAULTS = [
    # fault, target, outcome, code
    ("page-409", "", Rejected, DUPLICATE),
    ("page-410", "", Rejected, "410"),
    ("page-410", "pantallas", Unavailable, "410"),
    ("page-400", "", Rejected, "400"),
    ("page-413", "", Rejected, "413"),
    ("page-422", "", Rejected, "422"),
    ("page-401", "", Unavailable, "401"),
    ("page-403", "", Unavailable, "403"),
    ("page-404", "", Unavailable, "404"),
    ("page-405", "", Unavailable, "405"),
    ("page-301", "", Unavailable, "301"),
    ("page-307", "", Unavailable, "307"),
    ("page-303", "", Uncertain, "303"),
    ("page-408", "", Uncertain, "408"),
    ("page-500", "", Uncertain, "500"),
    ("page-502", "", Uncertain, "502"),
    ("half", "", Uncertain, "RemoteProtocolError"),
    ("huge", "", Uncertain, "ReadError"),
    ("hang", "", Uncertain, "ReadTimeout"),
    ("drop", "", Uncertain, "RemoteProtocolError"),
]


@pytest.mark.parametrize(("fault", "target", "kind", "code"), FAULTS)
async def test_each_fault_has_its_outcome(
    open_account: Open, receiver: Service, fault: str, target: str, kind: type[NotSent], code: str
) -> None:
    """Every fault ends in one of the three; no call is repeated and no redirect followed."""
    receiver.then(fault)
    patience = 0.5 if fault == "hang" else 60
    found = await failure(open_account(target, lectura=patience).send(message("Hola", target or PERSON), remember))
    assert (type(found), found.code) == (kind, code)
    assert found.reason.endswith(".")
    assert len(receiver.calls()) == 1
    if isinstance(found, Rejected):
        assert found.recipient_gone == (fault == "page-410")
    if isinstance(found, Unavailable):
        assert (found.scope, found.needs_person) == (Scope.ACCOUNT, True)


@pytest.mark.parametrize("fault", ["page", "truncated", "nested", "list"])
async def test_a_yes_needs_no_words(open_account: Open, receiver: Service, fault: str) -> None:
    """Any 2xx is a yes, whatever the body."""
    receiver.then(fault)
    assert (await open_account().send(message("Hola", PERSON), remember)).remote_id is None


@pytest.mark.parametrize(("fault", "wait"), [("later", timedelta(seconds=30)), ("later-untimed", None)])
async def test_a_receiver_that_asks_for_patience(
    open_account: Open, receiver: Service, fault: str, wait: timedelta | None
) -> None:
    """The account waits, for as long as it is asked."""
    receiver.then(fault)
    found = await failure(open_account().send(message("Hola", PERSON), remember))
    assert isinstance(found, Unavailable)
    assert (found.retry_after, found.scope, found.needs_person) == (wait, Scope.ACCOUNT, False)


async def test_a_secret_that_is_repeated_is_blotted_out(open_account: Open, receiver: Service) -> None:
    """Operators read what the receiver says, and no secret."""
    receiver.then("echo")
    assert SECRET not in (await failure(open_account().send(message("Hola", PERSON), remember))).reason


async def test_another_secret_is_refused(open_account: Open) -> None:
    """What is signed with another one is a matter for a person."""
    found = await failure(open_account(secret="otro").send(message("Hola", PERSON), remember))
    assert isinstance(found, Unavailable)
    assert (found.code, found.needs_person) == ("401", True)


async def test_a_file_that_is_gone_is_not_sent_and_can_be_put_back(
    open_account: Open, receiver: Service, tmp_path: Path
) -> None:
    """A file that cannot be read leaves the message unsent, for a person to mend."""
    missing = picture(tmp_path)
    missing.path.unlink()
    found = await failure(open_account().send(message("x", PERSON, (missing,)), remember))
    assert isinstance(found, Unavailable)
    assert found.needs_person
    assert receiver.calls() == []
    with pytest.raises(Rejected):
        open_account().compose(message("x", PERSON, (missing,)))


async def test_a_server_that_accepts_nobody_means_not_sent(open_account: Open) -> None:
    """A time-out while connecting is no doubt: no byte of the message left."""
    with socket.create_server(("127.0.0.1", 0), backlog=0) as full, socket.create_connection(full.getsockname()):
        server = f"http://127.0.0.1:{full.getsockname()[1]}"
        found = await failure(open_account(server=server, conexion=0.3).send(message("x", PERSON), remember))
    assert (type(found), found.code) == (Unavailable, "ConnectTimeout")


async def test_a_certificate_that_nobody_signed_is_refused(
    open_account: Open, start_server: Callable[..., Server], tmp_path: Path, authority: Authority
) -> None:
    """Nothing goes to who cannot prove to be the server."""
    pair = authority.certificate("receiver")
    (tmp_path / "tls").mkdir()
    arguments = ("--certificate", pair.certificate, "--key", pair.key)
    secure = Service.start(start_server, "tests.servers.receiver", tmp_path / "tls", *arguments)
    found = await failure(open_account(server=secure.address).send(message("x", PERSON), remember))
    assert (type(found), found.code) == (Unavailable, "certificado")
    assert secure.calls() == []


async def test_a_look_sends_nothing(open_account: Open, receiver: Service) -> None:
    """Whether it answers, and whether the secret is long enough."""
    found = await open_account().examine(NOW)
    assert [(each.check, each.standing.value) for each in found] == [("reach", "good"), ("secret", "good")]
    assert [call["method"] for call in receiver.calls()] == ["HEAD"]


async def test_a_look_tells_what_is_wrong(open_account: Open, receiver: Service) -> None:
    """An address where nothing is, a server that is not there, a secret that can be guessed."""
    receiver.then("page-404")
    lost = await open_account(secret="corto").examine(NOW)
    away = await open_account(server="http://127.0.0.1:9").examine(NOW)
    assert [(each.check, each.standing.value) for each in (*lost, *away)] == [
        ("reach", "warning"),
        ("secret", "warning"),
        ("reach", "bad"),
        ("secret", "good"),
    ]
    assert all(each.advice for each in (*lost, away[0]))


@pytest.mark.parametrize(
    "address", ["http://pantallas.example/a", "https://u:c@pantallas.example/a", "a", "https://x/#a"]
)
def test_where_it_may_not_go(address: str) -> None:
    """A citizen's telephone leaves the machine only encrypted."""
    with pytest.raises(ValidationError):
        WebhookOptions.model_validate({"direccion": address, "secreto": "x"})


async def test_the_receiver_of_the_guide_works(open_account: Open, tmp_path: Path) -> None:
    """It takes what is signed, once, and refuses what is not."""
    (code,) = [fence.body for fence in fences(GUIDE) if fence.about == "receptor"]
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    environment = {**os.environ, "SECRETO": SECRET, "PUERTO": str(port)}
    program = await asyncio.create_subprocess_exec(
        sys.executable, "-c", code, env=environment, stdout=PIPE, stderr=DEVNULL
    )
    try:
        await listening(port)
        account = open_account(server=f"http://127.0.0.1:{port}")
        for _ in range(2):
            await account.send(message("Hola", PERSON), remember)
        foreign = open_account(server=f"http://127.0.0.1:{port}", secret="otro")
        refused = await failure(foreign.send(message("Falso", PERSON), remember))
    finally:
        program.terminate()
    said, _ = await program.communicate()
    assert said == b"Hola\n"
    assert refused.code == "401"


async def listening(port: int) -> None:
    """Until the port is served."""
    for _ in range(500):
        try:
            _, writer = await asyncio.open_connection("127.0.0.1", port)
        except OSError:
            await asyncio.sleep(0.02)
        else:
            writer.close()
            return
    raise AssertionError("the receiver does not listen")


def test_the_guide_tells_every_field(tmp_path: Path) -> None:
    """The table of the guide has the fields of the document, and no other."""
    account = Webhook(
        WebhookOptions.model_validate({"direccion": "https://a.example", "secreto": "x"}), surroundings(tmp_path)
    )
    document = json.loads(account.compose(message("Hola", PERSON)).data)
    assert {row[0].strip("`") for row in table(GUIDE, "campo |")} == document.keys()
