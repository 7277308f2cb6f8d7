"""Envíos as people use it: with axe, by keyboard alone, enlarged and without a script, on a telephone."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect
from sqlalchemy import delete, insert, update

from audience.addresses import recipient_key
from storage.ledger import NewDelivery, add_deliveries
from storage.states import PublicationState
from storage.tables import counter, delivery, publication
from tests.panel.browsing import DESK, PHONE, come_in, is_for_everybody
from tests.panel.served import Served, served
from tests.storage.rows import a_publication

STATES = {"uno@example.com": "sent", "dos@example.com": "failed", "tres@example.com": "uncertain"}
PAGES = ("envios", "envios/1", "envios/2", "envios/3/enviar", "envios/1/destinatarios?grupo=dudosos")
WORDS = {"error_code": "550 5.1.1", "error_text": "La dirección de correo no existe: 550 5.1.1"}


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """With one that has gone out, one that runs and one that was missed."""
    with served(tmp_path_factory.mktemp("town")) as found:
        now = datetime.now(UTC)
        with found.place.database.write() as connection:
            common: dict[str, Any] = {
                "campaign": "matriculas",
                "planned_at": now,
                "expires_at": now + timedelta(days=1),
            }
            begun: dict[str, Any] = {"started_at": now - timedelta(minutes=5), "content": None}
            done = a_publication(connection, message="anuncio", **common, **begun)
            secret = found.place.keyring.address_key
            rows = [NewDelivery(recipient_key(secret, mail), mail, 0, "x") for mail in STATES]
            add_deliveries(connection, done, rows)
            for mail, state in STATES.items():
                told = {"state": state, **(WORDS if state != "sent" else {})}
                connection.execute(update(delivery).where(delivery.c.address == mail).values(**told))
            connection.execute(delete(counter))
            counts = [(done, "sent", 1), (done, "failed", 1), (done, "uncertain", 1)]
            runs = a_publication(connection, message="noticia", **common, **begun)
            counts += [(runs, "sent", 600), (runs, "pending", 900)]
            a_publication(connection, PublicationState.MISSED, "tarde", **common, started_at=None)
            keys = ("publication", "state", "count")
            connection.execute(insert(counter), [dict(zip(keys, each, strict=True), audience="x") for each in counts])
            ended = {"state": PublicationState.DONE_WITH_ERRORS.value, "finished_at": now}
            connection.execute(update(publication).where(publication.c.id == done).values(**ended))
        yield found


@pytest.fixture
def inside(browser: Browser, town: Served) -> Iterator[Page]:
    """Ana has come in."""
    page = browser.new_page(viewport=DESK)  # type: ignore[arg-type]
    come_in(page, town)
    yield page
    page.close()


def test_each_page_is_for_everybody(inside: Page, town: Served) -> None:
    """With axe, at both sizes, all that opens opened."""
    for path in PAGES:
        is_for_everybody(inside, f"{town.address}{path}")


def test_one_doubt_is_settled_and_the_failed_tried_again_by_keyboard_alone(inside: Page, town: Served) -> None:
    """From the list to the publication, to what is to be done, to the button; the page says that it was."""
    inside.goto(f"{town.address}envios?estado=done_with_errors")
    inside.get_by_role("link", name="Matrículas por correo").focus()
    inside.keyboard.press("Enter")
    expect(inside.get_by_role("heading", name="Matrículas por correo")).to_be_visible()
    inside.get_by_text("Resolver los dudosos").focus()
    inside.keyboard.press("Enter")
    inside.keyboard.press("Tab")
    inside.keyboard.press("Space")
    inside.keyboard.press("Tab")
    inside.keyboard.press("Enter")
    expect(inside.get_by_role("status")).to_have_text("Los dudosos quedaron resueltos.")
    inside.locator("summary", has_text="Intentar otra vez").focus()
    inside.keyboard.press("Enter")
    inside.keyboard.press("Tab")
    inside.keyboard.press("Enter")
    expect(inside.get_by_role("status")).to_have_text("Lo que falló se intenta otra vez.")


def test_what_runs_moves_by_itself_and_leaves_alone_what_is_being_typed(inside: Page, town: Served) -> None:
    """Only the numbers are taken anew: what is open stays open, and the place where one is stays there."""
    inside.goto(f"{town.address}envios/2")
    expect(inside.get_by_text("600 de 1.500 envíos", exact=False)).to_be_visible()
    inside.get_by_text("Cancelar lo que falta").first.click()
    button = inside.get_by_role("button", name="Cancelar lo que falta")
    button.focus()
    with town.place.database.write() as connection:
        sent = (counter.c.publication == 2, counter.c.state == "sent")
        connection.execute(update(counter).where(*sent).values(count=700))
    expect(inside.get_by_text("700 de 1.600 envíos", exact=False)).to_be_visible(timeout=10_000)
    expect(button).to_be_focused()


def test_it_is_paused_from_a_telephone(inside: Page, town: Served) -> None:
    """In two touches, with what will happen before the second."""
    inside.set_viewport_size(PHONE)  # type: ignore[arg-type]
    inside.goto(f"{town.address}envios/2")
    inside.locator("summary", has_text="Poner en pausa").click()
    expect(inside.get_by_text("Espera hasta que alguien la deje seguir.")).to_be_visible()
    inside.get_by_role("button", name="Poner en pausa").click()
    expect(inside.get_by_role("status")).to_have_text("Quedó en pausa.")


def test_it_goes_enlarged_and_without_a_script(browser: Browser, inside: Page, town: Served) -> None:
    """At twice the size on a desk; somebody is found, and the page is left as wide as the window."""
    context = browser.new_context(java_script_enabled=False, viewport={"width": 640, "height": 400})
    context.add_cookies(inside.context.cookies())  # type: ignore[arg-type]
    page = context.new_page()
    page.goto(f"{town.address}envios/1/destinatarios")
    page.get_by_label("Dirección completa de una persona").fill("uno@example.com")
    page.get_by_role("button", name="Buscar").click()
    expect(page.get_by_text("uno@example.com", exact=True)).to_be_visible()
    context.close()
