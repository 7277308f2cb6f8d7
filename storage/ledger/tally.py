"""How many deliveries of a publication and audience stand in each state; changes together with the rows."""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager
from functools import cache
from operator import attrgetter
from typing import Protocol

from sqlalchemy import Connection, Insert, select, true

from storage.bulk import given, source, types
from storage.execution import execute
from storage.states import BOUNCED, DeliveryState
from storage.tables import counter
from storage.upsert import insert_into

_COUNTER = attrgetter("publication", "audience")
_COLUMNS = ("publication", "audience", "state", "count")


class Counted(Protocol):
    """A row of a delivery: enough to know which counter it belongs to."""

    @property
    def publication(self) -> int:
        """The number of its publication."""

    @property
    def audience(self) -> str:
        """The audience under which it was expanded."""


class Tally:
    """What one transaction changes in the counters; written last, in one order, so that no two wait in a circle."""

    def __init__(self) -> None:
        """Nothing is changed yet."""
        self._changes: Counter[tuple[int, str, str]] = Counter()

    def add(self, rows: Iterable[Counted], state: DeliveryState) -> None:
        """New rows stand in `state`."""
        for row in rows:
            self._changes[row.publication, row.audience, state.value] += 1

    def add_many(self, publication: int, audience: str, state: DeliveryState, count: int) -> None:
        """So many new rows of one publication and audience stand in `state`."""
        self._changes[publication, audience, state.value] += count

    def move(self, rows: Iterable[Counted], origin: DeliveryState, to: DeliveryState) -> None:
        """Rows went from `origin` to `to`."""
        for (publication, audience), count in Counter(map(_COUNTER, rows)).items():
            self._changes[publication, audience, origin.value] -= count
            self._changes[publication, audience, to.value] += count

    def bounce(self, rows: Iterable[Counted]) -> None:
        """Rows that stay `sent` came back."""
        for row in rows:
            self._changes[row.publication, row.audience, BOUNCED] += 1

    def change(self, publication: int, states: Collection[DeliveryState]) -> int:
        """By how much what is not written yet changes a publication's count of these states together."""
        return sum(
            count for (which, _, state), count in self._changes.items() if which == publication and state in states
        )

    def write(self, connection: Connection) -> None:
        """Add the changes to the counters of the database."""
        changes = [(*which, count) for which, count in sorted(self._changes.items()) if count]
        self._changes.clear()
        if changes:
            dialect = connection.dialect
            execute(connection, _adding(dialect.name), given(dialect, types(counter, _COLUMNS), changes))


@contextmanager
def gathering(connection: Connection, tally: Tally | None) -> Iterator[Tally]:
    """The tally to change in a block: its transaction's, which is written at its end; else one written at the block's.

    A transaction that wrote its counters in several goes would hold the first while it waits for the next, and so
    would another that needs them the other way round.
    """
    if tally is not None:
        yield tally
        return
    own = Tally()
    yield own
    own.write(connection)


@cache
def _adding(dialect: str) -> Insert:
    """Built once: to build it anew costs more than the database takes for it."""
    rows = select(*source(types(counter, _COLUMNS), dialect).values()).where(true())
    statement = insert_into(dialect, counter).from_select(list(_COLUMNS), rows)
    return statement.on_conflict_do_update(
        index_elements=[counter.c.publication, counter.c.audience, counter.c.state],
        set_={"count": counter.c.count + statement.excluded.count},
    )
