"""Commands as verbs print them."""

import shlex
from pathlib import Path

import pytest

from tests.verbs.operator import Operator
from verbs.call import CONFIG, Call
from verbs.catalogue import VERBS
from verbs.printed import printed, spoken, whole
from verbs.verb import Verb

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


@pytest.mark.parametrize("verb", VERBS, ids=lambda verb: verb.name)
def test_a_verb_is_told_only_the_flags_that_it_takes(verb: Verb) -> None:
    """Whatever verbs there are: typed as it stands, none is refused for a flag."""
    flags = printed(Call({}, Path("otro"), None, "villa"), verb.name).removeprefix(f"pregonero {verb.name}").split()
    assert ("-c" in flags, "--tenant" in flags) == (verb.configured, verb.tenant)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Se abre con «pregonero release a/b@1».", "Se abre con «pregonero release a/b@1 -c otro --tenant villa»."),
        ("Vea `pregonero db upgrade` y siga.", "Vea `pregonero db upgrade -c otro` y siga."),
        ("«pregonero run -c otro»; «pregonero init DIR»", "«pregonero run -c otro»; «pregonero init DIR»"),
        ("Otro pregonero está en marcha; «pregonero canta».", "Otro pregonero está en marcha; «pregonero canta»."),
    ],
)
def test_commands_in_a_text_from_elsewhere_are_whole(text: str, told: str) -> None:
    """Reasons, errors and advice of whatever room name a command between quotes; what has its flags keeps them."""
    assert whole(Call({}, Path("otro"), None, "villa"), text) == told


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
        (("release", "nada/de@1"), "Con «pregonero plan -c otro --db sqlite:///otra.db» se ven las claves"),
        (("contacts", "undo", "9"), "«pregonero contacts imports -c otro --db sqlite:///otra.db» muestra los que hay"),
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


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Suspendido hasta el 2027-01-12.", "Suspendido hasta el 12 de enero de 2027."),
        (
            "Pasa al 2027-01-12.\n  2027-01-13 08:00 -05  a/b@1",
            "Pasa al 12 de enero de 2027.\n  2027-01-13 08:00 -05  a/b@1",
        ),
        ("Desde 2027-01-12  3 tareas.", None),
        ("config/campanas/a.yaml:3:9: el 2027-01-12 es martes.", None),
        ("2027-01-12 08:00 -05 (2 enviados).", None),
    ],
)
def test_sentences_say_days_in_words(text: str, told: str | None) -> None:
    """Lines of lists and of `check` keep them as files do."""
    assert spoken(text) == (text if told is None else told)
