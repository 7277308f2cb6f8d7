"""What a report shows: its document and its data, which a closed period keeps as they were. Pure."""

import json
from dataclasses import dataclass, replace
from zoneinfo import ZoneInfo

from indicators.composing import compose
from indicators.report import Report
from indicators.report_json import Json, as_json
from reports.document import Document
from reports.written import read, written


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
    return json.dumps({"document": written(its.document), "data": its.data}, ensure_ascii=False, separators=(",", ":"))


def shown_again(text: str, zone: ZoneInfo) -> Shown:
    """What was kept as it was. `zone`: of the municipality."""
    found = json.loads(text)
    document = read(found["document"])
    return Shown(replace(document, made_at=document.made_at.astimezone(zone)), found["data"])
