"""How a sending goes: once, or with `--follow` live on a terminal and in plain lines anywhere else, until its end."""

import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Protocol

import click

from campaigns.tenant import Tenant
from delivery.clock import SystemClock
from delivery.pulse import pulses
from delivery.watching.listing import has_rows
from delivery.watching.progress import Progress, Rate, progress
from storage.database import Database
from storage.lock import is_held
from storage.tenants import find_tenant
from verbs.call import Call, Failure, WrongCall
from verbs.place import NOBODY
from verbs.printed import printed
from verbs.progress_words import told

EVERY = 1.0
"""Seconds between two looks."""
LINES_EVERY = timedelta(seconds=5)
"""How often a line is written where nobody looks on."""


class Screen(Protocol):
    """Where it is shown."""

    def show(self, found: Sequence[tuple[Progress, float]], now: datetime) -> None:
        """Each publication with its rate."""


def refuse_unknown(database: Database, tenant: Tenant, campaign: str) -> None:
    """Raises `WrongCall` for a campaign that neither the files nor the rows have."""
    with database.read() as connection:
        number = find_tenant(connection, tenant.slug)
        if campaign not in tenant.campaigns and (number is None or not has_rows(connection, number, campaign)):
            raise WrongCall(f"No hay ninguna campaña «{campaign}». Hay: {', '.join(tenant.campaigns)}.")


def follow_along(call: Call, database: Database, tenant: Tenant, campaign: str | None) -> None:
    """Show what is under way until nothing goes on by itself. Raises `Failure` where no daemon is at work."""
    with database.read() as connection:
        tenant_id = find_tenant(connection, tenant.slug) or NOBODY
    rates: dict[int, Rate] = {}
    with _screen() as screen:
        while True:
            now = SystemClock().now().astimezone(tenant.municipality.zone)
            with database.read() as connection:
                found = progress(connection, tenant_id, campaign, also=rates.keys())
                alive = any(pulse.alive(now, held=is_held(database)) for pulse in pulses(connection))
            shown = [(each, rates.setdefault(each.id, Rate()).learn(now, each.over)) for each in found]
            screen.show(shown, now)
            if not any(each.runs for each in found):
                break
            if not alive:
                run = printed(call, "run")
                raise Failure(f"El pregonero no está en marcha: nada sale. Se pone a andar con «{run}».")
            time.sleep(EVERY)
    if not rates:
        click.echo("Nada se está enviando.")


@contextmanager
def _screen() -> Iterator[Screen]:
    if not sys.stdout.isatty():
        yield _Lines()
        return
    from verbs.bars import bars  # noqa: PLC0415 - it stands on rich, which who reads lines does without

    with bars() as screen:
        yield screen


class _Lines:
    """A line for each publication, now and then, and at its end."""

    def __init__(self) -> None:
        self._told: dict[int, tuple[datetime, bool]] = {}

    def show(self, found: Sequence[tuple[Progress, float]], now: datetime) -> None:
        """See `Screen.show`."""
        for each, rate in found:
            last, ran = self._told.get(each.id, (None, True))
            due = last is None or now - last >= LINES_EVERY
            if ran and (due or not each.runs):
                click.echo(f"{each.key}: {told(each, rate, now)}")
                self._told[each.id] = (now, each.runs)
