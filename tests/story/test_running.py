"""A running daemon and what befalls it: a second one, broken files, verbs of other processes, a stop."""

import re
import sqlite3
import time
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime

import pytest
from sqlalchemy import Connection, func, select

from delivery.office.office import cancel, pause, resume
from indicators.periods import parse_period
from indicators.report import make_report
from storage.lock import daemon_lock
from storage.tables import delivery
from storage.tenants import find_tenant
from tests.servers.mail import MailServer
from tests.story.daemon import Daemon, wait_until
from tests.story.place import BOGOTA, WEB, Place, campaign, mail_account, message, minutes, this_minute

pytestmark = pytest.mark.waits(30)

Start = Callable[..., MailServer]
SLOW = "por-segundo: 150, rafaga: 1"
KEY = "agua/aviso/correo@1"
RATE, MINUTE = 10, 60
"""Mails each second, and seconds."""
SENT = select(func.count()).select_from(delivery).where(delivery.c.state == "sent")


def mail_campaign(text: str = "No hay agua.") -> str:
    """One mail to persons, due now."""
    return campaign("agua", message("aviso", this_minute(), "correo", text, "tolerancia: 3 horas"))


def web_campaign(name: str, text: str, ahead: float = 0) -> str:
    """One page, due some minutes from now."""
    when = this_minute() + minutes(ahead)
    return campaign(name, message(f"pagina-{name}", when, "web", text, "tolerancia: 3 horas"))


def test_a_second_daemon_on_the_same_database_refuses(place: Place) -> None:
    """It ends with 1, says in Spanish that there is one, and names its process."""
    place.configure(WEB, agua=web_campaign("agua", "No hay agua."))
    with place.daemon() as first:
        second = Daemon.spawn(place.config, place.url, place.var, place.environment)
        assert second.process.wait(20) == 1
        assert f"Ya hay un pregonero en marcha con la base de datos {place.var / 'pueblo.db'}" in second.log()
        told = rf"proceso {first.process.pid}, desde \d{{4}}-\d\d-\d\d \d\d:\d\d -05\)"
        assert re.search(told, second.log())
        assert "Traceback" not in second.log()
        assert first.stop() == 0


def test_who_loses_its_lock_to_another_ends(place: Place) -> None:
    """The lock's file taken away and its name held by another: the daemon says so in a sentence and ends with 1."""
    place.configure(WEB, agua=web_campaign("agua", "No hay agua."))
    with place.daemon() as daemon, place.database() as database:
        (place.var / "pueblo.db.candado").unlink()
        with daemon_lock(database, datetime.now(UTC)):
            assert daemon.process.wait(20) == 1
        assert "Ya hay un pregonero en marcha" in daemon.log()
        assert "ExceptionGroup" not in daemon.log()
        assert "Traceback" not in daemon.log()


def test_what_cannot_be_contained_ends_in_a_sentence(place: Place) -> None:
    """A folder where the lock should be: nothing can begin, the log has the traceback, the operator a sentence."""
    place.configure(WEB, agua=web_campaign("agua", "No hay agua."))
    (place.var / "pueblo.db.candado").mkdir()
    daemon = Daemon.spawn(place.config, place.url, place.var, place.environment)
    assert daemon.process.wait(20) == 1
    [line] = daemon.events("the daemon ends")
    assert "IsADirectoryError" in line["exception"]
    sentence = daemon.log().splitlines()[-1]
    assert sentence.startswith("El pregonero se detuvo por algo imprevisto (IsADirectoryError: ")
    assert "ExceptionGroup" not in daemon.log()


def test_status_knows_at_once_that_a_daemon_was_killed(either_place: Place) -> None:
    """Its lock is free, though its last sign is fresh; the next daemon takes the dead one's sign away."""
    place = either_place
    place.configure(WEB, agua=web_campaign("agua", "No hay agua."))
    with place.daemon() as daemon:
        assert place.status().count("En marcha:") == 1
        daemon.kill()
        assert "El pregonero no está en marcha. La última señal es de " in place.status()
    with place.daemon() as daemon:
        assert place.status().count("En marcha:") == 1
        assert daemon.stop() == 0
    assert "El pregonero no está en marcha. Se pone" in place.status()


