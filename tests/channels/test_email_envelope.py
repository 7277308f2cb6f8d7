"""The envelope's sender names the delivery, so that whatever comes back tells which one it was (VERP)."""

from collections import deque
from mailbox import Maildir
from pathlib import Path

import pytest

from channels.email.returns import Returns
from tests.channels.mail import MESSAGE, account, attempt
from tests.channels.row import Row
from tests.servers.fixtures import StartMailServer, StartServer

RETURNS = {"direccion": "rebotes@genova.gov.co"}


@pytest.mark.parametrize("arguments", [(), ("--without", "PIPELINING")], ids=["group", "alone"])
async def test_each_mail_names_its_own_delivery(
    tmp_path: Path, start_mail_server: StartMailServer, arguments: tuple[str, ...]
) -> None:
    """Over one connection every envelope has another sender; a mail without a delivery has the account's."""
    server = start_mail_server(*arguments)
    row = Row("a", "b", "c")
    row.left = deque(each._replace(way_back="" if each.key == "c" else f"token{each.key}") for each in row.left)
    async with account(tmp_path, server.port, rebotes=RETURNS) as adapter:
        await adapter.carry(row)
    assert [each["from"] for each in server.taken()] == [
        "rebotes+tokena@genova.gov.co",
        "rebotes+tokenb@genova.gov.co",
        "prensa@genova.gov.co",
    ]
    assert server.connections() == 1


async def test_another_server_takes_it_too(tmp_path: Path, start_server: StartServer) -> None:
    """aiosmtpd, which is not ours, keeps the sender that names the delivery; what people see stays the account's."""
    server = start_server("tests.servers.mailbox", "--folder", tmp_path / "buzon")
    message = MESSAGE._replace(way_back="a" * 39)
    assert await attempt(tmp_path, server.port, message, rebotes=RETURNS) is None
    (mail,) = Maildir(tmp_path / "buzon").values()
    assert mail["X-MailFrom"] == f"rebotes+{'a' * 39}@genova.gov.co"
    assert mail["From"].endswith("<prensa@genova.gov.co>")


async def test_an_account_without_returns_is_as_before(tmp_path: Path, start_mail_server: StartMailServer) -> None:
    """What names a delivery has nowhere to go: the envelope's sender is the account's own."""
    server = start_mail_server()
    assert await attempt(tmp_path, server.port, MESSAGE._replace(way_back="token")) is None
    assert [each["from"] for each in server.taken()] == ["prensa@genova.gov.co"]


def test_the_longest_name_fits_before_the_at() -> None:
    """At most 64 octets (RFC 5321 §4.5.3.1.1), with the longest mailbox that is taken."""
    returns = Returns.model_validate({"direccion": f"{'r' * 19}@genova.gov.co"})
    assert len(returns.named("t" * 44).local) == 64


@pytest.mark.parametrize(
    ("address", "hint"),
    [
        ("genova.gov.co", "no es una dirección"),
        ("rebotes+x@genova.gov.co", "no sirve para los rebotes"),
        ("Rebotes <rebotes@genova.gov.co>", "no sirve para los rebotes"),
        ("devolución@genova.gov.co", "no sirve para los rebotes"),
        (f"{'r' * 20}@genova.gov.co", "muy largo"),
    ],
)
def test_an_address_that_cannot_name_deliveries(address: str, hint: str) -> None:
    """It is refused when the file is read, with what to write instead."""
    with pytest.raises(ValueError, match=hint):
        Returns.model_validate({"direccion": address})


@pytest.mark.parametrize(
    ("change", "hint"),
    [
        ({"seguridad": "ninguna"}, "esta misma máquina"),
        ({"clave": None}, "clave"),
        ({"mover-a": "INBOX"}, "la misma carpeta"),
        ({"servidor": "imap genova"}, "nombre de un servidor"),
    ],
    ids=repr,
)
def test_a_mailbox_that_cannot_be_read(change: dict[str, str | None], hint: str) -> None:
    """Without a password, in clear over a network, or moved onto itself, it is refused."""
    right = {"servidor": "imap.genova.gov.co", "usuario": "rebotes", "clave": "secreta"}
    inbox = {name: value for name, value in (right | change).items() if value is not None}
    with pytest.raises(ValueError, match=hint):
        Returns.model_validate(RETURNS | {"buzon": inbox})
