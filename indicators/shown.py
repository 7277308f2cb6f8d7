"""What a report shows: its document and its data, which a closed period keeps as they were. Pure."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import Enum
from typing import Any
from zoneinfo import ZoneInfo

from campaigns.entry import adapter
from indicators.composing import compose
from indicators.report import Report
from indicators.report_json import Json, as_json
from reports.document import Document

_DAY = "día"
"""By what a day is told from a text that looks like one."""


@dataclass(frozen=True, slots=True)
class Shown:
    """All that any form of a report is made of."""

    document: Document
    data: Json
    """What `report --json` prints."""


def shown(report: Report) -> Shown:
    """The report as this program and this configuration show it."""
    return Shown(compose(report), as_json(report))


def shown_text(its: Shown) -> str:
    """As JSON, by which it is kept."""
    # It warns of whole numbers where a cell may be a text, a number or a day, and leaves them as they are.
    document = adapter(Document).dump_python(its.document, warnings=False)
    kept = {"document": document, "data": its.data}
    return json.dumps(kept, ensure_ascii=False, separators=(",", ":"), default=_plain)


def shown_again(text: str, zone: ZoneInfo) -> Shown:
    """What was kept as it was. `zone`: of the municipality."""
    found = json.loads(text, object_hook=_day)
    document: Document = adapter(Document).validate_python(found["document"])
    return Shown(replace(document, made_at=document.made_at.astimezone(zone)), found["data"])


def _plain(value: object) -> object:
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, date):
        return {_DAY: value.isoformat()}
    if isinstance(value, Enum):
        return value.value
    raise TypeError(f"a document holds no {type(value).__name__}")


def _day(found: Mapping[str, Any]) -> object:
    return date.fromisoformat(found[_DAY]) if found.keys() == {_DAY} else found
