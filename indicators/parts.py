"""Reads the closed parts of a longer period: of all that their reports say only what the longer one tells of them."""

import json
from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import Connection

from campaigns.entry import adapter
from campaigns.indicator import Indicator
from campaigns.tenant import Tenant
from indicators.closed_parts import ClosedPart, counted_alike
from indicators.contents import by_day
from indicators.declared import Measurement
from indicators.kept import indicators_of
from indicators.outcomes import Outcomes, Published
from indicators.periods import Period, parse_period
from indicators.report import Report
from indicators.stretches import stretches
from storage.snapshots import last_figures


def read_parts(connection: Connection, tenant: Tenant, tenant_id: int, period: Period) -> tuple[ClosedPart, ...]:
    """Those of its weeks or months that are closed: tables and charts show them as their own reports do.

    Raises SpoiledSnapshot.
    """
    zone = tenant.municipality.zone
    # What is cut at the period's edge is not among them: no report tells those days alone.
    parts = (part for part in stretches(period, zone).parts if part.key != period.key)
    whole = {part.key: part for part in parts if part == parse_period(part.key, zone)}
    kept = last_figures(connection, tenant_id, whole)
    then = {words: indicators_of(words) for words in {each.words for each in kept.values()}}
    return tuple(
        _again(tenant, part, kept[key].figures, then[kept[key].words]) for key, part in whole.items() if key in kept
    )


def part_of(closed: Report, indicators: Mapping[str, Indicator]) -> ClosedPart:
    """What a closed report tells in a longer one. `indicators`: those of the longer one."""
    tenant, findings = closed.tenant, closed.findings
    figures = {row.key: row.figure.value for row in closed.indicators}
    alike = _alike(figures, tenant.indicators, indicators)
    contents = by_day(findings.outcomes, tenant.municipality.zone)
    return ClosedPart(closed.period.first, closed.period.last, contents, alike, _within(closed.period, findings.given))


def _again(tenant: Tenant, period: Period, figures: str, then: Mapping[str, Indicator]) -> ClosedPart:
    """The same of a report that is not made again for it."""
    found: dict[str, Any] = json.loads(figures)
    findings = found["findings"]
    published = adapter(tuple[Published, ...]).validate_python(findings["outcomes"]["published"])
    given = adapter(tuple[Measurement, ...]).validate_python(findings["given"])
    values = {row["key"]: row["figure"]["value"] for row in found["indicators"]}
    alike = _alike(adapter(dict[str, float | None]).validate_python(values), then, tenant.indicators)
    contents = by_day(Outcomes(published, ()), tenant.municipality.zone)
    return ClosedPart(period.first, period.last, contents, alike, _within(period, given))


def _alike(
    figures: Mapping[str, float | None], then: Mapping[str, Indicator], now: Mapping[str, Indicator]
) -> Mapping[str, float | None]:
    return {key: value for key, value in figures.items() if counted_alike(now.get(key), then[key])}


def _within(period: Period, given: Iterable[Measurement]) -> tuple[Measurement, ...]:
    return tuple(each for each in given if period.first <= each.day <= period.last)