def test_a_broken_file_stops_nobody(place: Place) -> None:
    """The others go on, the broken one runs as it last was good, also after a restart, and the log names its line."""
    place.configure(WEB, agua=web_campaign("agua", "Texto bueno."), luz=web_campaign("luz", "Hay luz.", 60))
    good = (place.config / "campanas" / "agua.yaml").read_text("utf-8")
    with place.daemon() as daemon:
        wait_until(lambda: place.publications() == {"pagina-agua/web@1": "done"}, "the first goes out")
        broken = good.replace("id: pagina-agua", "id: segunda").replace("    texto:", "    textto:")
        place.write("campanas/agua.yaml", broken)
        wait_until(lambda: len(daemon.events("configuration problem")) > 0, "the problem is told")
        [line] = {event["problem"].splitlines()[0] for event in daemon.events("configuration problem")}
        number = 1 + broken.splitlines().index("    textto: Texto bueno.")
        assert line.startswith(f"{place.config}/campanas/agua.yaml:{number}:5: ")
        place.write("campanas/luz.yaml", web_campaign("luz", "Hay luz."))
        wait_until(lambda: list(place.publications().values()) == ["done", "done"], "the other goes on")
        assert daemon.stop() == 0
    place.write("campanas/nueva.yaml", web_campaign("nueva", "Nueva."))
    with place.daemon() as daemon:
        wait_until(lambda: list(place.publications().values()) == ["done"] * 3, "a new one goes out after a restart")
        assert daemon.stop() == 0


def test_the_last_good_text_sends_after_a_restart(place: Place) -> None:
    """A file that was good, then broken before its hour and over a restart, still sends what it said."""
    place.configure(WEB, agua=web_campaign("agua", "Texto bueno.", 1440))
    with place.daemon() as daemon:
        assert daemon.stop() == 0
    due = web_campaign("agua", "Texto bueno.")
    place.write("campanas/agua.yaml", due)
    place.tenant()
    place.write("campanas/agua.yaml", due.replace("titulo:", "titulo"))
    with place.daemon() as daemon:
        wait_until(lambda: place.publications() == {"pagina-agua/web@1": "done"}, "it goes out")
        assert f"{place.config}/campanas/agua.yaml:" in daemon.log()
        assert daemon.stop() == 0
    [page] = (place.outgoing / "sitio").rglob("*.json")
    assert "Texto bueno." in page.read_text("utf-8")


def test_a_stop_in_the_midst_ends_in_order(place: Place, start_mail_server: Start) -> None:
    """SIGTERM: what is under way is finished, claims are given back, it ends with 0; the next start sends the rest."""
    mail = start_mail_server()
    place.configure(mail_account(mail.port, 4, SLOW), agua=mail_campaign())
    mails = place.people(200)
    with place.daemon() as daemon:
        wait_until(lambda: len(mail.taken()) > 20, "mail goes out")
        assert daemon.stop() == 0
    states = place.states("aviso")
    assert set(states) == {"sent", "pending"}
    assert states["sent"] == len(mail.taken())
    place.configure(mail_account(mail.port), agua=(place.config / "campanas/agua.yaml").read_text("utf-8"))
    with place.daemon() as daemon:
        wait_until(lambda: place.publications()["aviso/correo@1"] == "done", "the rest goes out")
        assert daemon.stop() == 0
    assert sorted(record["to"] for record in mail.taken()) == mails
    place.assert_counted()


def test_a_server_that_hangs_does_not_hold_up_the_end(place: Place, start_mail_server: Start) -> None:
    """What it has not answered within the grace is uncertain; its deadline of ten minutes is not waited for."""
    mail = start_mail_server()
    place.configure(mail_account(mail.port, 2), agua=mail_campaign())
    place.people(30)
    mail.fail({"at": "BODY", "answer": "hang", "after": 5})
    with place.daemon() as daemon:
        wait_until(lambda: len(mail.taken()) == 7, "both connections hang")
        assert daemon.stop(60) == 0
    mail.fail()
    with place.daemon() as daemon:
        wait_until(lambda: place.publications()["aviso/correo@1"] == "done_with_errors", "the rest goes out")
        assert daemon.stop() == 0
    assert place.states("aviso") == {"sent": 28, "uncertain": 2}
    assert len({record["to"] for record in mail.taken()}) == len(mail.taken()) == 30


