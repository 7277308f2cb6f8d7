"""Suspensiones as people open it: with axe, by keyboard alone at twice the size, without a script, on a telephone."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import Browser, expect

from tests.panel.browsing import come_in, is_for_everybody
from tests.panel.hands import Mouse, at_desk, by_keyboard, on_telephone
from tests.panel.office.test_suspensions import DAILY
from tests.panel.served import Served, served
from tests.panel.staffed import FILES

TODAY = datetime.now(UTC).date()
REASON = "Luto por la creciente"
FOREVER = DAILY.replace("desde 2027-01-05", f"desde {TODAY - timedelta(days=1)}")


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """Each afternoon something is to go out."""
    with served(tmp_path_factory.mktemp("town"), {**FILES, "campanas/matriculas.yaml": FOREVER}) as found:
        yield found


@pytest.mark.parametrize("hands", [at_desk, on_telephone, by_keyboard])
def test_a_class_is_suspended_and_opened_by_any_hand(
    browser: Browser, town: Served, hands: Callable[[Browser], Mouse]
) -> None:
    """From Hoy to Hoy."""
    hand = hands(browser)
    page = hand.page
    come_in(page, town)
    hand.press(page.get_by_role("link", name="Suspender una clase de mensajes, por duelo"))
    hand.tick(page.get_by_label("Los mensajes de servicio"))
    hand.press(page.get_by_role("button", name="Ver qué se detiene"))
    expect(page.get_by_text("en los próximos siete días")).to_be_visible()
    hand.write(page.get_by_label("Por qué"), REASON)
    hand.press(page.get_by_role("button", name="Suspender los mensajes de servicio"))
    expect(page.get_by_role("status")).to_contain_text("Quedó suspendida")
    page.goto(f"{town.address}hoy")
    expect(page.get_by_text(f"Los suspendió Ana Pérez: {REASON}.")).to_be_visible()
    hand.press(page.get_by_role("link", name="Qué espera, y reabrirlos"))
    hand.press(page.get_by_role("link", name="Reabrir… los mensajes de servicio"))
    hand.press(page.get_by_role("button", name="Reabrir los mensajes de servicio"))
    expect(page.get_by_role("status")).to_contain_text("Quedó reabierta")
    expect(page.get_by_text("suspendidos", exact=True)).to_have_count(0)
    page.context.close()


def test_its_pages_are_for_everybody(browser: Browser, town: Served) -> None:
    """With axe, at both sizes, also while a class stands still; no step needs a script."""
    context = browser.new_context(java_script_enabled=False)
    plain = context.new_page()
    come_in(plain, town)
    plain.goto(f"{town.address}suspensiones/suspender?clase=gestion&hasta={TODAY + timedelta(days=3)}")
    plain.get_by_label("Por qué").fill(REASON)
    plain.get_by_role("button", name="Suspender los mensajes de gestión").click()
    expect(plain.get_by_role("status")).to_contain_text("Quedó suspendida")
    page = browser.new_page()
    come_in(page, town)
    for path in (
        "",
        "/suspender?clase=servicio&hasta=",
        "/suspender?clase=gestion&hasta=ayer",
        "/reabrir?clase=gestion",
    ):
        is_for_everybody(page, f"{town.address}suspensiones{path}")
    page.close()
    context.close()
