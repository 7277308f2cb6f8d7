"""A report that goes out by itself is one, whenever the daemon is killed: one row, one digest, mailed once."""

import hashlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from email import message_from_string, policy
from pathlib import Path

import pytest
from sqlalchemy import select

from storage.audit import verify
from storage.database import Database
from storage.lock import is_held
from storage.tables import audit, report, report_file
from tests.kills.ears import rows
from tests.kills.life import Life, Nursery
from tests.kills.nursery import LOG
from tests.kills.points import NONE
from tests.kills.reporting_points import ARMS, BOTH
from tests.kills.ruin import KILLED, PATIENCE, fresh, seconds_pass
from tests.servers.fixtures import StartMailServer
from tests.servers.mail import MailServer
from tests.story.daemon import wait_until
from tests.story.place import Place, campaign, mail_account, message, this_minute

pytestmark = pytest.mark.waits(6)

KEY = "semanal/correo@1"
REPORT = "informe: {periodo: semana, formato: pdf}\ntolerancia: 3 horas"


def begun(nursery: Nursery, place: Place, point: str, database: Database) -> Life:
    """A daemon that dies at a point, as soon as nobody else works there."""
    wait_until(lambda: not is_held(database), "the dead one lets go")
    life = {"config": str(place.config), "url": place.url, "var": str(place.var), "plant": ""}
    return Life(nursery, life | {"point": point, "nth": 1, "delay": 0}).begin()


def attached(mail: MailServer) -> list[str]:
    """The sha256 of each file that the server was handed."""
    letters = [message_from_string(each["data"], policy=policy.default) for each in mail.taken()]
    files = [part.get_content() for letter in letters for part in letter.iter_attachments()]
    return [hashlib.sha256(each).hexdigest() for each in files]


def weekly(place: Place, mail: MailServer, people: int) -> None:
    """The town sends the week's report by mail, now, to some people."""
    text = message("semanal", this_minute(), "correo", "El informe de la semana.", REPORT)
    place.configure(mail_account(mail.port, 1), informes=campaign("informes", text))
    place.people(people)


def the_only_file(database: Database) -> str:
    """The sha256 of the one file of the one report: made, and told by its digest in a record that is whole."""
    [kept] = rows(database, report)
    assert kept.made_at is not None
    with database.read() as connection:
        file = connection.execute(select(report_file)).one()
        assert verify(connection) is None
    [told] = [row.detail for row in rows(database, audit) if row.verb == "publish_report"]
    assert list(told["files"].values()) == [file.sha256]
    return str(file.sha256)


@pytest.mark.parametrize("dialect", ["sqlite", "postgresql"])
@pytest.mark.parametrize("point", ARMS)
def test_a_kill_makes_no_second_report(
    dialect: str,
    point: str,
    tmp_path: Path,
    nursery: Nursery,
    fresh_url: Callable[[str, Path], Iterator[str]],
    start_mail_server: StartMailServer,
) -> None:
    """Before it is kept, before it is frozen and before it is mailed; the chained record tells of the same bytes."""
    mail, folder = start_mail_server(), tmp_path / "town"
    with contextmanager(fresh_url)(dialect, folder) as url:
        place = fresh(folder, url)
        weekly(place, mail, 1)
        with place.database() as database:
            assert begun(nursery, place, point, database).ended(PATIENCE) == KILLED
            assert attached(mail) == []
            seconds_pass(database)
            life = begun(nursery, place, NONE, database)
            wait_until(lambda: place.publications().get(KEY) == "done", "the report goes out")
            assert life.stop() == {"code": 0}
            assert attached(mail) == [the_only_file(database)]


@pytest.mark.parametrize("dialect", ["sqlite", "postgresql"])
def test_two_daemons_send_one_report(
    dialect: str,
    tmp_path: Path,
    nursery: Nursery,
    second_nursery: Nursery,
    fresh_url: Callable[[str, Path], Iterator[str]],
    start_mail_server: StartMailServer,
) -> None:
    """On PostgreSQL both count and one is kept; on SQLite the second does not start. Each recipient has one mail."""
    mail, folder = start_mail_server(), tmp_path / "town"
    with contextmanager(fresh_url)(dialect, folder) as url:
        place = fresh(folder, url)
        weekly(place, mail, 3)
        with place.database() as database:
            point = NONE if dialect == "sqlite" else BOTH
            first = begun(nursery, place, point, database)
            wait_until(lambda: is_held(database), "the first begins")
            life = {"config": str(place.config), "url": place.url, "var": str(place.var), "plant": ""}
            second = Life(second_nursery, life | {"point": point, "nth": 1, "delay": 0}).begin()
            wait_until(lambda: place.publications().get(KEY) == "done", "the report goes out")
            if dialect == "sqlite":
                assert second.ended(PATIENCE) == {"code": 1}
            else:
                assert second.stop() == {"code": 0}
            assert first.stop() == {"code": 0}
            told = (place.root / LOG).read_text("utf-8")
            assert ("AlreadyRunning" in told, "unforeseen fault" in told) == (dialect == "sqlite", False)
            assert attached(mail) == [the_only_file(database)] * 3
            assert len({str(each["to"]) for each in mail.taken()}) == 3
