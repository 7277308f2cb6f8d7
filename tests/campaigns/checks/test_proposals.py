"""`propuestas`: what is wrong with a section is told where it stands."""

from pathlib import Path

import pytest

from tests.campaigns.town import MUNICIPALITY, problems

RIGHT = "propuestas: {secciones: {vecinos: {nombre: Vecinos, campaña: matriculas, cuenta: web}}}\n"
WRONG = [
    (
        RIGHT.replace("cuenta: web", "cuenta: correo"),
        "y lo que se propone sale en el sitio",
    ),
    (RIGHT.replace("cuenta: web", "cuenta: wep"), "no existe el canal «wep»"),
    (RIGHT.replace("campaña: matriculas", "campaña: matricula"), "no existe la campaña «matricula»"),
    (RIGHT.replace("vecinos:", "anuncio:"), "la campaña «matriculas» ya tiene un mensaje «anuncio»"),
    (RIGHT.replace("cuenta: web", "cuenta: web, accion: SE-99"), "no existe la acción «SE-99»"),
    (RIGHT.replace("propuestas: {", "propuestas: {plazo: pronto, "), "«pronto» no es un tiempo"),
]


def test_a_right_section_has_no_problem(tmp_path: Path) -> None:
    """Its campaign and its account are there."""
    assert problems(tmp_path, {"municipio.yaml": MUNICIPALITY + RIGHT}) == []


@pytest.mark.parametrize(("lines", "said"), WRONG)
def test_what_is_wrong_is_told(tmp_path: Path, lines: str, said: str) -> None:
    """Each by itself."""
    [found] = problems(tmp_path, {"municipio.yaml": MUNICIPALITY + lines})
    assert found.endswith(said)
