"""Aprobaciones as a committee's member opens it: with axe, by keyboard alone, without a script, on a telephone."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import Browser, Page, expect

from storage.approval_requests import keep_version
from storage.approvals import Approval, Decision, decide
from tests.delivery.approving.council import FILE, ON_AIR, PICTURED
from tests.delivery.approving.council import FILES as MEDIA
from tests.panel.browsing import DESK, PHONE, come_in, is_for_everybody
from tests.panel.served import Served, served

LONG = "Empiezan las matrículas en la sede Otorrinolaringología-y-fonoaudiología-para-las-veredas-más-apartadas."
SPOT = "aprobaciones/matriculas/{}@1"
MORE = """\
  - {id: cierre, cuando: 1 día antes a las 08:00, canales: [correo], asunto: Cierre, texto: Se acaban las matrículas.}
  - {id: gracias, cuando: al terminar, canales: [web], texto: Gracias.}
"""


def campaign(now: datetime) -> str:
    """The campaign that begins in sixteen days: what it says is asked about whenever the test runs."""
    begins, ends = now + timedelta(days=16), now + timedelta(days=30)
    text = ON_AIR.replace("2027-01-12", f"{begins:%Y-%m-%d}").replace("2027-01-29", f"{ends:%Y-%m-%d}")
    return text.replace("Empiezan las matrículas.", LONG) + MEDIA + MORE


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """Three messages wait; one of them was approved with other words, and Luis has spoken on it."""
    now = datetime.now(UTC)
    with served(tmp_path_factory.mktemp("town"), {**PICTURED, FILE: campaign(now)}) as found:
        place, old = found.place, "0" * 64
        shown = [("Campaña", "Matrículas escolares"), ("Por correo, web, emisora", "Matrículas\n\nEmpiezan ya.")]
        message = place.tenant.campaigns["matriculas"].messages[0]
        with place.database.write() as connection:
            keep_version(connection, place.tenant_id, "matriculas", "anuncio", old, shown, now)
            for digest, note, complete in ((old, "Revisado con la secretaria.", True), (message.digest, "", False)):
                word = Approval(Decision.APPROVED, "luis", note, now, "comite-gel", complete)
                decide(connection, place.tenant_id, "matriculas", "anuncio", digest, word)
        yield found


@pytest.fixture
def inside(browser: Browser, town: Served) -> Iterator[Page]:
    """Ana has come in."""
    page = browser.new_page(viewport=DESK)  # type: ignore[arg-type]
    come_in(page, town)
    yield page
    page.close()


@pytest.mark.parametrize("path", ["aprobaciones", SPOT.format("anuncio"), "aprobaciones/decidido/1"])
def test_each_page_is_for_everybody(inside: Page, town: Served, path: str) -> None:
    """With axe, at both sizes; pictures and mails are seen, whatever the page's guard says."""
    is_for_everybody(inside, f"{town.address}{path}")
    for picture in inside.locator("figure img").all():
        picture.scroll_into_view_if_needed()
        expect(picture).to_have_js_property("complete", True)
        assert picture.evaluate("each => each.naturalWidth") > 0


def test_the_mail_in_its_frame_is_read(inside: Page, town: Served) -> None:
    """With its picture."""
    inside.goto(f"{town.address}{SPOT.format('anuncio')}")
    inside.locator("iframe").scroll_into_view_if_needed()
    mail = inside.frame_locator("iframe")
    expect(mail.get_by_text(LONG)).to_be_visible()
    picture = mail.locator("img").first
    expect(picture).to_have_js_property("complete", True)
    assert picture.evaluate("each => each.naturalWidth") > 0


def test_a_word_is_said_by_keyboard_alone(inside: Page, town: Served) -> None:
    """From the day's page to the content, to the note, to the button; and it waits for others then."""
    inside.goto(f"{town.address}hoy")
    inside.get_by_role("link", name="Matrículas").first.focus()
    inside.keyboard.press("Enter")
    note = inside.get_by_label("Nota")
    note.focus()
    inside.keyboard.type("Falta el horario")
    inside.keyboard.press("Tab")
    inside.keyboard.press("Tab")
    expect(inside.get_by_role("button", name="No aprobar")).to_be_focused()
    inside.keyboard.press("Enter")
    expect(inside.get_by_role("status")).to_contain_text("usted no lo aprueba")
    expect(inside.get_by_text("«Falta el horario»")).to_be_visible()


def test_it_goes_without_a_script_and_enlarged(browser: Browser, inside: Page, town: Served) -> None:
    """A no without its reason is told where it is read, at twice the size, and a yes is noted."""
    context = browser.new_context(java_script_enabled=False, viewport={"width": 640, "height": 400})
    context.add_cookies(inside.context.cookies())  # type: ignore[arg-type]
    page = context.new_page()
    page.goto(f"{town.address}{SPOT.format('cierre')}")
    page.get_by_role("button", name="No aprobar").click()
    expect(page.get_by_role("alert")).to_contain_text("diga por qué")
    page.get_by_role("button", name="Aprobar", exact=True).click()
    expect(page.get_by_role("status")).to_contain_text("usted lo aprueba")
    context.close()


def test_a_telephone_shows_the_buttons_whole(inside: Page, town: Served) -> None:
    """As large as a finger, within the window."""
    inside.set_viewport_size(PHONE)  # type: ignore[arg-type]
    inside.goto(f"{town.address}{SPOT.format('gracias')}")
    for name in ("Aprobar", "No aprobar"):
        box = inside.get_by_role("button", name=name, exact=True).bounding_box()
        assert box is not None
        assert box["height"] >= 44
        assert box["x"] + box["width"] <= PHONE["width"]
