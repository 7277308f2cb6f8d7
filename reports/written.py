"""A document as JSON: by it a report goes to the process that draws it, and is kept as it was shown. Pure."""

from collections.abc import Mapping
from dataclasses import asdict
from datetime import date, datetime
from enum import Enum
from typing import Any

from reports.chart import Chart, ChartKind, Role, Series
from reports.document import Document, Fact, Seal, Section, Signature
from reports.table import Cell, Table

_DAY, _MOMENT = "día", "momento"
"""By which a cell with a day or a moment is told from a text that looks like one."""


def written(document: Document) -> dict[str, Any]:
    """Its fields in JSON's own types."""
    found: dict[str, Any] = _plain(asdict(document))
    return {**found, "made_at": document.made_at.isoformat()}


def written_chart(chart: Chart) -> dict[str, Any]:
    """The same of one chart."""
    found: dict[str, Any] = _plain(asdict(chart))
    return found


def read_chart(found: Mapping[str, Any]) -> Chart:
    """The chart of `written_chart`."""
    typed = {
        "kind": ChartKind(found["kind"]),
        "labels": tuple(found["labels"]),
        "series": tuple(Series(each["name"], tuple(each["values"]), Role(each["role"])) for each in found["series"]),
        "table": _table(found["table"]),
    }
    return Chart(**{**found, **typed})


def read(found: Mapping[str, Any]) -> Document:
    """The document of `written`; its moment is as far from UTC as it was, and bears no zone's name."""
    typed = {
        "made_at": datetime.fromisoformat(found["made_at"]),
        "warnings": tuple(found["warnings"]),
        # What was kept before there were any has none.
        "facts": tuple(Fact(**each) for each in found.get("facts", ())),
        "sections": tuple(_section(each) for each in found["sections"]),
        "signatures": tuple(Signature(**each) for each in found["signatures"]),
        "seals": tuple(Seal(**each) for each in found["seals"]),
    }
    return Document(**{**found, **typed})


def _section(found: Mapping[str, Any]) -> Section:
    exhibits = tuple(read_chart(each) if "series" in each else _table(each) for each in found["exhibits"])
    return Section(**{**found, "paragraphs": tuple(found["paragraphs"]), "exhibits": exhibits})


def _table(found: Mapping[str, Any]) -> Table:
    rows = tuple(tuple(_cell(each) for each in row) for row in found["rows"])
    return Table(**{**found, "columns": tuple(found["columns"]), "rows": rows, "notes": tuple(found["notes"])})


def _cell(found: Any) -> Cell:  # noqa: ANN401 - whatever JSON holds
    if not isinstance(found, dict):
        cell: Cell = found
        return cell
    return date.fromisoformat(found[_DAY]) if _DAY in found else datetime.fromisoformat(found[_MOMENT])


def _plain(value: Any) -> Any:  # noqa: ANN401 - whatever a document holds
    if isinstance(value, dict):
        return {key: _plain(each) for key, each in value.items()}
    if isinstance(value, tuple):
        return [_plain(each) for each in value]
    if isinstance(value, datetime):
        return {_MOMENT: value.isoformat()}
    if isinstance(value, date):
        return {_DAY: value.isoformat()}
    return value.value if isinstance(value, Enum) else value
