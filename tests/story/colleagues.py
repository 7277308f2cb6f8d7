"""People who come into a daemon's panel, go about in it and let others in."""

import re

from playwright.sync_api import Locator, Page, expect

from tests.panel.hands import Mouse
from tests.panel.staffed import PASSWORD
from tests.story.daemon import Daemon, wait_until


def office_of(daemon: Daemon) -> str:
    """The first link that it told its operator."""
    found = re.search(r"http://127\.0\.0\.1:\d+/panel/villa-clara/enlace/\S+", daemon.said())
    assert found is not None, daemon.said()
    return found[0]


def come_in(somebody: Mouse, link: str, who: str = "") -> None:
    """By a link that is good once. `who`: whom the first one has to name."""
    page = somebody.page
    page.goto(link)
    if who:
        somebody.choose(page.get_by_label("¿Quién es usted?"), who)
    somebody.write(page.get_by_label("Escoja una clave"), PASSWORD)
    somebody.write(page.get_by_label("Escríbala otra vez"), PASSWORD)
    somebody.press(page.get_by_role("button", name="Entrar"))
    expect(page.get_by_role("navigation", name="Secciones")).to_be_visible()


def go(somebody: Mouse, name: str) -> None:
    """By the menu, which is folded on narrow windows."""
    somebody.unfold_menu()
    menu = somebody.page.get_by_role("navigation", name="Secciones")
    somebody.press(menu.get_by_role("link", name=name, exact=True))
    expect(somebody.page.get_by_role("heading", level=1)).to_be_visible()


def invite(ana: Mouse, who: str, role: str) -> str:
    """Ana lets somebody in: the link to hand over."""
    go(ana, "Usuarios")
    ana.choose(ana.page.get_by_label("Persona", exact=True), who)
    ana.tick(ana.page.get_by_label(role))
    ana.press(ana.page.get_by_role("button", name="Invitar"))
    return ana.page.get_by_role("status").locator("code").inner_text()


def wait_for(page: Page, what: Locator) -> None:
    """Look at the same page again, as people do, until something stands there."""

    def there() -> bool:
        page.wait_for_timeout(500)
        page.reload()
        return what.count() > 0

    wait_until(there, f"{what}")
