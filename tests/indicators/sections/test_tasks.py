"""What people were to do, and did."""

from datetime import date

from sqlalchemy import Connection, text

from tests.indicators.rows import add_order, add_publication
from tests.indicators.sections.town import Town, by_first


def fill(connection: Connection, tenant: int) -> None:
    """Radio: in time, late, overdue, to come, refused, called off, in another month. Posters: in time, extended."""
    made = add_publication(
        connection, tenant, "noticias/cuna/emisora@1", "2027-02-01 13:00", kind="manual", state="running"
    )
    add_order(connection, tenant, made, "emisora", "2027-02-05 22:00", "2027-02-04 20:00", done=3, place="a")
    add_order(connection, tenant, made, "emisora", "2027-02-05 22:00", "2027-02-07 20:00", done=1, place="b")
    add_order(connection, tenant, made, "emisora", "2027-02-06 22:00", place="c", responsible="ana")
    add_order(connection, tenant, made, "emisora", "2027-03-01 22:00", place="d")
    add_order(connection, tenant, made, "emisora", "2027-02-05 22:00", place="e", state="not_done")
    add_order(connection, tenant, made, "emisora", "2027-02-05 22:00", place="f", state="cancelled")
    add_order(connection, tenant, made, "emisora", "2027-01-05 22:00", "2027-02-04 20:00", place="g")
    posters = add_publication(
        connection, tenant, "noticias/aviso/cartelera@1", "2027-02-01 13:00", kind="manual", state="running"
    )
    add_order(connection, tenant, posters, "cartelera", "2027-02-05 22:00", "2027-02-05 22:00", done=40, place="a")


def test_each_medium_has_its_tasks_by_how_they_stand(town: Town) -> None:
    """By the term that falls in the period: asked, done, in time, to come, overdue, refused, how many; no duties."""
    with town.database.write() as connection:
        fill(connection, town.number)
    february, march = by_first(town.table("2027-02", "tareas")), by_first(town.table("2027-03", "tareas"))
    assert february["Emisora"] == (4, 2, 1, 0, 1, 1, 4)
    assert february["Cartelera"] == (1, 1, 1, 0, 0, 0, 40)
    assert february["Total"] == (5, 3, 2, 0, 1, 1, None)
    assert march["Emisora"] == (1, 0, 0, 1, 0, 0, 0)
    with town.database.read() as connection:
        plain = connection.execute(
            text(
                "SELECT count(*) FROM work_order WHERE asked_by = '' AND state <> 'cancelled' "
                "AND due_at >= '2027-02-01 05:00' AND due_at < '2027-03-01 05:00'"
            )
        ).scalar_one()
    assert february["Total"][0] == plain


def test_what_is_overdue_is_named_with_who_has_it(town: Town) -> None:
    """So that somebody can be asked."""
    with town.database.write() as connection:
        fill(connection, town.number)
    assert town.table("2027-02", "tareas-vencidas").rows == (("Cuña", "Emisora", "Ana Pérez", date(2027, 2, 6)),)
    said = town.section("2027-02", "tareas").paragraphs
    assert said == ("5 tareas tuvieron su plazo en el periodo: 3 se cumplieron, 2 a tiempo; 1 está vencida.",)


def test_a_medium_of_people_without_tasks_says_so(town: Town) -> None:
    """The town has a radio, and nothing was asked of it."""
    assert town.section("2027-02", "tareas").paragraphs == ("Ninguna tarea tuvo su plazo en este periodo.",)
