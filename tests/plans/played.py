"""A plan's year, played once by the real commands, and its database read with plain SQL."""

import fcntl
import json
import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.plans.calendar_caqueza import EXPECTED as CAQUEZA
from tests.plans.calendar_cartagena import EXPECTED as CARTAGENA
from tests.plans.calendar_genova import EXPECTED as GENOVA
from tests.plans.calendar_la_estrella import EXPECTED as LA_ESTRELLA
from tests.plans.calendar_segovia import EXPECTED as SEGOVIA
from tests.plans.expected import Expected

ROOT = Path(__file__).parents[2]
PLANS: dict[str, Expected] = {
    "segovia": SEGOVIA,
    "la-estrella": LA_ESTRELLA,
    "cartagena": CARTAGENA,
    "genova": GENOVA,
    "caqueza": CAQUEZA,
}
BOGOTA = timedelta(hours=-5)
TOLD = "told.json"


@dataclass(frozen=True, slots=True)
class Played:
    """What one plan's year left behind."""

    plan: str
    expected: Expected
    simulated: dict[str, Any]
    """What `simulate --json` printed."""
    report: dict[str, Any]
    """What `report --period 2027 --json` printed at the end of it."""
    page: str
    """The same report as people read it."""
    folder: Path
    """`simulacion.db` and the finished messages."""

    def ask(self, query: str, *values: object) -> list[tuple[Any, ...]]:
        """Rows of the simulation's database."""
        with closing(sqlite3.connect(self.folder / "simulacion.db")) as connection:
            return connection.execute(query, values).fetchall()


def configuration(plan: str) -> Path:
    """The folder of a shipped plan."""
    return ROOT / "config" / "planes" / plan


def local(instant: str) -> datetime:
    """Wall time in Colombia, to the minute, of an instant as SQLite keeps it: no summer time there since 1993."""
    return (datetime.fromisoformat(instant) + BOGOTA).replace(second=0, microsecond=0)


def shared_home(request: pytest.FixtureRequest, factory: pytest.TempPathFactory) -> Path:
    """Where plans are played: workers share the folder above their own, so that each plan is played once."""
    base = factory.getbasetemp()
    return (base.parent if hasattr(request.config, "workerinput") else base) / "plans"


def play(plan: str, home: Path) -> Played:
    """Play a plan's 2027, or take what another worker of this test run has played.

    While another one is at it, this one plays the next that nobody has begun.
    """
    if not _play(plan, home, wait=False):
        for other in PLANS:
            _play(other, home, wait=False)
        _play(plan, home, wait=True)
    simulated, report, page = json.loads((home / plan / TOLD).read_text(encoding="utf-8"))
    return Played(plan, PLANS[plan], json.loads(simulated), json.loads(report), page, home / plan)


def _play(plan: str, home: Path, *, wait: bool) -> bool:
    """Whether the plan has been played: false where another worker is at it and is not waited for."""
    folder = home / plan
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "lock").open("w") as held:
        try:
            fcntl.flock(held, fcntl.LOCK_EX if wait else fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        if not (folder / TOLD).exists():
            year = ("simulate", "--from", "2027-01-01", "--to", "2027-12-31", "--out", ".", "--json")
            report = ("report", "--period", "2027", "--db", "sqlite:///simulacion.db")
            told = [_pregonero(folder, plan, *verb) for verb in (year, (*report, "--json"), report)]
            (folder / TOLD).write_text(json.dumps(told), encoding="utf-8")
    return True


def _pregonero(folder: Path, plan: str, *arguments: str) -> str:
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PREGONERO_")}
    done = subprocess.run(
        [sys.executable, str(ROOT / "cli.py"), *arguments, "-c", str(configuration(plan))],
        cwd=folder,
        env=environment | {"PREGONERO_VAR": str(folder / "var")},
        capture_output=True,
        text=True,
        timeout=500,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout
