"""A list brought in from a browser, as people do: followed without a reload, and without a script; for everybody."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.panel.browsing import DESK, come_in, is_for_everybody
from tests.panel.office.peopled import people
from tests.panel.office.test_imports import PEOPLE, TOWN
from tests.panel.served import Served, served


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """One for all tests, with some people."""
    with served(tmp_path_factory.mktemp("town"), TOWN) as found:
        people(found.place, datetime.now(UTC))
        yield found


@pytest.fixture(scope="module")
def inside(browser: Browser, town: Served) -> Iterator[Page]:
    """Ana has come in."""
    page = browser.new_page(viewport=DESK)  # type: ignore[arg-type]
    come_in(page, town)
    yield page
    page.close()


@pytest.fixture
def gente(tmp_path: Path) -> Path:
    """A list."""
    path = tmp_path / "gente.csv"
    path.write_text(PEOPLE, encoding="utf-8")
    return path


def test_a_list_is_followed_from_the_file_to_the_people(inside: Page, town: Served, gente: Path) -> None:
    """The page goes on by itself from one step to the next; each of them is for everybody."""
    inside.goto(f"{town.address}personas/traer")
    inside.get_by_label("Archivo, en CSV o en Excel (.xlsx)").set_input_files(gente)
    inside.get_by_label("Todos dieron su consentimiento").check()
    inside.get_by_label("Con qué se prueba (si es de todos)").fill("Planillas firmadas")
    inside.get_by_role("button", name="Revisar la lista").click()
    expect(inside.get_by_role("heading", name="Revise antes de traer")).to_be_visible(timeout=20_000)
    way = inside.url
    is_for_everybody(inside, way)
    inside.goto(way)
    inside.get_by_role("button", name="Traer la lista").click()
    expect(inside.get_by_role("heading", name="La lista quedó traída")).to_be_visible(timeout=20_000)
    with inside.expect_download() as taken:
        inside.get_by_role("link", name="Descargarlos, para corregirlos").click()
    assert taken.value.suggested_filename == "renglones-gente.csv"
    for path in ("personas/listas", "personas/traer"):
        is_for_everybody(inside, f"{town.address}{path}")
    inside.goto(f"{town.address}personas/listas")
    expect(inside.get_by_text("6 personas")).to_be_visible()


def test_it_goes_without_a_script(browser: Browser, inside: Page, town: Served, gente: Path) -> None:
    """Enlarged to 200 % of a small window; whoever waits looks again with a link."""
    state, size = inside.context.storage_state(), {"width": 640, "height": 480}
    context = browser.new_context(java_script_enabled=False, viewport=size, storage_state=state)  # type: ignore[arg-type]
    page = context.new_page()
    page.goto(f"{town.address}personas/traer")
    page.get_by_label("Archivo, en CSV o en Excel (.xlsx)").set_input_files(gente)
    page.get_by_role("button", name="Revisar la lista").click()
    for _ in range(200):
        if not page.get_by_role("link", name="Mirar otra vez").count():
            break
        page.wait_for_timeout(100)
        page.get_by_role("link", name="Mirar otra vez").click()
    page.get_by_role("button", name="No traerla").click()
    expect(page.get_by_role("status")).to_contain_text("No se trajo a nadie")
    context.close()
