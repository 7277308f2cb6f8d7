"""A lane changes hands: what the older owner left is put in order, and its claims are void."""

from sqlalchemy import Connection, insert, select, update

from storage.ledger import (
    claim,
    intend,
    open_lane,
    release,
    retry_failed,
)
from storage.ledger.lanes import MOST_SHARDS
from storage.tables import delivery, lane
from tests.storage.rows import (
    NOW,
    SENDER,
    a_lane,
    a_publication,
    a_tenant,
    counted,
    deliveries,
    rows_counted,
    states,
)


def claimed(connection: Connection, number: int = 3) -> tuple[int, int, list[int]]:
    """A running publication whose deliveries are claimed: its number, the epoch, the deliveries."""
    publication_id = a_publication(connection)
    ids = deliveries(connection, publication_id, number)
    epoch = a_lane(connection).epoch
    claim(connection, publication_id, 0, epoch, number, NOW)
    return publication_id, epoch, ids


def test_older_epoch_claims_nothing(writing: Connection) -> None:
    """A process whose lane another has opened claims nothing more."""
    publication_id = a_publication(writing)
    deliveries(writing, publication_id)
    old = a_lane(writing, "uno").epoch
    a_lane(writing, "dos")

    assert claim(writing, publication_id, 0, old, 9, NOW) == []


def test_taken_over_is_nobodys_intention(writing: Connection) -> None:
    """What a newer owner has taken is in none of the three lists, and the old owner's intention moves nothing."""
    publication_id, old, ids = claimed(writing)
    new = a_lane(writing, "dos").epoch
    claim(writing, publication_id, 0, new, 9, NOW)

    intention = intend(writing, ids, old)

    assert (intention.go, intention.held, intention.skipped) == ([], [], [])
    assert intend(writing, ids, new).go == ids


def test_after_two_crashes_each_is_claimed_alone_and_last(writing: Connection) -> None:
    """After one they go together as ever; after the second what was not in hand goes first, the others each alone."""
    publication_id, _, ids = claimed(writing)
    again = a_lane(writing, "dos").epoch
    assert [row.id for row in claim(writing, publication_id, 0, again, 9, NOW)] == ids
    epoch = a_lane(writing, "tres").epoch
    fresh = deliveries(writing, publication_id, 2, audience="otra")

    order = []
    while rows := claim(writing, publication_id, 0, epoch, 9, NOW):
        order.append([row.id for row in rows])

    assert order == [fresh, *([each] for each in ids)]


def test_third_crash_sets_aside(writing: Connection) -> None:
    """In hand at three crashes, it has failed and says so; tried again by a person, it counts anew."""
    publication_id, _, ids = claimed(writing, 1)
    for owner in ("dos", "tres"):
        epoch = a_lane(writing, owner).epoch
        assert [row.id for row in claim(writing, publication_id, 0, epoch, 9, NOW)] == ids

    opened = a_lane(writing, "cuatro")

    assert (opened.released, states(writing, publication_id)) == (0, {ids[0]: "failed"})
    asked = select(delivery.c.crashes, delivery.c.error_code)
    assert tuple(writing.execute(asked).one()) == (3, "crashes")
    assert counted(writing) == rows_counted(writing)
    assert retry_failed(writing, publication_id, "ana", NOW) == 1
    assert writing.execute(asked).one().crashes == 0


def test_takeover_puts_in_order_what_was_left(writing: Connection) -> None:
    """Opened anew, a lane gives back what was claimed and calls uncertain what was being sent."""
    publication_id, epoch, ids = claimed(writing)
    intend(writing, ids[:1], epoch)

    opened = a_lane(writing, "dos")

    assert (opened.released, opened.uncertain) == (2, 1)
    assert list(states(writing, publication_id).values()) == ["uncertain", "pending", "pending"]
    row = writing.execute(select(delivery.c.attempts, delivery.c.error_code).where(delivery.c.id == ids[0])).one()
    assert tuple(row) == (1, "interrupted")
    assert counted(writing) == rows_counted(writing)


def test_takeover_leaves_other_lanes_alone(writing: Connection) -> None:
    """Another credential's claims are none of this lane's business."""
    publication_id, _, _ = claimed(writing)
    other = a_publication(writing, message="otro", sender="telegram:1")
    deliveries(writing, other)

    a_lane(writing, "dos")
    writing.execute(update(lane).values(epoch=lane.c.epoch))

    assert set(states(writing, publication_id).values()) == {"pending"}
    assert set(states(writing, other).values()) == {"pending"}


def test_opened_lane_remembers_its_pace(writing: Connection) -> None:
    """A restart forgets neither the pace nor the quota nor a pause."""
    a_lane(writing)
    kept = {"next_send_at": NOW, "quota_log": [[NOW.isoformat(), 7]], "paused_until": NOW, "needs_person": True}
    writing.execute(update(lane).values(**kept))

    opened = a_lane(writing, "dos")

    assert {key: getattr(opened, key) for key in kept} == kept


def test_graceful_stop_gives_claims_back(writing: Connection) -> None:
    """A lane that stops leaves nothing claimed, and what is on the wire where it is."""
    publication_id, epoch, ids = claimed(writing)
    intend(writing, ids[:1], epoch)

    assert release(writing, a_tenant(writing), SENDER, 0, epoch) == 2
    assert list(states(writing, publication_id).values()) == ["sending", "pending", "pending"]
    assert counted(writing) == rows_counted(writing)


def test_no_two_lanes_of_a_sender_share_an_epoch(writing: Connection) -> None:
    """However often each is opened, it goes forward, and what one has sent is never taken for another's."""
    tenant = a_tenant(writing)
    writing.execute(insert(lane).values(tenant=tenant, sender=SENDER, shard=0, epoch=17))

    opened = [
        [open_lane(writing, tenant, SENDER, shard, "uno", NOW).epoch for _ in range(2 + shard)]
        for shard in range(MOST_SHARDS)
    ]

    every = [epoch for epochs in opened for epoch in epochs]
    assert len(set(every)) == len(every)
    assert all(epochs == sorted(epochs) for epochs in opened)
    assert opened[0][0] > 17
