"""What the base files say of each other is held together when they are read."""

from pathlib import Path

import pytest

from campaigns.indicator import VOTING_PAGE
from tests.campaigns.town import ACCOUNTS, INDICATORS, MUNICIPALITY, problems

CALLED = """avisado:
  tipo: telegram
  destino: personas
  modo: pruebas
  opciones: {token: "${PREGONERO_BOT}", entrada: %s, secreto-aviso: "${PREGONERO_SECRETO}"}
"""
ASKED = """consultado:
  tipo: telegram
  destino: personas
  modo: pruebas
  opciones: {token: "${%s}"%s}
"""
DESK = f"{MUNICIPALITY}ventanilla: https://participe.villaclara.gov.co\n"
TWO_WAYS = (
    "canales.yaml:27:50: «avisado» dice «entrada: aviso», y «consultado», que usa la misma credencial, «consulta»"
)
NOWHERE = "«avisado» espera que su servicio lo llame, y no tiene una dirección pública donde oírlo"


@pytest.mark.parametrize(
    ("intake", "desk", "said"),
    [
        ("aviso", "", [NOWHERE]),
        ("aviso", "ventanilla: https://participe.villaclara.gov.co\n", []),
        ("consulta", "", []),
    ],
)
def test_an_account_that_is_called_needs_an_address(tmp_path: Path, intake: str, desk: str, said: list[str]) -> None:
    """A service can only call where `ventanilla` says; one that is asked needs none."""
    changes = {"canales.yaml": ACCOUNTS + CALLED % intake, "municipio.yaml": f"{MUNICIPALITY}{desk}"}
    assert [problem.split(": ", 1)[1] for problem in problems(tmp_path, changes)] == said


@pytest.mark.parametrize(
    ("variable", "options", "intake", "said"),
    [
        ("PREGONERO_BOT", "", "aviso", [TWO_WAYS]),
        ("PREGONERO_BOT", "", "consulta", []),
        ("PREGONERO_BOT", ", entrada: no", "aviso", []),
        ("PREGONERO_OTRO", "", "aviso", []),
    ],
)
def test_a_credential_is_heard_in_one_way(
    tmp_path: Path, variable: str, options: str, intake: str, said: list[str]
) -> None:
    """Two accounts of one bot that say the same, or of which one hears nobody, are right; so are two bots."""
    changes = {"canales.yaml": ACCOUNTS + ASKED % (variable, options) + CALLED % intake, "municipio.yaml": DESK}
    assert problems(tmp_path, changes) == said


@pytest.mark.parametrize(("counted", "known"), [("votos", True), ("contenidos", False)])
def test_the_voting_page_is_a_medium_of_votes_alone(tmp_path: Path, counted: str, known: bool) -> None:
    """No account has it, and only votes come from it."""
    text = f"opinion: {{nombre: Opinión, unidad: votos, tipo: automatico, cuenta: {counted}, "
    changed = {"indicadores.yaml": f"{INDICATORS}{text}filtro: {{medios: [{VOTING_PAGE}]}}}}\n"}
    assert (problems(tmp_path, changed) == []) is known


@pytest.mark.parametrize(
    ("counted", "where", "said"),
    [
        ("suscriptores", "temas: [noticias], medios: [Correo]", None),
        ("suscriptores", "temas: [notisias]", "no existe el tema «notisias»"),
        ("suscriptores", "medios: [Radio]", "no existe en ningún canal el medio «Radio»"),
        ("suscriptores", "canales: [correo]", "los suscriptores se cuentan por «temas» y «medios», y por nada más"),
        ("contenidos", "temas: [noticias]", "«temas» es solo de «cuenta: suscriptores»"),
        ("deberes", "estado: tarde", None),
        ("porcentaje-de-deberes", "estado: a-tiempo", None),
        ("contenidos", "estado: tarde", "«estado» es solo de deberes y de solicitudes, o de un porcentaje de ellos"),
        ("suscriptores", "estado: tarde", "los suscriptores se cuentan por «temas» y «medios», y por nada más"),
    ],
)
def test_a_figure_is_narrowed_by_what_tells_its_rows_apart(
    tmp_path: Path, counted: str, where: str, said: str | None
) -> None:
    """What does not narrow a figure is refused at its line, not passed over."""
    text = f"gente: {{nombre: Gente, unidad: personas, tipo: automatico, cuenta: {counted}, filtro: {{{where}}}}}\n"
    found = problems(tmp_path, {"indicadores.yaml": INDICATORS + text})
    assert [said in each for each in found if said] == ([True] if said else [])
    assert bool(found) is bool(said)
