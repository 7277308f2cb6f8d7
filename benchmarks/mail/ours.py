"""Our daemon as it is shipped, from the first claim to the last row: mails a second by the rows themselves."""

import os
import signal
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import func, select

from benchmarks.mail.town import Town, settle
from benchmarks.process import as_installed
from storage.database import Database
from storage.tables import attempt, delivery, publication

LONGEST = 3600.0
VERBS = (sys.executable, "-m", "cli")
ONE_CORE = ("taskset", "--cpu-list", "0")
LOOK = 0.25
"""Seconds between two looks at whether it is done."""


@dataclass(frozen=True, slots=True)
class Sent:
    """One mailing."""

    rate: float
    """Mails a second, between the first attempt's beginning and the last one's end."""
    cpu: float
    """Seconds of processor for 1,000 mails, the daemon's start and end included."""
    peak: float
    """MB that the daemon held at most."""


def send(folder: Path, url: str, recipients: int, port: int, sessions: int, *, signed: bool = False) -> Sent:
    """Write to everybody; `signed`: by DKIM, and on one core. Raises RuntimeError where a row did not end as sent."""
    town = Town(folder, url)
    settle(town, recipients, port, sessions, signed=signed)
    ask(town)
    daemon = start(town, ONE_CORE if signed else ())
    database = Database.open(url)
    try:
        _wait(database, daemon)
        rate = _rate(database, recipients)
    finally:
        database.close()
        daemon.send_signal(signal.SIGTERM)
        _, _, used = os.wait4(daemon.pid, 0)
        daemon.returncode = 0
    return Sent(rate, 1000 * (used.ru_utime + used.ru_stime) / recipients, used.ru_maxrss / 1024)


def ask(town: Town) -> None:
    """Let an operator say that the message goes out now."""
    words = [*VERBS, "send", "matriculas", "--message", "anuncio", *town.arguments]
    subprocess.run(words, env=as_installed() | town.environment, check=True, stdout=subprocess.DEVNULL)


def start(town: Town, before: tuple[str, ...] = ()) -> "subprocess.Popen[bytes]":
    """The daemon, called by the words `before`."""
    return subprocess.Popen(
        [*before, *VERBS, "run", *town.arguments],
        env=as_installed() | town.environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


def _wait(database: Database, daemon: "subprocess.Popen[bytes]") -> None:
    until = time.monotonic() + LONGEST
    while time.monotonic() < until and daemon.poll() is None:
        time.sleep(LOOK)
        with database.read() as connection:
            state = connection.execute(select(publication.c.state)).scalar_one_or_none()
        if state is not None and state.startswith("done"):
            return
    raise RuntimeError("the mailing did not come to its end")


def _rate(database: Database, recipients: int) -> float:
    with database.read() as connection:
        sent = connection.execute(select(func.count()).where(delivery.c.state == "sent")).scalar_one()
        begun, ended = connection.execute(select(func.min(attempt.c.started_at), func.max(attempt.c.ended_at))).one()
    if sent != recipients:
        raise RuntimeError(f"{sent} of {recipients} mails were sent")
    return float(recipients / (ended - begun).total_seconds())
