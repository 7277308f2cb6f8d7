"""Proposals in a browser: everybody can send one and follow it, and the office answers by keyboard alone."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from delivery.submissions.taking import Picture, Sent, receive
from storage.states import Sender, SubmissionKind
from tests.panel.browsing import DESK, PHONE, come_in, is_for_everybody
from tests.panel.proposing import TOWN, photo
from tests.panel.served import Served, served


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A town in which a citizen, a child and a department have sent something, and somebody asks a veeduría."""
    with served(tmp_path_factory.mktemp("proposals"), TOWN) as found:
        place, now = found.place, found.place.clock.now()
        picture = Picture(photo(), "image/jpeg", "foto-1.jpg", "El bazar de la vereda, con las mesas puestas")
        sent = [
            Sent(SubmissionKind.PROPOSAL, Sender.CITIZEN, "Bazar", "Hay.", "vecinos", name="Rosa", pictures=(picture,)),
            Sent(SubmissionKind.PROPOSAL, Sender.CHILD, "Un dibujo", "Mi río.", "ninos", adult="Luz", origin="::1"),
            Sent(SubmissionKind.REQUEST, Sender.DEPARTMENT, "Matrículas", "Empiezan.", "vecinos", "luis", "educacion"),
            Sent(
                SubmissionKind.SUGGESTION, Sender.CITIZEN, "El puente", "¿Cuándo?", addressee="veeduria", origin="::1"
            ),
        ]
        with place.database.write() as connection:
            for each in sent:
                receive(connection, place, each, now)
        yield found


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A window of its own."""
    context = browser.new_context(viewport=DESK)  # type: ignore[arg-type]
    yield context.new_page()
    context.close()


def public(town: Served) -> str:
    """Where everyone proposes."""
    return f"{town.address.partition('/panel/')[0]}/proponer/"


def test_every_page_is_for_everybody(town: Served, page: Page) -> None:
    """The form for all, and the office's pages of each kind."""
    is_for_everybody(page, public(town))
    come_in(page, town)
    for path in (
        "solicitudes",
        "solicitudes/pedir",
        "solicitudes/1",
        "solicitudes/2",
        "solicitudes/3",
        "solicitudes/4",
    ):
        is_for_everybody(page, f"{town.address}{path}")


def test_somebody_proposes_on_a_telephone(town: Served, browser: Browser, tmp_path: Path) -> None:
    """Without a script: a text and a picture, and the page to follow it tells its number."""
    (tmp_path / "IMG_1.jpg").write_bytes(photo(800, 600))
    context = browser.new_context(viewport=PHONE, java_script_enabled=False)  # type: ignore[arg-type]
    page = context.new_page()
    page.goto(public(town))
    page.get_by_label("Una persona").check()
    expect(page.get_by_label("Nombre del adulto (no se publica)")).to_be_hidden()
    page.get_by_label("Título").fill("Se vende miel")
    page.get_by_label(re.compile("^Texto")).fill("De la vereda La Palma.")
    page.get_by_label("Foto 1", exact=True).set_input_files(tmp_path / "IMG_1.jpg")
    page.get_by_label(re.compile("Autorizo el uso")).check()
    page.get_by_role("button", name="Enviar").click()
    expect(page.get_by_role("heading", name=re.compile("Su envío número"))).to_be_visible()
    expect(page.get_by_text("Con 1 foto.")).to_be_visible()
    context.close()


def test_the_office_answers_by_keyboard(town: Served, page: Page) -> None:
    """From the list to the answer, without a mouse."""
    come_in(page, town)
    page.goto(f"{town.address}solicitudes")
    page.get_by_role("link", name="Matrículas").focus()
    page.keyboard.press("Enter")
    page.get_by_label("Respuesta").focus()
    page.keyboard.type("Sale el lunes.")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_role("status")).to_contain_text("La respuesta quedó guardada")
    expect(page.get_by_text("Sale el lunes.")).to_be_visible()


def test_at_twice_the_size_without_a_script(town: Served, browser: Browser) -> None:
    """Nothing is cut off, and what has no script works."""
    context = browser.new_context(viewport={"width": 640, "height": 800})
    page = context.new_page()
    come_in(page, town)
    page.goto(f"{town.address}solicitudes/1")
    page.get_by_label("La razón, para quien lo envió").fill("Falta la fecha.")
    page.get_by_role("button", name="No publicar").click()
    expect(page.get_by_role("status")).to_contain_text("no se publica")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    context.close()
