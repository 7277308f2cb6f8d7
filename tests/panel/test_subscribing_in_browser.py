"""The pages of subscriptions as people use them: with axe, by keyboard, on a narrow screen, without a script."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import pytest
import uvicorn
from playwright.sync_api import Browser, Page
from sqlalchemy import select

from audience.addresses import read_address, recipient_key
from audience.signups import Asked, ask
from audience.subscriptions import Proof, subscribe
from campaigns.loader import load
from delivery.notices.confirmation import RIGHTS_LAST
from delivery.workplace import Workplaces, open_workplace
from panel.app import application
from panel.door import names
from panel.preferring import Owner, preferences_token, token_of
from panel.public import Public
from panel.subscribing import confirming_token
from storage.database import Database
from storage.schema import prepare
from storage.tables import address
from storage.tokens import Use
from tests.campaigns.town import build
from tests.delivery.desk import add_people
from tests.panel.asking import Fixed
from tests.panel.subscribing import START, files
from tests.servers.browser import violations

PAGES = ("form", "wrong", "asked", "confirm", "confirmed", "preferences", "link sent", "rights", "unsure", "erased")

BEFORE = {
    "wrong": "form",
    "asked": "form",
    "confirmed": "confirm",
    "link sent": "preferences",
    "unsure": "rights",
    "erased": "rights",
}
"""From which page one comes to it."""
BUTTONS = {"link sent": "[value=pedir]", "unsure": "[value=borrar]", "erased": "[value=borrar]"}
"""By which of several."""


@pytest.fixture
def site(tmp_path: Path) -> Iterator[dict[str, str]]:
    """The pages, by name, of a town where somebody is subscribed and somebody else has asked for it."""
    database = Database.open(f"sqlite:///{tmp_path / 'villa.db'}")
    prepare(database)
    places = Workplaces()
    tenant = load(build(tmp_path / "config", files(1)), {}).tenants[0]
    with database.write() as connection:
        place = open_workplace(connection, tenant, database, Fixed(START), tmp_path / "var")
        places.put(place)
        add_people(connection, place, [("ana@example.com", "Ana")], {})
        [row] = connection.execute(select(address)).all()
        subscribe(connection, place.tenant_id, row.contact, row.key, ["noticias"], Proof("prueba"), START)
        luis = read_address("correo", "luis@example.com")
        key = recipient_key(place.keyring.address_key, luis.normalised)
        asked = Asked(luis, key, "", ("noticias", "eventos"), "es", "", "198.51.100.7")
        number = ask(connection, place.tenant_id, asked, START)
    assert number is not None
    app = application(database, names("127.0.0.1"), Fixed(START), places, Public(tmp_path / "var" / "claves"))
    with _served(app) as host:
        yield {
            "form": f"{host}/suscripcion/",
            "confirm": f"{host}/suscripcion/confirmar/{confirming_token(place, number, key, START)}",
            "preferences": f"{host}/suscripcion/preferencias/{preferences_token(place.keyring, 1, row.key)}",
            "rights": f"{host}/suscripcion/datos/{token_of(Owner(place, row.key), Use.RIGHTS, START + RIGHTS_LAST)}",
        }
    database.close()


@contextmanager
def _served(app: object) -> Iterator[str]:
    server = uvicorn.Server(uvicorn.Config(app, port=0, log_level="error", lifespan="off"))  # type: ignore[arg-type]
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.01)
    try:
        yield f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    finally:
        server.should_exit = True
        thread.join()


def opened(browser: Browser, site: dict[str, str], name: str, width: int) -> tuple[Page, list[str]]:
    """A page as somebody comes to it, and every address that it asks for; axe is let in past the policy."""
    page = browser.new_context(viewport={"width": width, "height": 900}, bypass_csp=True).new_page()
    requests: list[str] = []
    page.on("request", lambda request: requests.append(request.url))
    page.goto(site[BEFORE.get(name, name)])
    if name in ("wrong", "asked"):
        page.fill("#correo", "eva@example.com")
        page.check("[name=acepto]")
    if name == "asked":
        page.check("[value=eventos]")
    if name == "erased":
        page.check("[name=seguro]")
    if name in BEFORE:
        with page.expect_navigation():
            page.click(BUTTONS.get(name, "button"))
    return page, requests


@pytest.mark.parametrize("width", [1280, 320])
@pytest.mark.parametrize("name", PAGES)
def test_axe_finds_nothing(browser: Browser, site: dict[str, str], name: str, width: int) -> None:
    """Wide and narrow, on each page; nothing comes from elsewhere, and nothing is wider than the screen."""
    page, requests = opened(browser, site, name, width)
    assert violations(page) == []
    assert {urlsplit(each).netloc for each in requests} == {urlsplit(site["form"]).netloc}
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.context.close()


def test_people_subscribe_by_keyboard(browser: Browser, site: dict[str, str]) -> None:
    """From the first topic to the button with Tab and the space bar: nobody comes by what is there for programs."""
    page, _ = opened(browser, site, "form", 1280)
    for keys in ("Tab", "Space", "Tab", "Tab", "eva@example.com", "Tab", "Tab", "Space", "Tab", "Enter"):
        if "@" in keys:
            page.keyboard.type(keys)
        else:
            page.keyboard.press(keys)
    # The state of the page that is left is loaded already: only what the next one says tells that it is there.
    page.locator("h1", has_text="Revise su correo").wait_for()
    page.context.close()


def test_what_is_not_accepted_is_not_sent(browser: Browser, site: dict[str, str]) -> None:
    """The box is empty when the page is opened: silence is no consent."""
    page, _ = opened(browser, site, "form", 1280)
    assert not page.is_checked("[name=acepto]")
    assert page.locator("[name=tema]:checked").count() == 0
    page.fill("#correo", "eva@example.com")
    page.check("[value=eventos]")
    page.click("button")
    assert page.locator("h1").inner_text() == "Reciba en su correo lo que le interesa"
    page.context.close()
