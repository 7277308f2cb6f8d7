"""Two daemons that send for one account at once: one is killed, and the other goes on with what both had."""

from collections.abc import Callable

import pytest
from sqlalchemy import Row, select

from storage.ledger.lanes import MOST_SHARDS
from storage.tables import attempt, delivery, lane
from tests.servers.mail import MailServer
from tests.story.daemon import Daemon, wait_until
from tests.story.place import Place
from tests.story.test_several import assert_each_once, assert_paced, over, slow_mail, taken, two_daemons

pytestmark = pytest.mark.waits(30)

Start = Callable[..., MailServer]
LANES = 4
IN_DOUBT = 2
"""At most, for each connection of a lane whose daemon is killed; each lane has one."""


def held(place: Place) -> list[Row[tuple[int, str]]]:
    """Each lane's shard and owner."""
    with place.database() as database, database.read() as connection:
        asked = select(lane.c.shard, lane.c.owner).where(lane.c.owner.is_not(None)).order_by(lane.c.shard)
        return list(connection.execute(asked))


def shards_of(place: Place, daemon: Daemon) -> set[int]:
    """The lanes that a daemon opened last."""
    return {row.shard for row in held(place) if f":{daemon.process.pid}-" in row.owner}


def test_one_of_two_that_send_is_killed(shared_place: Place, start_mail_server: Start) -> None:
    """The other's lanes go on; of the dead one's a few mails are in doubt, the rest goes out, at the account's pace."""
    place, mail = shared_place, start_mail_server()
    mails = slow_mail(place, mail, 600, "por-segundo: 100, rafaga: 20, carriles: 4")
    with two_daemons(place) as (first, second):
        wait_until(lambda: len(held(place)) == LANES and len(mail.taken()) > 60, "mail goes out")
        dead = first if shards_of(place, first) else second
        its = shards_of(place, dead)
        dead.kill()
        wait_until(lambda: over(place), "the other goes on", seconds=60)
        assert (second if dead is first else first).stop() == 0
    assert_each_once(place, taken(mail), mails, IN_DOUBT * len(its))
    assert_paced(place, rate=100, burst=20)
    with place.database() as database, database.read() as connection:
        doubtful = connection.execute(select(delivery.c.shard).where(delivery.c.state == "uncertain")).scalars().all()
        sent = connection.execute(select(attempt.c.epoch).where(attempt.c.outcome == "sent")).scalars().all()
    assert set(doubtful) <= its
    assert {epoch % MOST_SHARDS for epoch in sent} == set(range(LANES))
