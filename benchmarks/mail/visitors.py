"""`python -m benchmarks.mail.visitors`: citizens at the public pages while a daemon writes to a million people.

Stretches with and without visitors follow one another in one mailing, so that both meet the same machine. Each visitor
opens a page with its style sheet, reads for some seconds, and opens another; they share the machine with daemon and
relay. Takes minutes, so `make bench` leaves it out; kept in `latest.json` where it was the whole million.
"""

import argparse
import asyncio
import os
import random
import signal
import subprocess
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from statistics import median, quantiles
from typing import NamedTuple

import httpx
from sqlalchemy import func, select

from benchmarks import kept
from benchmarks.mail import ours
from benchmarks.mail.relay import sink
from benchmarks.mail.town import Town, settle
from benchmarks.process import as_installed
from storage.database import Database
from storage.tables import attempt

NAME = "public-pages-beside-a-million-mails"
MILLION = 1_000_000
VISITORS = 50
SESSIONS = 50
READS = (1.0, 9.0)
"""Seconds that a visitor looks at a page, at least and at most."""
STRETCH = 20.0
"""Seconds with visitors, and then without."""
TURNS = 5
SLOWEST = 200.0
"""Milliseconds that nineteen of twenty answers may take."""
LOSES = 0.10
"""What the mailing may lose of its speed."""
PORT = 8000
PAGES = (
    ("/suscripcion/", "/suscripcion/estilo.css"),
    ("/calendario/", "/estilo.css"),
    ("/suscribirse/", "/estilo.css"),
    ("/", "/widget.js"),
    ("/calendario.ics", "/banner.json"),
)


class Found(NamedTuple):
    """What was measured."""

    alone: Sequence[float]
    """Mails a second, of each stretch without visitors."""
    beside: Sequence[float]
    """The same of those with them."""
    answers: Sequence[float]
    """Milliseconds of each answer."""
    wrong: int
    """Answers that were none."""


async def _visit(number: int, until: float, answers: list[float], wrong: list[int]) -> None:
    """One of them, at an address of their own, as a proxy passes it on."""
    chance = random.Random(number)
    headers = {"Host": "villaclara.gov.co", "X-Forwarded-For": f"203.0.113.{number}", "Accept-Encoding": "gzip"}
    async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{PORT}", headers=headers, timeout=30) as client:
        await asyncio.sleep(chance.uniform(0, READS[1]))
        while time.monotonic() < until:
            for path in chance.choice(PAGES):
                begun = time.perf_counter()
                answer = await client.get(path)
                answers.append(1000 * (time.perf_counter() - begun))
                wrong.append(int(answer.status_code != httpx.codes.OK))
            await asyncio.sleep(chance.uniform(*READS))


async def _crowd(answers: list[float], wrong: list[int]) -> None:
    until = time.monotonic() + STRETCH
    await asyncio.gather(*(_visit(number, until, answers, wrong) for number in range(1, VISITORS + 1)))


def measure(folder: Path, recipients: int) -> Found:
    """The mailing, with visitors in every second stretch. Raises RuntimeError where it ends before them."""
    town = Town(folder, f"sqlite:///{folder / 'correo.db'}")
    with sink() as port:
        settle(town, recipients, port, SESSIONS, site=True)
        daemon = _start(town)
        database = Database.open(town.url)
        try:
            _opens()
            ours.ask(town)
            alone, beside, answers, wrong = [], [], list[float](), list[int]()
            _attempts_after(database, 1)
            for _ in range(TURNS):
                alone.append(_rate(database, lambda: time.sleep(STRETCH)))
                beside.append(_rate(database, lambda: asyncio.run(_crowd(answers, wrong))))
                print(f"{alone[-1]:8.0f} mails/s alone {beside[-1]:8.0f} beside visitors", flush=True)
            return Found(alone, beside, answers, sum(wrong))
        finally:
            database.close()
            daemon.send_signal(signal.SIGTERM)
            daemon.wait(60)


def _start(town: Town) -> "subprocess.Popen[bytes]":
    return subprocess.Popen(
        [*ours.VERBS, "run", "--listen", f"127.0.0.1:{PORT}", *town.arguments],
        env=as_installed() | town.environment | {"PREGONERO_PROXIES": "127.0.0.1"},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


def _opens() -> None:
    """Once the site is built."""
    until = time.monotonic() + 120
    headers = {"Host": "villaclara.gov.co", "X-Forwarded-For": "203.0.113.200"}
    while time.monotonic() < until:
        time.sleep(1)
        try:
            if httpx.get(f"http://127.0.0.1:{PORT}/calendario/", headers=headers).status_code == httpx.codes.OK:
                return
        except httpx.HTTPError:
            continue
    raise RuntimeError("the daemon shows no site")


def _attempts(database: Database) -> int:
    with database.read() as connection:
        # The newest row's number: to count a million rows would take more than to send.
        return connection.execute(select(func.max(attempt.c.id))).scalar_one() or 0


def _attempts_after(database: Database, count: int) -> None:
    until = time.monotonic() + ours.LONGEST
    while _attempts(database) < count:
        if time.monotonic() > until:
            raise RuntimeError("the mailing did not begin")
        time.sleep(0.2)


def _rate(database: Database, during: Callable[[], None]) -> float:
    before, begun = _attempts(database), time.monotonic()
    during()
    after, seconds = _attempts(database), time.monotonic() - begun
    if after == before:
        raise RuntimeError("the mailing ended before it was measured: take more recipients")
    return (after - before) / seconds


def main() -> None:
    """Measure, print, and keep the figures of a whole million."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.mail.visitors", description=__doc__)
    parser.add_argument("--recipients", type=int, default=MILLION, help="fewer, to try it out (default: a million)")
    recipients: int = parser.parse_args().recipients
    with tempfile.TemporaryDirectory() as scratch:
        found = measure(Path(scratch), recipients)
    ratios = [beside / alone for alone, beside in zip(found.alone, found.beside, strict=True)]
    slow = quantiles(found.answers, n=20)[-1]
    print(
        f"{len(found.answers)} answers, {found.wrong} wrong: {median(found.answers):.1f} ms, 19 of 20 in {slow:.1f}; "
        f"the mailing at {100 * median(ratios):.1f} % of its speed ({os.cpu_count()} cores)"
    )
    entry = {
        "name": NAME,
        "ours": round(slow, 1),
        "limit": SLOWEST,
        "unit": "ms (95 of 100)",
        "median_ms": round(median(found.answers), 1),
        "answers": len(found.answers),
        "wrong": found.wrong,
        "mails_per_second_alone": round(median(found.alone)),
        "speed_kept": [round(each, 3) for each in (min(ratios), median(ratios), max(ratios))],
        "speed_to_keep": 1 - LOSES,
    }
    if recipients == MILLION:
        kept.keep([entry])


if __name__ == "__main__":
    main()
