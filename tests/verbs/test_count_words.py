"""How many there are of what, in the words of `status`."""

from sqlalchemy import insert, select

from storage.states import BOUNCED
from storage.tables import counter
from tests.verbs.operator import Operator


def test_what_follows_from_the_offices_messages_is_told_apart(town: Operator) -> None:
    """A spot was read, and its correction waits for the committee: the office wrote one message."""
    number = town.a_task()
    assert "Aparte" not in town.does("status")
    town.does("confirm", number, "--note", "Leída")
    [key] = [row["key"] for row in town.reads("deliveries")]
    town.does("send", "--corrects", key, "--text", "Es el martes.", "--as", "ana")
    told = town.reads("status")
    assert (told["publications"], told["deliveries"]) == ({"done": 1}, {"sent": 1})
    assert told["derived"] == {"publications": {"awaiting_approval": 1}, "deliveries": {}}
    assert (
        "Publicaciones: 1 terminada.\n"
        "Entregas: 1 enviada (en pruebas).\n"
        "Aparte, avisos a los funcionarios, correcciones y retiros: 1 por aprobar.\n"
        "Sus entregas: ninguna todavía.\n"
    ) in town.does("status")


def test_what_came_back_is_told_beside_what_was_sent(town: Operator) -> None:
    """«Enviada» alone would say that it arrived."""
    number = town.a_task()
    town.does("confirm", number, "--note", "Leída")
    assert "rebotó" not in town.does("status")
    database = town.database()
    with database.write() as connection:
        values = {**connection.execute(select(counter).limit(1)).one()._mapping, "state": BOUNCED, "count": 1}
        values.pop("id", None)
        connection.execute(insert(counter).values(values))
    database.close()
    assert "Entregas: 1 enviada (en pruebas).\nDe las enviadas, 1 rebotó.\n" in town.does("status")
