"""The voting page as people use it: with axe, by keyboard, on a narrow screen, enlarged, without a script."""

import asyncio
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
import uvicorn
from playwright.sync_api import Browser, Page, Response

from panel.app import application
from panel.door import names
from panel.public import OFTEN, Proxies, Public
from storage.database import Database
from storage.schema import prepare
from storage.states import Voter
from storage.surveys import surveys
from storage.votes import cast
from tests.campaigns.town import CAMPAIGN, MUNICIPALITY
from tests.delivery.desk import at_work, bogota
from tests.panel.asking import Fixed
from tests.servers.browser import violations

DUE = bogota("2026-12-28T08:00")
QUESTION = "¿Qué día prefiere para la jornada de vacunación?"
LONG = "Otorrinolaringología-y-fonoaudiología-para-quienes-viven-en-las-veredas-más-apartadas"
CHANGES = {
    "municipio.yaml": f"{MUNICIPALITY}ventanilla: https://participe.villaclara.gov.co\n",
    "campanas/matriculas.yaml": CAMPAIGN.partition("    texto:")[0]
    + f'    encuesta: {{pregunta: "{QUESTION}", opciones: [El sábado, El domingo, {LONG}], cierra: 2 días después}}\n',
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A database with a survey that was just published and has two votes."""
    with ThreadPoolExecutor(1) as thread:
        thread.submit(asyncio.run, _published(tmp_path)).result()
    return tmp_path


async def _published(folder: Path) -> None:
    database = Database.open(f"sqlite:///{folder / 'villa.db'}")
    prepare(database)
    async with at_work(database, folder, DUE, CHANGES) as desk:
        await desk.turn()
        with desk.database.write() as connection:
            [survey] = surveys(connection, desk.place.tenant_id)
            for number, option in enumerate((0, 0, 1)):
                cast(connection, survey.id, f"voter {number}", Voter.DEVICE, "", option, DUE)
    database.close()


@contextmanager
def voting(folder: Path, days: int = 0) -> Iterator[str]:
    """The address of the survey, so many days after it was published."""
    database = Database.open(f"sqlite:///{folder / 'villa.db'}")
    [keys] = folder.rglob("claves")
    public = Public(keys, Proxies(()))
    app = application(database, names("127.0.0.1"), Fixed(bogota(f"2026-12-{28 + days}T08:00")), public=public)
    server = uvicorn.Server(uvicorn.Config(app, port=0, log_level="error", lifespan="off"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.01)
    with database.read() as connection:
        [survey] = surveys(connection, 1)
    try:
        yield f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}/encuesta/{survey.code}"
    finally:
        server.should_exit = True
        thread.join()
        database.close()


def opened(browser: Browser, address: str, width: int = 1280, **more: Any) -> tuple[Page, list[str]]:
    """The page, and every address that it asks for; axe is let in past the policy that forbids scripts."""
    page = browser.new_context(viewport={"width": width, "height": 900}, bypass_csp=True, **more).new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(address)
    return page, asked


def sent(page: Page, form: str) -> Response | None:
    """The answer to a form of the page that was tampered with."""
    with page.expect_navigation() as found:
        page.evaluate(f"document.querySelector('[name=formulario]').value = {form}; document.forms[0].submit()")
    return found.value


def without_keys(page: Page, folder: Path) -> Response | None:
    """The answer where what votes are told apart by cannot be read."""
    [keys] = folder.rglob("claves")
    keys.unlink()
    return page.reload()


def flooded(page: Page, _: Path) -> Response | None:
    """The answer to one visit too many."""
    for _visit in range(OFTEN):
        page.request.get(page.url)
    return page.reload()


TROUBLES: Mapping[int, Callable[[Page, Path], Response | None]] = {
    400: lambda page, _: sent(page, "document.querySelector('[name=formulario]').value"),
    403: lambda page, _: sent(page, "'9-a'"),
    404: lambda page, _: page.goto(f"{page.url}/1-a"),
    413: lambda page, _: sent(page, "'x'.repeat(5000)"),
    429: flooded,
    503: without_keys,
}
"""By its code: how a visitor comes to it."""


@pytest.mark.parametrize("width", [1280, 320])
@pytest.mark.parametrize("days", [0, 2], ids=["open", "closed"])
def test_axe_finds_nothing(browser: Browser, folder: Path, days: int, width: int) -> None:
    """Wide and narrow, on the question and on the results; and nothing comes from elsewhere."""
    with voting(folder, days) as address:
        page, asked = opened(browser, address, width)
        assert violations(page) == []
        assert "m.." not in page.locator("main").inner_text()
        assert {urlsplit(each).netloc for each in asked} == {urlsplit(address).netloc}
        page.context.close()


@pytest.mark.parametrize("code", TROUBLES)
def test_axe_finds_nothing_where_something_is_wrong(browser: Browser, folder: Path, code: int) -> None:
    """No choice, an old form, a wrong link, a flood, too much, no keys: each is a page to be read, on a telephone."""
    with voting(folder) as address:
        page, _ = opened(browser, address, 320)
        answer = TROUBLES[code](page, folder)
        assert answer is not None
        assert (answer.status, violations(page)) == (code, [])
        assert page.locator("h1").count() == 1
        assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") == 0
        page.context.close()


@pytest.mark.parametrize("days", [0, 2], ids=["open", "closed"])
def test_nobody_scrolls_sideways(browser: Browser, folder: Path, days: int) -> None:
    """At 320 pixels; at 200 % on a screen of 1,280; and with letters of twice the size (WCAG 1.4.4, 1.4.10)."""
    with voting(folder, days) as address:
        for width, scale in ((320, 1.0), (640, 2.0), (1280, 1.0)):
            page, _ = opened(browser, address, width, device_scale_factor=scale)
            if width == 1280:
                page.evaluate("document.documentElement.style.fontSize = '200%'")
            assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") == 0
            page.context.close()


def test_a_keyboard_is_enough_without_a_script(browser: Browser, folder: Path) -> None:
    """From the question to the word that the vote is counted, and back to it says that it was."""
    with voting(folder) as address:
        page, _ = opened(browser, address, java_script_enabled=False)
        for key in ("Tab", "Space", "ArrowDown", "Tab", "Enter"):
            page.keyboard.press(key)
        page.get_by_text("Su voto quedó anotado").wait_for()
        page.goto(address)
        page.get_by_text("Desde aquí ya se votó").wait_for()
        page.context.close()
    with voting(folder, 2) as address:
        page, _ = opened(browser, address)
        assert "El domingo: 2 (50 %)" in page.locator("main").inner_text()
        page.context.close()
