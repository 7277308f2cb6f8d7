"""A closed report that is corrected: only what the correction changes is shown otherwise. Pure."""

from collections.abc import Sequence
from dataclasses import fields, replace
from typing import Any, TypeVar

from indicators.report_json import Json
from indicators.sections.closing import FIGURES, seal_of
from indicators.shown import Shown
from reports.chart import Chart
from reports.document import Document, Section
from reports.table import Table

Value = TypeVar("Value")
Keyed = TypeVar("Keyed", Section, Chart | Table)


def revised(kept: Shown, before: Shown, after: Shown) -> Shown:
    """`kept` with that in which `after` is not as `before`.

    `before` and `after`: the report without the correction and with it, both as they are shown today. What else is
    shown otherwise today (another signer, another budget, another program's words) is in both, and stays out.
    """
    data: Json = _data(kept.data, before.data, after.data)
    document = _document(kept.document, before.document, after.document)
    seals = tuple(seal_of(data) if seal.name == FIGURES else seal for seal in document.seals)
    return Shown(replace(document, seals=seals), data)


def _one(kept: Value, before: Value, after: Value) -> Value:
    return kept if before == after else after


def _document(kept: Document, before: Document, after: Document) -> Document:
    changed: dict[str, Any] = {
        each.name: _one(*(getattr(one, each.name) for one in (kept, before, after))) for each in fields(Document)
    }
    parts: dict[str, Any] = {
        "warnings": _lines(kept.warnings, before.warnings, after.warnings),
        "facts": _lines(kept.facts, before.facts, after.facts),
        "sections": _by_key(kept.sections, before.sections, after.sections),
        "seals": kept.seals,
    }
    return replace(kept, **(changed | parts))


def _by_key(kept: Sequence[Keyed], before: Sequence[Keyed], after: Sequence[Keyed]) -> tuple[Keyed, ...]:
    """In the order of what was kept; what only today's program shows stays out, what only that one showed stays."""
    was, now = {each.key: each for each in before}, {each.key: each for each in after}
    stays = [each for each in kept if each.key in now or each.key not in was]
    found = [
        _element(each, was[each.key], now[each.key]) if each.key in was.keys() & now else now.get(each.key, each)
        for each in stays
    ]
    order = list(now)
    for key in (key for key in order if key not in was and all(each.key != key for each in found)):
        earlier = set(order[: order.index(key)])
        place = max((number for number, each in enumerate(found, 1) if each.key in earlier), default=0)
        found.insert(place, now[key])
    return tuple(found)


def _element(kept: Any, before: Any, after: Any) -> Any:  # noqa: ANN401 - a section, a chart or a table
    if before == after or kept == before:
        return _one(kept, before, after)
    if not type(kept) is type(before) is type(after):
        return after
    if isinstance(kept, Section):
        return _section(kept, before, after)
    return _chart(kept, before, after) if isinstance(kept, Chart) else _table(kept, before, after)


def _section(kept: Section, before: Section, after: Section) -> Section:
    return Section(
        kept.key,
        _one(kept.title, before.title, after.title),
        _lines(kept.paragraphs, before.paragraphs, after.paragraphs),
        _by_key(kept.exhibits, before.exhibits, after.exhibits),
    )


def _chart(kept: Chart, before: Chart, after: Chart) -> Chart:
    """What is drawn changes as one; its table cell by cell."""
    title, table = _one(kept.title, before.title, after.title), _table(kept.table, before.table, after.table)
    return replace(after, title=title, table=table)


def _table(kept: Table, before: Table, after: Table) -> Table:
    """Cell by cell where it has the same columns and rows, else as one."""
    if not kept.columns == before.columns == after.columns or not _labels(kept) == _labels(before) == _labels(after):
        return _one(kept, before, after)
    return Table(
        kept.key,
        _one(kept.title, before.title, after.title),
        kept.columns,
        tuple(tuple(map(_one, *rows)) for rows in zip(kept.rows, before.rows, after.rows, strict=True)),
        _lines(kept.notes, before.notes, after.notes),
    )


def _labels(table: Table) -> list[object]:
    return [row[0] for row in table.rows]


def _lines(kept: Sequence[Value], before: Sequence[Value], after: Sequence[Value]) -> tuple[Value, ...]:
    """Line by line where there are as many, else all of them."""
    if len(kept) == len(before) == len(after):
        return tuple(map(_one, kept, before, after))
    return tuple(_one(kept, before, after))


def _data(kept: Any, before: Any, after: Any) -> Any:  # noqa: ANN401 - whatever JSON has
    if before == after or kept == before:
        return _one(kept, before, after)
    if isinstance(kept, dict) and isinstance(before, dict) and isinstance(after, dict):
        stays = {key: value for key, value in kept.items() if key in after or key not in before}
        both = {key: _data(stays[key], before[key], after[key]) for key in stays if key in before and key in after}
        return stays | both | {key: value for key, value in after.items() if key not in before}
    if isinstance(kept, list) and len(kept) == len(before) == len(after):
        return [_data(*values) for values in zip(kept, before, after, strict=True)]
    return after
