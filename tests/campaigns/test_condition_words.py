"""Conditions in words."""

import pytest

from campaigns.audience import Condition
from campaigns.condition_words import EVERYBODY, NOBODY, described
from campaigns.people_list import PeopleList
from campaigns.topic import usual_topics

LISTS = {"familias": PeopleList(nombre="Familias de los colegios", de="educacion", vigencia="8 días")}


@pytest.mark.parametrize(
    ("written", "said"),
    [
        (None, NOBODY),
        ({}, EVERYBODY),
        ({"con": {"barrio": "centro"}}, "barrio: centro"),
        (
            {"con": {"barrio": ["centro", "norte", "sur"], "grupo": "familia"}, "sin": {"retirado": ["si", "no-vive"]}},
            "barrio: centro, norte o sur; y grupo: familia; y sin retirado: si o no-vive",
        ),
        ({"suscritos": ["noticias", "eventos"]}, "con suscripción a Noticias o Eventos"),
        ({"lista": "familias", "con": {"grado": "11"}}, "grado: 11; y en la lista «Familias de los colegios»"),
        (
            {"alguna": [{"con": {"barrio": "la-ribera"}}, {"con": {"grupo": "junta"}, "sin": {"retirado": "si"}}]},
            "(barrio: la-ribera) o bien (grupo: junta; y sin retirado: si)",
        ),
    ],
)
def test_a_condition_is_said_in_words(written: dict[str, object] | None, said: str) -> None:
    """Each of its parts, and how they go together."""
    condition = None if written is None else Condition.model_validate(written)
    assert described(condition, usual_topics(), LISTS) == said


def test_columns_and_values_may_be_called_otherwise() -> None:
    """In each part; topics and lists have names of their own."""
    written = {"con": {"grupo": "junta"}, "suscritos": ["noticias"], "alguna": [{"sin": {"retirado": "si"}}]}
    told = described(Condition.model_validate(written), usual_topics(), LISTS, str.upper)
    assert told == "GRUPO: JUNTA; y con suscripción a Noticias; y sin RETIRADO: SI"
