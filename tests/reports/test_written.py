"""A document as JSON is the same document again, in every kind of cell."""

import json
from dataclasses import replace
from datetime import date, datetime

from reports.document import Fact, Section
from reports.table import Table
from reports.written import read, written
from tests.reports.documents import DOCUMENT, bare


def test_a_document_comes_back_as_it_was() -> None:
    """Sections, charts, tables, what stands on its cover, signatures, seals and its moment."""
    document = replace(DOCUMENT, facts=(Fact("Metas", "1 cumplida"), Fact("Contenidos", "12")))
    assert read(json.loads(json.dumps(written(document)))) == document


def test_one_that_was_kept_before_covers_told_anything_has_nothing_on_its_cover() -> None:
    """What is kept is read by every later program."""
    older = {key: value for key, value in written(DOCUMENT).items() if key != "facts"}
    assert read(older) == replace(DOCUMENT, facts=())


def test_a_cell_keeps_its_kind() -> None:
    """A text that looks like a day or a number is a text, a day is a day, a moment a moment, nothing is nothing."""
    cells = ("2027-03-01", date(2027, 3, 1), datetime(2027, 3, 1, 8, 30), "12", 12, 0.5, None, "")  # noqa: DTZ001 - a cell is local
    table = Table("t", "T", tuple("abcdefgh"), (cells,))
    document = replace(bare(), sections=(Section("s", "S", exhibits=(table,)),))
    [back] = read(json.loads(json.dumps(written(document)))).tables
    assert [(type(cell), cell) for cell in back.rows[0]] == [(type(cell), cell) for cell in cells]
