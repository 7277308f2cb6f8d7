"""Auditoría as people open it: with axe, by keyboard alone, without a script, on a telephone."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from playwright.sync_api import Browser, Page, expect

from storage.audit import append
from tests.panel.browsing import DESK, come_in, is_for_everybody
from tests.panel.office.test_audit import KEY
from tests.panel.served import Served, served

LONG = "Otorrinolaringología-y-fonoaudiología-para-las-veredas-más-apartadas-del-municipio-y-sus-corregimientos"


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A few things were done, and more than a page of another."""
    now = datetime.now(UTC)
    with served(tmp_path_factory.mktemp("town")) as found:
        number, of = found.place.tenant_id, "matriculas/anuncio"
        with found.place.database.write() as connection:
            for place in range(60):
                append(connection, number, "luis", "retry", f"publication/{place}", {"count": place}, now)
            append(connection, number, "ana", "rejected", of, {"note": LONG, "by": "panel"}, now)
            append(connection, number, "ana", "pause", KEY, {"from": "running"}, now)
            append(connection, number, "eva", "suppress", "a1b2" * 16, {"reason": "Lo pidió en la ventanilla."}, now)
            append(connection, number, "ana", "work_order_recounted", "work_order/7", {"before": 3, "done": 5}, now)
            append(connection, number, "conservación", "purge", "villa-clara", {"entregas": 4}, now)
        yield found


@pytest.fixture
def inside(browser: Browser, town: Served) -> Iterator[Page]:
    """Ana has come in."""
    page = browser.new_page(viewport=DESK)  # type: ignore[arg-type]
    come_in(page, town)
    yield page
    page.close()


@pytest.mark.parametrize("path", ["auditoria", "auditoria/cadena"])
def test_each_page_is_for_everybody(inside: Page, town: Served, path: str) -> None:
    """With axe, at both sizes."""
    is_for_everybody(inside, f"{town.address}{path}")


def test_somebody_is_looked_for_by_keyboard_alone(inside: Page, town: Served) -> None:
    """Chosen by the first letters of the name, and found."""
    inside.goto(f"{town.address}auditoria")
    inside.get_by_label("Quién").focus()
    inside.keyboard.type("Eva")
    for _ in range(4):
        inside.keyboard.press("Tab")
    inside.get_by_role("button", name="Buscar").focus()
    inside.keyboard.press("Enter")
    expect(inside.get_by_text("Lo pidió en la ventanilla.")).to_be_visible()
    expect(inside.locator(".renglones > li")).to_have_count(1)


def test_it_goes_on_and_is_proven_without_a_script(browser: Browser, inside: Page, town: Served) -> None:
    """At twice the size."""
    context = browser.new_context(java_script_enabled=False, viewport={"width": 640, "height": 400})
    context.add_cookies(inside.context.cookies())  # type: ignore[arg-type]
    page = context.new_page()
    page.goto(f"{town.address}auditoria?quien=luis")
    page.get_by_role("link", name="Ver lo anterior").click()
    expect(page.locator(".renglones > li")).to_have_count(10)
    page.get_by_role("link", name="Volver a lo último").click()
    expect(page.locator(".renglones > li")).to_have_count(50)
    page.get_by_role("link", name="Comprobar la auditoría").click()
    expect(page.get_by_role("status")).to_contain_text("Está completa")
    context.close()
