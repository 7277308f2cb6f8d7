"""The figures of periods, counted beside the pages that show them."""

import asyncio
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from typing import NamedTuple

from sqlalchemy import Connection, func, select

from campaigns.content.look import look
from campaigns.tenant import Tenant
from delivery.memory import give_back
from indicators.awaited import Awaited
from indicators.closed import Closed
from indicators.closing import read_report
from indicators.periods import Period
from indicators.report import IndicatorRow, awaited
from indicators.sections.figures import courses, distinct_names
from indicators.shown import Shown, shown_again, shown_text
from panel.office.asked import Asked
from panel.office.background import Background, Seen
from reports.apart import Picture, drawn_apart
from reports.chart import Chart
from reports.document import Fact
from storage.tables import measurement, period_snapshot, recount, work_order

MOST = 10
"""Periods that are kept: each some hundred kilobytes."""
SUMMARY = "resumen"
BETWEEN = "\0"
"""Between two pictures: no XML has it."""


class State(NamedTuple):
    """By what a period's figures are known to be others: what people gave, what was closed, what the files say."""

    figures: int | None
    counts: int | None
    closed: int | None
    configuration: str


@dataclass(frozen=True, slots=True)
class Counted:
    """A period as it was counted, or as it was closed."""

    period: Period
    rows: Mapping[str, IndicatorRow]
    """By the indicator's key."""
    names: Mapping[str, str]
    """As no other is called."""
    charts: Mapping[str, Chart]
    """The way to the figure beside the line of its target; of those that have one."""
    closed: Closed | None
    missing: tuple[Awaited, ...]
    facts: tuple[Fact, ...]
    summary: tuple[str, ...]
    warnings: tuple[str, ...]
    key: str
    """A file's name without its ending."""
    packed: bytes
    """All that any form of its report is made of."""

    def shown(self, tenant: Tenant) -> Shown:
        """What its report shows."""
        return shown_again(zlib.decompress(self.packed).decode(), tenant.municipality.zone)


class Figures:
    """Counts them; one for all municipalities."""

    def __init__(self) -> None:
        """Nothing is counted yet."""
        self.counting = Background[Counted](MOST)
        self.drawing = Background[Mapping[str, bytes]](MOST, timedelta.max)

    async def look(self, asked: Asked, period: Period, *, waits: bool = True) -> Seen[Counted]:
        """The figures of a period; `waits` as `Background.look` has it. Raises `Turned`, `StorageError`."""
        state = await asked.read(partial(state_of, tenant_id=asked.place.tenant_id, tenant=asked.tenant))
        key = (asked.place.tenant_id, period.key)
        return await self.counting.look(key, state, asked.now, partial(_count, asked, period), waits=waits)

    async def pictures(self, asked: Asked, counted: Counted, *, waits: bool = True) -> Seen[Mapping[str, bytes]]:
        """The pictures of its charts by their keys, packed: see `unpacked`."""
        charts = tuple(counted.charts.values())
        key = (asked.place.tenant_id, counted.period.key)
        state = (charts, asked.tenant.digest)
        return await self.drawing.look(key, state, asked.now, partial(_draw, asked.tenant, charts), waits=waits)

    async def settle(self) -> None:
        """Wait until nothing is counted or drawn."""
        await self.counting.settle()
        await self.drawing.settle()


def state_of(connection: Connection, tenant_id: int, tenant: Tenant) -> State:
    """What a count would stand on now, but for what goes out meanwhile."""
    newest = [
        connection.scalar(select(func.max(table.c.id)).where(table.c.tenant == tenant_id))
        for table in (measurement, period_snapshot)
    ]
    orders = select(func.max(recount.c.id)).join(work_order, work_order.c.id == recount.c.work_order)
    counts = connection.scalar(orders.where(work_order.c.tenant == tenant_id))
    return State(newest[0], counts, newest[1], tenant.digest)


def unpacked(pictures: Mapping[str, bytes], key: str) -> Picture | None:
    """One of them; None: it has none, or it is being drawn."""
    packed = pictures.get(key)
    return None if packed is None else Picture(*reversed(zlib.decompress(packed).decode().split(BETWEEN, 1)))


async def _count(asked: Asked, period: Period) -> Counted:
    return await asked.read(partial(_counted, tenant=asked.tenant, asked=asked, period=period, now=asked.now))


def _counted(connection: Connection, tenant: Tenant, asked: Asked, period: Period, now: datetime) -> Counted:
    reading = read_report(connection, tenant, asked.place.tenant_id, period, now)
    report, document = reading.report, reading.shown.document
    aimed = [row for row in report.indicators if row.goal.target is not None]
    found = Counted(
        period=period,
        rows={row.key: row for row in report.indicators},
        names=distinct_names(report),
        charts={each.key: each for each in courses(report, aimed)},
        closed=report.closed,
        missing=awaited(report),
        facts=document.facts,
        summary=next((each.paragraphs for each in document.sections if each.key == SUMMARY), ()),
        warnings=document.warnings,
        key=document.key,
        packed=zlib.compress(shown_text(reading.shown).encode()),
    )
    del reading, report, document
    give_back()
    return found


async def _draw(tenant: Tenant, charts: Sequence[Chart]) -> Mapping[str, bytes]:
    brand = look(tenant.municipality.brand, tenant.folder)
    drawn = await asyncio.to_thread(drawn_apart, charts, brand) if charts else {}
    return {key: zlib.compress(f"{each.brief}{BETWEEN}{each.whole}".encode()) for key, each in drawn.items()}
