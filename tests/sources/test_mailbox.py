"""A mailbox read over IMAP, at a server that is not ours: what is new comes once, in order, and nothing is lost."""

import ssl
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest

from sources.mailbox import Entrance, MailboxError, standing, visit
from tests.servers.certificates import Authority
from tests.servers.fixtures import StartMailServer
from tests.servers.imap import PASSWORD, USER, Imap

MAILS = [b"Subject: %d\r\n\r\nHola.\r\n" % number for number in range(5)]


@pytest.fixture
def server() -> Iterator[Imap]:
    """A mailbox in clear, on this machine."""
    found = Imap()
    yield found
    found.process.stop()


def entrance(server: Imap) -> Entrance:
    """Its owner's."""
    return Entrance("127.0.0.1", server.port, USER, PASSWORD, "INBOX", None)


def test_what_is_new_comes_once_and_in_order(server: Imap) -> None:
    """A few at a time; the place that a visit tells goes on from there, and an empty mailbox brings nothing."""
    its = entrance(server)
    empty = visit(its, "", 2, 1000, (), "")
    assert (empty.mails, empty.more) == ((), False)
    server.put(*MAILS)
    place, found, more = empty.place, list[bytes](), True
    while more:
        brought = visit(its, place, 2, 1000, (), "")
        found += [mail.data for mail in brought.mails]
        place, more = brought.place, brought.more
    assert found == MAILS
    assert visit(its, place, 2, 1000, (), "").mails == ()
    assert server.unread() == len(MAILS)


def test_only_the_beginning_of_a_mail_is_fetched(server: Imap) -> None:
    """Of one of megabytes no more than was asked for."""
    server.put(b"Subject: a\r\n\r\n" + b"x" * 100_000)
    [mail] = visit(entrance(server), "", 10, 50, (), "").mails
    assert len(mail.data) == 50


def test_another_mailbox_under_the_same_name_is_read_anew(server: Imap) -> None:
    """Its numbers are others: what is known of the old ones says nothing (UIDVALIDITY)."""
    server.put(*MAILS)
    its = entrance(server)
    validity, _, last = visit(its, "", 10, 1000, (), "").place.partition(":")
    again = visit(its, f"{int(validity) + 1}:{last}", 10, 1000, (), "")
    assert len(again.mails) == len(MAILS)
    assert [len(visit(its, odd, 10, 1000, (), "").mails) for odd in ("x", f"{validity}:", "1:2:3")] == [5, 5, 5]


@pytest.mark.parametrize(("moved_to", "left", "unread"), [("", 5, 3), ("Leídos/Devoluciones", 3, 3)])
def test_what_was_read_is_put_aside(server: Imap, moved_to: str, left: int, unread: int) -> None:
    """Marked as read where it lies, or moved to a folder with any name; the others stay as they are."""
    server.put(*MAILS)
    its = entrance(server)
    brought = visit(its, "", 10, 1000, (), "")
    done = [mail.number for mail in brought.mails[:2]]
    assert visit(its, brought.place, 10, 1000, done, moved_to).mails == ()
    assert (server.count(), server.unread()) == (left, unread)
    if moved_to:
        assert server.count(moved_to) == len(done)
        assert moved_to in standing(its).folders


def test_how_a_mailbox_stands(server: Imap) -> None:
    """How many mails there are, and how many nobody has read; nothing is changed."""
    server.put(*MAILS)
    assert standing(entrance(server))[:2] == (5, 5)
    assert server.unread() == 5


@pytest.mark.parametrize(
    ("change", "said", "person"),
    [
        ({"password": "otra"}, "no acepta el usuario o la clave", True),
        ({"folder": "Ninguna"}, "la carpeta «Ninguna»", True),
        ({"port": 1}, "No hay conexión", False),
        ({"host": "no-existe.invalid"}, "No hay conexión", False),
    ],
    ids=["password", "folder", "nobody", "no name"],
)
def test_what_cannot_be_read_is_said(server: Imap, change: dict[str, Any], said: str, person: bool) -> None:
    """What is wrong, and whether a person has to mend it; never the password."""
    with pytest.raises(MailboxError, match=said) as caught:
        visit(replace(entrance(server), **change), "", 10, 1000, (), "")
    assert caught.value.needs_person is person
    assert PASSWORD not in str(caught.value)


def test_a_server_that_speaks_another_language(start_mail_server: StartMailServer) -> None:
    """A mail server in its place is told as such, and soon."""
    wrong = Entrance("127.0.0.1", start_mail_server().port, USER, PASSWORD, "INBOX", None)
    with pytest.raises(MailboxError):
        visit(wrong, "", 10, 1000, (), "")


def test_the_connection_is_verified(authority: Authority) -> None:
    """Nothing is said to a server whose certificate nobody known has signed; to one that is known, all."""
    server = Imap(authority.certificate("buzon"))
    try:
        server.put(MAILS[0])
        known, strange = ssl.create_default_context(cafile=authority.path), ssl.create_default_context()
        its = replace(entrance(server), context=known, starttls=True)
        assert len(visit(its, "", 10, 1000, (), "").mails) == 1
        with pytest.raises(MailboxError, match="cifrado confiable") as caught:
            visit(replace(its, context=strange), "", 10, 1000, (), "")
        assert caught.value.needs_person
    finally:
        server.process.stop()


def test_implicit_tls_is_verified_too(authority: Authority, start_mail_server: StartMailServer) -> None:
    """The same where the connection is protected from its first byte."""
    port = start_mail_server(tls="implicit", certificate=authority.certificate("otro")).port
    its = Entrance("127.0.0.1", port, USER, PASSWORD, "INBOX", ssl.create_default_context())
    with pytest.raises(MailboxError, match="cifrado confiable"):
        visit(its, "", 10, 1000, (), "")
