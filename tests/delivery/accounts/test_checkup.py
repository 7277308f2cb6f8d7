"""Accounts that are looked over: one that fails, hangs or cannot be asked says so, and the others are asked."""

import asyncio
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

import pytest

from channels.capabilities import Finding, Standing
from channels.telegram.adapter import Telegram
from delivery.accounts import checkup
from delivery.accounts.checkup import look_over
from storage.database import Database
from tests.campaigns.town import ACCOUNTS
from tests.delivery.desk import at_work, bogota

NOW = bogota("2027-01-04T08:00")


async def broken(_self: Telegram, _now: datetime) -> Sequence[Finding]:
    """An adapter with a mistake."""
    raise ZeroDivisionError


async def endless(_self: Telegram, _now: datetime) -> Sequence[Finding]:
    """A service that never comes to its end."""
    await asyncio.Event().wait()
    return ()


@pytest.mark.parametrize(
    ("examine", "evidence"), [(broken, "imprevista (ZeroDivisionError)"), (endless, "no terminó de responder")]
)
async def test_one_that_fails_does_not_keep_the_others(
    sqlite_database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, examine: object, evidence: str
) -> None:
    """It is not known how it stands; that is no verdict on the account."""
    monkeypatch.setattr(checkup, "PATIENCE", 0.01)
    monkeypatch.setattr(checkup, "CALLS", 0)
    monkeypatch.setattr(Telegram, "examine", examine)
    async with at_work(sqlite_database, tmp_path, NOW, {"canales.yaml": ACCOUNTS}) as desk:
        accounts = [desk.tenant.accounts[name] for name in ("canal", "emisora")]
        (bot, radio), heard = await look_over(desk.place, accounts, NOW)
        assert heard == []
        assert (bot.account, bot.finding.standing) == ("canal", Standing.UNKNOWN)
        assert evidence in bot.finding.evidence
        assert (radio.account, radio.finding.standing) == ("emisora", Standing.GOOD)
