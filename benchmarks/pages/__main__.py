"""`python -m benchmarks.pages`: every page of the panel beside a million people, a million deliveries and six years.

The panel is a process of its own, as the operator starts it. Each page is opened until it has all that is made beside
it, then twenty times more. On a machine that has other work, the processor's time tells more than the clock's.
"""

import argparse
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import httpx
from rich.console import Console
from rich.table import Table

from benchmarks.kept import keep
from benchmarks.pages.rooms import PEOPLE, visits
from benchmarks.pages.town import Numbers, Size, fill
from benchmarks.pages.visits import PASSWORD, Cost, Visit, cost, panel
from benchmarks.server import fresh
from campaigns.last_good import load_with_memory
from campaigns.tenant import Tenant
from delivery.clock import SystemClock
from delivery.workplace import Workplace, open_workplace
from panel.entrance.passwords import hashed
from panel.entrance.roles import Role
from storage.database import Database
from storage.schema import prepare
from storage.users import add_user, change_user

PLAN = Path(__file__).parents[2] / "config" / "planes" / "cartagena"
WHOLE = Size(people=1_000_000, publications=20_000, audit=300_000)
MILLISECONDS = 100.0
"""The most that a page may take at the server, by the median of its answers."""
KILOBYTES = 100.0
"""The most that a page may weigh over the wire."""


def settled(folder: Path, url: str, size: Size) -> tuple[Tenant, Numbers]:
    """The municipality with all its rows, and somebody of each role."""
    var = folder / "var"
    var.mkdir()
    tenant = load_with_memory(PLAN, var, {}).tenants[0]
    database = Database.open(url)
    try:
        prepare(database)
        now = datetime.now(UTC)
        with database.write() as connection:
            place = open_workplace(connection, tenant, database, SystemClock(), var)
        _let_in(place, now)
        numbers = fill(place, size, now)
    finally:
        database.close()
    return tenant, numbers


def _let_in(place: Workplace, now: datetime) -> None:
    secret = hashed(PASSWORD)
    with place.database.write() as connection:
        for role, person in PEOPLE.items():
            number = add_user(connection, place.tenant_id, person, role.value, now)
            change_user(connection, number, password_hash=secret)


def costs(folder: Path, url: str, size: Size) -> Iterator[tuple[Visit, Cost]]:
    """What each page cost."""
    tenant, numbers = settled(folder, url, size)
    with panel(["-c", str(PLAN), "--db", url], folder) as served:
        browsers: dict[Role, httpx.Client] = {}
        for visit in visits(tenant, numbers, datetime.now(UTC)):
            if visit.role not in browsers:
                browsers[visit.role] = served.sign_in(tenant.slug, PEOPLE[visit.role])
            yield visit, cost(browsers[visit.role], visit, served.process)


def main() -> None:
    """Measure, print the table; the whole town is kept in `latest.json`."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.pages", description=__doc__)
    parser.add_argument("people", type=int, nargs="?", default=WHOLE.people, help="fewer, to try it out")
    parser.add_argument("--database", choices=["sqlite", "postgresql"], default="sqlite")
    given = parser.parse_args()
    share = given.people / WHOLE.people
    size = Size(given.people, max(int(WHOLE.publications * share), 1_000), max(int(WHOLE.audit * share), 1_000))
    title = f"Pages beside {size.people:,} people: {MILLISECONDS:.0f} ms and {KILOBYTES:.0f} kB at most"
    table = Table("page", "first ms", "median ms", "worst ms", "CPU ms", "kB", title=title)
    entries = []
    with tempfile.TemporaryDirectory() as scratch, fresh(Path(scratch), given.database) as url:
        for visit, found in costs(Path(scratch), url, size):
            over = found.median > MILLISECONDS or found.kilobytes > KILOBYTES
            figures = (found.first, found.median, found.worst, found.processor, found.kilobytes)
            table.add_row(visit.name, *(f"{figure:.1f}" for figure in figures), style="red" if over else "")
            entries.append(_entry(f"page-{visit.name}-{given.database}", found))
    Console(width=110).print(table)
    if size == WHOLE:
        keep(entries)


def _entry(name: str, found: Cost) -> dict[str, object]:
    return {
        "name": name,
        "ours": round(found.median, 1),
        "limit": MILLISECONDS,
        "unit": "ms",
        "worst": round(found.worst, 1),
        "cpu": round(found.processor, 1),
        "kilobytes": round(found.kilobytes, 1),
        "kilobytes_limit": KILOBYTES,
    }


main()
