"""Coming in as people do: in a browser, by keyboard alone, on a telephone, enlarged, without a script, with axe."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.panel.browsing import DESK, come_in, is_for_everybody
from tests.panel.served import Served, served
from tests.panel.staffed import PASSWORD


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """One for all tests: whoever came first stays."""
    with served(tmp_path_factory.mktemp("town")) as found:
        yield found


@pytest.fixture
def inside(browser: Browser, town: Served) -> Iterator[Page]:
    """Ana has come in, with her first link or her password."""
    page = browser.new_page(viewport=DESK)  # type: ignore[arg-type]
    come_in(page, town)
    yield page
    page.close()


@pytest.mark.parametrize("path", ["hoy", "usuarios", "cuenta", "cuenta/segundo-paso", "nada"])
def test_each_page_is_for_everybody(inside: Page, town: Served, path: str) -> None:
    """With axe, at both sizes."""
    is_for_everybody(inside, f"{town.address}{path}")


def test_somebody_comes_in_and_out_by_keyboard_alone(inside: Page, town: Served) -> None:
    """From the name to the password, to the button, to the way to the contents, and out."""
    inside.goto(f"{town.address}cuenta")
    inside.get_by_role("button", name="Salir").focus()
    inside.keyboard.press("Enter")
    expect(inside.get_by_label("Correo o usuario")).to_be_focused()
    inside.keyboard.type("ana")
    inside.keyboard.press("Tab")
    inside.keyboard.type(PASSWORD)
    inside.keyboard.press("Enter")
    expect(inside.get_by_role("heading", name="Hoy", exact=True)).to_be_visible()
    inside.keyboard.press("Tab")
    expect(inside.get_by_role("link", name="Ir al contenido")).to_be_focused()


def test_it_goes_without_a_script(browser: Browser, inside: Page, town: Served) -> None:
    """The same pages, enlarged to 200 % of a small window."""
    state = inside.context.storage_state()
    context = browser.new_context(
        java_script_enabled=False, viewport={"width": 640, "height": 480}, storage_state=state
    )
    page = context.new_page()
    page.goto(f"{town.address}usuarios")
    page.get_by_label("Persona", exact=True).select_option("luis")
    page.get_by_label("Lector").check()
    page.get_by_role("button", name="Invitar").click()
    expect(page.get_by_role("status")).to_contain_text("/enlace/")
    context.close()


def test_the_day_renews_itself(inside: Page, town: Served) -> None:
    """A part of the page is asked for again, by the script of our own origin."""
    inside.clock.install()
    inside.goto(f"{town.address}hoy")
    with inside.expect_request(lambda request: request.headers.get("hx-request") == "true"):
        inside.clock.run_for(31_000)
    expect(inside.get_by_role("heading", name="Lo que sigue")).to_be_visible()
