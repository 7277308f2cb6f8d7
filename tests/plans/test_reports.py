"""Reports of the five plans' made-up year: the same figures in every format, and those of an independent count."""

from collections import Counter
from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

import pytest
import yaml

from campaigns.content.look import look
from indicators.composing import compose
from indicators.report_json import as_json
from reports.apart import made_apart
from reports.csv_file import as_csv
from reports.document import Document
from reports.page import as_page
from reports.table import Cell, Table
from reports.terminal import as_text
from reports.words import number_words
from reports.workbook import as_workbook
from tests.pieces.paper import pages
from tests.plans.figures import counted, target_of
from tests.plans.made_up import SILENT, Filled, fill
from tests.plans.played import Played, configuration
from tests.plans.readers import Tables, numbers_in, of_csv, of_page, of_workbook

PERIODS = {
    "2027": (date(2027, 1, 1), date(2027, 12, 31)),
    "2027-S1": (date(2027, 1, 1), date(2027, 6, 30)),
    "2027-B2": (date(2027, 3, 1), date(2027, 4, 30)),
    "2027-03": (date(2027, 3, 1), date(2027, 3, 31)),
    "2027-W10": (date(2027, 3, 8), date(2027, 3, 14)),
    "2027-02-10..2027-08-20": (date(2027, 2, 10), date(2027, 8, 20)),
}
SHARP = 9
"""Decimals to which a workbook's numbers are ours: it keeps sixteen digits."""
PRINTED = {"cartagena": "2027", "genova": "2027-W10", "caqueza": "2027"}
"""Of which plan which report is printed in each run; all of them were, by hand."""


@pytest.fixture(scope="module")
def filled(played: Played, tmp_path_factory: pytest.TempPathFactory) -> Filled:
    """A copy with the made-up figures."""
    return fill(played, tmp_path_factory.mktemp("filled"))


def instants(first: date, last: date) -> tuple[str, str]:
    """Midnights of Colombia in UTC, as SQLite keeps them."""
    return (f"{first} 05:00:00", f"{last + timedelta(days=1)} 05:00:00")


@pytest.mark.parametrize("period", PERIODS)
def test_each_figure_and_target_is_that_of_an_independent_count(filled: Filled, period: str) -> None:
    """Plain SQL over the same rows, and the plan's own file read by the library alone."""
    first, last = PERIODS[period]
    written = (configuration(filled.played.plan) / "indicadores.yaml").read_text("utf-8")
    everything = yaml.load(written, yaml.CSafeLoader)
    told: Any = as_json(filled.report(period))["indicators"]
    assert [line["key"] for line in told] == list(everything)
    for line in told:
        definition = everything[line["key"]]
        value = counted(filled.played, definition, None, everything, instants(first, last))
        target = target_of(definition, first, last)
        assert line["value"] == (None if value is None else pytest.approx(value, abs=1e-4)), line
        assert line["target"] == (None if target is None else pytest.approx(target, abs=1e-4)), line
        share = None if value is None or not target else 100 * value / target
        assert line["percent"] == (None if share is None else pytest.approx(share, abs=0.051)), line


def test_what_nobody_declared_is_a_gap_and_not_a_nought(filled: Filled) -> None:
    """It is marked, and whose it is stands beside it."""
    silent = SILENT.get(filled.played.plan, frozenset())
    report = filled.report("2027")
    missing = {row.key: row.awaited for row in report.indicators if row.figure.value is None}
    assert silent <= set(missing)
    for key in silent:
        awaited = missing[key]
        assert awaited is not None
        assert awaited.responsible_name


@pytest.mark.parametrize("period", ["2027", "2027-W10"])
def test_every_format_shows_the_same_figures(filled: Filled, period: str) -> None:
    """CSV, a workbook and a page cell by cell, the terminal and paper by their numbers."""
    document = compose(filled.report(period))
    assert_same(filled, document, PRINTED.get(filled.played.plan) == period)


def assert_same(filled: Filled, document: Document, printed: bool) -> None:
    """Each table of the document in each format."""
    brand = look(filled.tenant.municipality.brand, filled.tenant.folder)
    csv_tables = of_csv(as_csv(document.tables))
    for table in document.tables:
        compare(table, csv_tables, _in_csv)
    workbook = of_workbook(as_workbook(document, brand))
    page = of_page(as_page(document, brand))
    for table in document.tables:
        compare(table, workbook, _in_workbook)
        compare(table, page, _on_page)
    wanted = Counter(
        number_words(cell)
        for table in document.tables
        for row in table.rows
        for cell in row
        if isinstance(cell, int | float)
    )
    assert not wanted - numbers_in([as_text(document.tables, 400)])
    if printed:
        told = numbers_in(line for each in pages(made_apart(document, brand, "pdf").data) for line in each.lines)
        assert not wanted - told


def compare(table: Table, read: Tables, shown_as: Callable[[Cell], object]) -> None:
    """One table as another program read it; a table without rows may be a sentence."""
    if not table.rows:
        return
    headings, *rows = read[table.title]
    assert headings == list(table.columns), table.key
    assert [[_plain(cell) for cell in row] for row in rows] == [
        [shown_as(cell) for cell in row] for row in table.rows
    ], table.key


def _plain(cell: object) -> object:
    """What a reader found, its lists as one text."""
    if isinstance(cell, datetime):
        return cell.date()
    return round(cell, SHARP) if isinstance(cell, int | float) else _words(cell)


def _words(cell: object) -> str:
    return " ".join(str(cell or "").replace("•", " ").split())


def _in_csv(cell: Cell) -> object:
    if isinstance(cell, int | float):
        return f"{cell:.4f}".rstrip("0").rstrip(".").replace(".", ",")
    return cell.isoformat() if isinstance(cell, date) else _words(cell)


def _in_workbook(cell: Cell) -> object:
    if isinstance(cell, int | float):
        return round(cell, SHARP)
    return cell if isinstance(cell, date) else _words(cell)


def _on_page(cell: Cell) -> object:
    if isinstance(cell, int | float):
        return number_words(cell)
    return f"{cell:%d/%m/%Y}" if isinstance(cell, date) else _words(cell)
