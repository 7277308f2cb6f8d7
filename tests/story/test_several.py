"""Two daemons on one database, each with a folder of its own: killed, frozen, thawed, stopped."""

import os
import shutil
import signal
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from sqlalchemy import select, update

from storage.tables import attempt, lane, work_order
from tests.servers.mail import MailServer
from tests.story.daemon import Daemon, wait_until
from tests.story.place import RADIO, WEB, Place, campaign, mail_account, message, minutes, this_minute

pytestmark = pytest.mark.waits(30)

Start = Callable[..., MailServer]
CONNECTIONS = 4
IN_DOUBT = 2 * CONNECTIONS
"""At most, for each kill."""


@contextmanager
def two_daemons(place: Place) -> Iterator[tuple[Daemon, Daemon]]:
    """Both have caught up with the calendar; the second stands on another machine, which has the same keys."""
    first = Daemon.start(place.config, place.url, place.var, place.environment)
    var = place.root / "otra" / "var"
    var.mkdir(parents=True)
    shutil.copy(place.var / "claves", var / "claves")
    second = Daemon.start(place.config, place.url, var, place.environment)
    try:
        yield first, second
    finally:
        for daemon in (first, second):
            if daemon.process.poll() is None:
                daemon.process.send_signal(signal.SIGCONT)
                daemon.kill()


def holder(place: Place, daemons: tuple[Daemon, Daemon]) -> tuple[Daemon, Daemon]:
    """Who works the lane, and the other one."""
    with place.database() as database, database.read() as connection:
        owner = connection.execute(select(lane.c.owner)).scalar_one()
    one, other = daemons
    return (one, other) if f":{one.process.pid}-" in owner else (other, one)


def slow_mail(place: Place, mail: MailServer, people: int, pace: str = "por-segundo: 60, rafaga: 20") -> list[str]:
    """A mail to so many persons that it takes a while, due now; their addresses."""
    place.configure(
        mail_account(mail.port, CONNECTIONS, pace),
        agua=campaign("agua", message("aviso", this_minute(), "correo", more="tolerancia: 3 horas")),
    )
    return place.people(people)


def assert_each_once(place: Place, taken: list[str], mails: list[str], doubts: int) -> None:
    """Everyone has a row in a final state; who is not in doubt has one message, and nobody has two."""
    states = {row.address: row.state for row in place.deliveries("aviso")}
    assert set(states) == set(mails)
    doubtful = {address for address, state in states.items() if state == "uncertain"}
    assert {state for address, state in states.items() if address not in doubtful} == {"sent"}
    assert len(doubtful) <= doubts
    assert max(Counter(taken).values()) == 1
    assert set(mails) - set(taken) <= doubtful
    place.assert_counted()


def taken(mail: MailServer, text: str = "Un aviso.") -> list[str]:
    """Who has got the message with this text."""
    return [record["to"] for record in mail.taken() if text in record["data"]]


def over(place: Place) -> bool:
    """Nothing is left to be sent."""
    return all(state.startswith("done") for state in place.publications().values())


def test_another_daemon_takes_over_from_one_that_was_killed(shared_place: Place, start_mail_server: Start) -> None:
    """Nobody is lost and nobody gets two; the account's pace is kept by both together."""
    place, mail = shared_place, start_mail_server()
    mails = slow_mail(place, mail, 300)
    with two_daemons(place) as daemons:
        wait_until(lambda: len(mail.taken()) > 60, "mail goes out")
        working, waiting = holder(place, daemons)
        working.kill()
        wait_until(lambda: over(place), "the other goes on", seconds=60)
        assert waiting.stop() == 0
    assert_each_once(place, taken(mail), mails, IN_DOUBT)
    assert_paced(place, rate=60, burst=20)


