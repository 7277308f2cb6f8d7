"""`python -m benchmarks.mail [--quick] [CASE …]`: how fast mail leaves, in turn with its peers; kept in `latest.json`.

How much memory a million recipients take is another measure: `python -m benchmarks.mail.million`.
"""

import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from typing import Any

from rich.console import Console
from rich.table import Table

from benchmarks import kept
from benchmarks.mail import ours
from benchmarks.mail.peers import PEERS
from benchmarks.mail.relay import far, sink
from benchmarks.server import postgresql

SESSIONS = 50
ROUNDS = 3
LEAST = {"smtp-source": 0.5, "nodemailer": 5.0}
"""What our rate has to be of each peer's, as the median of what was measured in turn."""


@dataclass(frozen=True, slots=True)
class Case:
    """One relay and one database."""

    name: str
    recipients: int
    peers: dict[str, int]
    """How many mails each peer sends in its turn: the slow ones fewer, so that all turns are of a kind."""
    database: str = "sqlite"
    away: bool = False
    """Behind 40 ms of round trip."""
    signed: int = 0
    """Signed by DKIM, on one core: how many a second it has to be, whatever the peer, which signs nothing."""


CASES = (
    Case("correo-2kb-sqlite", 100_000, {"smtp-source": 100_000, "nodemailer": 20_000, "django-post_office": 4_000}),
    Case("correo-2kb-sqlite-40ms", 4_000, {"smtp-source": 4_000, "nodemailer": 4_000}, away=True),
    Case("correo-2kb-postgresql", 50_000, {"smtp-source": 100_000, "nodemailer": 20_000}, database="postgresql"),
    Case("correo-2kb-dkim", 20_000, {"smtp-source": 100_000}, signed=2_000),
)


@dataclass(slots=True)
class Found:
    """What all rounds of a case gave."""

    sent: list[ours.Sent] = field(default_factory=list)
    peers: dict[str, list[float]] = field(default_factory=dict)

    def entry(self, case: Case) -> dict[str, Any]:
        """As `latest.json` keeps it. Rates are mails a second; `limit` is half of smtp-source's, or the case's own."""
        rates = [each.rate for each in self.sent]
        ratios = {
            name: [rate / theirs for rate, theirs in zip(rates, found, strict=True)]
            for name, found in self.peers.items()
        }
        return {
            "name": case.name,
            "ours": round(median(rates)),
            "limit": case.signed or round(LEAST["smtp-source"] * median(self.peers["smtp-source"])),
            "unit": "mails/s",
            "cpu_seconds_per_1000": round(median(each.cpu for each in self.sent), 3),
            "peak_megabytes": round(max(each.peak for each in self.sent), 1),
            "peers": {name: round(median(found)) for name, found in self.peers.items()},
            "ratios": {
                name: [round(value, 2) for value in (min(found), median(found), max(found))]
                for name, found in ratios.items()
            },
        }


def measure(case: Case, part: int = 1) -> dict[str, Any]:
    """Each in turn, three times over. `part`: only one of so many mails."""
    found = Found()
    for _ in range(ROUNDS):
        with sink() as near, _relay(near, away=case.away) as port:
            with tempfile.TemporaryDirectory() as scratch, _database(case, Path(scratch)) as url:
                signed, recipients = case.signed > 0, case.recipients // part
                found.sent.append(ours.send(Path(scratch), url, recipients, port, SESSIONS, signed=signed))
            for name, count in case.peers.items():
                found.peers.setdefault(name, []).append(PEERS[name](count // part, port, SESSIONS))
    return found.entry(case)


@contextmanager
def _relay(near: int, *, away: bool) -> Iterator[int]:
    if not away:
        yield near
        return
    with far(near) as port:
        yield port


@contextmanager
def _database(case: Case, scratch: Path) -> Iterator[str]:
    if case.database == "sqlite":
        yield f"sqlite:///{scratch / 'correo.db'}"
        return
    with postgresql(scratch) as url:
        yield url


def main() -> None:
    """Measure all that is named, or every case, print the table and keep the figures."""
    part = 20 if "--quick" in sys.argv else 1
    named = [word for word in sys.argv[1:] if not word.startswith("-")]
    table = Table("case", "ours", "CPU s per 1,000", "peak MB", "peer", "its rate", "ratio", title="Mails a second")
    for case in CASES:
        if named and case.name not in named:
            continue
        entry = measure(case, part)
        for name, (least, middle, most) in entry["ratios"].items():
            slow = entry["ours"] < case.signed if case.signed else middle < LEAST.get(name, 0)
            own = (str(entry["ours"]), str(entry["cpu_seconds_per_1000"]), str(entry["peak_megabytes"]))
            ratio = f"{middle} ({least} to {most})"
            table.add_row(case.name, *own, name, str(entry["peers"][name]), ratio, style="red" if slow else None)
        if part == 1:
            kept.keep([entry])
    Console().print(table)


main()
