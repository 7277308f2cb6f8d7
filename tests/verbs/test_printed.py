"""Commands as verbs print them."""

import shlex
from pathlib import Path

import pytest

from tests.verbs.operator import Operator
from verbs.call import CONFIG, Call
from verbs.catalogue import VERBS
from verbs.printed import OF_THE_WHOLE, printed

SECRET = "postgresql://oficina:clave@base/pregonero"


@pytest.mark.parametrize(
    ("call", "words", "told"),
    [
        (Call({}), "contacts undo 1", "pregonero contacts undo 1"),
        (Call({}, Path("mi pueblo")), "status", "pregonero status -c 'mi pueblo'"),
        (
            Call({}, CONFIG, "sqlite:///otra.db", "villa"),
            "contacts undo 1",
            "pregonero contacts undo 1 --db sqlite:///otra.db --tenant villa",
        ),
        (Call({}, CONFIG, None, "villa"), "run", "pregonero run"),
        (Call({}, CONFIG, SECRET), "status", "pregonero status --db 'postgresql://oficina:***@base/pregonero'"),
        (Call({"PREGONERO_DB": SECRET}, CONFIG, SECRET), "status", "pregonero status"),
    ],
)
def test_a_command_acts_where_the_call_did(call: Call, words: str, told: str) -> None:
    """With the folder, the database and the municipality that it named; the environment's are there already."""
    assert printed(call, words) == told


def test_a_municipality_is_named_only_where_a_verb_takes_it() -> None:
    """Whatever verbs there are: of those that read a configuration."""
    assert {verb.name for verb in VERBS if not verb.tenant and verb.name in OF_THE_WHOLE} == OF_THE_WHOLE


def test_an_import_is_undone_in_the_database_into_which_it_went(operator: Operator) -> None:
    """Who types what it printed takes back that list, and no other municipality's with the same number."""
    operator.town()
    operator.town(name="mi pueblo")
    (operator.folder / "gente.csv").write_text("nombre,correo\nAna,ana@correo.gov.co\n", encoding="utf-8")
    there = ("-c", "mi pueblo", "--db", "sqlite:///otra.db")
    operator.does("contacts", "import", "gente.csv")
    told = operator.does("contacts", "import", "gente.csv", *there)

    operator.does(*shlex.split(told.rpartition("deshacerlo: pregonero ")[2]))

    assert [each["state"] for each in operator.reads("contacts", "imports")] == ["done"]
    assert [each["state"] for each in operator.reads("contacts", "imports", *there)] == ["undone"]


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("status",), "Se pone a andar con «pregonero run -c otro --db sqlite:///otra.db»."),
        (("contacts", "readmit", "ana@correo.gov.co", "--reason", "lo pidió"), "con «pregonero contacts suppressed -c"),
        (("confirm", "9", "--note", "hecho"), "«pregonero tasks -c otro --db sqlite:///otra.db» muestra las abiertas"),
    ],
)
def test_what_to_type_next_is_whole(operator: Operator, words: tuple[str, ...], told: str) -> None:
    """In answers and in refusals."""
    operator.town(name="otro")
    there = ("-c", "otro", "--db", "sqlite:///otra.db")
    (operator.folder / "gente.csv").write_text("nombre,correo\nAna,ana@correo.gov.co\n", encoding="utf-8")
    operator.does("contacts", "import", "gente.csv", *there)

    result = operator.types(*words, *there)

    assert told in result.stdout + result.stderr
