"""Published contents over time and beside the period before."""

from tests.indicators.sections.town import MEDIA, Town, by_first

NINE = sum(range(1, len(MEDIA) + 1))


def test_a_month_is_told_by_week_and_a_year_by_month(town: Town) -> None:
    """Fifty-three columns nobody reads. 2027 has, by hand, the mails of January and February besides the posts."""
    assert town.chart("2027-02", "contenidos-por-semana").labels == ("S05", "S06", "S07", "S08")
    year = town.chart("2027", "contenidos-por-mes")
    assert year.labels == ("Ene", "Feb", "Mar", "Abr", "May", "Jun", "Jul", "Ago", "Sept", "Oct", "Nov", "Dic")
    assert by_first(year.table)["Total"][:3] == (1, NINE + 1, 0)
    assert by_first(year.table)["Total"][-1] == NINE + 2


def test_more_media_than_patterns_are_drawn_as_one_and_written_apart(town: Town) -> None:
    """Ten media: the seven largest, and the rest; the table names all."""
    chart = town.chart("2027-02", "contenidos-por-semana")
    names = [series.name for series in chart.series]
    assert names == ["Web", "Facebook", "Instagram", "X", "Telegram", "Emisora", "Cartelera", "Otros medios"]
    assert sum(value or 0 for value in chart.series[-1].values) == 2 + 1 + 1
    assert [row[0] for row in chart.table.rows] == [*sorted([*MEDIA, "Correo"]), "Total"]
    assert sum(value or 0 for series in chart.series for value in series.values) == NINE + 1


def test_each_medium_stands_beside_what_it_was(town: Town) -> None:
    """With the change in percent, where there is anything to take it of; 2026 had two posts on the web and a mail."""
    rows = by_first(town.table("2027", "contenidos-por-medio"))
    assert rows["Web"] == (9, 2, 350)
    assert rows["Correo"] == (2, 1, 100)
    assert rows["Prensa"] == (1, 0, None)
    assert rows["Total"] == (NINE + 2, 3, (NINE + 2 - 3) / 3 * 100)


def test_what_grew_and_what_fell_is_named(town: Town) -> None:
    """The second week of February had a mail, and fewer posts on every other medium."""
    chart = town.chart("2027-W06", "contenidos-comparados")
    fell = ", ".join(sorted(MEDIA))
    assert chart.says == f"Medios con más contenidos que en el periodo anterior: Correo. Con menos: {fell}."
    assert by_first(chart.table)["Prensa"] == (0, 1, -100)


def test_media_that_share_the_first_place_are_all_named(town: Town) -> None:
    """On the 7th three media had a post, on the 8th two of them and the mail; on the 1st all nine had one."""
    assert (
        town.section("2027-02-07..2027-02-08", "contenidos")
        .paragraphs[0]
        .endswith(" Los medios con más contenidos fueron Facebook y Web, con 2 cada uno.")
    )
    assert town.section("2027-02-01..2027-02-01", "contenidos").paragraphs[0].endswith(" Cada medio tuvo 1.")


def test_a_week_without_contents_tells_what_the_one_before_had(town: Town) -> None:
    """In a sentence: three posts and a mail on the 8th and 9th."""
    said = town.section("2027-W07", "contenidos").paragraphs
    assert said == ("En este periodo no se publicó ningún contenido. En el anterior fueron 4.",)


def test_a_week_does_not_say_its_contents_twice(town: Town) -> None:
    """A table by week of a single week would repeat that by medium; two weeks are worth one."""
    assert [each.key for each in town.section("2027-W06", "contenidos").exhibits] == ["contenidos-comparados"]
    two = town.section("2027-02-08..2027-02-21", "contenidos").exhibits
    assert "contenidos" in [each.key for each in two]
