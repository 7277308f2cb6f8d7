"""What has no right form is told, and gives way, so that what stands beside it is still checked."""

import re
from pathlib import Path
from typing import Any

import pytest
from pydantic import BaseModel

from campaigns.assembly.base_files import SHAPES
from campaigns.campaign import CampaignEntry
from campaigns.reading.salvage import MOST, STAND_INS, Salvaged, salvage
from campaigns.reading.sentences import FORMS
from campaigns.reading.tree import Document, plain
from campaigns.reading.yaml_reader import read
from tests.campaigns.town import CAMPAIGN, MUNICIPALITY


def _document(text: str) -> Document:
    document, problems = read(Path("a.yaml"), text.encode())
    assert problems == ()
    assert document is not None
    return document


def _campaign(old: str, new: str) -> Salvaged[CampaignEntry]:
    assert CAMPAIGN.count(old) == 1
    return salvage(_document(CAMPAIGN.replace(old, new)), CampaignEntry)


def test_a_file_of_the_right_form_is_what_it_says() -> None:
    """Nothing is told and nothing is doubtful."""
    found = salvage(_document(CAMPAIGN), CampaignEntry)
    assert found.value is not None
    assert (found.value.title, found.problems, found.document.doubtful) == ("Matrículas escolares", (), frozenset())


def test_a_misspelt_key_is_read_as_the_one_that_was_meant() -> None:
    """Its value is checked at its own place."""
    found = _campaign("titulo:", "título:")
    assert found.value is not None
    assert found.value.title == "Matrículas escolares"
    assert found.document.place(("titulo",)) == (2, 9)
    assert found.document.doubtful == frozenset()
    assert len(found.problems) == 2


WRONG = [
    ("clase: servicio", "clase: servisio", ("clase",)),
    ("inicia: 2027-01-12 07:00", "inicia: mañana", ("evento", "inicia")),
    ("publico: ciudadania", "hasta: 9999-01-01", ("hasta",)),
    ("publico: ciudadania", "presupuesto: -1", ("presupuesto",)),
    ("canales: [correo, web]", "canales: [correo, [web]]", ("mensajes", 0, "canales", 1)),
    ("canales: [correo, web]", "canales: {correo: web}", ("mensajes", 0, "canales")),
    ("  - id: anuncio", "  - id: Anuncio", ("mensajes", 0, "id")),
    ("publico: ciudadania", "otra: cosa", ("otra",)),
    ("responsable: educacion\n", "", ("responsable",)),
]


@pytest.mark.parametrize(("old", "new", "place"), WRONG)
def test_a_wrong_value_gives_way_and_is_doubtful(old: str, new: str, place: tuple[str | int, ...]) -> None:
    """One problem, an entry that can be checked, and the place where nothing more is to be said."""
    found = _campaign(old, new)
    assert found.value is not None
    assert len(found.problems) == 1
    assert found.document.doubtful == {place}


@pytest.mark.parametrize("shape", [*SHAPES.values(), CampaignEntry])
@pytest.mark.parametrize("text", ["{}", "[a]", "a", "a: {b: c}"])
def test_something_can_be_salvaged_of_any_group(shape: type[Any], text: str) -> None:
    """Whatever lacks is made up for, as deep as entries stand in each other."""
    assert salvage(_document(text), shape).value is not None


def test_the_file_itself_is_not_changed() -> None:
    """The tree that was read stays as it was written."""
    document = _document(MUNICIPALITY.replace("05001", "5001"))
    before = plain(document.root)
    salvage(document, SHAPES["municipio.yaml"])
    assert plain(document.root) == before


class _Pair(BaseModel):
    """A model that looks at several of its values at once."""

    uno: int
    dos: int

    def model_post_init(self, context: object) -> None:
        """No two values are good enough for it."""
        raise ValueError("no van juntos; borre uno")


def test_what_nothing_can_stand_in_for_is_given_up() -> None:
    """A group that is wrong as a whole has its problem and no value."""
    found = salvage(_document("a: {uno: 1, dos: 2}"), _Pair, ("a",))
    assert found.value is None
    assert [problem.message for problem in found.problems] == ["no van juntos"]


def test_very_many_faults_are_not_salvaged() -> None:
    """They are told, and nothing is made of them."""
    found = _campaign("mensajes:\n", f"mensajes: [{'x, ' * (MOST + 1)}]\nsobra:\n")
    assert len(found.problems) > MOST
    assert found.value is None


def test_every_pattern_of_the_models_has_something_that_stands_in() -> None:
    """And that has the form."""
    assert STAND_INS.keys() == FORMS.keys()
    for pattern, text in STAND_INS.items():
        assert re.search(pattern, text)
