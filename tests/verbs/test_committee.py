"""The committee's word, in the name of one of its members."""

import pytest

from tests.verbs.operator import TOWN, Operator
from tests.verbs.test_office import LUIS


def test_the_committee_speaks_by_its_members(town: Operator) -> None:
    """Who is not of the committee is refused; an approval is kept with its person."""
    town.town({**TOWN, **LUIS})
    refused = town.types("approve", "matriculas/anuncio@1", "--as", "luis")
    told = "Usted habla como Luis (luis), y no puede aprobarla ni rechazarla. Puede: Ana Pérez (ana)."
    assert (refused.exit_code, told in refused.stderr) == (1, True)
    assert town.reads("approve", "matriculas/anuncio@1", "--as", "ana")["state"] == "planned"
    spoken = town.reads("reject", "matriculas/anuncio@1", "--note", "Falta el lugar.", "--as", "ana")
    assert spoken["key"] == "matriculas/anuncio@1"
    [row, _] = town.reads("plan", "--from", "2030-01-12", "--to", "2030-01-12")
    assert (row["decision"], row["reason"]) == ("rejected", "No fue aprobada por Ana Pérez: Falta el lugar.")


def test_people_are_told_what_became_of_their_word(town: Operator) -> None:
    """A yes sounds like a yes and a no like a no, each with what comes next."""
    key = "matriculas/anuncio@1"
    said = town.does("approve", key, "--as", "ana")
    assert said == f"{key}: aprobada. Cuándo sale lo muestra «pregonero plan».\n"
    said = town.does("reject", key, "--note", "Falta el lugar", "--as", "ana")
    correct = "No sale así: al corregir el mensaje se pide la aprobación otra vez."
    assert said == f"{key}: rechazada por Ana Pérez. {correct}\n"
    told = f"No fue aprobado: «Matrículas» (matriculas/anuncio), por Ana Pérez: Falta el lugar. {correct}"
    assert told in town.does("status").splitlines()
    [no] = town.reads("status")["rejections"]
    assert (no["message"], no["person"], no["name"], no["note"]) == (
        "matriculas/anuncio",
        "ana",
        "Ana Pérez",
        "Falta el lugar",
    )


@pytest.mark.parametrize(
    "words",
    [
        ("pause", "matriculas/anuncio@1"),
        ("cancel", "matriculas/anuncio@1"),
        ("confirm", "1", "--note", "Leída"),
        ("record", "visitas", "1"),
    ],
)
def test_who_speaks_is_a_person_of_the_municipality(
    town: Operator, words: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A name that is none is a wrong call, with the nearest one, also from the environment."""
    told = town.types(*words, "--as", "anna")
    assert (told.exit_code, "«anna» no está entre las personas" in told.stderr) == (2, True)
    assert "¿Quiso decir ana?" in told.stderr
    monkeypatch.setenv("PREGONERO_PERSON", "pepito")
    told = town.types(*words)
    assert (told.exit_code, "Están: ana." in told.stderr) == (2, True)
    assert not (town.folder / "var" / "villa-clara.db").exists()
