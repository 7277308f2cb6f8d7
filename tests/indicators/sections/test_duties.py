"""Who owes what."""

from datetime import date

from indicators.sections.duties import MOST_DRAWN
from tests.indicators.sections.town import Town, by_first


def test_each_debtor_has_its_duties_by_how_they_stand(town: Town) -> None:
    """In time, late, with their term to come, overdue, not done; in all, extended, escalated, days late."""
    rows = by_first(town.table("2027-02", "deberes"))
    assert rows["Planeación"] == (1, 0, 0, 0, 0, 1, 0, 0, "")
    assert rows["Hacienda"] == (0, 0, 0, 1, 0, 1, 0, 1, "18 días")
    assert rows["Total"] == (1, 1, 0, 1, 0, 3, 0, 1, "18 días")


def test_what_is_overdue_is_named_with_its_term_and_whom_it_was_told_to(town: Town) -> None:
    """So that somebody can be asked."""
    assert town.table("2027-02", "deberes-en-mora").rows == (("Cuña", "Hacienda", date(2027, 2, 11), "18 días", ""),)
    said = town.section("2027-02", "deberes").paragraphs
    assert said[0] == "3 deberes tuvieron su plazo en el periodo: 1 a tiempo, 1 tarde y 1 en mora."
    assert said[1] == "Están en mora: Hacienda (1)."


def test_of_many_debtors_those_in_arrears_and_the_largest_are_drawn_and_all_stand_in_the_table(town: Town) -> None:
    """Twenty-two bars with names that are cut are no picture: the last bar is all others together."""
    names = [f"Dependencia número {number}" for number in range(1, 20)]
    for number, name in enumerate(names):
        town.owe(name, 1 + (number == 7))
    chart = town.chart("2027-02", "estado-de-los-deberes")
    assert chart.labels[:2] == ("Hacienda", names[7])
    assert len(chart.labels) == MOST_DRAWN
    assert chart.labels[-1] == "Los demás (7)"
    drawn = sum(value or 0 for series in chart.series for value in series.values)
    assert drawn == by_first(chart.table)["Total"][5] == 23
    assert set(names) <= set(by_first(chart.table))
