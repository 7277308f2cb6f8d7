"""What is said later of a closed period: with its reason it makes another version, and nothing else of it changes."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date, datetime

from sqlalchemy import Connection

from campaigns.indicator import Indicator
from campaigns.tenant import Tenant
from indicators.actions import judged
from indicators.amending import amended, carried
from indicators.closed import Closed, Correction
from indicators.closing import by_row, keep, shown_as_kept, take_turn
from indicators.declared import BadMeasurement, given, record
from indicators.kept import report_again
from indicators.parts import part_of
from indicators.periods import parse_period, period_of
from indicators.report import ActionRow, IndicatorRow, Report, make_report
from indicators.responsible import name_of
from indicators.revised import revised
from indicators.shown import Shown, shown
from storage.snapshots import closed_since, last_snapshot


class ReasonMissing(BadMeasurement):
    """It would change what was reported, and nobody says why; the message is Spanish and names the periods."""


@dataclass(frozen=True, slots=True)
class Given:
    """A figure as a person gives it."""

    indicator: str
    value: float
    day: date | None
    """None: that of the figure which it corrects; today where it corrects none."""
    action: str = ""
    note: str = ""
    corrects: int | None = None
    reason: str = ""
    evidence: Sequence[Mapping[str, object]] = ()
    """Files, as work orders name theirs."""


@dataclass(frozen=True, slots=True)
class Noted:
    """A figure that was kept."""

    number: int
    day: date
    action: str
    versions: tuple[tuple[str, int], ...]
    """The closed periods of which it made another version: key and version."""


def note_figure(
    connection: Connection, tenant: Tenant, tenant_id: int, figure: Given, actor: str, now: datetime
) -> Noted:
    """Keep a figure; where it speaks of a closed period, with its reason, as another version of that.

    Raises BadMeasurement for what cannot be kept, ReasonMissing.
    """
    take_turn(connection, tenant_id)
    indicator, key = tenant.indicators[figure.indicator], figure.indicator
    old = None if figure.corrects is None else given(connection, tenant_id, key, figure.corrects)
    today = now.astimezone(tenant.municipality.zone).date()
    day = figure.day or (old.day if old is not None else today)
    action = figure.action or (old.action if old is not None else "")
    days = [day] if old is None else [day, old.day]
    touched = closed_with(connection, tenant, tenant_id, days, indicator)
    touched = tuple(each for each in touched if key in each.tenant.indicators)
    if touched and not figure.reason.strip():
        raise ReasonMissing(_closed_words(touched), "El motivo va en --reason.")
    with correcting(connection, tenant_id, touched, actor, figure.reason.strip(), now) as versions:
        number = record(
            connection,
            tenant_id,
            key,
            indicator,
            figure.value,
            day,
            actor,
            figure.note,
            now,
            action=action,
            corrects=figure.corrects,
            reason=figure.reason.strip(),
            evidence=figure.evidence,
        )
    return Noted(number, day, action, tuple(versions))


def closed_with(
    connection: Connection, tenant: Tenant, tenant_id: int, days: Sequence[date], indicator: Indicator | None = None
) -> tuple[Report, ...]:
    """The closed reports in whose periods one of the days lies.

    A figure of which the last one holds is carried on to the end of the indicator's own period: those too.
    """
    zone, found = tenant.municipality.zone, dict[str, Report]()
    for day in days:
        until = day
        if indicator is not None and indicator.accumulates == "ultimo":
            until = period_of(indicator.period, day, zone).last
        for kept in closed_since(connection, tenant_id, day, until):
            found[kept.period] = report_again(tenant, parse_period(kept.period, zone), kept)
    return tuple(found.values())


@contextmanager
def correcting_days(
    connection: Connection,
    tenant: Tenant,
    tenant_id: int,
    days: Sequence[date],
    actor: str,
    reason: str,
    now: datetime,
) -> Iterator[list[tuple[str, int]]]:
    """What is written within it changes the closed reports in whose periods one of the days lies, as `correcting`."""
    take_turn(connection, tenant_id)
    touched = closed_with(connection, tenant, tenant_id, days)
    with correcting(connection, tenant_id, touched, actor, reason, now) as versions:
        yield versions


@contextmanager
def correcting(
    connection: Connection, tenant_id: int, touched: Sequence[Report], actor: str, reason: str, now: datetime
) -> Iterator[list[tuple[str, int]]]:
    """What is written within it changes closed reports, each by a version of its own; yields the list of these.

    Only the rows that it changes are counted anew: what else came since the close stays out.
    """
    versions: list[tuple[str, int]] = []
    corrected: list[Report] = []
    before = [_counted(connection, tenant_id, each) for each in touched]
    yield versions
    for closed, once in zip(touched, before, strict=True):
        changed = _corrected(closed, once, _counted(connection, tenant_id, closed), actor, reason, now)
        if changed is not None and changed.closed is not None:
            corrected.append(_with_parts(changed, corrected))
            keep(connection, tenant_id, corrected[-1], actor, reason, now, _show(connection, tenant_id, closed))
            versions.append((changed.period.key, changed.closed.version))


def _with_parts(report: Report, corrected: Sequence[Report]) -> Report:
    """Its weeks and months as they are told now: those were corrected first."""
    told = {(each.period.first, each.period.last): each for each in corrected if each.period.kind != "rango"}
    indicators = report.tenant.indicators
    parts = tuple(
        part_of(told[part.first, part.last], indicators) if (part.first, part.last) in told else part
        for part in report.findings.parts
    )
    return replace(report, findings=replace(report.findings, parts=parts))


def _counted(connection: Connection, tenant_id: int, closed: Report) -> Report:
    """By the plan of then, as if it were then."""
    return make_report(connection, closed.tenant, tenant_id, closed.period, closed.made_at)


def _show(connection: Connection, tenant_id: int, closed: Report) -> Callable[[Report], Shown]:
    """How the corrected report is shown: as the closed one was, but for what changes."""
    kept = last_snapshot(connection, tenant_id, closed.period.key)
    was = None if kept is None else shown_as_kept(closed, kept)
    if was is None:
        return shown
    before = shown(closed)
    return lambda changed: revised(was, before, shown(changed))


def _corrected(closed: Report, before: Report, after: Report, actor: str, reason: str, now: datetime) -> Report | None:
    """The closed report with the rows in which `after` is not as `before`; None: there is none."""
    if closed.closed is None or _said(before) == _said(after):
        return None
    old, once, now_ = by_row(closed), by_row(before), by_row(after)
    changed = {
        place: carried(old[place], once[place], row, closed.tenant.indicators[row.key], closed)
        for place, row in now_.items()
        if place in old and row != once[place]
    }
    said = [
        Correction(key, action, was, row.figure.value, now, name_of(closed.tenant, actor), reason)
        for (key, action), row in changed.items()
        if (was := old[key, action].figure.value) != row.figure.value
    ]
    history = Closed(closed.closed.at, closed.closed.by, closed.closed.version + 1, (*closed.closed.corrections, *said))
    told = {place: _told(closed, history, place, row) for place, row in changed.items()}
    return replace(
        closed,
        closed=history,
        indicators=tuple(told.get((row.key, ""), row) for row in closed.indicators),
        actions=tuple(_with(row, told) for row in closed.actions),
        findings=amended(closed.findings, before.findings, after.findings),
    )


def _said(report: Report) -> tuple[object, ...]:
    """All of it in which a correction can be seen."""
    return (report.indicators, report.actions, report.findings)


def _told(closed: Report, history: Closed, place: tuple[str, str], row: IndicatorRow) -> IndicatorRow:
    """The row with what was corrected of it."""
    zone = closed.tenant.municipality.zone
    said = (each.words(zone) for each in history.corrections if (each.indicator, each.action) == place)
    return replace(row, note="; ".join(part for part in (row.note, *said) if part))


def _with(row: ActionRow, told: Mapping[tuple[str, str], IndicatorRow]) -> ActionRow:
    if row.indicator is None:
        return row
    counted = told.get((row.indicator.key, row.action.key))
    return row if counted is None else replace(row, indicator=counted, state=judged(row.progress, counted.standing))


def _closed_words(touched: Sequence[Report]) -> str:
    names = [each.period.name for each in touched]
    listed = " y ".join(filter(None, [", ".join(names[:-1]), names[-1]]))
    which = f"{listed} ya está cerrado" if len(names) == 1 else f"Ya están cerrados: {listed}"
    return (
        f"{which[:1].upper()}{which[1:]}. Diga por qué cambia lo que se informó: el informe mostrará la cifra "
        "nueva, la de antes y el motivo."
    )
