"""The office in a browser: who has come in, and what every page of it owes to everybody."""

from playwright.sync_api import Page, expect

from tests.panel.served import Served
from tests.panel.staffed import PASSWORD
from tests.servers.browser import violations

PHONE = {"width": 320, "height": 640}
DESK = {"width": 1280, "height": 800}


def come_in(page: Page, town: Served) -> None:
    """By the first link where it is good still, else by the password that was chosen with it."""
    page.goto(town.first)
    if page.get_by_label("¿Quién es usted?").count():
        page.get_by_label("¿Quién es usted?").select_option("ana")
        page.get_by_label("Escoja una clave").fill(PASSWORD)
        page.get_by_label("Escríbala otra vez").fill(PASSWORD)
    else:
        page.goto(f"{town.address}entrar")
        page.get_by_label("Correo o usuario").fill("ana")
        page.get_by_label("Clave", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Entrar").first.click()
    expect(page.get_by_role("heading", name="Hoy", exact=True)).to_be_visible()


def is_for_everybody(page: Page, address: str) -> None:
    """axe finds nothing on a telephone and on a desk, nothing is wider than the window, nothing goes wrong."""
    told: list[str] = []
    page.on("console", lambda message: told.append(message.text) if "Content Security" in message.text else None)
    page.on("pageerror", lambda error: told.append(str(error)))
    for size in (DESK, PHONE):
        page.set_viewport_size(size)  # type: ignore[arg-type]
        page.goto(address)
        is_so_now(page)
    assert told == []


def is_so_now(page: Page) -> None:
    """The same of what stands there, with all that is folded opened, at the size that the window has."""
    page.evaluate("document.querySelectorAll('details').forEach(each => { each.open = true; })")
    assert violations(page) == [], page.viewport_size
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), page.viewport_size
