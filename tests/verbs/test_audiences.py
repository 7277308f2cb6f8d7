"""The verb that counts the publics."""

import pytest

from tests.campaigns.town import AUDIENCES
from tests.verbs.operator import Operator


@pytest.mark.usefixtures("wide")
def test_each_public_is_counted_and_said_in_words(town: Operator) -> None:
    """One without condition has no figures."""
    town.people("ana@correo.gov.co", "luis@correo.gov.co")

    citizens, passing = town.reads("audiences")
    assert (citizens["audience"], citizens["condition"], citizens["persons"]) == ("ciudadania", "todas las personas", 2)
    assert (citizens["mail"], citizens["telephone"], citizens["without_consent"]) == (2, 0, 2)
    assert passing["condition"].startswith("sin condición")
    assert passing["persons"] is None
    assert "Ciudadanía (ciudadania)" in town.does("audiences")


def test_a_value_that_nobody_has_is_told_with_those_that_there_are(operator: Operator) -> None:
    """Hyphens, case and accents are no difference; a value that nobody should have is not missed."""
    asked = "{con: {grupo: [junta-de-accion-comunal, veedurias]}, sin: {grupo: retirados}, alguna: [{con: {tema: x}}]}"
    operator.town({"publicos.yaml": AUDIENCES.replace("condicion: {}", f"condicion: {asked}")})
    lines = "nombre,correo,grupo\nAna,ana@correo.co,Junta de Acción Comunal\nEva,eva@correo.co,Veeduría\n"
    (operator.folder / "gente.csv").write_text(lines, encoding="utf-8")
    operator.does("contacts", "import", "gente.csv")

    citizens, passing = operator.reads("audiences")

    assert citizens["unmatched"] == [
        {"column": "grupo", "value": "veedurias", "present": ["Junta de Acción Comunal", "Veeduría"]},
        {"column": "tema", "value": "x", "present": []},
    ]
    assert passing["unmatched"] == []
    told = operator.does("audiences")
    assert "nadie tiene «grupo: veedurias»; hay: Junta de Acción Comunal, Veeduría." in told
    assert "nadie tiene «tema: x»; ninguna lista trae esa columna." in told
