"""`python -m benchmarks.contacts [LINES]`: a list of a million people into an empty database, and once more; kept.

On SQLite, and on PostgreSQL where its address is given in PREGONERO_BENCH_POSTGRESQL (the database must be empty). Each
import is a whole process, the operator's own command. On a machine that has other work, CPU seconds tell more.
"""

import os
import random
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from rich.console import Console
from rich.table import Table

from benchmarks.kept import keep
from benchmarks.process import Measure, measure

ROOT = Path(__file__).parents[1]
PREGONERO = str(Path(sys.executable).parent / "pregonero")
LINES = 1_000_000
SECONDS, MEGABYTES = 90.0, 200.0
"""The most that a million may cost, on two cores."""
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


def cases(folder: Path, lines: int) -> Iterator[tuple[str, Measure]]:
    """Name and cost of each import."""
    listed = folder / "lista.csv"
    make(listed, lines)
    urls = {"sqlite": f"sqlite:///{folder / 'lista.db'}"}
    if given := os.environ.get("PREGONERO_BENCH_POSTGRESQL"):
        urls["postgresql"] = given
    for dialect, url in urls.items():
        command = [PREGONERO, "contacts", "import", str(listed), "-c", str(ROOT / "config"), "--db", url, "--json"]
        yield f"contacts-import-{dialect}", measure(command, folder)
        yield f"contacts-import-again-{dialect}", measure(command, folder)


def main() -> None:
    """Measure, print the table; a whole million is kept in `latest.json`."""
    lines = int(sys.argv[1]) if len(sys.argv) > 1 else LINES
    table = Table(
        "case", "wall s", "CPU s", "MB", title=f"{lines:,} people, limits {SECONDS:.0f} s and {MEGABYTES:.0f} MB"
    )
    entries = []
    with tempfile.TemporaryDirectory() as scratch:
        for name, found in cases(Path(scratch), lines):
            figures = (found.seconds, found.cpu_seconds, found.peak_megabytes)
            table.add_row(name, *(f"{figure:.1f}" for figure in figures))
            entries.append({"name": f"{name}-seconds", "ours": round(found.seconds, 1), "limit": SECONDS, "unit": "s"})
            entries.append(
                {"name": f"{name}-memory", "ours": round(found.peak_megabytes, 1), "limit": MEGABYTES, "unit": "MB"}
            )
    Console().print(table)
    if lines == LINES:
        keep(entries)


main()
