"""How wide columns are: no word is cut, and a table is as low as it can be."""

import pytest

from reports.columns import PADDING, Column, bands, columns_of, row_lines, widths

SIZE = 10.0
PROSE = "una dos tres cuatro cinco seis siete ocho nueve diez " * 4


def measure(words: str, heavy: bool) -> float:
    """Half an em a letter, a little more in bold."""
    return len(words) * (0.6 if heavy else 0.5)


def columns(*cells: str, rows: int = 1, figures: bool = False, headings: str = "A") -> list[Column]:
    """A table whose rows are all the same."""
    given = [headings] * len(cells)
    return columns_of(given, [cells] * rows, [figures] * len(cells), SIZE, measure)


@pytest.mark.parametrize(
    ("cell", "letters"),
    [
        ("una comunicación", "comunicación"),
        ("• una\n• comunicación", "• comunicación"),
        ("tel. 604\u00a0555\u00a012\u00a034", "604 555 12 34"),
    ],
    ids=["word", "list", "telephone"],
)
def test_a_column_holds_its_longest_word(cell: str, letters: str) -> None:
    """With the point that indents the words of a list, and all of a telephone."""
    [column] = columns(cell)
    assert column.least == pytest.approx(measure(letters, heavy=False) * SIZE + PADDING)


def test_a_heading_is_bold() -> None:
    """Its words count as wide as they are printed."""
    [column] = columns("1", headings="Responsable")
    assert column.least == pytest.approx(measure("Responsable", heavy=True) * SIZE + PADDING)


def test_figures_are_never_parted() -> None:
    """Words may be at their syllables."""
    [figure] = columns("1.234.567.890,5", figures=True)
    [word] = columns("1.234.567.890,5")
    assert figure.parted > word.parted


def test_what_fits_is_given_its_room() -> None:
    """Each line of a cell is one line, and a small table is not drawn out over the page."""
    table = columns("una dos", "tres")
    given = widths(table, 500.0)
    assert given is not None
    assert row_lines(table, given) == [1]
    assert sum(given) < 200


def test_prose_is_shared_out_so_that_rows_are_low() -> None:
    """A column of four times the words is wider, both fill the page, and no other widths would be much lower."""
    table = columns(PROSE, PROSE * 4, "x", rows=3)
    given = widths(table, 500.0)
    assert given is not None
    assert sum(given) == pytest.approx(500.0, abs=0.1)
    assert given[1] > 2 * given[0]
    by_hand = [row_lines(table, (share, 480.0 - share, 20.0))[0] for share in range(40, 440, 4)]
    assert row_lines(table, given)[0] <= min(by_hand) + 1


def test_a_page_too_narrow_for_whole_words_has_no_widths() -> None:
    """Unless they may be parted; and then only where that helps."""
    table = columns(*["comunicaciones"] * 6)
    assert widths(table, 450.0) is None
    assert widths(table, 450.0, parted=True) is not None
    assert widths(table, 300.0, parted=True) is None


def test_parts_hold_all_columns_and_begin_with_the_first() -> None:
    """None is lost, none is said twice but the first."""
    table = columns(*["12345"] * 40, figures=True)
    parts = bands(table, 300.0)
    assert len(parts) > 1
    assert all(part[0] == 0 and sum(table[place].parted for place in part) <= 300.0 for part in parts)
    assert [place for part in parts for place in part[1:]] == list(range(1, 40))


def test_a_column_without_a_word_takes_no_report_down() -> None:
    """Nothing in its heading nor in its cells, beside one that wants more than the page."""
    given = columns_of(["", "A"], [["", PROSE]], [False, False], SIZE, measure)
    found = widths(given, 200)
    assert found is not None
    assert sum(found) <= 200.001
    assert row_lines(given, found)[0] > 1


def test_a_column_of_few_sentences_is_no_thread_of_words() -> None:
    """Two notes beside fifty rows of other prose: their column is as wide as a note is read."""
    notes = ["", PROSE, *[""] * 50]
    cells = [[PROSE, PROSE, note] for note in notes]
    given = widths(columns_of(["Indicador", "Unidad", "Nota"], cells, [False] * 3, SIZE, measure), 500.0)
    assert given is not None
    assert given[2] >= 12 * SIZE
    assert sum(given) <= 500.001


def test_where_all_is_prose_no_column_takes_the_room_of_others() -> None:
    """Twelve columns of sentences have their words, as before."""
    given = widths(columns(*[PROSE] * 12), 700.0)
    assert given is not None
    assert sum(given) == pytest.approx(700.0, abs=0.1)


def test_a_key_may_end_its_line_at_its_hyphens() -> None:
    """A column of keys need not be as wide as the longest; a name with a hyphen is one word."""
    [key] = columns("objetivos-transformacion-ge-29")
    assert key.least == pytest.approx(measure("transformacion-", heavy=False) * SIZE + PADDING)
    [name] = columns("Planeación-Obras")
    assert name.least == pytest.approx(measure("Planeación-Obras", heavy=False) * SIZE + PADDING)
