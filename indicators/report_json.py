"""The report as data, by the keys that other programs read."""

from collections.abc import Mapping
from datetime import UTC, datetime

from indicators.closed import Closed, Correction
from indicators.report import ActionRow, IndicatorRow, Report
from indicators.targets import Goal

Json = dict[str, object]


def as_json(report: Report) -> Json:
    """`{period, closed, indicators: […], actions: […]}`; numbers that are whole are written without decimals."""
    return {
        "period": report.period.key,
        "closed": None if report.closed is None else _closed(report.closed),
        "indicators": [_indicator(row) for row in report.indicators],
        "actions": [_action(row) for row in report.actions],
    }


def _closed(closed: Closed) -> Json:
    return {
        "at": _instant(closed.at),
        "by": closed.by,
        "version": closed.version,
        "digest": closed.digest,
        "corrections": [_correction(each) for each in closed.corrections],
    }


def _correction(correction: Correction) -> Json:
    return {
        "indicator": correction.indicator,
        "action": correction.action or None,
        "before": _number(correction.before),
        "value": _number(correction.value),
        "at": _instant(correction.at),
        "by": correction.by,
        "reason": correction.reason,
    }


def _instant(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


def _indicator(row: IndicatorRow) -> Json:
    return {
        "key": row.key,
        "name": row.name,
        "unit": row.unit,
        "value": _number(row.figure.value),
        "baseline": _number(row.baseline),
        "target": _number(row.goal.target),
        "percent": _number(row.goal.percent, 1),
        "summed": None if row.goal.summed is None else _summed(row.goal),
        "by_channel": _numbers(row.figure.by_channel),
        "before": _number(row.before),
        "standing": row.standing,
        "source": row.source,
    }


def _summed(goal: Goal) -> Json:
    """Of a target that adds up over several periods, what has, and what is to have by the period's end."""
    return {
        "value": _number(goal.summed),
        "target": _number(goal.due),
        "percent": _number(goal.judged_percent, 1),
    }


def _action(row: ActionRow) -> Json:
    return {
        "action": row.action.key,
        "text": row.action.text,
        "responsible": row.responsible,
        "indicator": row.indicator.key if row.indicator else None,
        "value": _number(row.indicator.figure.value) if row.indicator else None,
        "target": _number(row.indicator.goal.target) if row.indicator else None,
        "state": row.state,
    }


def _numbers(values: Mapping[str, float]) -> dict[str, int | float | None]:
    return {name: _number(value) for name, value in values.items()}


def _number(value: float | None, decimals: int = 4) -> int | float | None:
    if value is None:
        return None
    rounded = round(value, decimals)
    return int(rounded) if rounded == int(rounded) else rounded
