"""Calendario and Campañas as people open them: on a desk, on a telephone, by keyboard, enlarged, without a script."""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.panel.browsing import DESK, PHONE, come_in, is_for_everybody
from tests.panel.office.planned_town import SHOWN
from tests.panel.served import Served, served


def _soon() -> Mapping[str, str | bytes | None]:
    """The same town in the days that are now."""
    monday = date.today() + timedelta(days=7 - date.today().weekday())  # noqa: DTZ011 - days of this machine
    files = dict(SHOWN)
    text = str(files["campanas/matriculas.yaml"])
    files["campanas/matriculas.yaml"] = text.replace("2027-01-12 07:00\n  lugar", f"{monday} 07:00\n  lugar").replace(
        "termina: 2027-01-29", f"termina: {monday + timedelta(days=2)}"
    )
    return files


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """One for all tests."""
    with served(tmp_path_factory.mktemp("town"), _soon()) as found:
        yield found


@pytest.fixture
def inside(browser: Browser, town: Served) -> Iterator[Page]:
    """Ana has come in, with her first link or her password."""
    page = browser.new_page(viewport=DESK)  # type: ignore[arg-type]
    come_in(page, town)
    yield page
    page.close()


@pytest.mark.parametrize(
    "path",
    [
        "calendario",
        "calendario?vista=lista&campana=obras",
        "campanas",
        "campanas/matriculas",
        "campanas/cupos/mensajes/todo",
    ],
)
def test_each_page_is_for_everybody(inside: Page, town: Served, path: str) -> None:
    """With axe, at both sizes."""
    is_for_everybody(inside, f"{town.address}{path}")


def test_a_month_is_a_table_on_a_desk_and_a_list_on_a_telephone(inside: Page, town: Served) -> None:
    """By style alone: on the telephone days without anything are left out, and each says its whole name."""
    inside.goto(f"{town.address}calendario?dia=2027-03-01")
    expect(inside.get_by_role("columnheader", name="lunes")).to_be_visible()
    assert inside.locator("td:visible").count() == 35
    inside.set_viewport_size(PHONE)  # type: ignore[arg-type]
    expect(inside.get_by_role("columnheader", name="lunes")).to_be_hidden()
    expect(inside.get_by_role("link", name="lunes 22 de marzo")).to_be_visible()
    expect(inside.get_by_text("San José")).to_be_visible()


def test_a_month_is_turned_and_filtered_by_keyboard_alone(inside: Page, town: Served) -> None:
    """From the arrow to the filters, to what is looked for."""
    inside.goto(f"{town.address}calendario?dia=2027-03-01")
    inside.get_by_role("link", name="Febrero de 2027").focus()
    inside.keyboard.press("Enter")
    expect(inside.get_by_role("heading", name="Febrero de 2027")).to_be_visible()
    inside.locator("summary", has_text="Filtrar").focus()
    inside.keyboard.press("Enter")
    inside.keyboard.press("Tab")
    expect(inside.get_by_label("Campaña")).to_be_focused()
    inside.keyboard.type("Obras")
    inside.get_by_role("button", name="Filtrar").focus()
    inside.keyboard.press("Enter")
    expect(inside.get_by_text("hay un filtro puesto")).to_be_visible()
    expect(inside.get_by_role("heading", name="Febrero de 2027")).to_be_visible()


def test_a_mail_is_seen_in_its_frame(inside: Page, town: Served) -> None:
    """With its picture, which is fetched from here and is there; from the calendar it takes one step."""
    inside.goto(f"{town.address}calendario?vista=dia&dia=2027-01-13")
    inside.get_by_role("link", name="Cupos escolares").click()
    mail = inside.frame_locator('iframe[title="Cómo se ve por correo electrónico"]').first
    expect(mail.get_by_text("Hola, María Fernanda Ospina")).to_be_visible()
    picture = mail.get_by_alt_text("Niños en la sede")
    expect(picture).to_be_visible()
    assert picture.evaluate("image => image.complete && image.naturalWidth") > 0
    script = inside.get_by_alt_text("Primera página: Guion").first
    script.scroll_into_view_if_needed()
    expect(script).to_have_js_property("complete", True)
    assert script.evaluate("image => image.naturalWidth") > 0


def test_it_goes_without_a_script(browser: Browser, inside: Page, town: Served) -> None:
    """Enlarged to 200 % of a small window: what is not there yet is asked for with a link."""
    context = browser.new_context(
        java_script_enabled=False, viewport={"width": 640, "height": 480}, storage_state=inside.context.storage_state()
    )
    page = context.new_page()
    page.goto(f"{town.address}calendario?vista=lista")
    while page.get_by_role("link", name="Mirar otra vez").count():
        page.get_by_role("link", name="Mirar otra vez").click()
    expect(page.get_by_role("heading", name="Calendario")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    context.close()
