"""`medir`: at which ages the posts of an account are asked for their figures."""

from datetime import timedelta
from pathlib import Path

import pytest

from sources.ages import AGES
from tests.campaigns.town import ACCOUNTS, loaded

X = """\
x:
  tipo: x
  modo: pruebas
{}  ritmo: {{lecturas: 7}}
  opciones:
    clave-api: ${{PREGONERO_X_A}}
    secreto-api: ${{PREGONERO_X_B}}
    token-acceso: ${{PREGONERO_X_C}}
    secreto-acceso: ${{PREGONERO_X_D}}
"""


@pytest.mark.parametrize(
    ("written", "ages"),
    [
        ("", AGES),
        ("  medir: no\n", ()),
        ("  medir: 2 días\n", (timedelta(days=2),)),
        ("  medir: [1 día, 1 hora, 24 horas]\n", (timedelta(hours=1), timedelta(days=1))),
    ],
)
def test_an_account_says_at_which_ages(tmp_path: Path, written: str, ages: tuple[timedelta, ...]) -> None:
    """The usual ones where it says nothing; each once, the youngest first."""
    found = loaded(tmp_path, {"canales.yaml": ACCOUNTS + X.format(written)})
    account = found.tenants[0].accounts["x"]
    assert (account.ages, account.pace.readings) == (ages, 7)
    assert found.tenants[0].accounts["correo"].ages == ()


@pytest.mark.parametrize(
    ("accounts", "told"),
    [
        (X.format("  medir: [pronto]\n"), "«pronto» no es una duración"),
        (X.format("  medir: [3 días hábiles]\n"), "aquí no sirven los días hábiles"),
        ("otra:\n  tipo: web\n  modo: pruebas\n  medir: [1 hora]\n", "no dice cifras de lo publicado"),
    ],
)
def test_what_cannot_be_measured_is_told(tmp_path: Path, accounts: str, told: str) -> None:
    """A length of time that is none, and a service that tells no figures."""
    problems = [str(problem) for problem in loaded(tmp_path, {"canales.yaml": ACCOUNTS + accounts}).problems]
    assert any(told in problem for problem in problems), problems
