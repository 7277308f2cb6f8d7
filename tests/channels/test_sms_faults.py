"""What each failure of an SMS gateway means."""

import socket
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

from channels.exchange import Exchange, Request
from channels.message import NotSent, Rejected, Scope, Unavailable, Uncertain
from tests.channels.gateway import NUMBER, Open
from tests.channels.service import Service, failure, message, remember
from tests.servers.certificates import Authority
from tests.servers.process import Server
from tests.servers.sms_gateway import TOKEN

FAULTS = [
    # fault, outcome, its code
    ("unknown-number", Rejected, "numero"),
    ("no-credit", Unavailable, "saldo"),
    ("pay", Unavailable, "saldo"),
    ("denied", Rejected, "200"),
    ("bad-request", Rejected, "400"),
    ("page-413", Rejected, "413"),
    ("unauthorized", Unavailable, "401"),
    ("forbidden", Unavailable, "403"),
    ("not-found", Unavailable, "404"),
    ("page-405", Unavailable, "405"),
    ("moved", Unavailable, "307"),
    ("page-303", Uncertain, "303"),
    ("page-408", Uncertain, "408"),
    ("server-error", Uncertain, "503"),
    ("page-502", Uncertain, "502"),
    ("fieldless", Uncertain, "200"),
    ("page", Uncertain, "200"),
    ("truncated", Uncertain, "200"),
    ("nested", Uncertain, "200"),
    ("list", Uncertain, "200"),
    ("half", Uncertain, "RemoteProtocolError"),
    ("huge", Uncertain, "ReadError"),
    ("hang", Uncertain, "ReadTimeout"),
    ("drop", Uncertain, "RemoteProtocolError"),
]


@pytest.mark.parametrize(("fault", "kind", "code"), FAULTS)
async def test_each_fault_has_its_outcome(
    open_sms: Open, gateway: Service, fault: str, kind: type[NotSent], code: str
) -> None:
    """Every fault ends in one of the three, with a sentence and a code; no call is repeated."""
    gateway.then(fault)
    patience = "0.5" if fault == "hang" else "60"
    found = await failure(open_sms(plazos={"lectura": patience}).send(message("Hola", NUMBER), remember))
    assert (type(found), found.code) == (kind, code)
    assert found.reason.endswith(".")
    assert len(gateway.calls()) == 1
    if isinstance(found, Rejected):
        assert found.recipient_gone == (fault == "unknown-number")
    if isinstance(found, Unavailable):
        assert (found.scope, found.needs_person) == (Scope.ACCOUNT, True)


@pytest.mark.parametrize(("fault", "wait"), [("flood", timedelta(seconds=7)), ("flood-untimed", None)])
async def test_a_flood_pauses_the_account(open_sms: Open, gateway: Service, fault: str, wait: timedelta | None) -> None:
    """For as long as the gateway asks, where it says a time."""
    gateway.then(fault)
    found = await failure(open_sms().send(message("Hola", NUMBER), remember))
    assert isinstance(found, Unavailable)
    assert (found.retry_after, found.scope, found.needs_person) == (wait, Scope.ACCOUNT, False)


PLAIN = {
    "exito": {"patron": r"^OK\b"},
    "rechazo": {"patron": r"^ERR 3\b"},
    "sin-saldo": {"patron": r"^ERR 7\b"},
    "numero-inexistente": {"estados": ["400"], "patron": "texto"},
    "identificador": None,
}


@pytest.mark.parametrize(
    ("fault", "changes", "kind"),
    [
        ("plain-error", {}, Unavailable),
        ("plain-error", {"sin-saldo": None, "rechazo": {"patron": "ERR"}}, Rejected),
        ("plain-error", {"sin-saldo": None}, Uncertain),
        ("page", {}, Uncertain),
        ("bad-request", {}, Rejected),
    ],
)
async def test_answers_in_plain_text(
    open_sms: Open, gateway: Service, fault: str, changes: dict[str, object], kind: type[NotSent]
) -> None:
    """Patterns tell what an answer means; what none of them knows is in doubt."""
    gateway.then("plain", fault)
    account = open_sms(**(PLAIN | changes))
    await account.send(message("Hola", NUMBER), remember)
    found = await failure(account.send(message("Hola", NUMBER), remember))
    assert type(found) is kind
    assert getattr(found, "recipient_gone", False) == (fault == "bad-request")


