"""A daemon that may have lost a lane sends nothing more on it: neither what it intended nor what it had announced."""

import threading
from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from functools import partial
from pathlib import Path

import pytest
from sqlalchemy import select, text, update

from delivery.engines.leases import MARGIN, RENEWAL, TERM, Lease, Leases, steady
from storage.database import Database
from storage.ledger import claim, intend, lease_lane, record, settle
from storage.states import DeliveryState
from storage.tables import delivery, lane
from tests.delivery.desk import Desk, at_work
from tests.delivery.relay import DUE, real_mail
from tests.servers.mail import MailServer
from tests.storage.alive import alive
from tests.storage.rows import a_result

Start = Callable[..., MailServer]
LONG = 3600.0


def test_its_holder_lets_go_before_the_database_does() -> None:
    """By its own clock, which starts before the database is asked; and at once where another has the lane."""
    now = [100.0]
    lease = Lease(107.0, lambda: now[0])
    assert lease.holds
    now[0] = 107.0
    assert not lease.holds
    assert not Lease(LONG, lambda: 0.0, lost=True).holds
    assert steady() <= steady()


def test_a_lease_outlives_two_renewals_that_failed() -> None:
    """A short trouble of the database loses no lane."""
    assert TERM.total_seconds() > 3 * RENEWAL + MARGIN


class Freezer:
    """A clock that stands still until a message is intended and has not left; then the process sleeps an hour, and
    another daemon takes the lane over, has a person say that what is in doubt did not go out, and sends it."""

    def __init__(self, database: Database, looks: int) -> None:
        """`looks`: how many looks at the clock pass with something intended before the process is frozen."""
        self._database = database
        self._looks = looks
        self._thread = threading.get_ident()
        self._now = 0.0
        self.sent: list[str] = []

    def __call__(self) -> float:
        """Seconds; looked at in the loop's thread, the process may freeze before it gets to know them."""
        if threading.get_ident() == self._thread and not self.sent:
            self._look()
        return self._now

    def _look(self) -> None:
        with self._database.read() as connection:
            intended = connection.execute(select(delivery.c.id).where(delivery.c.state == "sending")).scalars().all()
        self._looks -= bool(intended)
        if intended and self._looks < 0:
            self._now += LONG
            self._another_sends()

    def _another_sends(self) -> None:
        with self._database.write() as connection:
            row = connection.execute(select(lane)).one()
            connection.execute(update(lane).values(leased_until=text("clock_timestamp()")))
            opened = lease_lane(connection, row.tenant, row.sender, 0, "otro", DUE, timedelta(seconds=8))
            assert opened is not None
            doubtful = connection.execute(select(delivery).where(delivery.c.state == "uncertain")).all()
            for each in doubtful:
                settle(connection, row.tenant, each.id, DeliveryState.PENDING, "ana", DUE)
            taken = claim(connection, doubtful[0].publication, 0, opened.epoch, len(doubtful), DUE)
            go = intend(connection, [each.id for each in taken], opened.epoch).go
            record(connection, [a_result(number, opened.epoch) for number in go], DUE)
            asked = select(delivery.c.address).where(delivery.c.id.in_(go))
            self.sent = [str(address) for address in connection.execute(asked).scalars()]
            connection.execute(update(lane).values(leased_until=None))


@pytest.mark.parametrize("looks", range(4))
async def test_who_was_frozen_after_its_intent_sends_nothing_of_it(
    postgresql_database: Database, tmp_path: Path, start_mail_server: Start, looks: int
) -> None:
    """Another daemon has sent it meanwhile: each person gets one message, from the one or from the other."""
    mail = start_mail_server()
    freezer = Freezer(postgresql_database, looks)
    leases = Leases(postgresql_database, clock=freezer)
    people = [f"persona{number}@example.com" for number in range(6)]
    one_by_one = real_mail(mail.port, "por-segundo: 1000, rafaga: 500, simultaneos: 1")
    async with at_work(postgresql_database, tmp_path, DUE, one_by_one, leases=leases) as desk:
        desk.people(*people)
        await desk.turn()
        got = Counter(freezer.sent + [each["to"] for each in mail.taken()])
        assert freezer.sent
        assert got == Counter(people)
        assert desk.states() == {"sent": 6}


async def test_a_lane_that_another_holds_is_left_alone(
    postgresql_database: Database, tmp_path: Path, start_mail_server: Start
) -> None:
    """Nothing goes out and nothing is disturbed; once the other has given it back, it is worked."""
    mail = start_mail_server()
    leases = Leases(postgresql_database)
    with alive(postgresql_database, "otro"):
        async with at_work(postgresql_database, tmp_path, DUE, real_mail(mail.port), leases=leases) as desk:
            await _left_alone(desk, mail)


async def _left_alone(desk: Desk, mail: MailServer) -> None:
    desk.people("ana@example.com")
    sender = desk.tenant.accounts["correo"].sender
    taking = partial(lease_lane, tenant_id=desk.place.tenant_id, sender=sender, shard=0, owner="otro", now=DUE)
    with desk.database.write() as connection:
        assert taking(connection, term=TERM) is not None
    await desk.look()
    await desk.dispatcher.sweep()
    await desk.engine.quiet()
    assert (mail.taken(), desk.states()) == ([], {})
    with desk.database.write() as connection:
        connection.execute(update(lane).values(leased_until=None))
    await desk.turn()
    assert desk.states() == {"sent": 1}
