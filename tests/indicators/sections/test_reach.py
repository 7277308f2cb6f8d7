"""Who was reached, public by public."""

from sqlalchemy import func, select

from storage.tables import counter, publication
from tests.indicators.rows import at
from tests.indicators.sections.town import Town, by_first


def test_each_public_has_its_messages_and_what_came_back(town: Town) -> None:
    """The name of a public of the files, the key of one that is there no more; January's mail is before."""
    table = town.table("2027-02", "alcance")
    assert table.columns[1:4] == ("Envíos", "Mensajes", "Devueltos")
    rows = by_first(table)
    assert rows["Ciudadanía"] == (1, 1_500, 20, 20 / 1_500 * 100, 1_480, 1_480, 900)
    assert rows["servidores"] == (1, 80, 0, 0, 80, 80, 0)
    assert rows["Total"] == (2, 1_580, 20, 20 / 1_580 * 100, 1_560, 1_480, 900)


def test_the_sum_is_that_of_the_counters(town: Town) -> None:
    """Counted apart, in plain SQL."""
    with town.database.read() as connection:
        sent = connection.scalar(
            select(func.sum(counter.c.count))
            .join(publication, publication.c.id == counter.c.publication)
            .where(publication.c.kind == "direct", counter.c.state == "sent")
            .where(publication.c.started_at >= at("2027-01-01 05:00"))
        )
    assert by_first(town.table("2027", "alcance"))["Total"][1] == sent == 2_480


def test_one_medium_is_not_told_twice(town: Town) -> None:
    """All of it was mail: the table by medium would repeat the total."""
    assert "alcance-por-medio" not in [table.key for table in town.document("2027-02").tables]
