"""The register of excluded numbers at the desk: of which day it is, and what it takes the place of."""

from datetime import UTC, datetime, timedelta

import pytest

from tests.verbs.operator import Operator

TODAY = datetime.now(UTC).date()
"""By the clock of the program: in Colombia it is this day or the one before."""


def _day(before: int) -> str:
    return str(TODAY - timedelta(days=before))


@pytest.fixture
def brought(town: Operator) -> Operator:
    """A municipality with a register of three numbers, of ten days ago."""
    (town.folder / "rne.csv").write_text("3001234567\n3007654321\n3101112233\n", encoding="utf-8")
    town.does("contacts", "exclude", "rne.csv", "--date", _day(10))
    return town


def test_it_is_told_what_a_register_takes_the_place_of(brought: Operator) -> None:
    """With how many that one had; the rehearsal tells the same."""
    (brought.folder / "nuevo.csv").write_text("3001234567\n", encoding="utf-8")
    before = f"1 número o correo excluido. Reemplaza al registro del {_day(10)}, que tenía 3.\n"

    assert before in brought.does("contacts", "exclude", "nuevo.csv", "--dry-run")
    told = brought.reads("contacts", "exclude", "nuevo.csv", "--date", _day(2))
    assert (told["rows"], told["replaces"]["rows"]) == (1, 3)


def test_the_first_register_takes_no_ones_place(town: Operator) -> None:
    """A rehearsal changes nothing: the next one is the first, too."""
    (town.folder / "rne.csv").write_text("3001234567\n", encoding="utf-8")

    for more in (("--dry-run",), ()):
        assert "Es el primer registro que se trae." in town.does("contacts", "exclude", "rne.csv", *more)


@pytest.mark.parametrize("more", [(), ("--dry-run",)])
@pytest.mark.parametrize(
    ("day", "told"),
    [
        (_day(11), f"el registro que vale es del {_day(10)} y este es del {_day(11)}"),
        (_day(-3), "todavía no ha llegado"),
    ],
)
def test_a_register_of_another_time_is_refused(brought: Operator, day: str, told: str, more: tuple[str, ...]) -> None:
    """Whoever signed up since would be written to again; one of a day to come would never seem old."""
    result = brought.types("contacts", "exclude", "rne.csv", "--date", day, *more)

    assert (result.exit_code, told in result.output) == (2, True), result.output
    assert brought.reads("contacts", "exclude", "rne.csv", "--dry-run")["replaces"]["as_of"].startswith(_day(10))


def test_an_older_register_counts_where_it_is_asked_for(brought: Operator) -> None:
    """By a flag of its own; one of the same day needs none, and none of a day to come is taken so."""
    assert brought.reads("contacts", "exclude", "rne.csv", "--date", _day(10))["rows"] == 3
    assert brought.reads("contacts", "exclude", "rne.csv", "--date", _day(40), "--older")["rows"] == 3
    assert brought.types("contacts", "exclude", "rne.csv", "--date", _day(-3), "--older").exit_code == 2