@pytest.mark.parametrize(
    ("answer", "rules", "kind", "code"),
    [
        ("502:<h1>502</h1> nginx/1.31", {"numero-inexistente": {"patron": "31"}}, Uncertain, "502"),
        ("403:cortafuegos 31", {"numero-inexistente": {"patron": "31"}}, Unavailable, "403"),
        ("429:más de 31 por minuto", {"rechazo": {"patron": "31"}}, Unavailable, "429"),
        ("408:31", {"sin-saldo": {"patron": "31"}}, Uncertain, "408"),
        ("500:BOOKING service down", {"exito": {"patron": "OK"}}, Uncertain, "500"),
        ("401:token no OK", {"exito": {"patron": "OK"}}, Unavailable, "401"),
        ("400:OK?", {"exito": {"patron": "OK"}}, Rejected, "400"),
        ("404:código 31", {"numero-inexistente": {"patron": "31"}}, Rejected, "numero"),
        ("200:código 31", {"numero-inexistente": {"patron": "31"}}, Rejected, "numero"),
        ("503:código 31", {"numero-inexistente": {"patron": "31", "estados": ["503"]}}, Rejected, "numero"),
    ],
)
async def test_a_rule_is_asked_of_a_gateways_own_words(
    open_sms: Open, gateway: Service, answer: str, rules: dict[str, object], kind: type[NotSent], code: str
) -> None:
    """What a proxy, a wall or a broken server says by chance is no answer on the message, unless `estados` names it."""
    gateway.then(f"says:{answer}")
    plain = {"numero-inexistente": None, "sin-saldo": None, "identificador": None}
    found = await failure(open_sms(**(plain | rules)).send(message("Hola", NUMBER), remember))
    assert (type(found), found.code) == (kind, code)


async def test_a_call_that_cannot_be_written_was_not_sent() -> None:
    """No byte of it left: an account that would write it waits for a person."""
    exchange = Exchange("sms.example", (), 1, 1, 1)
    found = await failure(exchange.ask(Request("POST", "https://sms.example/", {"X-A": "señal"})))
    await exchange.close()
    assert isinstance(found, Unavailable)
    assert (found.code, found.scope, found.needs_person) == ("encabezado", Scope.ACCOUNT, True)


async def test_a_success_of_one_status_alone(open_sms: Open, gateway: Service) -> None:
    """Where only 201 is success, a 200 is none."""
    found = await failure(open_sms(exito={"estados": ["201"]}).send(message("Hola", NUMBER), remember))
    assert isinstance(found, Uncertain)


async def test_a_secret_that_is_repeated_is_blotted_out(open_sms: Open, gateway: Service) -> None:
    """Operators read what the gateway says, and no key."""
    gateway.then("echo")
    found = await failure(open_sms().send(message("Hola", NUMBER), remember))
    assert TOKEN not in found.reason
    assert "[secreto]" in found.reason


async def test_wrong_keys_stop_the_account(open_sms: Open) -> None:
    """A token that does not hold is a matter for a person."""
    found = await failure(open_sms(claves={"token": "otro"}).send(message("Hola", NUMBER), remember))
    assert isinstance(found, Unavailable)
    assert (found.code, found.needs_person) == ("401", True)


async def test_a_closed_port_means_not_sent(open_sms: Open) -> None:
    """Nothing left where no connection was made: the account waits."""
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        server = f"http://127.0.0.1:{unused.getsockname()[1]}"
        found = await failure(open_sms(server).send(message("x", NUMBER), remember))
    assert isinstance(found, Unavailable)
    assert (found.scope, found.needs_person) == (Scope.ACCOUNT, False)


async def test_a_server_that_accepts_nobody_means_not_sent(open_sms: Open) -> None:
    """A time-out while connecting is no doubt: no byte of the message left."""
    with socket.create_server(("127.0.0.1", 0), backlog=0) as full, socket.create_connection(full.getsockname()):
        server = f"http://127.0.0.1:{full.getsockname()[1]}"
        found = await failure(open_sms(server, plazos={"conexion": "0.3"}).send(message("x", NUMBER), remember))
    assert (type(found), found.code) == (Unavailable, "ConnectTimeout")


async def test_a_certificate_that_nobody_signed_is_refused(
    open_sms: Open, start_server: Callable[..., Server], tmp_path: Path, authority: Authority
) -> None:
    """The token goes to nobody who cannot prove to be the server."""
    pair = authority.certificate("sms")
    (tmp_path / "tls").mkdir()
    arguments = ("--certificate", pair.certificate, "--key", pair.key)
    secure = Service.start(start_server, "tests.servers.sms_gateway", tmp_path / "tls", *arguments)
    found = await failure(open_sms(secure.address).send(message("x", NUMBER), remember))
    assert isinstance(found, Unavailable)
    assert (found.code, found.needs_person) == ("certificado", True)
    assert secure.calls() == []


async def test_the_account_works_on_after_each_fault(open_sms: Open, gateway: Service) -> None:
    """One broken answer spoils no later send."""
    account = open_sms(plazos={"lectura": "2"})
    gateway.then("drop", "huge", "hang")
    for _ in range(3):
        assert isinstance(await failure(account.send(message("x", NUMBER), remember)), Uncertain)
    assert (await account.send(message("x", NUMBER), remember)).remote_id
