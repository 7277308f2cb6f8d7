"""What staff read a message as."""

from pathlib import Path

import pytest

from panel.office.message_names import message_name
from tests.campaigns.town import CAMPAIGN, FOLLOWER, loaded

TEMPLATED = "\"Noticias de {{ nombre | default('vecina') }}\""
FOLLOWED = FOLLOWER.replace("id: aviso", "id: aviso-de-hoy").replace("Hay noticias", TEMPLATED)
APART = FOLLOWER.replace("id: aviso", "id: semana").replace(
    "Hay noticias", "\"{{ nombre | default('Vecina') }}, así viene\""
)
ALL_FILLED_IN = FOLLOWER.replace("Hay noticias", "\"{{ nombre | default('Vecina') }}: 3\"")


@pytest.mark.parametrize(
    ("campaign", "message", "name"),
    [
        ("matriculas", "anuncio", "Matrículas"),
        ("matriculas", "anuncio~correccion-1", "Matrículas (corrección 1)"),
        ("matriculas", "aviso-de-hoy", "Noticias de …"),
        ("matriculas", "semana", "Así viene"),
        ("matriculas", "aviso", "Aviso"),
        ("matriculas", "el-que-ya-no-esta", "El que ya no esta"),
        ("obras", "de-otra-campaña", "De otra campaña"),
    ],
)
def test_a_message_is_read_by_its_subject(tmp_path: Path, campaign: str, message: str, name: str) -> None:
    """Where it says the same each time; else by its id in words, also when the files have it no more."""
    found = loaded(tmp_path, {"campanas/matriculas.yaml": CAMPAIGN + FOLLOWED + APART + ALL_FILLED_IN}).tenants[0]
    assert message_name(found, campaign, message) == name
