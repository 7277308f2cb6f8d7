"""What an office does by hand as people use it: with axe, by keyboard alone, on a telephone and without a script."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from delivery.office.lifting import lift
from tests.delivery.desk import add_people
from tests.panel.browsing import DESK, come_in, is_for_everybody, is_so_now
from tests.panel.hands import Mouse, at_desk, by_keyboard, on_telephone
from tests.panel.office.alert_office import RIVER
from tests.panel.served import Served, served

MESSAGE = "campanas/creciente/mensajes/fin"
ALARM = "campanas/creciente/mensajes/alerta"


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """Two people have a mailbox; nothing repeats."""
    with served(tmp_path_factory.mktemp("town"), RIVER) as found:
        with found.place.database.write() as connection:
            add_people(connection, found.place, [("eva@example.com", "Eva"), ("luz@example.com", "Luz")], {}, True)
        yield found


def test_each_page_is_for_everybody(browser: Browser, town: Served) -> None:
    """Before an alert, and while it repeats, with all that is folded opened."""
    page = browser.new_page(viewport=DESK)  # type: ignore[arg-type]
    come_in(page, town)
    for path in (MESSAGE, f"{MESSAGE}/enviar", f"{MESSAGE}/prueba", f"{ALARM}/enviar"):
        is_for_everybody(page, f"{town.address}{path}")
    page.goto(f"{town.address}{ALARM}/enviar")
    page.get_by_role("button", name="Enviar ahora").click()
    expect(page.get_by_role("status")).to_contain_text("Ya se está enviando")
    for path in ("hoy", "campanas/creciente", "campanas/creciente/levantar", f"{ALARM}/enviar"):
        is_for_everybody(page, f"{town.address}{path}")
    _lift(town)
    page.close()


@pytest.mark.parametrize("hands", [at_desk, on_telephone, by_keyboard])
def test_an_emergency_is_sent_and_lifted(browser: Browser, town: Served, hands: Callable[[Browser], Mouse]) -> None:
    """Behind a choice of its own and with its reason; it repeats, and whoever comes to Hoy ends it."""
    hand = hands(browser)
    page = hand.page
    come_in(page, town)
    page.goto(f"{town.address}{ALARM}")
    hand.press(page.get_by_role("link", name="Enviar ahora…"))
    hand.press(page.get_by_text("Es una emergencia", exact=True))
    hand.write(page.get_by_label("Por qué es una emergencia"), "Nivel rojo en el puente")
    is_so_now(page)
    hand.press(page.get_by_role("button", name="Enviar como emergencia"))
    expect(page.get_by_text("Emergencia: Nivel rojo en el puente.").first).to_be_visible()
    page.goto(f"{town.address}hoy")
    hand.press(page.get_by_role("link", name="Levantar la alerta…"))
    hand.press(page.get_by_role("button", name="Levantar la alerta"))
    expect(page.get_by_role("status")).to_contain_text("La alerta quedó levantada")
    page.context.close()


def test_it_goes_without_a_script(browser: Browser, town: Served) -> None:
    """A test goes out, then the message; sent, its page says so and has no button any more."""
    context = browser.new_context(java_script_enabled=False, viewport={"width": 640, "height": 480})
    page: Page = context.new_page()
    come_in(page, town)
    page.goto(f"{town.address}{MESSAGE}")
    page.get_by_role("link", name="Enviarme una prueba…").click()
    page.get_by_role("button", name="Enviar la prueba").click()
    expect(page.get_by_role("status")).to_contain_text("La prueba quedó en archivos")
    page.get_by_role("link", name="Enviar ahora…").click()
    page.get_by_role("button", name="Enviar ahora").click()
    expect(page.get_by_role("status")).to_be_visible()
    page.goto(f"{town.address}{MESSAGE}/enviar")
    expect(page.get_by_text("no se envía dos veces")).to_be_visible()
    context.close()


def _lift(town: Served) -> None:
    with town.place.database.write() as connection:
        lift(connection, town.place, "creciente", "ana", town.place.clock.now())
