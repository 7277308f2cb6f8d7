"""A day at the comms office, in the browser alone: whoever writes, whoever approves, whoever reads it on the radio."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect
from sqlalchemy import select

from storage.tables import audit
from tests.campaigns.town import MUNICIPALITY
from tests.panel.hands import Mouse, at_desk, by_keyboard, on_telephone
from tests.servers.browser import chromium
from tests.servers.fixtures import StartMailServer
from tests.servers.mail import Fault, MailServer
from tests.story.colleagues import come_in, go, invite, office_of, wait_for
from tests.story.daemon import wait_until
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


def write_campaign(ana: Mouse) -> None:
    """In the form: one message by mail, on the site and on the radio, once the committee has said yes."""
    page = ana.page
    go(ana, "Campañas")
    ana.press(page.get_by_role("link", name="Campaña nueva"))
    ana.write(page.locator("#campaña"), "agua")
    ana.write(page.locator("#titulo"), "Corte de agua")
    ana.tick(page.get_by_label("SE-7"))
    for field, chosen in (("responsable", "educacion"), ("publico", "ciudadania"), ("aprueba", "comite-gel")):
        ana.choose(page.locator(f"#{field}"), chosen)
    ana.press(page.get_by_role("button", name="anuncio"))
    ana.write(page.locator("#mensajes-0-cuando"), "tras aprobar")
    for account in ("correo (", "web (", "emisora ("):
        ana.tick(page.get_by_label(account))
    ana.write(page.locator("#mensajes-0-asunto"), "Mañana no hay agua")
    ana.write(page.locator("#mensajes-0-texto"), "Mañana se corta el agua en el barrio Centro. Guarde la que necesite.")
    expect(page.locator("#vista")).to_contain_text("Guarde la que necesite.", timeout=PATIENCE)
    ana.press(page.get_by_role("button", name="Revisar y guardar"))
    ana.press(page.get_by_role("button", name="Guardar", exact=True))
    expect(page.get_by_role("status")).to_contain_text("quedó guardada")


def say_yes(luis: Mouse) -> None:
    """Luis finds on his day what waits for his word, reads it, and gives it."""
    waiting = luis.page.get_by_role("link", name="Mañana no hay agua", exact=True)
    wait_for(luis.page, waiting)
    luis.press(waiting)
    expect(luis.page.get_by_text("Guarde la que necesite.").first).to_be_visible()
    luis.press(luis.page.get_by_role("button", name="Aprobar", exact=True))
    expect(luis.page.get_by_role("status")).to_be_visible()


def confirm_spot(eva: Mouse, folder: Path) -> None:
    """Eva says how often it was read, with a photograph of the log of emissions."""
    page = eva.page
    go(eva, "Tareas")
    wait_for(page, page.get_by_role("link", name="Mañana no hay agua"))
    eva.press(page.get_by_role("link", name="Mañana no hay agua"))
    eva.write(page.locator("#cuantas"), "3")
    photo = folder / "foto.png"
    page.screenshot(path=str(photo))
    eva.hand_over(page.get_by_label("Tomar una foto").first, photo)
    eva.press(page.get_by_role("button", name="Confirmar que se hizo"))
    expect(page.get_by_role("status")).to_be_visible()


def find_and_retry(ana: Mouse, mail: MailServer) -> None:
    """Ana finds who did not get the mail and why, and has it tried again for those alone."""
    page = ana.page
    go(ana, "Envíos")
    ana.press(page.get_by_role("link", name="correo").first)
    why = page.get_by_role("link", name="El servidor de correo rechazó el mensaje")
    wait_for(page, why)
    ana.press(why)
    expect(page.get_by_text("persona00001@example.com")).to_be_visible()
    expect(page.get_by_text("Not by our rules").first).to_be_visible()
    page.go_back()
    ana.press(page.locator("summary", has_text="Intentar otra vez"))
    ana.press(page.get_by_role("button", name="Intentar otra vez"))
    expect(page.get_by_role("status").first).to_be_visible()
    wait_until(lambda: len(to_persons(mail)) == 3, "the third mail")


def take_report(ana: Mouse) -> bytes:
    """The year's, which is made while one waits."""
    page = ana.page
    go(ana, "Informes")
    ana.press(page.get_by_role("link", name=re.compile("^Año")).first)
    ana.press(page.get_by_role("link", name="PDF").first)
    ready = page.get_by_role("link", name="Bajarlo")
    expect(ready).to_be_visible(timeout=PATIENCE)
    with page.expect_download(timeout=PATIENCE) as given:
        ana.press(ready)
    return Path(given.value.path()).read_bytes()


def to_persons(mail: MailServer) -> list[str]:
    """Who got the mail, in the order of its leaving."""
    return [each["to"] for each in mail.taken() if each["to"].startswith("persona")]


@pytest.mark.parametrize("sits_down", [at_desk, by_keyboard, on_telephone])
def test_a_day_at_the_office(
    place: Place, start_mail_server: StartMailServer, browser: Browser, sits_down: Callable[[Browser], Mouse]
) -> None:
    """From the form to the committee, to a real mail server, the radio, who did not get it, the figure and the PDF."""
    mail = start_mail_server()
    mail.fail(REFUSED)
    place.configure(mail_account(mail.port), WEB, RADIO)
    place.write("municipio.yaml", f"{STAFF}ventanas: no\n")
    place.people(3)
    with place.daemon(words=("--listen", "127.0.0.1:0")) as daemon:
        ana, luis, eva = (sits_down(browser) for _ in range(3))
        come_in(ana, office_of(daemon), "ana")
        come_in(luis, invite(ana, "luis", "Aprobador"))
        come_in(eva, invite(ana, "eva", "Responsable de medio"))
        write_campaign(ana)
        say_yes(luis)
        wait_until(lambda: len(to_persons(mail)) == 2, "the mails to whoever takes them")
        confirm_spot(eva, place.root)
        find_and_retry(ana, mail)
        assert sorted(to_persons(mail)) == [f"persona{number:05d}@example.com" for number in range(3)]
        go(ana, "Indicadores")
        wait_for(ana.page, ana.page.get_by_text("3 contenidos"))
        assert take_report(ana).startswith(b"%PDF-")
        assert daemon.stop() == 0
    assert {"ana", "luis", "eva"} <= actors(place)


def actors(place: Place) -> set[str]:
    """Who did something, by the audit."""
    with place.database() as database, database.read() as connection:
        return set(connection.execute(select(audit.c.actor)).scalars())
