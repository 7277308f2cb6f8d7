"""Every mail says how to ask for no more of them."""

from email import message_from_bytes, policy
from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from channels.email import headers, mime
from channels.email.mailbox import LOCAL, mailbox
from channels.message import Message
from tests.channels.mail import MESSAGE, attempt
from tests.servers.fixtures import StartMailServer


def lines(message: Message, reply_to: str = "contactenos@genova.gov.co") -> list[str]:
    """The lines of the unsubscribe headers, as they leave."""
    data = mime.compose(message, mailbox("prensa@genova.gov.co"), reply_to, "genova.gov.co")
    head = data.partition(b"\r\n\r\n")[0].split(b"\r\n")
    return [line.decode("ascii") for line in head if line.lower().startswith(b"list-unsubscribe")]


async def test_a_mail_is_answered_to_ask_for_no_more(tmp_path: Path, start_mail_server: StartMailServer) -> None:
    """The server gets the mailbox of `responder-a` with the subject that asks for it."""
    server = start_mail_server()
    assert await attempt(tmp_path, server.port) is None
    (mail,) = server.mails()
    assert mail["List-Unsubscribe"] == "<mailto:contacto@genova.gov.co?subject=Baja>"
    assert mail["List-Unsubscribe-Post"] is None


def test_the_mailbox_is_that_of_the_message() -> None:
    """Where a campaign's answers go elsewhere, so does what asks for no more of it; names are left out."""
    assert lines(MESSAGE._replace(reply_to="Educación <educacion@genova.gov.co>")) == [
        "List-Unsubscribe: <mailto:educacion@genova.gov.co?subject=Baja>"
    ]


@pytest.mark.parametrize(
    ("address", "coded"),
    [
        ("baja+2027@genova.gov.co", "baja+2027@genova.gov.co"),
        ("o'higgins@genova.gov.co", "o'higgins@genova.gov.co"),
        ("atención@alcaldía.gov.co", "atenci%C3%B3n@xn--alcalda-dza.gov.co"),
        ("50%&más=todo#1?/@genova.gov.co", "50%25%26m%C3%A1s%3Dtodo%231%3F%2F@genova.gov.co"),
    ],
)
def test_what_means_something_else_in_an_address_is_coded(address: str, coded: str) -> None:
    """By RFC 6068 §2: signs that part a `mailto:`, the percent sign itself, and all that is not ASCII."""
    assert lines(MESSAGE, address) == [f"List-Unsubscribe: <mailto:{coded}?subject=Baja>"]


@given(local=st.from_regex(LOCAL, fullmatch=True).filter(lambda text: ".." not in text and text.strip(".") == text))
def test_any_mailbox_is_read_back(local: str) -> None:
    """Whoever opens the address writes to exactly that mailbox, from one line of ASCII."""
    address = f"{local}@genova.gov.co"
    said = message_from_bytes(headers.unsubscribe(address) + b"\r\n", policy=policy.compat32)["List-Unsubscribe"]
    url = urlsplit(said.removeprefix("<").removesuffix(">"))
    assert headers.unsubscribe(address).isascii()
    assert headers.unsubscribe(address).count(b"\r\n") == 1
    assert (url.scheme, unquote(url.path), parse_qs(url.query)) == ("mailto", address, {"subject": ["Baja"]})


def test_a_long_mailbox_stays_in_one_line() -> None:
    """However long, it is neither folded nor made an encoded word: who reads it could not click."""
    address = f"{'a' * 64}@{'.'.join(['municipio' * 6] * 3)}.gov.co"
    assert lines(MESSAGE, address) == [f"List-Unsubscribe: <mailto:{address}?subject=Baja>"]


@pytest.mark.parametrize("name", ["List-Unsubscribe", "list-unsubscribe"])
def test_what_the_message_brings_stands_instead(name: str) -> None:
    """Its own header, with the way of one click (RFC 8058), is the only one."""
    value = f"<https://genova.gov.co/baja/{'Ab-_9' * 80}>, <mailto:baja@genova.gov.co>"
    post = ("List-Unsubscribe-Post", "List-Unsubscribe=One-Click")
    assert lines(MESSAGE._replace(headers=((name, value), post))) == [f"{name}: {value}", ": ".join(post)]
