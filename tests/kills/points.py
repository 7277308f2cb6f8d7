"""Where a daemon is killed: at seams that have names, so that one that is renamed fails instead of killing nobody.

Two points lie at the far side of the wire: the mail server itself kills its client there (`tests/servers/smtp.py`).
"""

import os
import signal
import sqlite3
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import psycopg

from storage.database import Database
from tests.seams import Function, rebind

LEDGER = "storage.ledger"
NONE = "none"
"""The daemon is left alone."""
AT_RANDOM = "at random"
"""At any moment of its life, by the harness."""
ON_THE_WIRE: Mapping[str, str] = {"during the body": "HALF", "after the final dot": "BODY"}
"""Points at which the server kills, and the phase of its conversation."""


class Trap:
    """Kills this process when it is sprung for the nth time."""

    def __init__(self, nth: int, delay: float) -> None:
        """`delay`: seconds from the beginning of a commit to the kill within it."""
        self._left = nth
        self._delay = delay

    def spring(self) -> None:
        """One more time."""
        self._left -= 1
        if self._left == 0:
            os.kill(os.getpid(), signal.SIGKILL)

    def spring_within(self) -> None:
        """One more time: what begins now is struck in its midst, from another thread."""
        self._left -= 1
        if self._left == 0:
            threading.Thread(target=self._strike, daemon=True).start()

    def _strike(self) -> None:
        until = time.perf_counter() + self._delay
        while time.perf_counter() < until:
            pass
        os.kill(os.getpid(), signal.SIGKILL)


def before_claim(trap: Trap) -> None:
    """A transaction is open and nothing is claimed yet."""
    before(LEDGER, "claim", lambda *_: True, trap.spring)


def after_claim(trap: Trap) -> None:
    """Deliveries are claimed, and that is committed."""
    committed(LEDGER, "claim", bool, trap)


def after_intent(trap: Trap) -> None:
    """It is committed that they leave, and no byte has left."""
    committed(LEDGER, "intend", lambda intention: bool(intention.go), trap)


def before_result(trap: Trap) -> None:
    """The server has answered, and nothing of it is written down."""
    before(LEDGER, "record", lambda *given: bool(given[1]), trap.spring)


def in_the_commit(trap: Trap) -> None:
    """The database is committing."""
    original = psycopg.Connection.commit

    def commit(self: "psycopg.Connection[Any]") -> None:
        trap.spring_within()
        original(self)

    psycopg.Connection.commit = commit  # type: ignore[method-assign]  # a seam
    connect = sqlite3.connect

    def traced(*arguments: Any, **named: Any) -> sqlite3.Connection:
        connection: sqlite3.Connection = connect(*arguments, **named)
        connection.set_trace_callback(lambda words: trap.spring_within() if words == "COMMIT" else None)
        return connection

    sqlite3.connect = sqlite3.dbapi2.connect = traced  # type: ignore[assignment]  # a seam


ARMS: Mapping[str, Callable[[Trap], None]] = {
    "before claim": before_claim,
    "after claim": after_claim,
    "after intent": after_intent,
    "before the result": before_result,
    "in the commit": in_the_commit,
}
"""Points at which the daemon kills itself, and what lays the trap there."""
POINTS = (*ARMS, *ON_THE_WIRE, AT_RANDOM)


def before(module: str, name: str, met: Callable[..., bool], spring: Callable[[], None]) -> None:
    """Call `spring` before each call of `module.name` whose arguments are `met`."""

    def springing(function: Function) -> Function:
        def wrapped(*arguments: Any, **named: Any) -> Any:
            if met(*arguments):
                spring()
            return function(*arguments, **named)

        return wrapped

    rebind(module, name, springing)


def committed(module: str, name: str, met: Callable[[Any], bool], trap: Trap) -> None:
    """Spring after the commit of each transaction in which `module.name` did something."""
    done = threading.local()

    def noting(function: Function) -> Function:
        def wrapped(*arguments: Any, **named: Any) -> Any:
            found = function(*arguments, **named)
            done.something = getattr(done, "something", False) or met(found)
            return found

        return wrapped

    rebind(module, name, noting)
    write = Database.write

    @contextmanager
    def writing(self: Database, *, tells: bool = True) -> Iterator[Any]:
        done.something = False
        with write(self, tells=tells) as connection:
            yield connection
        if done.something:
            trap.spring()

    Database.write = writing  # type: ignore[method-assign]  # a seam
