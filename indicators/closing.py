"""Periods are closed: their report is kept as it stands, and is read back from then on."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta
from typing import get_args

from sqlalchemy import Connection, func, select

from campaigns.tenant import Tenant
from indicators.beginning import first_row
from indicators.closed import Closed
from indicators.kept import figures_of, has_document, report_again, words_of
from indicators.parts import read_parts
from indicators.periods import Kind, Period, before, parse_period, period_of
from indicators.report import ActionRow, IndicatorRow, Report, make_report
from indicators.responsible import name_of
from indicators.shown import Shown, shown, shown_again, shown_text
from storage.audit import append
from storage.snapshots import (
    Snapshot,
    SpoiledSnapshot,
    add_snapshot,
    closed_periods,
    digest_of,
    last_snapshot,
)
from storage.tables import measurement, recount, work_order
from storage.turns import in_turn

PROGRAM = "el pregonero"
"""Who closes periods whose days of grace are over."""
KINDS: tuple[Kind, ...] = tuple(kind for kind in get_args(Kind) if kind != "rango")
"""What closes by itself; a stretch of any days closes by a person's word alone."""
_DAY = timedelta(days=1)


class NotClosed(ValueError):
    """A period cannot be closed; the message is Spanish and says why."""


@dataclass(frozen=True, slots=True)
class Counted:
    """The report of a period that is about to close."""

    report: Report
    given: tuple[int, int]
    """Up to which figures and corrections of people it was counted."""


@dataclass(frozen=True, slots=True)
class Reading:
    """A report, and what is shown of it in whatever form."""

    report: Report
    shown: Shown


def read_report(connection: Connection, tenant: Tenant, tenant_id: int, period: Period, now: datetime) -> Reading:
    """The report of a period: as it was closed, letter by letter, whatever came later; counted where it is open.

    The period before stands beside it as it was closed. The connection only reads. Raises SpoiledSnapshot.
    """
    kept = last_snapshot(connection, tenant_id, period.key)
    if kept is None:
        report = _counted(connection, tenant, tenant_id, period, now)
        return Reading(report, shown(report))
    report = report_again(tenant, period, kept)
    return Reading(report, shown_as_kept(report, kept) or shown(report))


def closed_report(connection: Connection, tenant: Tenant, tenant_id: int, period: Period) -> Report | None:
    """The report of a period as it was closed; None where it is open. Raises SpoiledSnapshot."""
    kept = last_snapshot(connection, tenant_id, period.key)
    return None if kept is None else report_again(tenant, period, kept)


def shown_as_kept(report: Report, kept: Snapshot) -> Shown | None:
    """A closed report as it was shown; None of one that was closed before that was kept. Raises SpoiledSnapshot."""
    if kept.document is not None:
        return shown_again(kept.document, report.tenant.municipality.zone)
    if has_document(kept):
        raise SpoiledSnapshot(
            f"Faltan las palabras del periodo cerrado {kept.period} (versión {kept.version}): alguien cambió la base "
            "de datos; restáurela de una copia de seguridad."
        )
    return None


def due_periods(connection: Connection, tenant: Tenant, tenant_id: int, now: datetime) -> tuple[Period, ...]:
    """The periods whose days of grace are over and that are open, the oldest first.

    None that ended before the municipality's first row: what people note of the time before may still be gathered.
    """
    began = first_row(connection, tenant_id)
    if began is None:
        return ()
    closed = closed_periods(connection, tenant_id)
    found = [period for kind in KINDS for period in _over(kind, tenant, began, closed, now)]
    return tuple(sorted(found, key=lambda period: (period.last, period.days)))


def count_to_close(connection: Connection, tenant: Tenant, tenant_id: int, period: Period, now: datetime) -> Counted:
    """Count a period that is over. The connection only reads: whoever sends does not wait for it. Raises NotClosed."""
    if now < period.until:
        raise NotClosed(f"{_capital(period.name)} no ha terminado: un periodo se cierra cuando acaba su último día.")
    return Counted(_counted(connection, tenant, tenant_id, period, now), _given(connection, tenant_id))


