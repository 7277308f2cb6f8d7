"""Pages and workbooks made in a process of their own: the same bytes, and nothing of what draws them stays behind."""

import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree

import pytest

from pieces.refusal import CannotDraw
from reports import workbook
from reports.apart import drawn_apart, made_apart
from reports.chart import ChartKind
from reports.document import Document, Section
from reports.page import as_page
from reports.pictures.drawing import drawn
from reports.table import Table
from reports.workbook import as_workbook
from tests.reports.documents import BRAND, DOCUMENT, bare
from tests.reports.pictures.test_drawing import CHARTS, SVG

DRAWS = {"pygal", "xlsxwriter", "typst", "PIL", "fontTools"}


def test_the_other_process_makes_the_same_bytes() -> None:
    """A copy is compared by its digest, wherever it was made."""
    assert made_apart(DOCUMENT, BRAND, "html").data == as_page(DOCUMENT, BRAND).encode()
    assert made_apart(DOCUMENT, BRAND, "xlsx").data == as_workbook(DOCUMENT, BRAND)


def test_charts_are_drawn_apart_whole_and_at_a_glance() -> None:
    """The same picture as in a report; the brief one has its lines and its words, and no axis."""
    charts = [each for each in CHARTS if each.kind is ChartKind.LINES]
    pictures = drawn_apart(charts, BRAND)
    assert pictures.keys() == {each.key for each in charts} != set()
    for each in charts:
        picture = pictures[each.key]
        assert picture.whole == drawn(each, BRAND)
        tree = ElementTree.fromstring(picture.brief)
        found = [node.tag.removeprefix(SVG) for node in tree.iter()]
        assert found.count("path") >= len(each.series)
        assert {"text", "line"}.isdisjoint(found)
        assert (tree[0].text, tree[1].text) == (each.title, each.says)
        assert "style=" not in picture.brief


def test_a_daemon_that_made_reports_carries_nothing_of_what_draws_them() -> None:
    """All that a daemon loads is loaded, and each format was made."""
    program = (
        "import sys, cli, scheduler, reporter, verbs.reporting\n"
        "from tests.reports.documents import BRAND, DOCUMENT\n"
        "made = [len(make(DOCUMENT, BRAND)) > 1000 for make in reporter.MAKERS.values()]\n"
        f"print(made, sorted({DRAWS} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[True, True, True] []"


def test_a_shield_that_is_not_there_is_told(tmp_path: Path) -> None:
    """The other process says it in its words."""
    with pytest.raises(CannotDraw, match="No se pudo leer el escudo"):
        made_apart(bare(), replace(BRAND, shield=tmp_path / "escudo.png"), "html")


def test_a_table_that_no_sheet_holds_is_told() -> None:
    """With what to do."""
    wide = Table("t", "Ancha", tuple(map(str, range(workbook.MOST_COLUMNS + 1))), ())
    document: Document = replace(bare(), sections=(Section("s", "S", exhibits=(wide,)),))
    with pytest.raises(CannotDraw, match=r"«Ancha» tiene 0 filas.*--format csv"):
        made_apart(document, BRAND, "xlsx")
