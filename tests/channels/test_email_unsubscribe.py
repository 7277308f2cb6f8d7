"""A mail to somebody on a list says how to leave it: by one click, or by a mail."""

from email import message_from_bytes, policy
from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from channels.email import headers, mime
from channels.email.mailbox import LOCAL, mailbox
from channels.message import Leaving, Message, Rejected
from tests.channels.mail import MESSAGE, attempt
from tests.servers.fixtures import StartMailServer

TOKEN = "abcdefgh234567" * 6
PAGE = f"https://participe.genova.gov.co/baja/{TOKEN}"
LISTED = MESSAGE._replace(leaving=Leaving("gestion.genova.gov.co", TOKEN, PAGE))
BY_MAIL = MESSAGE._replace(leaving=Leaving("gestion.genova.gov.co", TOKEN))


def lines(message: Message, reply_to: str = "contactenos@genova.gov.co") -> list[str]:
    """The lines of the list's headers, as they leave."""
    data = mime.compose(message, mailbox("prensa@genova.gov.co"), reply_to, "genova.gov.co")
    head = data.partition(b"\r\n\r\n")[0].split(b"\r\n")
    return [line.decode("ascii") for line in head if line.lower().startswith(b"list-")]


async def test_one_click_is_enough(tmp_path: Path, start_mail_server: StartMailServer) -> None:
    """The server gets list, page and mailbox, a line each, and the word that the click is a POST (RFC 8058 §3.1)."""
    server = start_mail_server()
    assert await attempt(tmp_path, server.port, LISTED) is None
    (taken,) = server.taken()
    head = str(taken["data"]).partition("\r\n\r\n")[0].split("\r\n")
    assert [line for line in head if line.startswith("List-")] == [
        "List-Id: <gestion.genova.gov.co>",
        f"List-Unsubscribe: <{PAGE}>, <mailto:contacto@genova.gov.co?subject=Baja%20{TOKEN}>",
        "List-Unsubscribe-Post: List-Unsubscribe=One-Click",
    ]


@pytest.mark.parametrize(
    ("message", "shown"),
    [
        (LISTED, ["<gestion.", f"<{PAGE}>, <mailto:", "List-Unsubscribe=One-Click"]),
        (BY_MAIL, ["<gestion.", "<mailto:"]),
        (
            MESSAGE._replace(leaving=Leaving("gestion.genova.gov.co", TOKEN, "http://127.0.0.1/baja/a")),
            ["<gestion.", "<http://"],
        ),
        (MESSAGE, []),
    ],
    ids=["page", "no page", "page in clear", "no list"],
)
def test_what_there_is_to_click(message: Message, shown: list[str]) -> None:
    """Without a page there is the mail; one that is not `https` is no one-click (RFC 8058); staff leave nothing."""
    values = [line.partition(": ")[2] for line in lines(message)]
    assert [value.startswith(begins) for value, begins in zip(values, shown, strict=True)] == [True] * len(shown)


def test_the_mailbox_is_that_of_the_message() -> None:
    """Where a campaign's answers go elsewhere, so does what asks for no more of it; names are left out."""
    assert lines(BY_MAIL._replace(reply_to="Educación <educacion@genova.gov.co>"))[1:] == [
        f"List-Unsubscribe: <mailto:educacion@genova.gov.co?subject=Baja%20{TOKEN}>"
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
    assert lines(BY_MAIL, address)[1:] == [f"List-Unsubscribe: <mailto:{coded}?subject=Baja%20{TOKEN}>"]


@given(local=st.from_regex(LOCAL, fullmatch=True).filter(lambda text: ".." not in text and text.strip(".") == text))
def test_any_mailbox_is_read_back(local: str) -> None:
    """Whoever opens the address writes to exactly that mailbox, from one line of ASCII."""
    address = f"{local}@genova.gov.co"
    made = headers.unsubscribe(address, Leaving("gestion.genova.gov.co", TOKEN))
    said = message_from_bytes(made + b"\r\n", policy=policy.compat32)["List-Unsubscribe"]
    url = urlsplit(said.removeprefix("<").removesuffix(">"))
    assert made.isascii()
    assert made.count(b"\r\n") == 2
    assert (url.scheme, unquote(url.path), parse_qs(url.query)) == ("mailto", address, {"subject": [f"Baja {TOKEN}"]})


def test_a_long_mailbox_stays_in_one_line() -> None:
    """However long, it is neither folded nor made an encoded word: who reads it could not click."""
    address = f"{'a' * 64}@{'.'.join(['municipio' * 6] * 3)}.gov.co"
    assert lines(LISTED, address)[1] == f"List-Unsubscribe: <{PAGE}>, <mailto:{address}?subject=Baja%20{TOKEN}>"


def test_what_does_not_fit_into_a_line_is_refused() -> None:
    """A mail whose headers nobody could read does not leave."""
    far = LISTED._replace(leaving=Leaving("gestion.genova.gov.co", TOKEN, "https://genova.gov.co/" + "a" * 990))
    with pytest.raises(Rejected, match="List-Unsubscribe"):
        lines(far)


@pytest.mark.parametrize("name", ["List-Unsubscribe", "list-unsubscribe"])
def test_what_the_message_brings_stands_instead(name: str) -> None:
    """Its own header, with the way of one click (RFC 8058), is the only one."""
    value = f"<https://genova.gov.co/baja/{'Ab-_9' * 80}>, <mailto:baja@genova.gov.co>"
    post = ("List-Unsubscribe-Post", "List-Unsubscribe=One-Click")
    assert lines(LISTED._replace(headers=((name, value), post))) == [f"{name}: {value}", ": ".join(post)]
