"""What has to hold whatever happened: rows, the relays' logs and people's words held together."""

from collections import Counter
from dataclasses import dataclass
from datetime import timedelta
from itertools import pairwise
from typing import Any

from sqlalchemy import Connection, Row, func, select

from delivery.retry import FIRST_WAIT, LONGEST_WAIT
from storage.audit import verify
from storage.tables import attempt, counter, delivery, publication
from tests.schedules.people import People
from tests.schedules.relay import Mail
from tests.schedules.town import AT_LEAST_ONCE
from tests.schedules.world import Sending, World

FINAL = {"sent", "failed", "skipped", "uncertain"}
ENDED = {"done", "done_with_errors", "cancelled", "missed"}
HELD = timedelta(minutes=5).total_seconds()
"""Seconds from an intention to the last byte at most: what waits in line while others meet their deadlines."""

_ROWS = select(delivery, publication.c.message, publication.c.planned_at, publication.c.expires_at).join(
    publication, publication.c.id == delivery.c.publication
)
_PUBLICATIONS = select(publication.c.message, publication.c.state, publication.c.started_at)
_BY_STATE = (delivery.c.publication, delivery.c.audience, delivery.c.state)
_COUNTS = select(*_BY_STATE, func.count()).group_by(*_BY_STATE)
_COUNTERS = select(counter).where(counter.c["count"] != 0)
_DOUBTS = (
    select(publication.c.message, delivery.c.address, func.count())
    .select_from(attempt.join(delivery, delivery.c.id == attempt.c.delivery).join(publication))
    .where(attempt.c.outcome == "uncertain")
    .group_by(publication.c.message, delivery.c.address)
)


class Broken(AssertionError):
    """An invariant does not hold."""


