"""Where a chart's figures stand in its table."""

from dataclasses import replace

import pytest

from reports.chart import Chart, ChartKind, Series
from reports.sheets.places import Places, Span, places_of
from reports.table import Cell, Table

CHART = Chart(
    "c",
    ChartKind.BARS,
    "C",
    "",
    "",
    ("ene.", "feb."),
    (Series("A", (1, None)), Series("B", (1, None))),
    Table("t", "", (), ()),
)


@pytest.mark.parametrize(
    ("columns", "rows", "places"),
    [
        (
            ("Mes", "B (pesos)", "Nota", "A"),
            (("ene.", 1, "x", 1.0), ("feb.", None, "", None), ("Total", 1, "", 1)),
            Places(Span(0, 0, 1, 0), (Span(0, 3, 1, 3), Span(0, 1, 1, 1))),
        ),
        (
            ("Medio", "ene.", "feb.", "Total"),
            (("B", 1, None, 1), ("C", 5, 5, 10), ("A", 1, None, 1)),
            Places(Span(-1, 1, -1, 2), (Span(2, 1, 2, 2), Span(0, 1, 0, 2))),
        ),
        (("Mes", "A"), (("ene.", 1), ("feb.", None)), None),
        (("Mes", "A", "B"), (("ene.", 1, 1), ("marzo", None, None)), None),
    ],
)
def test_they_stand_down_or_across_whatever_stands_between(
    columns: tuple[str, ...], rows: tuple[tuple[Cell, ...], ...], places: Places | None
) -> None:
    """Sums and other columns are passed by; two alike are told apart by name; what is not there has no place."""
    assert places_of(replace(CHART, table=Table("t", "", columns, rows))) == places
