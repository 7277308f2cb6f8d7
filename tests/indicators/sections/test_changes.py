"""Corrections and withdrawals."""

from datetime import date
from typing import Any

from sqlalchemy import Connection

from tests.indicators.rows import add_post, add_publication
from tests.indicators.sections.town import Town

ONE = "noticias/semanal/web@uno"


def fill(connection: Connection, tenant: int) -> None:
    """A post corrected in February and taken back in March, and a notice to the staff, which is neither."""
    source = add_post(connection, tenant, ONE, "2027-01-20 13:00")
    later: dict[str, Any] = {"corrects": source, "publishes": False}
    add_publication(
        connection, tenant, "noticias/semanal~correccion-1/web@uno", "2027-02-02 13:00", {"sent": 1}, **later
    )
    add_publication(
        connection,
        tenant,
        "noticias/semanal~retiro-1/web@uno",
        "2027-03-02 03:00",
        {"sent": 1},
        act="withdraw",
        **later,
    )
    add_publication(connection, tenant, "noticias/semanal~aviso/web@uno", "2027-02-02 13:00", {"sent": 1})


def test_each_is_told_with_what_it_mended(town: Town) -> None:
    """On its day in the municipality: the withdrawal left on the evening of the 1st there."""
    with town.database.write() as connection:
        fill(connection, town.number)
    assert town.table("2027-02", "correcciones").rows == ((date(2027, 2, 2), "Corrección", ONE, "Web", 1),)
    assert town.table("2027-03", "correcciones").rows == ((date(2027, 3, 1), "Retiro", ONE, "Web", 1),)
    assert town.section("2027-B1", "correcciones").paragraphs == ("Hubo 1 corrección y 0 retiros.",)


def test_where_there_was_none_it_says_so(town: Town) -> None:
    """In one sentence."""
    section = town.section("2027-02", "correcciones")
    assert section.paragraphs == ("En este periodo no se corrigió ni se retiró nada de lo publicado.",)
    assert not section.exhibits
