"""What is kept of a report when its period closes, and the report that is made of it again. Pure.

The report's own fields say what that is: whoever adds one to `Report` or to its rows has it kept, and gives it a
default, by which what was closed before is still read.
"""

import json
from collections.abc import Mapping
from dataclasses import replace
from typing import Any, get_type_hints

from campaigns.entry import adapter, as_written
from campaigns.indicator import Indicator
from campaigns.plan import Plan
from campaigns.tenant import Tenant
from indicators.closed import Closed
from indicators.periods import Period
from indicators.report import ActionRow, Report
from storage.snapshots import Snapshot, digest_of

_OTHERWISE = frozenset({"period", "tenant", "actions", "closed"})
"""Found again by the period's key, in the kept words, or beside the figures."""
_SHAPES: Mapping[str, Any] = {name: shape for name, shape in get_type_hints(Report).items() if name not in _OTHERWISE}
_INDICATORS = dict[str, Indicator]


def words_of(tenant: Tenant) -> str:
    """The plan and its indicators as JSON, as their files have them."""
    indicators = {key: as_written(indicator) for key, indicator in tenant.indicators.items()}
    return _text({"plan": as_written(tenant.plan), "indicators": indicators})


def figures_of(report: Report, words: str) -> str:
    """All other that a closed report says, as JSON. `words`: what is kept beside it, which is named by its sha256."""
    if report.closed is None:
        raise ValueError("only the report of a period that is being closed is kept")
    kept = {name: _plain(shape, getattr(report, name)) for name, shape in _SHAPES.items()}
    rows = adapter(tuple[ActionRow, ...]).dump_python(report.actions, mode="json", exclude={"__all__": {"action"}})
    keys = [{"action": row.action.key} for row in report.actions]
    return _text(
        {
            "period": report.period.key,
            "words": digest_of(words),
            "closed": _plain(Closed, replace(report.closed, digest="")),
            "document": True,
            "actions": [key | row for key, row in zip(keys, rows, strict=True)],
            **kept,
        }
    )


def has_document(kept: Snapshot) -> bool:
    """Whether the report was kept as it was shown, too: else it was closed before that was done."""
    return bool(json.loads(kept.figures).get("document"))


def report_again(tenant: Tenant, period: Period, kept: Snapshot) -> Report:
    """The report as it stood. `tenant`: as it is configured now; its plan and its indicators are those of then."""
    found = json.loads(kept.figures)
    plan = adapter(Plan).validate_python(json.loads(kept.words)["plan"])
    then = replace(tenant, plan=plan, indicators=indicators_of(kept.words))
    actions = {action.key: action for action in plan.actions}
    rows = [row | {"action": actions[row["action"]]} for row in found["actions"]]
    return Report(
        period=period,
        tenant=then,
        actions=adapter(tuple[ActionRow, ...]).validate_python(rows),
        closed=replace(adapter(Closed).validate_python(found["closed"]), digest=kept.digest),
        **{name: adapter(shape).validate_python(found[name]) for name, shape in _SHAPES.items() if name in found},
    )


def indicators_of(words: str) -> Mapping[str, Indicator]:
    """The indicators as they were, of a closed period's words."""
    found: Mapping[str, Indicator] = adapter(_INDICATORS).validate_python(json.loads(words)["indicators"])
    return found


def _plain(shape: Any, value: object) -> Any:  # noqa: ANN401 - whatever JSON has for a value of any shape
    # It warns of whole numbers where a cell may be a text, a number or a day, and writes them rightly.
    return adapter(shape).dump_python(value, mode="json", by_alias=True, warnings=False)


def _text(value: Mapping[str, object]) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
