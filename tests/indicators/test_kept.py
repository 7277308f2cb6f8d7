"""What is kept of a report: all of it, small, and read back as it was."""

import json
from dataclasses import fields, is_dataclass, replace
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy.dialects import sqlite

from campaigns.tenant import Tenant
from indicators.closed import Closed, Correction
from indicators.composing import compose
from indicators.kept import figures_of, report_again, words_of
from indicators.periods import parse_period
from indicators.report import Report
from indicators.report_json import as_json
from reports.csv_file import as_csv
from storage.columns import Packed
from storage.snapshots import Snapshot, digest_of
from tests.indicators.rows import at
from tests.indicators.test_periods import BOGOTA
from tests.indicators.test_report import NOW, Made, made, town

__all__ = ["made", "town"]

FIRST_VERSION = Path(__file__).parent / "closed" / "2027-B1.json"
"""What the first version that closed periods kept of one."""
CLOSED = Closed(
    at=at("2027-03-11 05:00"),
    by="el pregonero",
    version=2,
    corrections=(Correction("visitas", "VC-2", 41.5, None, at("2027-04-01 12:00"), "Ana Pérez", "Estaba repetida"),),
)


def kept(report: Report) -> Snapshot:
    """What is written down of a report."""
    words = words_of(report.tenant)
    figures = figures_of(report, words)
    return Snapshot(report.period.key, 2, words, figures, digest_of(figures), NOW, "ana", "")


@pytest.mark.parametrize("period", ["2027-W03", "2027-01", "2027-B1", "2027", "2027-01-05..2027-03-20"])
def test_a_report_comes_back_as_it_was(made: Made, period: str) -> None:
    """Field by field, with the sum of what was kept; in every form in which it is read."""
    report = replace(made(period), closed=CLOSED)

    snapshot = kept(report)
    again = report_again(report.tenant, report.period, snapshot)

    assert again == replace(report, closed=replace(CLOSED, digest=snapshot.digest))
    assert as_csv(compose(again).tables) == as_csv(compose(report).tables)


def test_no_field_of_a_report_is_forgotten(made: Made) -> None:
    """Whoever adds one to the report or to what it is made of finds it in what is kept."""
    report = replace(made("2027-01"), closed=CLOSED)

    found = json.loads(kept(report).figures)

    row = report.actions[0]
    assert row.indicator is not None
    without = {Report: {"tenant"}, Closed: {"digest"}}
    pairs = [
        (report, found),
        (report.findings, found["findings"]),
        (report.findings.outcomes, found["findings"]["outcomes"]),
        (report.findings.outcomes.published[0], found["findings"]["outcomes"]["published"][0]),
        (report.indicators[0], found["indicators"][0]),
        (report.indicators[0].figure, found["indicators"][0]["figure"]),
        (report.indicators[0].goal, found["indicators"][0]["goal"]),
        (row, found["actions"][0]),
        (row.indicator, found["actions"][0]["indicator"]),
        (CLOSED, found["closed"]),
        (CLOSED.corrections[0], found["closed"]["corrections"][0]),
    ]
    for value, written in pairs:
        assert is_dataclass(value)
        names = {field.name for field in fields(value)} - without.get(type(value), set())
        assert names <= set(written), type(value).__name__


def test_the_plan_of_then_is_the_report_s(made: Made, town: Tenant) -> None:
    """A row that is taken out of the plan, and an indicator out of its file, stay in what was closed."""
    report = replace(made("2027-01"), closed=CLOSED)
    snapshot = kept(report)
    plan = town.plan.model_copy(update={"title": "Otro plan", "actions": town.plan.actions[:1]})
    indicators = {"contenidos": town.indicators["contenidos"]}

    again = report_again(replace(town, plan=plan, indicators=indicators), report.period, snapshot)

    assert as_json(again)["indicators"] == as_json(report)["indicators"]
    assert as_json(again)["actions"] == as_json(report)["actions"]
    assert compose(again).plan == "Plan de comunicaciones"
    assert as_csv(compose(again).tables) == as_csv(compose(report).tables)


def test_what_the_first_version_kept_is_read_for_ever(town: Tenant) -> None:
    """A new field needs a default, and a name of a file's key stays known: else history could not be read."""
    words, figures = json.loads(FIRST_VERSION.read_text(encoding="utf-8"))
    snapshot = Snapshot("2027-B1", 2, _text(words), _text(figures), digest_of(_text(figures)), NOW, "ana", "")

    again = report_again(town, parse_period("2027-B1", BOGOTA), snapshot)

    figure = {row.key: row.figure.value for row in again.indicators}
    assert figure == {"contenidos": 5, "alcanzados": 1_480, "visitas": 810.5}
    assert [row.state for row in again.actions][:2] == ["not_met", "in_progress"]
    assert again.closed == replace(CLOSED, digest=snapshot.digest)


def test_it_is_small(made: Made) -> None:
    """Three indicators on six rows of a plan, packed as the database has them."""
    figures = kept(replace(made("2027"), closed=CLOSED)).figures
    packed = Packed().process_bind_param(figures, sqlite.dialect())
    assert packed is not None
    assert len(packed) < 2_500


def _text(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
