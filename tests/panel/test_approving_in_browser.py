"""The page of a link as members open it: with axe, by keyboard, on a telephone, enlarged, without a script."""

import asyncio
import threading
import time
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import pytest
import uvicorn
from playwright.sync_api import Browser, Page

from campaigns.last_good import load_with_memory
from delivery.workplace import Workplaces, open_workplace
from panel.app import application
from panel.door import names
from panel.public import Public
from storage.database import Database
from storage.schema import prepare
from tests.delivery.approving.council import APPROVED, CARDED, COUNCIL, FILE, PICTURED, asked, link_to
from tests.delivery.desk import at_work, bogota
from tests.panel.asking import Fixed
from tests.servers.browser import violations

Files = Mapping[str, str | bytes | None]
NEW = bogota("2026-12-15T09:00")
LATER = NEW + timedelta(hours=2)
LONG = "Empiezan las matrículas en la sede Otorrinolaringología-y-fonoaudiología-para-las-veredas-más-apartadas."
CHANGES = {"asked": None, "changed": APPROVED.replace("Empiezan las matrículas.", LONG)}


@contextmanager
def deciding(folder: Path, change: str | None = None, files: Files = COUNCIL) -> Iterator[str]:
    """The address of Ana's link, after the message changed if it is to."""
    with ThreadPoolExecutor(1) as thread:
        token = thread.submit(asyncio.run, _asked(folder, files)).result()
    if change is not None:
        (folder / "config" / FILE).write_text(change, "utf-8")
    database, clock = Database.open(f"sqlite:///{folder / 'villa.db'}"), Fixed(LATER)
    tenant = load_with_memory(folder / "config", folder / "var", {}).tenants[0]
    places = Workplaces()
    with database.write() as connection:
        places.put(open_workplace(connection, tenant, database, clock, folder / "var"))
    app = application(database, names("127.0.0.1"), clock, places, Public(folder / "var" / "claves"))
    server = uvicorn.Server(uvicorn.Config(app, port=0, log_level="error", lifespan="off"))
    thread_of_server = threading.Thread(target=server.run, daemon=True)
    thread_of_server.start()
    while not server.started:
        time.sleep(0.01)
    try:
        yield f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}/aprobar/{token}"
    finally:
        server.should_exit = True
        thread_of_server.join()
        database.close()


async def _asked(folder: Path, files: Files) -> str:
    database = Database.open(f"sqlite:///{folder / 'villa.db'}")
    prepare(database)
    async with at_work(database, folder, NEW, files) as desk:
        asked(desk, NEW)
        asked(desk, NEW + timedelta(minutes=15))
        token = link_to(desk, "ana")
    database.close()
    return token


def opened(browser: Browser, address: str, width: int, *, scripts: bool = True) -> Page:
    """The page; axe is let in past the policy that forbids scripts."""
    page = browser.new_context(
        viewport={"width": width, "height": 900}, bypass_csp=True, java_script_enabled=scripts
    ).new_page()
    page.goto(address)
    return page


@pytest.mark.parametrize("change", CHANGES)
def test_axe_finds_nothing_and_nobody_scrolls_sideways(browser: Browser, tmp_path: Path, change: str) -> None:
    """Wide and narrow, with letters of twice the size, where it is asked and where it has changed meanwhile."""
    with deciding(tmp_path, CHANGES[change]) as address:
        for width, letters in ((1280, "100%"), (320, "100%"), (1280, "200%")):
            page = opened(browser, address, width)
            page.evaluate(f"document.documentElement.style.fontSize = '{letters}'")
            assert violations(page) == []
            assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") == 0
            page.context.close()


def test_a_keyboard_is_enough_without_a_script(browser: Browser, tmp_path: Path) -> None:
    """A no without a reason is asked for it; with it, it is kept; the page says so when it is opened again."""
    with deciding(tmp_path) as address:
        page = opened(browser, address, 320, scripts=False)
        for key in ("Tab", "Tab", "Tab", "Enter"):
            page.keyboard.press(key)
        page.get_by_text("diga en la nota por qué: quien").wait_for()
        page.keyboard.press("Tab")
        page.keyboard.type("Falta la sede.")
        for key in ("Tab", "Tab", "Enter"):
            page.keyboard.press(key)
        page.get_by_text("Quedó anotado").wait_for()
        page.goto(address)
        page.get_by_text("usted ya dio su palabra").wait_for()
        assert "«Falta la sede.»" in page.locator("main").inner_text()
        page.context.close()


@pytest.mark.parametrize(("files", "pictures"), [(PICTURED, 1), (CARDED, 2)], ids=["files", "cards"])
def test_pictures_are_drawn_and_papers_come_down(browser: Browser, tmp_path: Path, files: Files, pictures: int) -> None:
    """On a telephone, under the policy that the page is served with; axe finds nothing, nobody scrolls sideways."""
    with deciding(tmp_path, files=files) as address:
        strict = browser.new_context(viewport={"width": 360, "height": 740}, accept_downloads=True).new_page()
        strict.goto(address)
        for image in strict.locator("img").all():
            image.scroll_into_view_if_needed()
            image.evaluate("each => each.decode()")
        assert strict.locator("img").count() == pictures
        assert strict.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") == 0
        for paper in strict.locator("a[download]").all():
            with strict.expect_download() as coming:
                paper.click()
            assert Path(coming.value.path()).read_bytes().startswith(b"%PDF-")
        strict.context.close()
        page = opened(browser, address, 360)
        assert violations(page) == []
        page.context.close()
