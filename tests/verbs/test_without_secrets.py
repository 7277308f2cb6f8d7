"""A terminal in which the daemon's variables are not set."""

from collections.abc import Mapping
from dataclasses import dataclass

import pytest
from click.testing import CliRunner, Result

from tests.campaigns.town import ACCOUNTS
from tests.verbs.operator import TOWN, VARIABLES, Operator
from verbs.commands import application

KEY = "matriculas/anuncio/correo@1"


@dataclass(frozen=True, slots=True)
class Terminal:
    """One of its own, beside that in which all was set up."""

    variables: Mapping[str, str | None]

    def types(self, *words: str) -> Result:
        """Carry out a verb."""
        return CliRunner().invoke(application(), list(words), prog_name="pregonero", env=self.variables)


@pytest.fixture
def bare(operator: Operator) -> Terminal:
    """Without the mail account's password, while a message to two people runs; all accounts are for good."""
    operator.town({**TOWN, "canales.yaml": ACCOUNTS.replace("modo: pruebas", "modo: real")})
    operator.people("luis@example.com", "eva@example.com")
    operator.does("approve", "matriculas/anuncio@1", "--as", "ana")
    operator.does("send", "matriculas", "--message", "anuncio", "--urgent")
    return Terminal({**VARIABLES, "PREGONERO_CLAVE": None})


@pytest.mark.parametrize(
    "words",
    [
        ("status",),
        ("deliveries",),
        ("tasks",),
        ("pause", KEY),
        ("cancel", KEY),
        ("suspend", "--class", "servicio", "--reason", "Luto"),
    ],
    ids=lambda words: words[0],
)
def test_who_looks_or_stops_needs_no_secret(bare: Terminal, words: tuple[str, ...]) -> None:
    """And is told that it is not there."""
    result = bare.types(*words)
    assert result.exit_code == 0, result.output
    assert "en esta terminal falta PREGONERO_CLAVE." in result.stderr


@pytest.mark.parametrize("words", [("resume", KEY), ("send", "matriculas", "--message", "radio")], ids=lambda it: it[0])
def test_who_lets_something_go_needs_it(bare: Terminal, words: tuple[str, ...]) -> None:
    """It says which one and where it is asked for."""
    result = bare.types(*words)
    assert result.exit_code == 2
    assert "falta la variable de entorno «PREGONERO_CLAVE»" in result.stderr


def test_a_secret_that_tells_which_account_it_is_has_to_be_there(bare: Terminal) -> None:
    """A bot's token names its lane: with another, a row would be written for an account that is none."""
    result = Terminal({**bare.variables, "PREGONERO_BOT": None}).types("pause", KEY)
    assert result.exit_code == 2
    assert "«PREGONERO_BOT»" in result.stderr
