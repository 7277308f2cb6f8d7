"""Who owes what."""

from datetime import date

from tests.indicators.sections.town import Town, by_first


def test_each_debtor_has_its_duties_by_how_they_stand(town: Town) -> None:
    """In time, late, with their term to come, overdue, not done; in all, extended, escalated, days late."""
    rows = by_first(town.table("2027-02", "deberes"))
    assert rows["Planeación"] == (1, 0, 0, 0, 0, 1, 0, 0, 0)
    assert rows["Hacienda"] == (0, 0, 0, 1, 0, 1, 0, 1, 18)
    assert rows["Total"] == (1, 1, 0, 1, 0, 3, 0, 1, 18)


def test_what_is_overdue_is_named_with_its_term_and_whom_it_was_told_to(town: Town) -> None:
    """So that somebody can be asked."""
    assert town.table("2027-02", "deberes-en-mora").rows == (("Cuña", "Hacienda", date(2027, 2, 11), 18, ""),)
    said = town.section("2027-02", "deberes").paragraphs
    assert said[0] == "3 deberes tuvieron su plazo en el periodo: 1 a tiempo, 1 tarde y 1 en mora."
    assert said[1] == "Están en mora: Hacienda (1)."
