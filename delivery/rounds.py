"""When each duty of the daemon last came round: a loop that lives proves nothing about the others."""

import time
from collections.abc import Callable, Mapping
from datetime import timedelta
from enum import StrEnum


class Duty(StrEnum):
    """What the daemon does again and again, for all."""

    SWEEP = "sweep"
    """The look through the rows, which also rings what bells have overlooked."""
    LANES = "lanes"
    """The handing out of lanes that were woken."""
    WATCH = "watch"
    """The look at whether another process has written."""
    RELOAD = "reload"
    """The look at whether files have changed, and their reading."""
    LOCK = "lock"
    """The look at whether the database is still this daemon's alone."""


NAMES: Mapping[Duty, str] = {
    Duty.SWEEP: "la revisión de lo pendiente",
    Duty.LANES: "el reparto de los envíos",
    Duty.WATCH: "la vigilancia de la base de datos",
    Duty.RELOAD: "la lectura de la configuración",
    Duty.LOCK: "el candado de la base de datos",
}
"""What people call them."""
PATIENCE: Mapping[Duty, timedelta] = {
    Duty.SWEEP: timedelta(minutes=1),
    Duty.LANES: timedelta(minutes=1),
    Duty.WATCH: timedelta(minutes=1),
    Duty.RELOAD: timedelta(minutes=5),
    Duty.LOCK: timedelta(minutes=1),
}
"""How long after its last round a duty is late: many times what it takes, a locked database excepted."""
HANGS = timedelta(minutes=3)
"""A duty that has not even failed for so long beyond its patience hangs: no error ends it, only a restart."""


class Rounds:
    """The duties' last rounds, by a clock that nobody sets."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        """Every duty begins now. `clock`: seconds."""
        self._clock = clock
        self._turned = dict.fromkeys(Duty, clock())
        self._done = dict(self._turned)
        self._engine_waits: Callable[[], float] = lambda: 0.0

    def measure_lanes(self, waits: Callable[[], float]) -> None:
        """The lanes' duty has rounds of no length of its own: `waits` tells for how many seconds one has waited."""
        self._engine_waits = waits

    def turned(self, duty: Duty, *, done: bool) -> None:
        """The duty has come round: it did its work, or it failed in a way that is told elsewhere."""
        self._turned[duty] = self._clock()
        if done:
            self._done[duty] = self._turned[duty]

    def since_done(self) -> dict[Duty, float]:
        """For how many seconds each has not done its work."""
        now = self._clock()
        return {duty: now - moment for duty, moment in self._done.items()} | {Duty.LANES: self._engine_waits()}

    def hanging(self) -> tuple[Duty, ...]:
        """Duties that do not come round any more, not even to fail."""
        now = self._clock()
        since = {duty: now - moment for duty, moment in self._turned.items()} | {Duty.LANES: self._engine_waits()}
        return tuple(duty for duty, seconds in since.items() if seconds > (PATIENCE[duty] + HANGS).total_seconds())


def late(since_done: Mapping[Duty, float], more: float = 0.0) -> tuple[Duty, ...]:
    """The duties that are late, `more` seconds after it was told for how long each had not done its work."""
    return tuple(duty for duty, seconds in since_done.items() if seconds + more > PATIENCE[duty].total_seconds())
