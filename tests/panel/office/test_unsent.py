"""What somebody was typing when the session ended: it comes back, and is sent by whoever has come in again."""

import html
import re
from pathlib import Path

import httpx
import pytest

from panel.office.unsent import LARGEST
from storage.database import Database
from tests.panel.office.drafting import EDIT, Form, desk, file_of, form_in, press, send
from tests.panel.staffed import OFFICE, OWN, Office

_HIDDEN = re.compile(r'<input type="hidden" name="([^"]*)" value="([^"]*)">')
TEXT = "Ya empiezan.\r\n\r\n«Vengan» & traigan <la cédula>."


def kept_in(page: httpx.Response) -> Form:
    """What the page sends by its one button."""
    kept: Form = {}
    for name, told in _HIDDEN.findall(page.text):
        kept.setdefault(name, []).append(html.unescape(told))
    return kept


async def typed(town: Office) -> Form:
    """The form of the message, filled in, with its session at an end."""
    form = {**form_in(await town.get(f"{EDIT}?parte=0")), "mensajes.0.texto": [TEXT], "hacer": ["revisar"]}
    town.browser.cookies.clear()
    return form


async def test_what_was_typed_outlives_its_session(database: Database, tmp_path: Path) -> None:
    """Whoever comes in again in another window sends it from there, as it was; nothing is done before that."""
    async with desk(database, tmp_path) as town:
        over = await send(town, await typed(town))
        assert (over.status_code, "Lo que escribió no se perdió" in over.text) == (401, True)
        await town.sign_in("ana")
        again = await send(town, kept_in(over))
        assert (again.status_code, "Enviarlo ahora" in again.text) == (403, True)
        review = await send(town, kept_in(again))
        assert (review.status_code, "Revisar antes de guardar" in review.text) == (200, True)
        assert "edit_campaign" not in [row.verb for row in town.desk.rows("audit")]
        await press(town, review, "guardar")
        assert "      «Vengan» & traigan <la cédula>.\n" in file_of(town)


async def test_a_preview_asks_for_no_sign_in_form(sqlite_database: Database, tmp_path: Path) -> None:
    """As one types, without a session or with another one, the part beside says so; the page and its text stay."""
    async with desk(sqlite_database, tmp_path) as town:
        headers = {**OWN, "HX-Request": "true", "HX-Target": "vista"}
        form = await typed(town)
        for _ in ("without a session", "with another"):
            answer = await town.browser.post(f"{OFFICE}{EDIT}", data=form, headers=headers)
            assert (answer.status_code, "hx-redirect" in answer.headers) == (200, False)
            assert '<div id="vista"' in answer.text
            await town.sign_in("ana")


@pytest.mark.parametrize(
    ("path", "data", "headers"),
    [
        ("cuenta/clave", {"antes": "tres caballos", "clave": "cuatro vacas", "otra": "cuatro vacas"}, OWN),
        ("salir", {"ficha": "0" * 64}, OWN),
        (EDIT, {"mensajes.0.texto": "Hola a todos"}, {"Origin": "https://malo.example"}),
        (EDIT, {"mensajes.0.texto": "x" * LARGEST}, OWN),
    ],
    ids=["a password", "nothing typed", "from elsewhere", "more than is read of strangers"],
)
async def test_what_is_not_said_again(
    sqlite_database: Database, tmp_path: Path, path: str, data: dict[str, str], headers: dict[str, str]
) -> None:
    """It leads to the entrance."""
    async with desk(sqlite_database, tmp_path) as town:
        town.browser.cookies.clear()
        answer = await town.browser.post(f"{OFFICE}{path}", data=data, headers=headers)
        assert (answer.status_code, answer.headers["location"]) == (303, f"{OFFICE}entrar")


async def test_files_are_chosen_again(sqlite_database: Database, tmp_path: Path) -> None:
    """No task is confirmed without the evidence that came along: its note is shown, to be copied, and no button."""
    async with desk(sqlite_database, tmp_path) as town:
        town.browser.cookies.clear()
        files = {"foto": ("foto.jpg", b"\xff\xd8", "image/jpeg")}
        path = f"{OFFICE}tareas/1/confirmar"
        answer = await town.browser.post(path, data={"nota": "Salió en la emisora."}, files=files, headers=OWN)
        assert (answer.status_code, "Salió en la emisora." in answer.text, "<button" in answer.text) == (
            401,
            True,
            False,
        )
