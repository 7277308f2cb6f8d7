"""A bookkeeper in a process of its own: `python -m tests.books URL FOLDER MOMENT POINT`.

At its point (`counted`: before it writes the first period; `written`: when that is written and not yet kept) it says so
and waits for its input to end.
"""

import asyncio
import sys
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from bookkeeper import Bookkeeper
from campaigns.loader import load
from delivery.workplace import Workplaces, open_workplace
from indicators.closing import count_to_close
from storage.audit import append
from storage.database import Database
from tests.delivery.desk import HandClock

POINTS: dict[str, tuple[str, Callable[..., Any]]] = {
    "counted": ("bookkeeper.count_to_close", count_to_close),
    "written": ("indicators.closing.append", append),
}
"""After which work it waits, and where that is called."""


def waiting_once(point: str, work: Callable[..., Any]) -> Callable[..., object]:
    """The same work; the first time it waits when it is done."""
    came: list[str] = []

    def done_then_waits(*given: object, **named: object) -> object:
        done = work(*given, **named)
        if not came:
            came.append(point)
            print(point, flush=True)
            sys.stdin.read()
        return done

    return done_then_waits


def main(url: str, folder: Path, now: datetime, point: str) -> None:
    """Close what is due, once."""
    where, work = POINTS[point]
    pytest.MonkeyPatch().setattr(where, waiting_once(point, work))
    database, clock, places = Database.open(url), HandClock(now), Workplaces()
    [tenant] = load(folder / "config", {}).tenants
    with database.write() as connection:
        places.put(open_workplace(connection, tenant, database, clock, folder / "var"))
    asyncio.run(Bookkeeper(database, places, clock).look(asyncio.Event()))


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]), datetime.fromisoformat(sys.argv[3]), sys.argv[4])
