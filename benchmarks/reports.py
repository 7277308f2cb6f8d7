"""`python -m benchmarks.reports`: a year's report of a real plan beside ten million deliveries, and beside a few; kept.

The year is played first, by the operator's own command; then its mails get more recipients, with the counters that the
ledger would have written. A report adds counters up, so that the two reports may differ by what chance makes of it.
"""

import argparse
import sqlite3
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
PLAN = ROOT / "config" / "planes" / "segovia"
DELIVERIES = 10_000_000
SECONDS = 5.0
"""The most that a year's report may take."""
RATIO = 1.25
"""How much more memory than beside a few deliveries it may hold."""
HOUSEHOLDS = 7
"""One mail in so many goes to households, with three persons in each."""
_MORE = """
INSERT INTO delivery (publication, recipient_key, address, audience, state, attempts, people, sent_at, bounced_at)
WITH RECURSIVE numbered(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbered WHERE n < :each)
SELECT :publication, printf('%064x', n), 'p' || n || '@correo.com.co', :audience, 'sent', 1, :people, :moment,
       CASE WHEN n % 50 = 0 THEN :moment END
FROM numbered
"""
_COUNT = """
INSERT INTO counter (publication, audience, state, count) VALUES (?, ?, ?, ?)
ON CONFLICT (publication, audience, state) DO UPDATE SET count = count + excluded.count
"""


def grow(path: Path, deliveries: int) -> int:
    """Spread more deliveries over the year's mails, one in fifty of them bounced. Returns how many there are now."""
    with sqlite3.connect(path) as database:
        database.execute("PRAGMA synchronous = OFF")
        mails = database.execute(
            "SELECT p.id, c.audience, p.started_at FROM publication p JOIN counter c ON c.publication = p.id"
            " WHERE p.kind = 'direct' AND c.state = 'sent' ORDER BY p.id"
        ).fetchall()
        each = deliveries // len(mails)
        for place, (publication, audience, moment) in enumerate(mails):
            shared = place % HOUSEHOLDS == 0
            database.execute(
                _MORE,
                {
                    "each": each,
                    "publication": publication,
                    "audience": audience,
                    "people": 3 if shared else None,
                    "moment": moment,
                },
            )
            database.execute(_COUNT, (publication, audience, "sent", each))
            database.execute(_COUNT, (publication, audience, "bounced", each // 50))
            database.execute("UPDATE publication SET per_household = ? WHERE id = ?", (shared, publication))
            database.commit()
        return int(database.execute("SELECT count(*) FROM delivery").fetchone()[0])


def cases(folder: Path, deliveries: int) -> Iterator[tuple[str, Measure]]:
    """Name and cost of each report: beside the few deliveries of a rehearsal, then beside many."""
    database = folder / "simulacion.db"
    place = ["-c", str(PLAN), "--db", f"sqlite:///{database}"]
    measure(
        [PREGONERO, "simulate", *place[:2], "--from", "2027-01-01", "--to", "2027-12-31", "--out", str(folder)], folder
    )
    reported = [PREGONERO, "report", *place, "--period", "2027", "--format", "json"]
    measure(reported, folder)
    yield "few", measure(reported, folder)
    print(f"{grow(database, deliveries):,} deliveries, {database.stat().st_size / 2**20:,.0f} MB")
    measure(reported, folder)
    yield "many", measure(reported, folder)


def main() -> None:
    """Measure, print the table; ten million are kept in `latest.json`."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.reports", description=__doc__)
    parser.add_argument("deliveries", type=int, nargs="?", default=DELIVERIES, help="fewer, to try it out")
    given = parser.parse_args()
    table = Table("beside", "wall s", "CPU s", "MB", title=f"A year's report, {SECONDS:.0f} s at most")
    with tempfile.TemporaryDirectory() as scratch:
        found = dict(cases(Path(scratch), given.deliveries))
    for name, cost in found.items():
        table.add_row(name, f"{cost.seconds:.2f}", f"{cost.cpu_seconds:.2f}", f"{cost.peak_megabytes:.0f}")
    Console().print(table)
    if given.deliveries == DELIVERIES:
        few, many = found["few"], found["many"]
        keep(
            [
                {"name": "report-of-a-year-seconds", "ours": round(many.seconds, 2), "limit": SECONDS, "unit": "s"},
                {
                    "name": "report-of-a-year-memory",
                    "ours": round(many.peak_megabytes, 1),
                    "limit": round(few.peak_megabytes * RATIO, 1),
                    "unit": "MB",
                },
            ]
        )


main()
