"""The form of subscriptions: what it lacks is said, and what was typed stays text."""

from pathlib import Path

import pytest

from storage.database import Database
from tests.panel.subscribing import send, subscribing

LACKING = [
    ({"correo": ""}, "Falta su correo"),
    ({"correo": "ana"}, "Falta su correo"),
    ({"correo": "ana@example.com\r\nBcc: todos@example.com"}, "Falta su correo"),
    ({"correo": "ana@example.com, luis@example.com"}, "Falta su correo"),
    ({"correo": f"{'a' * 300}@example.com"}, "Falta su correo"),
    ({"nombre": "Ana\r\nBcc: todos@example.com"}, "El nombre tiene signos"),
    ({"nombre": "Ana\u202e"}, "El nombre tiene signos"),
    ({"nombre": "A" * 201}, "El nombre tiene signos"),
    ({"tema": ""}, "Escoja al menos un tema"),
    ({"tema": "contratos"}, "Escoja al menos un tema"),
    ({"acepto": ""}, "marque la casilla"),
    ({"acepto": "no"}, "marque la casilla"),
    ({"formulario": ""}, "La página estuvo abierta mucho tiempo"),
    ({"formulario": "aaaaaaaa"}, "La página estuvo abierta mucho tiempo"),
    ({"formulario": "ñ" * 500}, "La página estuvo abierta mucho tiempo"),
]


@pytest.mark.parametrize(("wrong", "said"), LACKING)
async def test_a_form_that_lacks_something_does_nothing(
    sqlite_database: Database, tmp_path: Path, wrong: dict[str, str], said: str
) -> None:
    """It is shown again with what was typed, as text and nothing else, and no row is written."""
    async with subscribing(sqlite_database, tmp_path, 1) as (desk, client):
        answer = await send(client, **wrong)
        assert answer.status_code == 400
        assert said in answer.text
        assert desk.rows("signup") == desk.rows("publication") == []


async def test_what_was_typed_is_shown_as_text(sqlite_database: Database, tmp_path: Path) -> None:
    """Marks of HTML in a field are letters on the page."""
    async with subscribing(sqlite_database, tmp_path, 1) as (_desk, client):
        answer = await send(client, nombre='"><script>alert(1)</script>', acepto="")
        assert "&#34;&gt;&lt;script&gt;" in answer.text
        assert "<script" not in answer.text


@pytest.mark.parametrize("name", ["Premio https://evil.co", "Ana www.evil.co", "Cobre en bit.ly/3xPremio"])
async def test_a_name_bears_no_address(sqlite_database: Database, tmp_path: Path, name: str) -> None:
    """A mail that greets with it would bear somebody else's link to whoever reads it."""
    async with subscribing(sqlite_database, tmp_path, 1) as (desk, client):
        answer = await send(client, nombre=name)
        assert (answer.status_code, "lleva una dirección de Internet" in answer.text) == (400, True)
        assert desk.rows("signup") == []
