"""The PDF of a report: made in a process of its own, always the same, and read aloud by a screen reader."""

import re
import subprocess
import sys
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pdfua
import pikepdf
import pytest
from pypdfium2 import PdfDocument

from pieces.refusal import CannotDraw
from reports.apart import made_apart
from reports.chart import Chart
from reports.paper import on_paper
from reports.printing import Printer
from tests.pieces.announcements import shield
from tests.pieces.test_accessibility import FAILS
from tests.reports.documents import BRAND, CUMULATIVE, DOCUMENT, bare


def test_the_same_report_gives_the_same_bytes(printer: Printer) -> None:
    """In any process and at any hour: a copy is compared by its digest."""
    once = made_apart(DOCUMENT, BRAND, "pdf")
    assert once.data == made_apart(DOCUMENT, BRAND, "pdf").data
    assert once.data == printer.print(on_paper(DOCUMENT, BRAND))[0]
    assert once.remarks == ()


def test_what_prints_is_not_loaded_where_it_is_asked_for() -> None:
    """A daemon that has a report made carries neither typst nor its fonts nor what draws charts."""
    heavy = "import sys, reports.apart; print({'typst', 'PIL', 'fontTools', 'pygal'} & set(sys.modules))"
    asked = subprocess.run([sys.executable, "-c", heavy], capture_output=True, text=True, check=True)
    assert asked.stdout.strip() == "set()"


def test_a_shield_that_is_not_there_is_told(tmp_path: Path) -> None:
    """A refusal of the other process is said here in its words."""
    with pytest.raises(CannotDraw, match="No se pudo leer el escudo"):
        made_apart(bare(), replace(BRAND, shield=tmp_path / "escudo.png"), "pdf")


def test_a_report_names_itself_its_language_and_its_structure(printer: Printer) -> None:
    """Title, language, bookmarks and tags: headings, tables with headings of columns, lists and captions."""
    with pikepdf.open(BytesIO(printer.print(on_paper(DOCUMENT, BRAND))[0])) as paper, paper.open_metadata() as metadata:
        assert str(metadata["dc:title"]) == f"{DOCUMENT.title}, {DOCUMENT.period}"
        assert str(metadata["pdfuaid:part"]) == "1"
        assert str(paper.Root.Lang) == "es-CO"
        with paper.open_outline() as outline:
            marks = [entry.title for entry in outline.root]
        roles = [str(each.get("/S")) for each in paper.objects if isinstance(each, pikepdf.Dictionary)]
    assert [title in " ".join(marks) for title in ("Resumen", "Indicadores", "Firmas")] == [True, True, True]
    assert set(roles) >= {"/Document", "/H1", "/Table", "/TH", "/TD", "/L", "/Caption", "/Figure", "/TOC"}
    assert roles.count("/Table") == len(DOCUMENT.tables)
    assert roles.count("/TH") >= sum(len(table.columns) for table in DOCUMENT.tables)


def test_the_list_names_a_chart_once(printer: Printer) -> None:
    """The table of a chart stands below it, and is no entry of its own; every other table is one."""
    pages = PdfDocument(printer.print(on_paper(DOCUMENT, BRAND))[0])
    listed = " ".join(pages[place].get_textpage().get_text_range() for place in (1, 2))
    charts = [each for section in DOCUMENT.sections for each in section.exhibits if isinstance(each, Chart)]
    assert len(re.findall(r"Gráfica\s+\d+\s", listed)) == len(charts)
    assert len(re.findall(r"Tabla\s+\d+\s", listed)) == len(DOCUMENT.tables) - len(charts)


def test_whoever_does_not_see_a_chart_hears_what_it_says(printer: Printer) -> None:
    """Its alternative text is the sentence that the report has for it."""
    with pikepdf.open(BytesIO(printer.print(on_paper(DOCUMENT, BRAND))[0])) as paper:
        said = {str(each["/Alt"]) for each in paper.objects if isinstance(each, pikepdf.Dictionary) and "/Alt" in each}
    assert CUMULATIVE.says in said


@pytest.mark.parametrize("document", [DOCUMENT, bare()], ids=["most", "least"])
def test_a_checker_of_others_finds_nothing(printer: Printer, tmp_path: Path, document: object) -> None:
    """Of the rules of PDF/UA that pdfua knows, none is broken."""
    assert isinstance(document, type(DOCUMENT))
    path = tmp_path / "informe.pdf"
    path.write_bytes(printer.print(on_paper(document, replace(BRAND, shield=shield(tmp_path))))[0])
    report = pdfua.validate(str(path))
    assert report.findings == ()
    assert {each.rule_id for each in report.skipped} <= {FAILS}
