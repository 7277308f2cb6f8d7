"""A link into the panel, made at the desk of whoever has the machine."""

from contextlib import closing

import pytest
from sqlalchemy import select, update

from storage.tables import audit, user
from tests.verbs.operator import Operator


def test_whoever_has_the_machine_lets_the_first_one_in(town: Operator) -> None:
    """As an administrator, unless another role is named; a second link is for the same user."""
    first = town.reads("access", "ana")
    assert (first["person"], first["role"], first["mailed"]) == ("ana", "administrator", False)
    assert "/enlace/" in str(first["link"])
    again = town.reads("access", "ana")
    assert again["role"] == "administrator"
    assert again["link"] != first["link"]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("nadie",), "no está en «municipio.yaml»"),
        (("ana", "--role", "rey"), "no es un rol"),
        (("ana", "--role", "contributor"), "contribuyente"),
    ],
)
def test_who_cannot_be_let_in_is_told_why(town: Operator, words: tuple[str, ...], said: str) -> None:
    """In a sentence."""
    answer = town.types("access", *words)
    assert answer.exit_code != 0
    assert said in " ".join(answer.output.split())


@pytest.mark.parametrize(("flags", "kept"), [((), "sellado"), (("--forget-second-step",), None)])
def test_a_lost_telephone_shuts_no_administrator_out(town: Operator, flags: tuple[str, ...], kept: str | None) -> None:
    """The second step stays, unless it is said that it is lost; the audit keeps who said so."""
    town.does("access", "ana")
    with closing(town.database()) as database, database.write() as connection:
        connection.execute(update(user).values(totp_secret="sellado", totp_step=1))
    town.does("access", "ana", *flags)
    with closing(town.database()) as database, database.read() as connection:
        [secret] = connection.execute(select(user.c.totp_secret)).scalars()
        verbs = connection.execute(select(audit.c.verb)).scalars().all()
    assert (secret, "remove_second_factor" in verbs) == (kept, kept is None)


def test_a_role_is_changed_in_the_panel(town: Operator) -> None:
    """The verb lets in; it takes nothing away by the way."""
    town.does("access", "ana", "--role", "reader")
    answer = town.types("access", "ana", "--role", "administrator")
    assert answer.exit_code == 1
    assert "ya es usuario" in answer.output
