"""Bookkeepers as processes: killed at the worst moment, and two at the same period."""

import os
import subprocess
import sys
from collections import Counter
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from storage.audit import verify
from storage.database import Database
from storage.tables import audit, period_snapshot
from tests.delivery.desk import Desk, at_work
from tests.test_bookkeeper import CHANGES, START, begun

AFTERWARDS = START + timedelta(days=40)
PATIENCE = 120.0


@pytest.fixture
async def desk(database: Database, tmp_path: Path) -> AsyncIterator[Desk]:
    """A municipality with one post and one figure, of which some periods are due forty days later."""
    async with at_work(database, tmp_path, START, CHANGES) as found:
        begun(found)
        yield found


@contextmanager
def closing(desk: Desk, point: str) -> Iterator["subprocess.Popen[str]"]:
    """A bookkeeper that has come to its point."""
    arguments = [desk.database.url, str(desk.folder.parent), AFTERWARDS.isoformat(), point]
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.books", *arguments],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": str(Path.cwd())},
    )
    with process:
        assert process.stdout is not None
        assert process.stdout.readline() == f"{point}\n"
        yield process
        process.kill()


def kept(database: Database) -> Counter[str]:
    """How many versions of each period are kept; the audit has as many lines of it, and is whole."""
    with database.read() as connection:
        found = Counter(connection.scalars(select(period_snapshot.c.period)))
        assert Counter(connection.scalars(select(audit.c.subject).where(audit.c.verb == "close"))) == found
        assert verify(connection) is None
    return found


@pytest.mark.parametrize("point", ["counted", "written"])
def test_killed_it_leaves_nothing_and_the_next_one_closes_all(desk: Desk, point: str) -> None:
    """By the system, between counting and writing, or when all is written and not yet kept."""
    with closing(desk, point) as process:
        process.kill()
        assert process.wait(PATIENCE) != 0
    assert not kept(desk.database)

    with closing(desk, "counted") as process:
        process.communicate("", timeout=PATIENCE)
        assert process.returncode == 0

    assert set(kept(desk.database).values()) == {1}
    assert {"2027-W03", "2027-W04", "2027-01"} <= kept(desk.database).keys()


def test_two_at_once_close_each_period_once(desk: Desk) -> None:
    """Both have counted the first one and are let go together: one row, one line in the audit, no complaint."""
    with closing(desk, "counted") as first, closing(desk, "counted") as second:
        for process in (first, second):
            assert process.stdin is not None
            process.stdin.close()
        assert [process.wait(PATIENCE) for process in (first, second)] == [0, 0]

    found = kept(desk.database)
    assert {"2027-W03", "2027-W04", "2027-01"} <= found.keys()
    assert set(found.values()) == {1}
