"""Figures as people in Colombia read them."""

from datetime import UTC, date, datetime

import pytest

from reports.csv_file import as_csv
from reports.table import Table
from reports.terminal import as_text
from reports.words import late_words, number_words, row_words


@pytest.mark.parametrize(
    ("value", "words"), [(None, "sin dato"), (1_234_567.5, "1.234.567,5"), (-0.5, "-0,5"), (-0.001, "0"), (-0.0, "0")]
)
def test_a_number_is_written_for_people(value: float | None, words: str) -> None:
    """Nothing is less than nought by nothing."""
    assert number_words(value) == words


@pytest.mark.parametrize(
    ("due", "words"),
    [
        ("2027-03-01", ""),
        ("2027-03-02", ""),
        ("2027-02-28", "1 día"),
        ("2026-03-02", "364 días"),
        ("2026-03-01", "1 año"),
        ("2026-01-15", "1 año y 1 mes"),
        ("2024-02-29", "3 años"),
        ("2022-04-01", "4 años y 11 meses"),
        ("2012-02-26", "15 años"),
    ],
)
def test_a_lateness_is_told_as_people_say_it(due: str, words: str) -> None:
    """In days below a year; from five years on without months."""
    today = date(2027, 3, 1)
    assert late_words((today - date.fromisoformat(due)).days, today) == words


def test_days_and_moments_are_written_in_one_style() -> None:
    """A moment has its hour besides; files for programs have both as ISO has them."""
    table = Table("a", "A", ("Día", "Hora"), ((date(2027, 1, 4), datetime(2027, 1, 4, 7, 30, tzinfo=UTC)),))
    assert row_words(table, table.rows[0]) == ["04/01/2027", "04/01/2027 07:30"]
    assert "2027-01-04;2027-01-04 07:30" in as_csv([table])


def test_what_people_wrote_commands_no_terminal_and_turns_no_line_around() -> None:
    """A note that clears the screen, and a file that only looks like a picture; what is written with it stays."""
    table = Table(
        "notas", "Notas", ("Nota", "Archivo"), (("a\x1b[2J\x07b\x00", "acta\u202egpj.exe \U0001f468\u200d\U0001f33e"),)
    )

    for shown in (as_text([table]), as_csv([table]).removeprefix("\ufeff")):
        assert "a[2Jb" in shown
        assert "actagpj.exe \U0001f468\u200d\U0001f33e" in shown
        assert not {"\x1b", "\x07", "\x00", "\u202e"} & set(shown)


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(1)", "\t=1", "\n=1", "\x00=1", "\u202e=1", "＝1", "＠a"])
def test_no_text_becomes_a_formula_in_a_spreadsheet(text: str) -> None:
    """Neither at once nor by what is left when unseen signs are taken away."""
    cell = as_csv([Table("t", "T", ("A",), ((text,),))]).split("\r\n")[2]

    assert cell.lstrip('"').startswith("'")
