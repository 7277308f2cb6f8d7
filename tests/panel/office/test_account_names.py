"""What staff read an account as."""

from pathlib import Path

import pytest

from panel.office.account_names import account_name
from tests.campaigns.town import ACCOUNTS, loaded

TWO = (
    f"{ACCOUNTS}aliado: {{tipo: web, modo: pruebas}}\nportal: {{tipo: web, medio: Portal de trámites, modo: pruebas}}\n"
)


@pytest.mark.parametrize(
    ("account", "name"),
    [
        ("correo", "correo electrónico"),
        ("canal", "Telegram"),
        ("portal", "Portal de trámites"),
        ("web", "sitio web (web)"),
        ("aliado", "sitio web (aliado)"),
        ("el-que-ya-no-esta", "el-que-ya-no-esta"),
    ],
)
def test_an_account_is_read_by_its_medium(tmp_path: Path, account: str, name: str) -> None:
    """With its id where several are of one; what the files have no more is read by it alone."""
    assert account_name(loaded(tmp_path, {"canales.yaml": TWO}).tenants[0], account) == name
