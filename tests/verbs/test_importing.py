"""The verbs about lists of people."""

from tests.verbs.operator import Operator

PEOPLE = "nombre,correo\nAna,ana@correo.gov.co\nLuis,luis@correo.gov.co\nMal,mal\n"


def test_a_rehearsal_ends_with_the_command_for_real(town: Operator) -> None:
    """As it has to be typed, whatever the file is called."""
    (town.folder / "mi gente.csv").write_text(PEOPLE, encoding="utf-8")

    told = town.does("contacts", "import", "mi gente.csv", "--dry-run").splitlines()

    assert told[-2:] == [
        "Ensayo: no se guardó nada. Para traerla de verdad:",
        "  pregonero contacts import 'mi gente.csv'",
    ]


def test_a_list_is_shown_and_taken_back(town: Operator) -> None:
    """The import ends with the command that undoes it; both are in the list of imports."""
    (town.folder / "gente.csv").write_text(PEOPLE, encoding="utf-8")

    assert "pregonero contacts undo 1" in town.does("contacts", "import", "gente.csv").splitlines()[-1]
    [batch] = town.reads("contacts", "imports")
    assert (batch["file"], batch["rows"], batch["created"], batch["state"]) == ("gente.csv", 3, 2, "done")
    assert "completa" in town.does("contacts", "imports")

    assert town.reads("contacts", "undo", "1")["removed"] == 2
    assert town.does("contacts", "undo", "1") == "El lote 1 ya estaba deshecho: no cambió nada.\n"
    assert [each["state"] for each in town.reads("contacts", "imports")] == ["undone"]


def test_a_list_that_nobody_brought_cannot_be_taken_back(town: Operator) -> None:
    """A wrong number is a wrong call, and says where the right ones are."""
    result = town.types("contacts", "undo", "7")

    assert result.exit_code == 2
    assert "No hay un lote 7. «pregonero contacts imports» muestra los que hay." in result.stderr