def assert_paced(place: Place, rate: int, burst: int) -> None:
    """In no stretch of time did more leave than the bucket allows, and what may be on its way between pace and wire."""
    with place.database() as database, database.read() as connection:
        left = sorted(connection.execute(select(attempt.c.started_at)).scalars())
    on_its_way = 2 * CONNECTIONS
    for first, moment in enumerate(left):
        for last in range(first, len(left)):
            assert last - first + 1 <= burst + on_its_way + rate * (left[last] - moment).total_seconds()


def test_a_frozen_daemon_that_wakes_up_late_sends_nothing_twice(shared_place: Place, start_mail_server: Start) -> None:
    """The other has taken over and sent the rest; thawed, it says what it knows of its own, and works on."""
    place, mail = shared_place, start_mail_server()
    mails = slow_mail(place, mail, 300)
    with two_daemons(place) as daemons:
        wait_until(lambda: len(mail.taken()) > 60, "mail goes out")
        frozen, awake = holder(place, daemons)
        os.kill(frozen.process.pid, signal.SIGSTOP)
        wait_until(lambda: over(place), "the other goes on", seconds=60)
        os.kill(frozen.process.pid, signal.SIGCONT)
        assert awake.stop() == 0
        later = campaign("luz", message("luz", this_minute(), "correo", "Hay luz.", "tolerancia: 3 horas"))
        place.write("campanas/luz.yaml", later)
        wait_until(lambda: len(taken(mail, "Hay luz.")) == len(mails), "the thawed one works on", seconds=60)
        assert frozen.stop() == 0
    assert_each_once(place, taken(mail), mails, IN_DOUBT)
    assert max(Counter(taken(mail, "Hay luz.")).values()) == 1


def test_daemons_that_begin_together_write_each_thing_once(shared_place: Place, start_mail_server: Start) -> None:
    """Posts, mails, tasks and who is told of them: what both find due at the same moment stands there once."""
    place, mail = shared_place, start_mail_server()
    hour = this_minute()
    names = [f"aviso-{number}" for number in range(30)]
    place.configure(
        mail_account(mail.port), WEB, RADIO, agua=campaign("agua", message("primero", hour + minutes(60), "web"))
    )
    place.people(3)
    with two_daemons(place) as daemons:
        for name in names:
            place.write(
                f"campanas/{name}.yaml",
                campaign(name, message(name, hour, "correo, web, emisora", more="tolerancia: 3 horas")),
            )

        def all_out() -> bool:
            found = {key: state for key, state in place.publications().items() if "~tarea-" not in key}
            sent = [state for key, state in found.items() if "/emisora" not in key]
            return len(found) == 3 * len(names) and set(sent) == {"done"}

        wait_until(all_out, "all goes out", seconds=60)
        with place.database() as database, database.write() as connection:
            due = {"due_at": hour + minutes(90), "extended_to": None}
            connection.execute(update(work_order).values(**due))
        logs = [daemon.events("publications") for daemon in daemons]
        for daemon in daemons:
            assert daemon.stop() == 0
    published = sum(event["count"] for events in logs for event in events)
    assert published == 3 * len(names)
    people = [f"persona{number:05d}@example.com" for number in range(3)]
    received = Counter(taken(mail))
    # Who answers for the radio is told of her tasks one by one, as their papers are drawn: of none of them twice.
    assert received.pop("ana@villaclara.gov.co", 0) <= sum("~tarea-" in key for key in place.publications())
    assert received == Counter(dict.fromkeys(people, len(names)))
    place.assert_counted()


def test_status_shows_each_daemon(shared_place: Place) -> None:
    """Both are at work; of one that was killed it is known at once, and the other stays."""
    place = shared_place
    place.configure(WEB, agua=campaign("agua", message("pagina", this_minute() + minutes(60), "web")))
    with two_daemons(place) as (first, second):
        assert place.status().count("En marcha:") == 2
        first.kill()
        wait_until(lambda: place.status().count("En marcha:") == 1, "the killed one is told")
        assert f":{second.process.pid}-" in place.status()
        assert second.stop() == 0
    assert "El pregonero no está en marcha" in place.status()
