"""Bugs, each as it might come in: put into the shipped code in memory, for schedules of faults to find."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any

import pytest
from sqlalchemy import Connection, select, update

from channels.message import Sent, Uncertain
from storage.ledger import Cause, Intention, Result, move_deliveries
from storage.ledger.tally import Tally
from storage.states import DeliveryState
from storage.tables import delivery, lane, publication, suppression
from tests.seams import Function, rebind

LEDGER = "storage.ledger"
Put = Callable[[object, str, object], None]


def intention_is_not_committed(put: Put) -> None:
    """The message leaves, and the rows do not say that it was about to."""

    def planted(intend: Function) -> Function:
        def forgetful(connection: Connection, ids: Sequence[int], epoch: int, *tally: Tally) -> Intention:
            with connection.begin_nested() as nested:
                # Its counters go with it, so that they still agree with the rows.
                found: Intention = intend(connection, ids, epoch, *tally)
                nested.rollback()
            return found

        return forgetful

    rebind(LEDGER, "intend", planted, put)


def epoch_is_not_counted_up(put: Put) -> None:
    """Whoever opens a lane is taken for the one before, so that nothing counts as left behind."""

    def planted(open_lane: Function) -> Function:
        def opened(connection: Connection, tenant: int, sender: str, *rest: Any) -> Any:
            mine = (lane.c.tenant == tenant) & (lane.c.sender == sender)
            connection.execute(update(lane).where(mine).values(epoch=lane.c.epoch - 1))
            return open_lane(connection, tenant, sender, *rest)

        return opened

    rebind(LEDGER, "open_lane", planted, put)


def suppression_is_not_asked(put: Put) -> None:
    """Who unsubscribes after the claim gets the message all the same."""

    def planted(intend: Function) -> Function:
        def deaf(connection: Connection, ids: Sequence[int], epoch: int, *tally: Tally) -> Intention:
            rows = [dict(row) for row in connection.execute(select(suppression)).mappings()]
            connection.execute(suppression.delete())
            found: Intention = intend(connection, ids, epoch, *tally)
            if rows:
                connection.execute(suppression.insert(), rows)
            return found

        return deaf

    rebind(LEDGER, "intend", planted, put)


def pause_and_cancel_are_not_asked(put: Put) -> None:
    """What is claimed leaves, whatever was said since."""

    def planted(intend: Function) -> Function:
        def deaf(connection: Connection, ids: Sequence[int], epoch: int, *tally: Tally) -> Intention:
            rows = connection.execute(select(publication.c.id, publication.c.state)).all()
            connection.execute(update(publication).values(state="running"))
            found: Intention = intend(connection, ids, epoch, *tally)
            for row in rows:
                connection.execute(update(publication).where(publication.c.id == row.id).values(state=row.state))
            return found

        return deaf

    rebind(LEDGER, "intend", planted, put)


def retries_are_not_counted(put: Put) -> None:
    """Each try counts as the first."""

    def planted(record: Function) -> Function:
        def forgetful(connection: Connection, results: Sequence[Result], now: datetime, *tally: Tally) -> None:
            record(connection, [result._replace(burns_attempt=False) for result in results], now, *tally)

        return forgetful

    rebind(LEDGER, "record", planted, put)


def results_are_lost(put: Put) -> None:
    """What the relay has answered is not kept where it was a refusal."""

    def planted(record: Function) -> Function:
        def forgetful(connection: Connection, results: Sequence[Result], now: datetime, *tally: Tally) -> None:
            record(connection, [result for result in results if result.to is DeliveryState.SENT], now, *tally)

        return forgetful

    rebind(LEDGER, "record", planted, put)


def counters_are_written_twice(put: Put) -> None:
    """The same change, once more."""
    write = Tally.write

    def twice(self: Tally, connection: Connection) -> None:
        again = Tally()
        again._changes = self._changes.copy()
        write(self, connection)
        write(again, connection)

    put(Tally, "write", twice)


def doubtful_is_sent_again(put: Put) -> None:
    """What a crash left in doubt is tried once more, as if surely nothing had left."""

    def planted(open_lane: Function) -> Function:
        def opened(connection: Connection, *rest: Any) -> Any:
            found = open_lane(connection, *rest)
            cut = select(delivery.c.id).where(delivery.c.error_code == "interrupted", delivery.c.state == "uncertain")
            numbers = connection.execute(cut).scalars().all()
            move_deliveries(connection, numbers, DeliveryState.PENDING, Cause.RECONCILE, rest[4])
            return found

        return opened

    rebind(LEDGER, "open_lane", planted, put)


def everything_is_set_aside(put: Put) -> None:
    """At the first crash, whatever was claimed has failed and is not tried again."""

    def planted(open_lane: Function) -> Function:
        def opened(connection: Connection, *rest: Any) -> Any:
            connection.execute(update(delivery).where(delivery.c.state == "claimed").values(crashes=2))
            return open_lane(connection, *rest)

        return opened

    rebind(LEDGER, "open_lane", planted, put)


def silence_counts_as_sent(put: Put) -> None:
    """An answer that never came is taken for a yes."""

    def planted(decide: Function) -> Function:
        def hopeful(result: object, **rest: Any) -> Any:
            return decide(Sent("?") if isinstance(result, Uncertain) else result, **rest)

        return hopeful

    rebind("delivery.retry", "decide", planted, put)


PLANTS: dict[str, Callable[[Put], None]] = {
    plant.__name__: plant
    for plant in (
        intention_is_not_committed,
        epoch_is_not_counted_up,
        suppression_is_not_asked,
        pause_and_cancel_are_not_asked,
        retries_are_not_counted,
        results_are_lost,
        counters_are_written_twice,
        doubtful_is_sent_again,
        silence_counts_as_sent,
    )
}

FOR_KILLS: Mapping[str, Callable[[Put], None]] = PLANTS | {everything_is_set_aside.__name__: everything_is_set_aside}
"""And one that only shows where very much is in hand at a crash."""


def plant(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Put one into the product until the test is over."""
    PLANTS[name](monkeypatch.setattr)
