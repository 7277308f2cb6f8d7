"""What a copy that was put back holds is let go by any hand; its page is for everybody."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import Browser, expect
from sqlalchemy import Connection

from storage.restorations import Restoration, add
from storage.standing_orders import OrderKind, give_order
from tests.panel.browsing import come_in, is_for_everybody
from tests.panel.hands import Mouse, at_desk, by_keyboard, on_telephone
from tests.panel.served import Served, served

NOW = datetime.now(UTC)
WHY = (
    "La base de datos se recuperó de una copia del 2026-12-20 13:00 UTC: nadie sabe quiénes se dieron de baja después."
)


def put_back(connection: Connection) -> None:
    """Yesterday, from a copy of a week before."""
    add(connection, Restoration(NOW - timedelta(days=8), NOW - timedelta(days=1)))


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """The town after it."""
    with served(tmp_path_factory.mktemp("town"), before=put_back) as found:
        yield found


@pytest.mark.parametrize("hands", [at_desk, on_telephone, by_keyboard])
def test_what_waits_is_let_go_by_any_hand(browser: Browser, town: Served, hands: Callable[[Browser], Mouse]) -> None:
    """From Hoy, and back to it."""
    with town.place.database.write() as connection:
        give_order(connection, town.place.tenant_id, OrderKind.LOST_WORDS, "", "recuperación", WHY, NOW)
    hand = hands(browser)
    page = hand.page
    come_in(page, town)
    hand.press(page.get_by_role("link", name="Qué revisar, y soltarlos"))
    hand.write(page.get_by_label("Qué se revisó"), "Buzón y radicados")
    hand.press(page.get_by_role("button", name="Soltar estos mensajes"))
    expect(page.get_by_role("status")).to_contain_text("Salen otra vez")
    expect(page.get_by_text("Se recuperó una copia.")).to_have_count(0)
    page.context.close()


def test_its_page_is_for_everybody(browser: Browser, town: Served) -> None:
    """With axe, at both sizes, and so is Hoy with it; without a script it is done as well."""
    with town.place.database.write() as connection:
        give_order(connection, town.place.tenant_id, OrderKind.LOST_WORDS, "", "recuperación", WHY, NOW)
    page = browser.new_page()
    come_in(page, town)
    for path in ("hoy", "copia-recuperada"):
        is_for_everybody(page, f"{town.address}{path}")
    page.close()
    context = browser.new_context(java_script_enabled=False)
    plain = context.new_page()
    come_in(plain, town)
    plain.get_by_role("link", name="Qué revisar, y soltarlos").click()
    plain.get_by_label("Qué se revisó").fill("Buzón")
    plain.get_by_role("button", name="Soltar estos mensajes").click()
    expect(plain.get_by_role("status")).to_contain_text("Salen otra vez")
    context.close()
