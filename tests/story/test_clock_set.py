"""A whole daemon whose clock is set while it works: each message leaves once, and what waits is not forgotten."""

import asyncio
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import datetime, timedelta

import pytest

from campaigns.configuration import Configuration
from delivery.clock import SystemClock
from scheduler import Daemon
from storage import meta
from storage.database import Database
from storage.schema import prepare
from tests.servers.mail import MailServer
from tests.story.place import BOGOTA, WEB, Place, campaign, mail_account, message, minutes, this_minute

pytestmark = pytest.mark.waits(4)

Start = Callable[..., MailServer]
HOUR, DAY = 60, 24 * 60
"""Minutes."""
STEPS = [pytest.param(step, id=f"{step / HOUR:+g} h") for step in (HOUR, -HOUR, DAY, -DAY)]


class SetClock(SystemClock):
    """The machine's clock, as somebody sets it."""

    def __init__(self) -> None:
        self.ahead = timedelta(0)

    def now(self) -> datetime:
        """As it was set."""
        return super().now() + self.ahead

    def set(self, by: float) -> None:
        """So many minutes forward; negative: back."""
        self.ahead += minutes(by)


@asynccontextmanager
async def at_work(place: Place, clock: SetClock) -> AsyncIterator[None]:
    """A daemon in this process, by this clock."""
    database = Database.open(place.url)
    prepare(database)
    daemon, ready = Daemon(Configuration(place.config, place.var, place.environment), database, clock), asyncio.Event()
    work = asyncio.create_task(daemon.run(lambda _: ready.set()))
    try:
        await asyncio.wait({work, asyncio.create_task(ready.wait())}, return_when=asyncio.FIRST_COMPLETED)
        yield
    finally:
        daemon.stop()
        await asyncio.wait_for(work, 120)
        database.close()


async def until(met: Callable[[], bool], what: str, seconds: float = 120.0) -> None:
    """Let the daemon work until it is met. Raises AssertionError with `what` was waited for."""
    last = time.monotonic() + seconds
    while not met():
        assert time.monotonic() < last, f"in vain: {what}"
        await asyncio.sleep(0.05)


async def has_looked(place: Place, clock: SetClock) -> None:
    """Return when the daemon has noted that it looked through the rows at the hour that it is now."""

    def looked() -> bool:
        with place.database() as database, database.read() as connection:
            noted = meta.get(connection, "looked:1")
        return noted is not None and abs(datetime.fromisoformat(noted) - clock.now()) < minutes(1)

    await until(looked, "it sees the new hour")


@pytest.mark.parametrize(
    ("steps", "then"),
    [
        pytest.param([HOUR], "done", id="an hour forward: ten minutes late, within its tolerance"),
        pytest.param([DAY], "missed", id="a day forward: too late"),
        pytest.param([HOUR, -HOUR, HOUR], "done", id="an hour to and fro"),
        pytest.param([-HOUR, HOUR, 55], "done", id="an hour back, and on to its hour"),
        pytest.param([-DAY, DAY, 55], "done", id="a day back, and on to its hour"),
        pytest.param([DAY, -DAY, 55], "missed", id="what is missed is a person's, whatever the clock says later"),
    ],
)
async def test_what_is_due_leaves_once(place: Place, start_mail_server: Start, steps: list[float], then: str) -> None:
    """One message is due at the start, one in fifty minutes: however the clock is set, neither leaves twice."""
    mail, clock = start_mail_server(), SetClock()
    now = message("ahora", this_minute(), "correo, web", more="tolerancia: 3 horas")
    later = message("luego", this_minute() + minutes(50), "correo, web")
    place.configure(mail_account(mail.port), WEB, agua=campaign("agua", now, later))
    people = place.people(3)
    async with at_work(place, clock):
        await until(lambda: set(place.publications().values()) == {"done"}, "the first goes out")
        for step in steps:
            clock.set(step)
            await has_looked(place, clock)
        await until(lambda: place.publications().get("luego/correo@1") == then, "the other comes to its end")
        await until(lambda: place.publications().get("luego/web@1") == then, "its page too")
    rounds = 2 if then == "done" else 1
    assert sorted(record["to"] for record in mail.taken()) == sorted(people * rounds)
    assert len(place.publications()) == 4
    assert len(list((place.outgoing / "sitio").rglob("*.json"))) == rounds
    place.assert_counted()


@pytest.mark.parametrize("step", STEPS)
async def test_a_retry_is_not_forgotten(place: Place, start_mail_server: Start, step: float) -> None:
    """Who was to wait a while gets the message after the clock is set, forward or back, and gets it once."""
    mail, clock = start_mail_server(), SetClock()
    mailing = message("aviso", this_minute(), "correo", more="tolerancia: 3 horas")
    place.configure(mail_account(mail.port), agua=campaign("agua", mailing))
    people = place.people(3)
    mail.fail({"at": "RCPT", "contains": people[1], "answer": "450 4.2.1 Mailbox busy", "times": 1})
    async with at_work(place, clock):
        await until(lambda: place.states("aviso") == {"sent": 2, "pending": 1}, "one has to wait")
        [waits] = [row for row in place.deliveries("aviso") if row.state == "pending"]
        assert waits.not_before > clock.now() + timedelta(seconds=10)
        clock.set(step)
        await until(lambda: place.publications() == {"aviso/correo@1": "done"}, "it is tried again")
    assert sorted(record["to"] for record in mail.taken()) == people


@pytest.mark.parametrize("step", STEPS)
async def test_a_mailing_under_way_goes_on(place: Place, start_mail_server: Start, step: float) -> None:
    """Set in the midst of a mailing, the clock neither stops the lane's pace nor makes it send to anyone twice."""
    mail, clock = start_mail_server(), SetClock()
    mailing = message("aviso", this_minute(), "correo", more="tolerancia: 3 horas")
    place.configure(mail_account(mail.port, 2, "por-segundo: 20, rafaga: 1"), agua=campaign("agua", mailing))
    people = place.people(60)
    async with at_work(place, clock):
        await until(lambda: len(mail.taken()) > 5, "mail goes out")
        clock.set(step)
        await until(lambda: place.publications() == {"aviso/correo@1": "done"}, "everyone has it", 15)
    assert sorted(record["to"] for record in mail.taken()) == people


async def test_a_recurrence_keeps_to_the_hour_that_was_set(place: Place) -> None:
    """Started by a clock a day ahead, which is then set right: today's page goes out today."""
    clock = SetClock()
    clock.set(DAY)
    at = (this_minute() + minutes(30)).astimezone(BOGOTA)
    place.configure(WEB, agua=campaign("agua", message("diario", f"cada día a las {at:%H:%M}", "web")))
    async with at_work(place, clock):
        clock.set(-DAY)
        await has_looked(place, clock)
        assert place.publications() == {}
        clock.set(35)
        await until(lambda: place.publications() == {f"diario/web@{at:%Y-%m-%d}": "done"}, "today's goes out")
