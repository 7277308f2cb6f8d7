"""`python -m benchmarks.mail.emergency`: from an operator's command to an alert's first mail, while a million are sent.

Beside one daemon on SQLite, then beside two on PostgreSQL. Takes minutes, so `make bench` leaves it out; kept in
`latest.json` where a million were on their way.
"""

import argparse
import signal
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import text

from benchmarks import kept
from benchmarks.mail import ours
from benchmarks.mail.town import Town, settle
from benchmarks.process import as_installed
from benchmarks.server import fresh
from benchmarks.sink import Sink
from storage.database import Database

NAMES = {"sqlite": "correo-emergency-first-mail", "postgresql": "correo-emergency-first-mail-postgresql"}
DAEMONS = {"sqlite": 1, "postgresql": 2}
"""How many send on each database."""
MILLION = 1_000_000
MOST = 2.0
"""Seconds that the first mail may take."""
SESSIONS = 50
ALERTS = 5
UNDER_WAY = 2_000
"""Mails of the long mailing that are out before anybody orders an alert."""
PATIENCE = 120.0
"""Seconds after which nothing more is waited for."""
LOOK = 0.01
ALERT = """\
campaña: alerta-{number}
titulo: Creciente del río
accion: SE-7
clase: emergencia
responsable: educacion
publico: ciudadania
mensajes:
  - id: aviso
    cuando: cada hora hasta levantar
    canales: [correo]
    asunto: ALERTA {number}
    texto: "{{{{ hora }}}}: el río está en nivel rojo. Suba a la parte alta."
"""


def measure(folder: Path, url: str, recipients: int, daemons: int) -> list[float]:
    """Seconds from each command to its alert's first mail, with so many daemons at work.

    Beside the first there is the long mailing alone; beside the others, too, the earlier alerts, which were lifted and
    whose recipients are still being written down as skipped.
    """
    town, sink = Town(folder, url), Sink.start(1)
    alerts = {f"campanas/alerta-{each}.yaml": ALERT.format(number=each) for each in range(ALERTS)}
    settle(town, recipients, sink.ports[0], SESSIONS, more=alerts)
    _know(town)
    with _at_work(town, daemons):
        ours.ask(town)
        _until(lambda: len(sink.arrivals) >= UNDER_WAY)
        return [_first(town, sink, each) for each in range(ALERTS)]


def _first(town: Town, sink: Sink, alert: int) -> float:
    seen, subject = len(sink.arrivals), f"Subject: ALERTA {alert}\r\n".encode()
    begun = time.time()
    _operate(town, "send", f"alerta-{alert}", "--message", "aviso", "--emergency", "Nivel rojo")
    said = time.time() - begun

    def arrived() -> float | None:
        return next((each.at for each in sink.arrivals[seen:] if subject in each.body), None)

    _until(lambda: arrived() is not None)
    took = (arrived() or begun) - begun
    print(f"  {took:.2f} s, of these {said:.2f} s the command; {seen:,} mails were out before", flush=True)
    _operate(town, "lift", f"alerta-{alert}")
    return took


def _operate(town: Town, *words: str) -> None:
    command = [*ours.VERBS, *words, *town.arguments, "--as", "ana"]
    subprocess.run(command, env=as_installed() | town.environment, check=True, stdout=subprocess.DEVNULL)


def _until(true: Callable[[], bool]) -> None:
    until = time.monotonic() + PATIENCE
    while not true():
        if time.monotonic() > until:
            raise RuntimeError("what was waited for did not come")
        time.sleep(LOOK)


def _know(town: Town) -> None:
    """Let a server count its rows, as it has where people were not brought in just now."""
    database = Database.open(town.url)
    try:
        with database.write() as connection:
            connection.execute(text("ANALYZE"))
    finally:
        database.close()


@contextmanager
def _at_work(town: Town, number: int) -> Iterator[None]:
    daemons = [ours.start(town) for _ in range(number)]
    try:
        yield
    finally:
        for daemon in daemons:
            daemon.send_signal(signal.SIGTERM)
        for daemon in daemons:
            daemon.wait(60)


def main() -> None:
    """Measure, print, and keep the figures where a million were on their way."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.mail.emergency", description=__doc__)
    parser.add_argument("--recipients", type=int, default=MILLION, help="fewer, to try it out (default: a million)")
    parser.add_argument("--database", choices=list(NAMES), help="one alone (default: each in its turn)")
    told = parser.parse_args()
    for dialect in [told.database] if told.database else NAMES:
        print(f"{dialect}, {DAEMONS[dialect]} at work:")
        with tempfile.TemporaryDirectory(prefix="pg") as scratch, fresh(Path(scratch), dialect) as url:
            took = measure(Path(scratch), url, told.recipients, DAEMONS[dialect])
        print(f"{took[0]:.2f} s to the first mail; {max(took[1:]):.2f} s at most while lifted alerts are written down")
        if told.recipients == MILLION:
            kept.keep([_entry(dialect, took)])


def _entry(dialect: str, took: list[float]) -> dict[str, object]:
    return {
        "name": NAMES[dialect],
        "ours": round(took[0], 2),
        "limit": MOST,
        "unit": "s from the command to the first mail",
        "most_beside_lifted_alerts": round(max(took[1:]), 2),
    }


if __name__ == "__main__":
    main()
