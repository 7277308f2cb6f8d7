"""A database that goes away in mid-mailing: nothing leaves that is not written down, and everyone gets it once."""

import sqlite3
import time
from collections.abc import Callable, Iterator

import pytest

from tests.servers.mail import MailServer
from tests.servers.own_postgresql import OwnPostgreSQL
from tests.story.daemon import Daemon, wait_until
from tests.story.place import Place, campaign, mail_account, message, this_minute

pytestmark = pytest.mark.waits(60)

Start = Callable[..., MailServer]
PEOPLE = 300
CONNECTIONS = 4
LOCKED = 62.0
"""Seconds: longer than the daemon waits for a lock."""


@pytest.fixture
def own_postgresql() -> Iterator[OwnPostgreSQL]:
    """A server that the test may restart."""
    server = OwnPostgreSQL.start()
    yield server
    server.end()


def mailing(place: Place, mail: MailServer) -> list[str]:
    """A mailing of two seconds or more, due now; whom it is for."""
    account = mail_account(mail.port, CONNECTIONS, "por-segundo: 100, rafaga: 1")
    notice = message("aviso", this_minute(), "correo", more="tolerancia: 3 horas")
    place.configure(account, agua=campaign("agua", notice))
    return place.people(PEOPLE)


def standstill(mail: MailServer) -> int:
    """How many mails it has, once no more come for a second. Fails where they never stop."""
    until = time.monotonic() + 120
    count = -1
    while (now := len(mail.taken())) != count:
        assert time.monotonic() < until, "mails still leave"
        count = now
        time.sleep(1)
    return count


def assert_once(place: Place, mail: MailServer, mails: list[str], in_doubt: int) -> None:
    """Each is in the server's log once, but for so many at most of which the rows say that nobody knows."""
    taken = [record["to"] for record in mail.taken()]
    assert len(set(taken)) == len(taken), "nobody got it twice"
    rows = place.deliveries("aviso")
    assert {row.state for row in rows} <= {"sent", "uncertain"}
    assert {row.address for row in rows if row.state == "sent"} <= set(taken)
    assert set(mails) - set(taken) <= {row.address for row in rows if row.state == "uncertain"}
    assert sum(row.state == "uncertain" for row in rows) <= in_doubt
    place.assert_counted()


def finished(place: Place, daemon: Daemon) -> None:
    """It goes on by itself to the end, and stops in order."""
    wait_until(lambda: place.publications()["aviso/correo@1"].startswith("done"), f"it goes on\n{daemon.log()}")
    assert daemon.stop() == 0


def test_postgresql_that_is_restarted(place: Place, own_postgresql: OwnPostgreSQL, start_mail_server: Start) -> None:
    """Every connection breaks at once, and for a while nobody answers: the same daemon goes on by itself."""
    place.url = own_postgresql.url
    mail = start_mail_server()
    mails = mailing(place, mail)
    with place.daemon() as daemon:
        wait_until(lambda: len(mail.taken()) > 20, "mail goes out")
        own_postgresql.stop()
        assert standstill(mail) < PEOPLE
        own_postgresql.go_on()
        finished(place, daemon)
    assert_once(place, mail, mails, 2 * CONNECTIONS)


def test_sqlite_that_is_locked_for_a_minute(place: Place, start_mail_server: Start) -> None:
    """Another program holds the database for longer than anybody waits: the mailing stands still, and goes on."""
    mail = start_mail_server()
    mails = mailing(place, mail)
    with place.daemon() as daemon:
        wait_until(lambda: len(mail.taken()) > 20, "mail goes out")
        holder = sqlite3.connect(place.url.removeprefix("sqlite:///"), timeout=10, isolation_level=None)
        holder.execute("BEGIN IMMEDIATE")
        until = time.monotonic() + LOCKED
        count = standstill(mail)
        assert count < PEOPLE
        time.sleep(max(0.0, until - time.monotonic()))
        assert len(mail.taken()) == count
        holder.execute("ROLLBACK")
        holder.close()
        finished(place, daemon)
    assert_once(place, mail, mails, 0)
