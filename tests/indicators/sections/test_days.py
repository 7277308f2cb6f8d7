"""The heat map: which days had contents."""

from tests.indicators.sections.town import Town, by_first


def test_a_month_is_weeks_of_seven_days(town: Town) -> None:
    """In the municipality's days: what left at 23:00 UTC left at 18:00 there. The 8th has two posts and a mail."""
    chart = town.chart("2027-02", "calendario-de-contenidos")
    assert chart.labels == ("Lunes", "Martes", "Miércoles", "Jueves", "Viernes", "Sábado", "Domingo")
    assert [series.name for series in chart.series] == ["S05", "S06", "S07", "S08"]
    assert chart.series[0].values == (9, 8, 7, 6, 5, 4, 3)
    assert chart.series[1].values[:3] == (3, 1, 0)
    assert by_first(chart.table)["S05"][-1] == 42


def test_a_year_is_months_of_days_and_a_day_that_is_not_there_has_no_value(town: Town) -> None:
    """February's 30th is no quiet day; the table has days down the page, so that it fits on paper."""
    chart = town.chart("2026", "calendario-de-contenidos")
    february, december = chart.series[1].values, chart.series[-1].values
    assert february[1] == 1
    assert february[27:] == (0, None, None, None)
    assert december[30] == 1
    assert chart.table.columns[:3] == ("Día", "Ene", "Feb")
    assert by_first(chart.table)["2"][1] == 1
    assert by_first(chart.table)["Total"] == (0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 1, 1)


def test_the_busiest_day_is_named(town: Town) -> None:
    """And how many had any."""
    said = town.section("2027-02", "calendario").paragraphs
    assert said == ("Hubo contenidos en 9 días de 28; el día con más fue el lunes 1 de febrero, con 9.",)


def test_days_that_share_the_first_place_are_all_named(town: Town) -> None:
    """The 7th and the 8th had three each, the 9th one; two days of as many are told together."""
    assert town.section("2027-02-07..2027-02-09", "calendario").paragraphs == (
        "Hubo contenidos en 3 días de 3; los días con más fueron el domingo 7 de febrero y el lunes 8 de febrero, "
        "con 3 cada uno.",
    )
    assert town.section("2027-02-07..2027-02-08", "calendario").paragraphs == (
        "Hubo contenidos en 2 días de 2, 3 en cada uno.",
    )
