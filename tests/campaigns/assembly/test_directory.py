"""`directorio:` of the municipality is read with its key in its place, or told with its line."""

from pathlib import Path

import pytest

from campaigns.loader import load
from tests.campaigns.town import MUNICIPALITY, build, problems

GOOD = 'emisor: "https://cuentas.gov.co/", cliente: abc, clave: "${DIRECTORIO}"'


def changes(block: str) -> dict[str, str | bytes | None]:
    """The little municipality with a directory."""
    return {"municipio.yaml": f"{MUNICIPALITY}directorio: {{{block}}}\n"}


@pytest.mark.parametrize(("environment", "key"), [({"DIRECTORIO": "canario"}, "canario"), ({}, "")])
def test_a_key_is_put_in_its_place(tmp_path: Path, environment: dict[str, str], key: str) -> None:
    """It is shown nowhere; where it is missing the plan is right all the same, and only this way in is closed."""
    loaded = load(build(tmp_path, changes(GOOD)), environment)
    assert loaded.problems == ()
    directory = loaded.tenants[0].municipality.directory
    assert directory is not None
    assert directory.key.get_secret_value() == key
    assert "canario" not in repr(loaded.tenants[0].municipality)


@pytest.mark.parametrize(
    ("block", "said"),
    [
        (GOOD.replace("${DIRECTORIO}", "abc"), "aquí va una clave, y las claves no se escriben en este archivo"),
        (GOOD.replace("https", "http"), "enviaría las claves sin cifrar"),
        (GOOD.replace("abc", '"${CLIENTE}"'), "las referencias ${…} solo sirven"),
        ("cliente: abc", "falta"),
        (f"{GOOD}, correos-del-administrador: quizás", "«quizás» no es sí ni no"),
    ],
)
def test_what_is_wrong_is_told(tmp_path: Path, block: str, said: str) -> None:
    """Each at its line."""
    assert any(said in each for each in problems(tmp_path, changes(block)))
