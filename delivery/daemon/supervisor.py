"""systemd, told by datagrams how the daemon is: ready, at work, reading anew, ending.

https://www.freedesktop.org/software/systemd/man/latest/sd_notify.html
"""

import os
import socket
import time
from collections.abc import Callable, Collection, Mapping

from delivery.rounds import NAMES, Duty
from logs import Log

log = Log(__name__)

WELL = "En marcha"


class Supervisor:
    """Whoever started the daemon and wants to know; without one, nothing is told."""

    def __init__(
        self, address: str = "", watchdog: float | None = None, clock: Callable[[], float] = time.monotonic
    ) -> None:
        """`address`: of its socket, a path or `@` and an abstract name; empty: there is none.

        `watchdog`: seconds within which it wants a sign, again and again; None: it wants none. `clock`: seconds.
        """
        self._address = f"\0{address[1:]}" if address.startswith("@") else address
        self._between = watchdog / 2 if watchdog else None
        self._clock = clock
        self._fed_at: float | None = None
        self._status = ""

    @classmethod
    def of(cls, environment: Mapping[str, str]) -> "Supervisor":
        """The one that the environment names."""
        address = environment.get("NOTIFY_SOCKET", "")
        meant = environment.get("WATCHDOG_PID", str(os.getpid())) == str(os.getpid())
        wanted = environment.get("WATCHDOG_USEC", "")
        return cls(address, int(wanted) / 1_000_000 if meant and wanted.isdecimal() and int(wanted) else None)

    def ready(self) -> None:
        """The daemon has caught up with the calendar, or has taken up the files that it was told to read anew."""
        self._status = WELL
        self._tell(f"READY=1\nSTATUS={WELL}")

    def reading(self) -> None:
        """It was told to read its files anew; `ready` says when it has."""
        self._tell(f"RELOADING=1\nMONOTONIC_USEC={time.monotonic_ns() // 1_000}\nSTATUS=Lee la configuración")

    def alive(self, late: Collection[Duty], hanging: Collection[Duty]) -> None:
        """The loop came round: a sign for the watchdog, unless a duty hangs, which only a restart would heal.

        `late`: what does not get on though it is tried.
        """
        status = f"No avanza: {', '.join(NAMES[duty] for duty in late)}" if late else WELL
        if status != self._status:
            self._status = status
            self._tell(f"STATUS={status}")
        now = self._clock()
        due = self._between is not None and (self._fed_at is None or now - self._fed_at >= self._between)
        if due and not hanging:
            self._fed_at = now
            self._tell("WATCHDOG=1")

    def ending(self) -> None:
        """The daemon was told to stop: what is under way is finished."""
        self._tell("STOPPING=1\nSTATUS=Termina lo que está enviando")

    def _tell(self, words: str) -> None:
        if not self._address:
            return
        try:
            with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM | socket.SOCK_CLOEXEC) as told:
                told.setblocking(False)
                told.sendto(words.encode(), self._address)
        except OSError as error:
            # Whoever listens may be restarting: messages matter more than its knowing.
            log.warning("the supervisor cannot be told", reason=str(error))