def close(connection: Connection, tenant_id: int, counted: Counted, actor: str) -> Closed | None:
    """Keep what was counted, once. None: somebody noted a figure meanwhile, and it is to be counted again.

    Raises NotClosed where it is closed already.
    """
    take_turn(connection, tenant_id)
    report, now = counted.report, counted.report.made_at
    period, zone = report.period, report.tenant.municipality.zone
    kept = last_snapshot(connection, tenant_id, period.key)
    if kept is not None:
        since = report_again(report.tenant, period, kept).closed
        raise NotClosed(
            f"{_capital(period.name)} ya está cerrado desde el {since.at.astimezone(zone) if since else now:%Y-%m-%d}. "
            "Lo que haya que corregir se anota con «pregonero record … --corrects N --reason …»."
        )
    if counted.given != _given(connection, tenant_id):
        return None
    closed = replace(report, closed=Closed(now, name_of(report.tenant, actor)))
    return keep(connection, tenant_id, closed, actor, "", now)


def keep(
    connection: Connection,
    tenant_id: int,
    report: Report,
    actor: str,
    reason: str,
    now: datetime,
    show: Callable[[Report], Shown] = shown,
) -> Closed:
    """Write down the version of a closed period that the report says, and how it is shown."""
    if report.closed is None:
        raise ValueError("the report does not say how its period was closed")
    words = words_of(report.tenant)
    figures, period, version = figures_of(report, words), report.period, report.closed.version
    digest = digest_of(figures)
    closed = replace(report.closed, digest=digest)
    document = shown_text(show(replace(report, closed=closed)))
    sums = {"digest": digest, "document": digest_of(document)}
    taken = Snapshot(period.key, version, words, figures, digest, now, actor, reason, document, sums["document"])
    add_snapshot(connection, tenant_id, period.first, period.last, taken)
    append(connection, tenant_id, actor, "close", period.key, {"version": version, "reason": reason, **sums}, now)
    return closed


def take_turn(connection: Connection, tenant_id: int) -> None:
    """Wait until nobody else closes a period of the municipality or notes a figure; ends with the transaction."""
    in_turn(connection, f"cierre {tenant_id}")


def _counted(connection: Connection, tenant: Tenant, tenant_id: int, period: Period, now: datetime) -> Report:
    zone, parts = tenant.municipality.zone, read_parts(connection, tenant, tenant_id, period)
    report = make_report(connection, tenant, tenant_id, period, now, parts)
    kept = last_snapshot(connection, tenant_id, before(period, zone).key)
    if kept is None or not report.findings.compares:
        return report
    earlier = report_again(tenant, parse_period(kept.period, zone), kept)
    was = by_row(earlier)
    return replace(
        report,
        indicators=tuple(_beside(row, was.get((row.key, ""))) for row in report.indicators),
        actions=tuple(_beside_action(row, was) for row in report.actions),
        findings=replace(report.findings, earlier=earlier.findings.outcomes),
    )


def by_row(report: Report) -> Mapping[tuple[str, str], IndicatorRow]:
    """By indicator and row of the plan, which is empty for the indicator as a whole."""
    whole = {(row.key, ""): row for row in report.indicators}
    of_rows = {(row.indicator.key, row.action.key): row.indicator for row in report.actions if row.indicator}
    return whole | of_rows


def _beside(row: IndicatorRow, was: IndicatorRow | None) -> IndicatorRow:
    return row if was is None or row.before is None else replace(row, before=was.figure.value)


def _beside_action(row: ActionRow, was: Mapping[tuple[str, str], IndicatorRow]) -> ActionRow:
    if row.indicator is None:
        return row
    return replace(row, indicator=_beside(row.indicator, was.get((row.indicator.key, row.action.key))))


def _over(kind: Kind, tenant: Tenant, began: datetime, closed: Collection[str], now: datetime) -> list[Period]:
    zone, grace = tenant.municipality.zone, tenant.municipality.closing.days
    found: list[Period] = []
    period = period_of(kind, began.astimezone(zone).date(), zone)
    while datetime.combine(period.last + (1 + grace) * _DAY, time.min, zone) <= now:
        if period.key not in closed:
            found.append(period)
        period = period_of(kind, period.last + _DAY, zone)
    return found


def _given(connection: Connection, tenant_id: int) -> tuple[int, int]:
    figures = select(func.max(measurement.c.id)).where(measurement.c.tenant == tenant_id)
    counts = (
        select(func.max(recount.c.id))
        .join(work_order, work_order.c.id == recount.c.work_order)
        .where(work_order.c.tenant == tenant_id)
    )
    return connection.scalar(figures) or 0, connection.scalar(counts) or 0


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
