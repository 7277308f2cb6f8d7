"""How long a chore may take: no longer than whoever does it is believed to live."""

import asyncio
from pathlib import Path

import pytest

from channels.adapter import Adapter
from delivery.chores import lane_chores
from delivery.chores.assignment import Assignment, ChoreKind, Keep
from delivery.chores.chore_kinds import KINDS
from delivery.chores.lane_chores import LATE, believed
from storage.database import Database
from tests.channels.service import Service
from tests.delivery.chores.liked import DUE, HOUR, posts, the_chore
from tests.delivery.desk import at_work
from tests.delivery.posting import ENVIRONMENT, posting

SERVICE = "x"


async def endless(_adapter: Adapter, _assignment: Assignment) -> Keep:
    """Asks once more and once more."""
    await asyncio.Event().wait()
    raise AssertionError


async def test_a_chore_that_does_not_end_is_broken_off(
    sqlite_database: Database, tmp_path: Path, service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its lane goes on, and it is tried again later."""
    monkeypatch.setitem(KINDS, "likes", ChoreKind(endless))
    monkeypatch.setattr(lane_chores, "CALLS", 0.01)
    async with at_work(sqlite_database, tmp_path, DUE, posting(service), ENVIRONMENT) as desk:
        await posts(desk)
        desk.clock.moment = DUE + HOUR
        await desk.settle()
        assert (the_chore(desk).state, the_chore(desk).note) == ("failing", LATE)


async def test_who_does_a_chore_is_believed_longer_than_it_may_take(
    sqlite_database: Database, tmp_path: Path, service: Service
) -> None:
    """Whatever deadlines the account has, nobody begins it beside him."""
    changes = posting(service)
    changes["canales.yaml"] = str(changes["canales.yaml"]).replace("lectura: 1", "lectura: 600")
    async with at_work(sqlite_database, tmp_path, DUE, changes, ENVIRONMENT) as desk:
        account = desk.tenant.accounts["x"]
        assert account.options.patience > 1200
        assert believed(account).total_seconds() > lane_chores.CALLS * account.options.patience
