"""`python -m benchmarks.mail.million`: what a daemon holds in memory while it writes to a million people.

Takes minutes, so `make bench` leaves it out; kept in `latest.json` where it was the whole million.
"""

import argparse
import signal
import tempfile
import time
from pathlib import Path
from subprocess import Popen

from sqlalchemy import func, select

from benchmarks import kept
from benchmarks.mail import ours
from benchmarks.mail.relay import sink
from benchmarks.mail.town import Town, settle
from benchmarks.process import resident
from storage.database import Database
from storage.tables import attempt, publication

NAME = "correo-2kb-million-memory"
MILLION = 1_000_000
MOST = 30.0
"""MB that a mailing may take beside what the daemon holds at rest."""
SESSIONS = 50
REST = 30.0
"""Seconds after which a daemon has settled."""
LOOK = 1.0
"""Seconds between two looks."""

Course = list[tuple[int, float]]
"""How many mails had been attempted, and the MB that the daemon held then."""


def measure(folder: Path, recipients: int) -> tuple[float, Course]:
    """What it holds at rest, and then the course of the whole mailing. Raises RuntimeError where it does not end."""
    town = Town(folder, f"sqlite:///{folder / 'correo.db'}")
    with sink() as port:
        settle(town, recipients, port, SESSIONS)
        daemon = ours.start(town)
        database = Database.open(town.url)
        try:
            time.sleep(REST)
            rest = resident(daemon.pid)
            ours.ask(town)
            return rest, _course(database, daemon)
        finally:
            database.close()
            daemon.send_signal(signal.SIGTERM)
            daemon.wait(60)


def _course(database: Database, daemon: "Popen[bytes]") -> Course:
    course: Course = []
    until = time.monotonic() + ours.LONGEST
    while time.monotonic() < until and daemon.poll() is None:
        time.sleep(LOOK)
        with database.read() as connection:
            # The newest row's number: to count a million rows each second would take more than to send.
            attempts = connection.execute(select(func.max(attempt.c.id))).scalar_one() or 0
            state = connection.execute(select(publication.c.state)).scalar_one_or_none()
        course.append((attempts, resident(daemon.pid)))
        print(f"{attempts:>9,} attempts  {course[-1][1]:6.1f} MB", flush=True)
        if state is not None and state.startswith("done"):
            return course
    raise RuntimeError("the mailing did not come to its end")


def most_of(course: Course, since: int, until: int) -> float:
    """The most that it held while between so many and so many had been attempted."""
    return max(megabytes for attempts, megabytes in course if since <= attempts <= until)


def main() -> None:
    """Measure, print, and keep the figures of a whole million."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.mail.million", description=__doc__)
    parser.add_argument("--recipients", type=int, default=MILLION, help="fewer, to try it out (default: a million)")
    recipients: int = parser.parse_args().recipients
    with tempfile.TemporaryDirectory() as scratch:
        rest, course = measure(Path(scratch), recipients)
    first, whole = most_of(course, 0, recipients // 10), most_of(course, 0, recipients)
    print(f"{rest:.1f} MB at rest, {first:.1f} MB at most up to a tenth, {whole:.1f} MB at most")
    entry = {
        "name": NAME,
        "ours": round(whole - rest, 1),
        "limit": MOST,
        "unit": "MB beside what it holds at rest",
        "rest_megabytes": round(rest, 1),
        "peak_megabytes": round(whole, 1),
        "peak_megabytes_of_the_first_tenth": round(first, 1),
    }
    if recipients == MILLION:
        kept.keep([entry])


if __name__ == "__main__":
    main()
