"""Certificates, encryption and login: nothing goes in clear, nothing to an impostor."""

import asyncio
import logging
from base64 import b64encode
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from channels.message import NotSent, Scope, Unavailable
from tests.channels.mail import MESSAGE, account, attempt, forget
from tests.servers.certificates import Authority, Certificate
from tests.servers.fixtures import StartMailServer
from tests.servers.mail import Fault, MailServer

SAID = ("clave-secreta", b64encode(b"\0prensa\0clave-secreta").decode(), b64encode(b"clave-secreta").decode())
"""A password as it is, and as it goes over the line."""


@pytest.mark.parametrize("mode", ["starttls", "tls"])
async def test_protected_and_identified(
    mode: str,
    tmp_path: Path,
    start_mail_server: StartMailServer,
    authority: Authority,
    caplog: pytest.LogCaptureFixture,
) -> None:
    """With a trusted certificate the mail goes over TLS as the configured user, whose password no log shows."""
    caplog.set_level(logging.DEBUG)
    asyncio.get_running_loop().set_debug(True)
    kind = "implicit" if mode == "tls" else mode
    login = ("prensa", "clave-secreta")
    server = start_mail_server(tls=kind, certificate=authority.certificate("good"), login=login)
    more: dict[str, Any] = {"seguridad": mode, "ca": str(authority.path), "usuario": login[0], "clave": login[1]}
    assert await attempt(tmp_path, server.port, **more) is None
    (record,) = server.taken()
    assert (record["tls"], record["user"]) == (True, "prensa")
    assert caplog.records
    assert not any(
        secret in caplog.text for secret in ("clave-secreta", b64encode(b"\0prensa\0clave-secreta").decode())
    )


CERTIFICATES: list[tuple[str, Callable[[Authority], Certificate], bool]] = [
    ("expired", lambda authority: authority.expired(), True),
    ("of another host", lambda authority: authority.certificate("other", "otro.example"), True),
    ("of an unknown authority", lambda authority: authority.certificate("unknown"), False),
]


@pytest.mark.parametrize("mode", ["starttls", "tls"])
@pytest.mark.parametrize(
    ("certificate", "trusted"), [case[1:] for case in CERTIFICATES], ids=[c[0] for c in CERTIFICATES]
)
async def test_wrong_certificates(
    mode: str,
    certificate: Callable[[Authority], Certificate],
    trusted: bool,
    tmp_path: Path,
    start_mail_server: StartMailServer,
    authority: Authority,
) -> None:
    """A certificate that does not hold stops the account until a person acts, and nothing is sent."""
    kind = "implicit" if mode == "tls" else mode
    server = start_mail_server(tls=kind, certificate=certificate(authority))
    more: dict[str, Any] = {"seguridad": mode} | ({"ca": str(authority.path)} if trusted else {})
    assert_needs_person(await attempt(tmp_path, server.port, **more), server)


async def test_stripped_starttls(tmp_path: Path, start_mail_server: StartMailServer) -> None:
    """A server that no longer offers STARTTLS gets neither password nor mail in clear."""
    server = start_mail_server(login=("prensa", "clave-secreta"))
    more: dict[str, Any] = {"seguridad": "starttls", "usuario": "prensa", "clave": "clave-secreta"}
    assert_needs_person(await attempt(tmp_path, server.port, **more), server)


@pytest.mark.parametrize(
    ("server_login", "login"),
    [(("prensa", "otra"), ("prensa", "clave")), (("prensa", "clave"), None), (None, ("prensa", "clave"))],
    ids=["wrong password", "no login", "server without AUTH"],
)
async def test_wrong_login(
    server_login: tuple[str, str] | None,
    login: tuple[str, str] | None,
    tmp_path: Path,
    start_mail_server: StartMailServer,
) -> None:
    """A login that does not fit stops the account until a person acts."""
    server = start_mail_server(login=server_login)
    more: dict[str, Any] = {"usuario": login[0], "clave": login[1]} if login else {}
    assert_needs_person(await attempt(tmp_path, server.port, **more), server)


async def test_a_refused_password_is_not_tried_again(tmp_path: Path, start_mail_server: StartMailServer) -> None:
    """One opening says the password once, whatever other mechanisms the server offers: a second could lock the user."""
    server = start_mail_server(login=("prensa", "otra"))
    assert_needs_person(await attempt(tmp_path, server.port, usuario="prensa", clave="clave-secreta"), server)
    assert server.logins() == ["PLAIN"]


