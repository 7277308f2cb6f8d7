"""systemd is told by real datagrams: ready, at work while nothing hangs, reading, ending."""

import os
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from delivery.daemon.supervisor import Supervisor
from delivery.rounds import Duty
from tests.delivery.test_rounds import Ticks


class Listener:
    """The far side of `NOTIFY_SOCKET`."""

    def __init__(self, address: str) -> None:
        self.address = address
        self._socket = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        self._socket.bind(f"\0{address[1:]}" if address.startswith("@") else address)
        self._socket.setblocking(False)

    def heard(self) -> list[str]:
        """Every datagram since the last time."""
        found = []
        try:
            while True:
                found.append(self._socket.recv(4096).decode())
        except BlockingIOError:
            return found

    def close(self) -> None:
        """Listen no more."""
        self._socket.close()


@pytest.fixture(params=["path", "abstract"])
def listener(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Listener]:
    """Both forms that the address may have."""
    address = str(tmp_path / "avisos") if request.param == "path" else f"@pregonero-{os.getpid()}"
    made = Listener(address)
    yield made
    made.close()


def test_the_environment_names_it(listener: Listener) -> None:
    """`NOTIFY_SOCKET` and `WATCHDOG_USEC`; a watchdog that is another process's is not fed."""
    asked = {"NOTIFY_SOCKET": listener.address, "WATCHDOG_USEC": "4000000"}
    for pid, fed in ((os.getpid(), ["WATCHDOG=1"]), (1, [])):
        supervisor = Supervisor.of(asked | {"WATCHDOG_PID": str(pid)})
        supervisor.ready()
        supervisor.alive((), ())
        assert listener.heard() == ["READY=1\nSTATUS=En marcha", *fed]
    Supervisor.of({}).ready()
    assert listener.heard() == []


def test_the_watchdog_is_fed_at_half_its_time(listener: Listener) -> None:
    """Not at every round of the loop: half of what it waits for is what its manual asks."""
    ticks = Ticks()
    supervisor = Supervisor(listener.address, 60.0, ticks)
    supervisor.ready()
    listener.heard()
    for passed, fed in ((0.0, 1), (29.0, 0), (1.0, 1), (1.0, 0)):
        ticks.now += passed
        supervisor.alive((), ())
        assert listener.heard() == ["WATCHDOG=1"] * fed


def test_what_hangs_is_not_hidden_from_the_watchdog(listener: Listener) -> None:
    """One duty that does not come back is enough to be started anew; one that is late is told, and fed."""
    ticks = Ticks()
    supervisor = Supervisor(listener.address, 60.0, ticks)
    supervisor.ready()
    listener.heard()
    supervisor.alive((Duty.SWEEP,), ())
    assert listener.heard() == ["STATUS=No avanza: la revisión de lo pendiente", "WATCHDOG=1"]
    ticks.now += 3600
    supervisor.alive((Duty.SWEEP,), (Duty.SWEEP,))
    assert listener.heard() == []
    supervisor.alive((), ())
    assert listener.heard() == ["STATUS=En marcha", "WATCHDOG=1"]


def test_reading_anew_and_ending_are_told(listener: Listener) -> None:
    """With the moment by the clock that systemd compares."""
    supervisor = Supervisor(listener.address)
    supervisor.reading()
    supervisor.ending()
    reading, ending = listener.heard()
    word, moment, _ = reading.splitlines()
    assert word == "RELOADING=1"
    assert int(moment.removeprefix("MONOTONIC_USEC=")) > 0
    assert ending.startswith("STOPPING=1\n")


def test_who_does_not_listen_ends_nothing(tmp_path: Path) -> None:
    """Its socket is gone: the daemon goes on."""
    Supervisor(str(tmp_path / "nadie")).ready()
