"""Personas in a browser: for everybody, by keyboard alone, as one types, and without a script."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import NamedTuple

import pytest
from playwright.sync_api import Browser, Page, expect

from audience import people_search
from tests.panel.browsing import DESK, come_in, is_for_everybody
from tests.panel.office.peopled import ALONE, key_in, people
from tests.panel.served import Served, served


class Town(NamedTuple):
    """Where it is, and who is in it."""

    served: Served
    eva: int
    alone: str


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    """One for all tests."""
    with served(tmp_path_factory.mktemp("town")) as found:
        yield Town(found, people(found.place, datetime.now(UTC)), key_in(found.place, ALONE))


@pytest.fixture(scope="module")
def inside(browser: Browser, town: Town) -> Iterator[Page]:
    """Ana has come in."""
    page = browser.new_page(viewport=DESK)  # type: ignore[arg-type]
    come_in(page, town.served)
    yield page
    page.close()


def test_each_page_is_for_everybody(inside: Page, town: Town) -> None:
    """With axe, at both sizes."""
    person = f"personas/{town.eva}"
    pages = ("personas?buscar=rios", "personas?buscar=perpetuo", person, f"{person}/datos", f"{person}/borrar")
    for path in (*pages, f"personas/clave/{town.alone}"):
        is_for_everybody(inside, f"{town.served.address}{path}")


def test_somebody_is_found_as_one_types_and_told_of_by_keyboard_alone(inside: Page, town: Town) -> None:
    """The field keeps the focus; from there to the person, and to a word of theirs that is written down."""
    inside.set_viewport_size(DESK)  # type: ignore[arg-type]
    inside.goto(f"{town.served.address}personas")
    inside.get_by_label("Nombre, correo, teléfono o Telegram").focus()
    inside.keyboard.type("eva ri")
    expect(inside.get_by_role("link", name="Eva Ríos")).to_be_visible()
    expect(inside.get_by_label("Nombre, correo, teléfono o Telegram")).to_be_focused()
    for _ in range(3):
        inside.keyboard.press("Tab")
    expect(inside.get_by_role("link", name="Eva Ríos")).to_be_focused()
    inside.keyboard.press("Enter")
    inside.get_by_text("Anotar que no quiere recibir").first.focus()
    inside.keyboard.press("Enter")
    for _ in range(3):
        inside.keyboard.press("Tab")
    expect(inside.locator("#callar-motivo")).to_be_focused()
    inside.keyboard.type("Por teléfono, 10 de mayo")
    inside.keyboard.press("Enter")
    expect(inside.get_by_role("status")).to_contain_text("ya no se le envía")


def test_a_search_goes_on_by_itself_through_all_names(
    inside: Page, town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A stretch after the other: whoever was found stays, and at the end it is said how many there are."""
    monkeypatch.setattr(people_search, "STRETCH", 1)
    inside.goto(f"{town.served.address}personas")
    inside.get_by_label("Nombre, correo, teléfono o Telegram").focus()
    inside.keyboard.type("rios")
    expect(inside.get_by_role("status")).to_have_text("2 personas.")
    expect(inside.locator("#hallado").get_by_role("link")).to_have_text(["Eva Ríos", "Luis Ríos"])
    expect(inside.get_by_label("Nombre, correo, teléfono o Telegram")).to_be_focused()
    inside.keyboard.type("zzz")
    expect(inside.get_by_role("status")).to_contain_text("Nadie se llama «rioszzz»")


def test_a_search_goes_on_without_a_script(
    browser: Browser, inside: Page, town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    """By a link, as long as there are names that were not looked through; it says so, and not that nobody is there."""
    monkeypatch.setattr(people_search, "STRETCH", 1)
    context = browser.new_context(java_script_enabled=False, storage_state=inside.context.storage_state())
    page = context.new_page()
    page.goto(f"{town.served.address}personas?buscar=perpetuo")
    while page.get_by_role("link", name="Seguir buscando").is_visible():
        expect(page.get_by_text("Se sigue buscando")).to_be_visible()
        expect(page.get_by_text("Nadie se llama")).not_to_be_visible()
        page.get_by_role("link", name="Seguir buscando").click()
    expect(page.get_by_role("status")).to_have_text("Una persona.")
    context.close()


def test_it_goes_without_a_script(browser: Browser, inside: Page, town: Town) -> None:
    """With Enter, enlarged to 200 % of a small window; a correction that is wrong comes back as it was typed."""
    state = inside.context.storage_state()
    size = {"width": 640, "height": 480}
    context = browser.new_context(java_script_enabled=False, viewport=size, storage_state=state)  # type: ignore[arg-type]
    page = context.new_page()
    page.goto(f"{town.served.address}personas")
    page.get_by_label("Nombre, correo, teléfono o Telegram").fill("luis")
    page.keyboard.press("Enter")
    page.get_by_role("link", name="Luis Ríos").click()
    page.get_by_role("link", name="Corregir sus datos").click()
    page.get_by_label("Correo").fill("luis.example.com")
    page.get_by_label("Cómo lo pidió").fill("En la ventanilla")
    page.get_by_role("button", name="Guardar").click()
    expect(page.get_by_role("alert")).to_contain_text("no es una dirección de correo")
    page.get_by_label("Correo").fill("luis@example.com")
    page.get_by_role("button", name="Guardar").click()
    expect(page.get_by_role("status")).to_contain_text("corregidos")
    context.close()
