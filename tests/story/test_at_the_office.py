"""A day at the comms office, in the browser alone: whoever writes, whoever approves, whoever reads it on the radio."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect
from sqlalchemy import select

from storage.tables import audit
from tests.campaigns.town import MUNICIPALITY
from tests.panel.browsing import DESK, PHONE
from tests.panel.staffed import PASSWORD
from tests.servers.browser import chromium
from tests.servers.fixtures import StartMailServer
from tests.servers.mail import Fault, MailServer
from tests.story.daemon import Daemon, wait_until
from tests.story.place import WEB, Place, mail_account

pytestmark = pytest.mark.waits(30)

RADIO = "emisora: {tipo: manual, medio: Emisora, modo: real, responsable: eva, opciones: {clase: emisora}}\n"
STAFF = MUNICIPALITY.replace(
    "comites:\n  comite-gel: {nombre: Comité GEL, miembros: [ana]}",
    "  luis: {nombre: Luis Mora, correo: luis@villaclara.gov.co}\n"
    "  eva: {nombre: Eva Ríos, correo: eva@villaclara.gov.co}\n"
    "comites:\n  comite-gel: {nombre: Comité GEL, miembros: [luis]}",
)
REFUSED: Fault = {"at": "RCPT", "contains": "persona00001", "answer": "550 5.6.0 Not by our rules", "times": 1}
PATIENCE = 60_000
"""Milliseconds for what a daemon does by its rounds, on a machine that has much else to do."""


@pytest.fixture
def browser() -> Iterator[Browser]:
    """One for the whole day."""
    with chromium() as found:
        yield found


def office_of(daemon: Daemon) -> str:
    """The first link that it told its operator."""
    found = re.search(r"http://127\.0\.0\.1:\d+/panel/villa-clara/enlace/\S+", daemon.said())
    assert found is not None, daemon.said()
    return found[0]


def come_in(browser: Browser, link: str, who: str = "", size: dict[str, int] = DESK) -> Page:
    """By a link that is good once, at a desk or with a telephone. `who`: whom the first one has to name."""
    page = browser.new_context(viewport=size, locale="es-CO", accept_downloads=True).new_page()  # type: ignore[arg-type]
    page.goto(link)
    if who:
        page.get_by_label("¿Quién es usted?").select_option(who)
    page.get_by_label("Escoja una clave").fill(PASSWORD)
    page.get_by_label("Escríbala otra vez").fill(PASSWORD)
    page.get_by_role("button", name="Entrar").click()
    expect(page.get_by_role("heading", name="Hoy", exact=True)).to_be_visible()
    return page


def go(page: Page, name: str) -> None:
    """By the menu, which is folded on a telephone."""
    if page.get_by_text("Menú", exact=True).is_visible():
        page.get_by_text("Menú", exact=True).click()
    page.get_by_role("navigation", name="Secciones").get_by_role("link", name=name, exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_be_visible()


def invite(page: Page, who: str, role: str) -> str:
    """Ana lets a colleague in: the link to hand over."""
    go(page, "Usuarios")
    page.get_by_label("Persona", exact=True).select_option(who)
    page.get_by_label(role).check()
    page.get_by_role("button", name="Invitar").click()
    return page.get_by_role("status").locator("code").inner_text()


def write_campaign(page: Page) -> None:
    """In the form: one message by mail, on the site and on the radio, once the committee has said yes."""
    go(page, "Campañas")
    page.get_by_role("link", name="Campaña nueva").click()
    page.locator("#campaña").fill("agua")
    page.locator("#titulo").fill("Corte de agua")
    page.get_by_label("SE-7").check()
    for field, chosen in (("responsable", "educacion"), ("publico", "ciudadania"), ("aprueba", "comite-gel")):
        page.locator(f"#{field}").select_option(chosen)
    page.get_by_role("button", name="anuncio").click()
    page.locator("#mensajes-0-cuando").fill("tras aprobar")
    for account in ("correo (", "web (", "emisora ("):
        page.get_by_label(account).check()
    page.locator("#mensajes-0-asunto").fill("Mañana no hay agua")
    page.locator("#mensajes-0-texto").fill("Mañana se corta el agua en el barrio Centro. Guarde la que necesite.")
    expect(page.locator("#vista")).to_contain_text("Guarde la que necesite.", timeout=PATIENCE)
    page.get_by_role("button", name="Revisar y guardar").click()
    page.get_by_role("button", name="Guardar", exact=True).click()
    expect(page.get_by_role("status")).to_contain_text("quedó guardada")


def say_yes(page: Page) -> None:
    """Luis finds on his day what waits for his word, reads it, and gives it."""
    wait_for(page, page.get_by_role("link", name="Mañana no hay agua", exact=True))
    page.get_by_role("link", name="Mañana no hay agua", exact=True).click()
    expect(page.get_by_text("Guarde la que necesite.").first).to_be_visible()
    page.get_by_role("button", name="Aprobar", exact=True).click()
    expect(page.get_by_role("status")).to_be_visible()


def wait_for(page: Page, what: Locator) -> None:
    """Look at the same page again, as people do, until something stands there."""

    def there() -> bool:
        page.wait_for_timeout(500)
        page.reload()
        return what.count() > 0

    wait_until(there, f"{what}")


def confirm_spot(page: Page, folder: Path) -> None:
    """Eva, from a telephone, with a photograph of the log of emissions."""
    go(page, "Tareas")
    wait_for(page, page.get_by_role("link", name="Mañana no hay agua"))
    page.get_by_role("link", name="Mañana no hay agua").click()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.locator("#cuantas").fill("3")
    photo = folder / "foto.png"
    page.screenshot(path=str(photo))
    page.get_by_label("Tomar una foto").first.set_input_files(str(photo))
    page.get_by_role("button", name="Confirmar que se hizo").click()
    expect(page.get_by_role("status")).to_be_visible()


def find_and_retry(page: Page, mail: MailServer) -> None:
    """Ana finds who did not get the mail and why, and has it tried again for those alone."""
    go(page, "Envíos")
    page.get_by_role("link", name="correo").first.click()
    why = page.get_by_role("link", name="El servidor de correo rechazó el mensaje")
    wait_for(page, why)
    why.click()
    expect(page.get_by_text("persona00001@example.com")).to_be_visible()
    expect(page.get_by_text("Not by our rules").first).to_be_visible()
    page.go_back()
    page.locator("summary", has_text="Intentar otra vez").click()
    page.get_by_role("button", name="Intentar otra vez").click()
    expect(page.get_by_role("status").first).to_be_visible()
    wait_until(lambda: len(to_persons(mail)) == 3, "the third mail")


def take_report(page: Page) -> bytes:
    """The year's, which is made while one waits."""
    go(page, "Informes")
    page.get_by_role("link", name=re.compile("^Año")).first.click()
    page.get_by_role("link", name="PDF").first.click()
    ready = page.get_by_role("link", name="Bajarlo")
    expect(ready).to_be_visible(timeout=PATIENCE)
    with page.expect_download(timeout=PATIENCE) as given:
        ready.click()
    return Path(given.value.path()).read_bytes()


