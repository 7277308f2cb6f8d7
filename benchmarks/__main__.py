"""`python -m benchmarks`: one table of what the operator's commands cost here and now, kept in `latest.json`."""

import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from rich.console import Console
from rich.table import Table

from benchmarks.kept import keep
from benchmarks.process import Measure, at_rest, measure
from benchmarks.thousand import make

ROOT = Path(__file__).parents[1]
PREGONERO = str(Path(sys.executable).parent / "pregonero")
RUNS = 5
PLANS = ("la-estrella", "segovia", "cartagena", "genova", "caqueza")


@dataclass(frozen=True, slots=True)
class Case:
    """One thing that is measured, and the most that it may cost."""

    name: str
    unit: str
    limit: float
    run: Callable[[], Measure]
    figure: Callable[[Measure], float]
    runs: int = RUNS


def cases(folder: Path) -> Iterator[Case]:
    """Every case; `folder` is scratch."""
    thousand = folder / "mil"
    make(thousand, 1_000, action="SI-1", responsible="comunicaciones", audience="suscriptores", account="correo")
    yield Case("help", "s", 0.4, _command(folder, "check", "--help"), _seconds)
    for plan in PLANS:
        place = str(ROOT / "config" / "planes" / plan)
        yield Case(f"check-{plan}", "s", 1.0, _command(folder, "check", "-c", place), _seconds)
    year = ("--from", "2027-01-01", "--to", "2027-12-31")
    database = f"sqlite:///{folder / 'plan.db'}"
    planned = _command(folder, "--", "plan", "-c", str(thousand), "--db", database, *year, "--json")
    yield Case("plan-1000-campaigns-never-read", "s", 2.0, planned, _seconds)
    for plan in PLANS:
        place = str(ROOT / "config" / "planes" / plan)
        simulated = _command(folder, "simulate", "-c", place, "--db", database, *year, "--json")
        yield Case(f"simulate-{plan}", "s", 10.0, simulated, _seconds, runs=3)
    # The daemon leaves its memory of what it found right, beside which the plan is then made.
    run = [PREGONERO, "run", "-c", str(thousand), "--db", f"sqlite:///{folder / 'reposo.db'}"]
    rest = at_rest([*run, "--no-panel"], folder, settle=40, watch=30)
    window = at_rest([*run, "--listen", "127.0.0.1:0"], folder, settle=40, watch=30)
    yield Case("rest-1000-campaigns-memory", "MB", 80, lambda: rest, lambda found: found.peak_megabytes, runs=1)
    yield Case("rest-1000-campaigns-cpu", "%", 1.0, lambda: rest, lambda found: 100 * found.cpu_seconds / 30, runs=1)
    yield Case("rest-with-panel-memory", "MB", 110, lambda: window, lambda found: found.peak_megabytes, runs=1)
    yield Case("plan-1000-campaigns", "s", 2.0, planned, _seconds)


def main() -> None:
    """Measure every case, print the table, and write `latest.json`."""
    table = Table("case", "median", "min", "max", "limit", "unit", title="Pregonero, whole processes")
    kept = []
    with tempfile.TemporaryDirectory() as scratch:
        for case in cases(Path(scratch)):
            figures = [case.figure(case.run()) for _ in range(case.runs)]
            middle = median(figures)
            style = "red" if middle > case.limit else None
            shown = [f"{figure:.2f}" for figure in (middle, min(figures), max(figures), case.limit)]
            table.add_row(case.name, *shown, case.unit, style=style)
            kept.append({"name": case.name, "ours": round(middle, 3), "limit": case.limit, "unit": case.unit})
    Console().print(table)
    keep(kept)


def _command(folder: Path, *words: str) -> Callable[[], Measure]:
    return lambda: measure([PREGONERO, *(word for word in words if word != "--")], folder)


def _seconds(found: Measure) -> float:
    return found.seconds


main()
