"""Bells: APScheduler wakes the daemon at an hour. What is due, late or done is the publication table's to say."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from apscheduler.schedulers.asyncio import AsyncIOScheduler
from apscheduler.triggers.date import DateTrigger

from delivery.clock import Clock, SystemClock
from delivery.contained import contained

Ring = Callable[[], Awaitable[None]]

MANY = 10_000
"""How often it may wake while bells still ring: APScheduler would skip a time, and with it a bell."""
SET_BACK = timedelta(minutes=1)
"""A clock that goes back further than this was set; less is how clocks are kept right."""


@dataclass(frozen=True, slots=True)
class Bell:
    """What rings, and when."""

    at: datetime
    ring: Ring
    set_at: datetime
    """The hour that it was when the bell was set."""
    by_machine: datetime
    """Its hour by the machine's clock, which is APScheduler's."""

    def due(self, now: datetime) -> bool:
        """Its hour has come; or the clock was set back since: what comes next then has to be asked again."""
        return self.at <= now or now < self.set_at - SET_BACK


class Bells:
    """One bell for each name, in memory; each rings once. APScheduler has one job, for the next of them: a job for each
    of a thousand campaigns takes a megabyte.

    APScheduler's timer counts on while the machine sleeps or its clock is set forward, and rings too late then:
    `ring_due` rings what it has overlooked.
    """

    def __init__(self, clock: Clock | None = None) -> None:
        """Nothing rings before `start`. `clock` is the one by which hours are told; None: the machine's."""
        self._machine = SystemClock()
        self._clock = clock or self._machine
        self._scheduler = AsyncIOScheduler(timezone="UTC")
        self._set: dict[str, Bell] = {}
        self._next: datetime | None = None

    def start(self) -> None:
        """Begin ringing, in the running loop."""
        self._scheduler.start()

    def set(self, name: str, at: datetime, ring: Ring) -> None:
        """Ring once at `at`, however late; a bell of the same name is moved."""
        now = self._clock.now()
        bell = self._set[name] = Bell(at, ring, now, self._machine.now() + (at - now))
        if self._next is None or bell.by_machine < self._next:
            self._wake_at(bell.by_machine)

    async def ring_due(self, now: datetime) -> None:
        """Ring every bell whose hour has come, and all that were set before the clock was set back."""
        due = [name for name, bell in self._set.items() if bell.due(now)]
        for name in due:
            if bell := self._set.pop(name, None):
                await bell.ring()
        if due:
            self._wake_for_next()

    def clear(self) -> None:
        """Take every bell down."""
        self._set.clear()
        self._scheduler.remove_all_jobs()
        self._next = None

    def stop(self) -> None:
        """Ring no more."""
        self._scheduler.shutdown(wait=False)

    def _wake_at(self, moment: datetime) -> None:
        self._next = moment
        self._scheduler.add_job(
            self._woken,
            DateTrigger(run_date=moment),
            id="next",
            replace_existing=True,
            misfire_grace_time=None,
            max_instances=MANY,
        )

    def _wake_for_next(self) -> None:
        self._next = None
        if self._set:
            self._wake_at(min(bell.by_machine for bell in self._set.values()))

    async def _woken(self) -> None:
        """Ring those whose hour it is, side by side: one that takes its time holds up no other."""
        now = self._machine.now()
        due = [self._set.pop(name) for name, bell in list(self._set.items()) if bell.by_machine <= now]
        self._wake_for_next()
        await asyncio.gather(*map(_rung, due))


async def _rung(bell: Bell) -> None:
    with contained("what was due could not be looked at"):
        await bell.ring()