def to_persons(mail: MailServer) -> list[str]:
    """Who got the mail, in the order of its leaving."""
    return [each["to"] for each in mail.taken() if each["to"].startswith("persona")]


def test_a_day_at_the_office(place: Place, start_mail_server: StartMailServer, browser: Browser) -> None:
    """From the form to the committee, to a real mail server, the radio, who did not get it, the figure and the PDF."""
    mail = start_mail_server()
    mail.fail(REFUSED)
    place.configure(mail_account(mail.port), WEB, RADIO)
    place.write("municipio.yaml", f"{STAFF}ventanas: no\n")
    place.people(3)
    with place.daemon(words=("--listen", "127.0.0.1:0")) as daemon:
        ana = come_in(browser, office_of(daemon), "ana")
        luis = come_in(browser, invite(ana, "luis", "Aprobador"))
        eva = come_in(browser, invite(ana, "eva", "Responsable de medio"), size=PHONE)
        write_campaign(ana)
        say_yes(luis)
        wait_until(lambda: len(to_persons(mail)) == 2, "the mails to whoever takes them")
        confirm_spot(eva, place.root)
        find_and_retry(ana, mail)
        assert sorted(to_persons(mail)) == [f"persona{number:05d}@example.com" for number in range(3)]
        go(ana, "Indicadores")
        wait_for(ana, ana.get_by_text("3 contenidos"))
        assert take_report(ana).startswith(b"%PDF-")
        assert daemon.stop() == 0
    assert {"ana", "luis", "eva"} <= actors(place)


def actors(place: Place) -> set[str]:
    """Who did something, by the audit."""
    with place.database() as database, database.read() as connection:
        return set(connection.execute(select(audit.c.actor)).scalars())
