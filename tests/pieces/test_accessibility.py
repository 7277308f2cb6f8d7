"""Papers that a screen reader can read: PDF/UA-1 (ISO 14289-1), as others find it."""

from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pdfua
import pikepdf
import pytest

from pieces.announcement import Announcement
from pieces.engine import Studio
from pieces.form import SHEETS, Form
from tests.pieces.announcements import BRAND, MOST, USUAL, shield

FAILS = "UA-14-001"
"""A rule of pdfua 0.1.3, on embedded fonts, that fails by itself; typst embeds all of them."""
PAPERS = [form for form in Form if not SHEETS[form].picture]


@pytest.mark.parametrize("form", PAPERS)
def test_a_paper_names_itself_its_language_and_its_structure(studio: Studio, form: Form) -> None:
    """Title, language, tags with a heading, and the mark of PDF/UA, as pikepdf reads them."""
    drawn, _ = studio.draw(form, USUAL, BRAND)
    with pikepdf.open(BytesIO(drawn)) as paper, paper.open_metadata() as metadata:
        assert str(metadata["dc:title"]) == "Jornada de salud"
        assert str(metadata["pdfuaid:part"]) == "1"
        assert str(paper.Root.Lang) == "es"
        assert bool(paper.Root.MarkInfo.Marked)
        roles = {str(each.get("/S")) for each in paper.objects if isinstance(each, pikepdf.Dictionary)}
        assert roles >= {"/Document", "/H1", "/L"}


@pytest.mark.parametrize("form", PAPERS)
@pytest.mark.parametrize("said", [USUAL, MOST], ids=["usual", "most"])
def test_a_checker_of_others_finds_nothing(studio: Studio, form: Form, said: Announcement, tmp_path: Path) -> None:
    """Of the rules of PDF/UA that pdfua knows, none is broken."""
    path = tmp_path / "pieza.pdf"
    path.write_bytes(studio.draw(form, said, replace(BRAND, shield=shield(tmp_path)))[0])
    report = pdfua.validate(str(path))
    assert report.findings == ()
    assert [each.rule_id for each in report.skipped] == [FAILS]


def test_the_checker_would_find_something(tmp_path: Path) -> None:
    """It is no checker that says yes to everything: a PDF without tags, title and language is told of."""
    path = tmp_path / "pieza.pdf"
    with pikepdf.new() as paper:
        paper.add_blank_page()
        paper.save(path)
    assert len(pdfua.validate(str(path)).findings) >= 3
