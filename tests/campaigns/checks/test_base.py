"""What the base files say of each other is held together when they are read."""

from pathlib import Path

import pytest

from tests.campaigns.town import ACCOUNTS, MUNICIPALITY, problems

CALLED = """avisado:
  tipo: telegram
  destino: personas
  modo: pruebas
  opciones: {token: "${PREGONERO_BOT}", entrada: %s, secreto-aviso: "${PREGONERO_SECRETO}"}
"""
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
