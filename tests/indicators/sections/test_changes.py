"""Corrections and withdrawals."""

from datetime import date
from typing import Any

from sqlalchemy import Connection, insert

from indicators.declared import record
from storage.tables import recount
from tests.indicators.rows import add_order, add_post, add_publication, at
from tests.indicators.sections.town import Town

ONE = "noticias/semanal/web@uno"
CALLED = f"Noticias ({ONE})"


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
    assert town.table("2027-02", "correcciones").rows == ((date(2027, 2, 2), "Corrección", CALLED, "Web", 1),)
    assert town.table("2027-03", "correcciones").rows == ((date(2027, 3, 1), "Retiro", CALLED, "Web", 1),)
    assert town.section("2027-B1", "correcciones").paragraphs == ("Hubo 1 corrección y 0 retiros.",)


def test_where_there_was_none_it_says_so(town: Town) -> None:
    """In one sentence."""
    section = town.section("2027-02", "correcciones")
    assert section.paragraphs == ("En este periodo no se corrigió ni se retiró nada de lo publicado.",)
    assert not section.exhibits


def test_a_figure_that_was_put_right_stands_with_what_it_said_before(town: Town) -> None:
    """What, of which day, before, after, why, who and when; of a task's count too."""
    visits = town.tenant.indicators["visitas"]
    day = date(2027, 1, 31)
    with town.database.write() as connection:
        first = record(connection, town.number, "visitas", visits, 410, day, "ana", "", at("2027-02-01 15:00"))
        again: dict[str, Any] = {"corrects": first, "reason": "Se leyó mal el contador"}
        record(connection, town.number, "visitas", visits, 41, day, "ana", "", at("2027-02-03 15:00"), **again)
        made = add_publication(connection, town.number, "noticias/cuna/emisora@1", "2027-02-01 13:00", kind="manual")
        order = add_order(connection, town.number, made, "emisora", "2027-02-05 22:00", "2027-02-04 20:00", done=3)
        told = {"work_order": order, "before": 5, "done": 3, "reason": "Eran tres", "by": "luis"}
        connection.execute(insert(recount).values(told | {"at": at("2027-02-20 15:00")}))
    said = town.section("2027-02", "cifras-corregidas")
    assert said.paragraphs == ("2 cifras se corrigieron: en el periodo, o después pero de días del periodo.",)
    assert town.table("2027-02", "cifras-corregidas").rows == (
        (date(2027, 2, 3), "Número de visitantes", day, 410, 41, "Se leyó mal el contador", "Ana Pérez"),
        (date(2027, 2, 20), "Tarea «Cuña»", date(2027, 2, 4), 5, 3, "Eran tres", "luis"),
    )
    assert [row[3:5] for row in town.table("2027-01", "cifras-corregidas").rows] == [(410, 41)]


def test_where_no_figure_was_put_right_nothing_is_said(town: Town) -> None:
    """Only what was published is promised to be told each time."""
    assert "cifras-corregidas" not in [section.key for section in town.document("2027-02").sections]