async def test_many_mails_say_a_wrong_password_once(tmp_path: Path, start_mail_server: StartMailServer) -> None:
    """Mails that go out at the same time share the refusal; the next one, later, asks the server again."""
    server = start_mail_server(login=("prensa", "otra"))
    async with account(tmp_path, server.port, usuario="prensa", clave="clave") as adapter:
        together = await asyncio.gather(*(adapter.send(MESSAGE, forget) for _ in range(8)), return_exceptions=True)
        assert {type(outcome) for outcome in together} == {Unavailable}
        assert server.logins() == ["PLAIN"]
        with pytest.raises(Unavailable):
            await adapter.send(MESSAGE, forget)
        assert server.logins() == ["PLAIN", "PLAIN"]


@pytest.mark.parametrize("answer", ["504 5.5.4 mechanism not supported", "534 5.7.9 mechanism too weak"])
async def test_a_refused_mechanism_gives_way_to_another(
    answer: str, tmp_path: Path, start_mail_server: StartMailServer
) -> None:
    """A server that offers what it does not support is asked by the next mechanism."""
    server = start_mail_server(login=("prensa", "clave"))
    server.fail(Fault(at="AUTH", contains="PLAIN", answer=answer))
    assert await attempt(tmp_path, server.port, usuario="prensa", clave="clave") is None
    assert server.logins() == ["PLAIN", "LOGIN"]


@pytest.mark.parametrize("phase", ["AUTH", "MAIL", "RCPT", "DATA", "BODY"])
@pytest.mark.parametrize("form", SAID, ids=["plain", "AUTH PLAIN", "AUTH LOGIN"])
async def test_a_server_that_repeats_the_password(
    phase: str, form: str, tmp_path: Path, start_mail_server: StartMailServer
) -> None:
    """No form of the password comes into the reason that a row keeps, in any phase."""
    server = start_mail_server(login=("prensa", "clave-secreta"))
    server.fail(Fault(at=phase, answer=f"550 5.7.8 you said {form} to me"))
    outcome = await attempt(tmp_path, server.port, usuario="prensa", clave="clave-secreta")
    assert outcome is not None
    assert "you said [secreto] to me" in outcome.reason


@pytest.mark.parametrize(
    ("phase", "answer", "person"),
    [
        ("STARTTLS", "454 4.7.0 TLS not available", True),
        ("STARTTLS", "220 but plain text follows\r\n250 injected", False),
        ("STARTTLS", "hang", False),
        ("STARTTLS", "drop", False),
        ("AUTH", "454 4.7.0 temporary failure", True),
        ("AUTH", "535 5.7.8 wrong", True),
        ("AUTH", "421 4.7.0 too many attempts", False),
        ("AUTH", "hang", False),
        ("AUTH", "drop", False),
    ],
)
async def test_faults_before_the_first_mail(
    phase: str, answer: str, person: bool, tmp_path: Path, start_mail_server: StartMailServer, authority: Authority
) -> None:
    """What goes wrong while the connection is protected and identified stops the account, and nothing is sent."""
    server = start_mail_server(tls="starttls", certificate=authority.certificate("good"), login=("prensa", "clave"))
    server.fail(Fault(at=phase, answer=answer))
    more: dict[str, Any] = {"seguridad": "starttls", "ca": str(authority.path), "usuario": "prensa", "clave": "clave"}
    outcome = await attempt(tmp_path, server.port, **more, plazos={"comando": 0.7} if answer == "hang" else {})
    assert isinstance(outcome, Unavailable)
    assert (outcome.scope, outcome.needs_person) == (Scope.ACCOUNT, person)
    assert server.taken() == []


async def test_unreadable_authority(tmp_path: Path, start_mail_server: StartMailServer) -> None:
    """A missing `ca` file stops the account until a person acts."""
    server = start_mail_server()
    outcome = await attempt(tmp_path, server.port, seguridad="starttls", ca=str(tmp_path / "no.pem"))
    assert_needs_person(outcome, server)


def assert_needs_person(outcome: NotSent | None, server: MailServer) -> None:
    """The account waits for a person, no mail went and no secret is in the reason."""
    assert isinstance(outcome, Unavailable)
    assert (outcome.scope, outcome.needs_person) == (Scope.ACCOUNT, True)
    assert "clave-secreta" not in outcome.reason
    assert server.taken() == []