def test_pause_and_resume_from_another_process_repeat_nobody(place: Place, start_mail_server: Start) -> None:
    """Paused in the midst, nothing leaves; resumed, everyone else gets it, and nobody twice."""
    mail = start_mail_server()
    place.configure(mail_account(mail.port, 4, SLOW), agua=mail_campaign())
    mails = place.people(200)
    with place.daemon() as daemon:
        for mark in (20, 80):
            wait_until(lambda mark=mark: len(mail.taken()) > mark, "mail goes out")  # type: ignore[misc]  # bound now
            place.verb(pause, KEY, "ana")
            _nothing_more_leaves(mail)
            assert place.states("aviso")["sent"] == len(mail.taken())
            place.verb(resume, KEY, "ana")
        wait_until(lambda: place.publications()["aviso/correo@1"] == "done", "everyone has it")
        assert daemon.stop() == 0
    assert sorted(record["to"] for record in mail.taken()) == mails


def test_after_a_cancel_nothing_more_leaves(place: Place, start_mail_server: Start) -> None:
    """Cancelled in the midst: what is under way ends, all others are skipped, the counters say so."""
    mail = start_mail_server()
    place.configure(mail_account(mail.port, 4, SLOW), agua=mail_campaign())
    place.people(700)
    with place.daemon() as daemon:
        wait_until(lambda: len(mail.taken()) > 30, "mail goes out")
        place.verb(cancel, KEY, "ana")
        _nothing_more_leaves(mail)
        wait_until(lambda: sum(place.states("aviso").values()) == 700, "everyone has a row")
        assert daemon.stop() == 0
    sent = len(mail.taken())
    assert place.states("aviso") == {"sent": sent, "skipped": 700 - sent}
    place.assert_counted()


def _nothing_more_leaves(mail: MailServer) -> None:
    """What was under way may still arrive; then the server takes nothing for a second."""
    time.sleep(0.5)
    taken = len(mail.taken())
    time.sleep(1.0)
    assert len(mail.taken()) == taken


@pytest.mark.waits(75)
def test_a_report_of_a_minute_and_the_mail_do_not_wait_for_each_other(place: Place, start_mail_server: Start) -> None:
    """A transaction that reads for a minute sees one moment to its end, while mail keeps its pace beside it.

    The minute is a true one: what holds writers up (a lock, a log that cannot be written back) may take that long.
    """
    mail = start_mail_server()
    place.configure(mail_account(mail.port, 4, f"por-segundo: {RATE}, rafaga: 20"), agua=mail_campaign())
    place.people(RATE * 90)
    with place.daemon() as daemon, place.database() as database:
        wait_until(lambda: len(mail.taken()) > 20, "mail goes out")
        with database.read() as connection:
            before, number, slowest = _figures(place, connection), len(mail.taken()), 0.0
            until = time.monotonic() + MINUTE
            while time.monotonic() < until:
                began = time.monotonic()
                assert connection.execute(SENT).scalar_one() == before[0]
                slowest = max(slowest, time.monotonic() - began)
                time.sleep(0.5)
            meanwhile = len(mail.taken()) - number
            assert _figures(place, connection) == before
            log_pages = _log(place)[1]
        assert meanwhile > 0.9 * RATE * MINUTE
        assert slowest < 1.0
        # SQLite tries to write its log back every thousand pages: it did so under the open reader, and held up nobody.
        assert log_pages > 1000
        with database.read() as connection:
            assert connection.execute(SENT).scalar_one() >= before[0] + meanwhile - 10
        wait_until(lambda: _log(place)[1] == _log(place)[2], "the log is written back whole")
        assert daemon.stop() == 0


def _figures(place: Place, connection: Connection) -> tuple[int, list[float | None]]:
    """How many are sent, and a report's values, as one transaction sees them."""
    now, tenant = datetime.now(UTC), place.tenant()
    period = parse_period(f"{now.astimezone(BOGOTA):%Y-%m}", BOGOTA)
    report = make_report(connection, tenant, find_tenant(connection, tenant.slug) or 0, period, now)
    return connection.execute(SENT).scalar_one(), [indicator.figure.value for indicator in report.indicators]


def _log(place: Place) -> tuple[int, int, int]:
    """Write SQLite's log back as far as readers allow: whether it was busy, its pages, and how many are back."""
    with closing(sqlite3.connect(place.var / "pueblo.db", timeout=1)) as connection:
        busy, pages, back = connection.execute("PRAGMA wal_checkpoint(PASSIVE)").fetchone()
    return busy, pages, back
