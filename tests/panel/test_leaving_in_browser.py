"""The page to leave a list as people use it: with axe, by keyboard, on a narrow screen, without a script."""

import asyncio
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
import uvicorn
from playwright.sync_api import Browser, Page

from panel.app import application
from panel.door import names
from panel.public import Public
from storage.database import Database
from storage.schema import prepare
from tests.delivery.desk import at_work
from tests.panel.asking import Fixed
from tests.panel.test_leaving import CHANGES, DUE, LUIS, link
from tests.servers.browser import violations


@pytest.fixture
def address(tmp_path: Path) -> Iterator[str]:
    """Where somebody's link leads, on a panel of its own."""
    with ThreadPoolExecutor(1) as thread:
        path = thread.submit(asyncio.run, _listed(tmp_path)).result()
    database = Database.open(f"sqlite:///{tmp_path / 'villa.db'}")
    app = application(database, names("127.0.0.1"), Fixed(DUE), public=Public(tmp_path / "var" / "claves"))
    server = uvicorn.Server(uvicorn.Config(app, port=0, log_level="error", lifespan="off"))
    running = threading.Thread(target=server.run, daemon=True)
    running.start()
    while not server.started:
        time.sleep(0.01)
    try:
        yield f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}{path}"
    finally:
        server.should_exit = True
        running.join()
        database.close()


async def _listed(folder: Path) -> str:
    database = Database.open(f"sqlite:///{folder / 'villa.db'}")
    prepare(database)
    async with at_work(database, folder, DUE, CHANGES) as desk:
        desk.people(LUIS)
        path = link(desk)
    database.close()
    return path


def _is_readable(page: Page) -> None:
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") == 0
    assert page.locator("h1").count() == 1


@pytest.mark.parametrize("width", [1280, 320])
def test_axe_finds_nothing(browser: Browser, address: str, width: int) -> None:
    """On the question, on what was done, on what was taken back, and on a link that is cut."""
    page = browser.new_context(viewport={"width": width, "height": 900}, bypass_csp=True).new_page()
    page.goto(address)
    _is_readable(page)
    page.get_by_role("button", name="No recibir más los avisos").click()
    page.get_by_text("Cuenta desde ya").wait_for()
    _is_readable(page)
    page.get_by_role("button", name="Fue un error").click()
    page.get_by_text("usted sigue recibiendo").wait_for()
    _is_readable(page)
    page.goto(address[:-1])
    _is_readable(page)
    page.context.close()


def test_a_keyboard_is_enough_without_a_script(browser: Browser, address: str) -> None:
    """From the link to the word that nothing more comes."""
    page = browser.new_context(java_script_enabled=False).new_page()
    page.goto(address)
    for key in ("Tab", "Tab", "Enter"):
        page.keyboard.press(key)
    page.get_by_text("No recibirá más mensajes nuestros").wait_for()
    page.context.close()
