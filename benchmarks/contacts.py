"""`python -m benchmarks.contacts`: a list of a million people into an empty database, and once more; then a plan; kept.

On SQLite, or with `--database postgresql` on a server of its own. Each is a whole process, the operator's own command.
On a machine that has other work, CPU seconds tell more; a server's own are not among them.
"""

import argparse
import random
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from rich.console import Console
from rich.table import Table

from benchmarks.kept import keep
from benchmarks.process import Measure, measure
from benchmarks.server import fresh

ROOT = Path(__file__).parents[1]
PREGONERO = str(Path(sys.executable).parent / "pregonero")
LINES = 1_000_000
SECONDS, MEGABYTES = 90.0, 200.0
"""The most that a million may cost, on two cores."""
PLANNED = 10.0
"""Seconds that a year of the demonstration may take beside a million people."""
_NAMES = ("Ana", "Luis", "María", "José", "Carlos", "Óscar", "Yolanda", "Íngrid", "Andrés", "Beatriz", "Julián")
_SURNAMES = ("Pérez", "Gómez", "Restrepo", "Ñáñez", "Ospina", "Muñoz", "Zapata", "Cárdenas", "Rodríguez", "Vélez")
_TOPICS = ("salud", "empleo|salud", "", "")


def make(path: Path, lines: int) -> None:
    """A list: all have a mail address and a district, half a telephone, half a topic."""
    chance = random.Random(7)  # the same list each time
    with path.open("w", encoding="utf-8") as out:
        out.write("nombre;correo;celular;barrio;tema\n")
        for number in range(lines):
            name = f"{chance.choice(_NAMES)} {chance.choice(_SURNAMES)} {chance.choice(_SURNAMES)}"
            mail = f"persona{number}@correo{chance.randrange(40)}.com.co"
            digits = f"{chance.randrange(1_000):03d} {chance.randrange(10_000):04d}"
            phone = f"3{chance.choice((0, 1))}{chance.randrange(6)} {digits}" if chance.random() < 0.5 else ""
            out.write(f"{name};{mail};{phone};Barrio {chance.randrange(200)};{chance.choice(_TOPICS)}\n")


def cases(folder: Path, lines: int, dialect: str) -> Iterator[tuple[str, float, Measure]]:
    """Name of each command, the most seconds that it may take for a million, and its cost."""
    listed = folder / "lista.csv"
    make(listed, lines)
    with fresh(folder, dialect) as url:
        place = ["-c", str(ROOT / "config"), "--db", url, "--json"]
        imported = [PREGONERO, "contacts", "import", str(listed), *place]
        yield f"contacts-import-{dialect}", SECONDS, measure(imported, folder)
        yield f"contacts-import-again-{dialect}", SECONDS, measure(imported, folder)
        planned = [PREGONERO, "plan", *place, "--from", "2027-01-01", "--to", "2027-12-31"]
        yield f"plan-beside-a-million-{dialect}", PLANNED, measure(planned, folder)


def main() -> None:
    """Measure, print the table; a whole million is kept in `latest.json`."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.contacts", description=__doc__)
    parser.add_argument("lines", type=int, nargs="?", default=LINES, help="fewer, to try it out (default: a million)")
    parser.add_argument("--database", choices=["sqlite", "postgresql"], default="sqlite")
    given = parser.parse_args()
    table = Table("case", "wall s", "limit", "CPU s", "MB", title=f"{given.lines:,} people, {MEGABYTES:.0f} MB at most")
    entries = []
    with tempfile.TemporaryDirectory() as scratch:
        for name, limit, found in cases(Path(scratch), given.lines, given.database):
            figures = (found.seconds, limit, found.cpu_seconds, found.peak_megabytes)
            table.add_row(name, *(f"{figure:.1f}" for figure in figures))
            entries.append({"name": f"{name}-seconds", "ours": round(found.seconds, 1), "limit": limit, "unit": "s"})
            entries.append(
                {"name": f"{name}-memory", "ours": round(found.peak_megabytes, 1), "limit": MEGABYTES, "unit": "MB"}
            )
    Console().print(table)
    if given.lines == LINES:
        keep(entries)


main()