@dataclass(frozen=True, slots=True)
class Judge:
    """Looks at a world without changing it."""

    world: World
    people: People

    def rows(self) -> None:
        """What holds of the rows at each moment. Raises Broken."""
        with self.world.disk.read() as connection:
            self._counted(connection)
            if verify(connection) is not None:
                raise Broken("the audit's chain is broken")
        self._nothing_unforeseen()

    def log(self) -> None:
        """What holds of all that has left until now. Raises Broken."""
        with self.world.disk.read() as connection:
            rows = list(connection.execute(_ROWS))
            doubts = self._doubts(connection)
        self._resends(rows, doubts)
        self._stops()
        self._windows(rows)
        self._patience()

    def at_the_end(self) -> None:
        """What holds once all has come to rest. Raises Broken."""
        self.rows()
        self.log()
        with self.world.disk.read() as connection:
            rows = list(connection.execute(_ROWS))
            states = connection.execute(_PUBLICATIONS).all()
            doubts = self._doubts(connection)
        self._final(rows, states)
        self._truth(rows, doubts)

    def rests(self) -> bool:
        """Whether nothing is left to do."""
        with self.world.disk.read() as connection:
            states = list(connection.execute(select(publication.c.state)).scalars())
            open_rows = connection.execute(select(delivery.c.id).where(delivery.c.state.not_in(FINAL))).first()
        return len(states) == len(self.world.messages) and set(states) <= ENDED and open_rows is None

    def _mails(self) -> list[Mail]:
        return [mail for relay in self.world.relays.values() for mail in relay.mails]

    def _counted(self, connection: Connection) -> None:
        rows, counted = connection.execute(_COUNTS).all(), connection.execute(_COUNTERS).all()
        if sorted(map(tuple, rows)) != sorted(map(tuple, counted)):
            raise Broken("counters are not the rows")

    def _doubts(self, connection: Connection) -> Counter[Sending]:
        """How often each sending ended in doubt, by what the attempts say."""
        return Counter({(row[0], row[1]): row[2] for row in connection.execute(_DOUBTS)})

    def _nothing_unforeseen(self) -> None:
        process = self.world.process
        faults = self.world.faults + [str(fault) for fault in (process.dispatcher.faults.all if process else ())]
        if faults:
            raise Broken(f"unforeseen: {faults}")

    def _resends(self, rows: list[Row[Any]], doubts: Counter[Sending]) -> None:
        """Everyone once, and again only where a person asked for it, or the campaign prefers twice to never."""
        known = {(row.message, row.address) for row in rows}
        for key, times in Counter((mail.subject, mail.recipient) for mail in self._mails() if mail.taken).items():
            if key not in known:
                raise Broken(f"{key} was sent without a row")
            again = self.people.resends[key]
            if key[0] == AT_LEAST_ONCE:
                again += doubts[key] + self.world.cut[key]
            if times > 1 + again:
                raise Broken(f"{key} was taken {times} times, where {1 + again} were allowed")
        names = {(mail.subject, mail.recipient, mail.message_id) for mail in self._mails() if mail.taken}
        if len(names) != len({name[:2] for name in names}):
            raise Broken("a message that went out again has another Message-ID")

    def _stops(self) -> None:
        """After a word that stops, only what was leaving already, and that once."""
        for stop in self.people.stops:
            after = Counter(
                (mail.subject, mail.recipient)
                for mail in self._mails()
                if stop.since < mail.at < stop.until
                and mail.subject
                and stop.message in ("", mail.subject)
                and stop.recipient in ("", mail.recipient)
            )
            for key, times in after.items():
                if times > (key in stop.leaving):
                    raise Broken(f"{key} left after {stop}")

    def _windows(self, rows: list[Row[Any]]) -> None:
        """Not before its hour by any clock that there was, and not after its end."""
        windows = {row.message: (row.planned_at, row.expires_at) for row in rows}
        for mail in self._mails():
            if mail.subject in windows:
                planned, expires = windows[mail.subject]
                if self.world.time.highest(mail.at) < planned:
                    raise Broken(f"{mail.subject} left before its hour")
                if self.world.time.lowest(mail.at - HELD, mail.at) >= expires:
                    raise Broken(f"{mail.subject} left after its end")

    def _patience(self) -> None:
        """Who asks for a later try is tried ever later, while no clock is set and nobody speaks."""
        tries: dict[Sending, list[float]] = {}
        for refusal in (each for relay in self.world.relays.values() for each in relay.refusals):
            if not self.people.retried[refusal.subject]:
                tries.setdefault((refusal.subject, refusal.recipient), []).append(refusal.at)
        for key, moments in tries.items():
            for before, (first, then) in enumerate(pairwise(moments)):
                least = 0.8 * min(FIRST_WAIT.total_seconds() * 2**before, LONGEST_WAIT.total_seconds())
                if then - first < least and not self.world.time.was_set(first, then):
                    raise Broken(f"{key} was tried again after {then - first:.0f} s, the {before + 2}. time")

    def _final(self, rows: list[Row[Any]], publications: Any) -> None:
        """Everyone has a row, and every row has ended."""
        unended = [(row.message, row.address, row.state) for row in rows if row.state not in FINAL]
        if unended:
            raise Broken(f"not final: {unended}")
        running = [tuple(row) for row in publications if row.state not in ENDED]
        if running:
            raise Broken(f"not ended: {running}")
        if sorted(row.message for row in publications) != sorted(self.world.messages):
            raise Broken("a message was forgotten")
        for message, _, started in publications:
            there = sum(row.message == message for row in rows)
            if started is not None and there != len(self.world.town.people):
                raise Broken(f"{message} has {there} rows")

    def _truth(self, rows: list[Row[Any]], doubts: Counter[Sending]) -> None:
        """What the rows say of a message is so, where it is sent at most once and nobody has said otherwise."""
        taken = Counter((mail.subject, mail.recipient) for mail in self._mails() if mail.taken)
        for row in rows:
            key = (row.message, row.address)
            if row.state == "uncertain" and not doubts[key] + self.world.cut[key]:
                raise Broken(f"{key} is in doubt without a reason")
            if row.message == AT_LEAST_ONCE or key in self.people.settled:
                continue
            if row.state == "sent" and not taken[key]:
                raise Broken(f"{key} counts as sent and was never taken")
            if row.state in ("failed", "skipped") and taken[key]:
                raise Broken(f"{key} counts as {row.state} and was taken")
