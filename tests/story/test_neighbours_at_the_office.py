"""What neighbours propose, in the browser alone: a citizen, a veeduría with a user, a reader, and who lets them in."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urljoin, urlsplit

import pytest
from playwright.sync_api import Browser, expect

from tests.panel.hands import Mouse, by_keyboard, on_telephone
from tests.panel.proposing import COMMUNITY, TOWN, photo
from tests.servers.browser import chromium
from tests.story.colleagues import come_in, go, invite, office_of, wait_for
from tests.story.place import WEB, Place

pytestmark = pytest.mark.waits(30)


@pytest.fixture
def browser() -> Iterator[Browser]:
    """One for all of them."""
    with chromium() as found:
        yield found


def as_forwarded(first: str, link: str) -> str:
    """A link to the municipality's own address, as its web server asks it of this machine."""
    return urljoin(first, urlsplit(link).path)


def propose_as_neighbour(rosa: Mouse, public: str, folder: Path) -> None:
    """Without a user: a text and a picture, and the page on which to follow it."""
    page = rosa.page
    page.goto(public)
    rosa.choose(page.get_by_label("¿En qué parte del sitio?"), "vecinos")
    rosa.tick(page.get_by_label("Una persona"))
    rosa.write(page.get_by_label("Título"), "Bazar de la vereda")
    rosa.write(page.get_by_label(re.compile("^Texto")), "El domingo hay bazar.")
    (folder / "bazar.jpg").write_bytes(photo(640, 480))
    rosa.hand_over(page.get_by_label("Foto 1", exact=True), folder / "bazar.jpg")
    rosa.write(page.get_by_label("Qué se ve en la foto 1"), "Las mesas del bazar, ya puestas")
    rosa.tick(page.get_by_label(re.compile("Autorizo el uso")))
    rosa.press(page.get_by_role("button", name="Enviar"))
    expect(page.get_by_role("heading", level=1)).to_contain_text("Su envío número")


def propose_with_user(veedora: Mouse) -> None:
    """The veeduría sends one of its own, and finds nothing in its panel but that."""
    page = veedora.page
    links = page.get_by_role("navigation", name="Secciones").get_by_role("link")
    assert links.all_inner_texts() == ["Solicitudes"] or not links.first.is_visible()
    go(veedora, "Solicitudes")
    veedora.press(page.get_by_role("link", name="Proponer una publicación"))
    veedora.choose(page.get_by_label("Parte del sitio"), "vecinos")
    veedora.write(page.get_by_label("Título"), "Visita a la bocatoma")
    veedora.write(page.get_by_label(re.compile("^Texto")), "El acueducto está en orden.")
    veedora.press(page.get_by_role("button", name="Enviar"))
    expect(page.get_by_text("Visita a la bocatoma").first).to_be_visible()


def publish(ana: Mouse, title: str, text: str) -> None:
    """Ana puts its words right and has it go out."""
    page = ana.page
    go(ana, "Solicitudes")
    ana.press(page.get_by_role("link", name=title))
    ana.write(page.get_by_label("Texto", exact=True), text)
    ana.press(page.get_by_role("button", name="Aceptar y publicar"))
    expect(page.get_by_role("status")).to_be_visible()


def read_on_site(rosa: Mouse, first: str) -> None:
    """Her own page tells her where it stands, with her picture."""
    page = rosa.page
    link = page.locator("dd").get_by_role("link")
    wait_for(page, link)
    page.goto(as_forwarded(first, link.inner_text()))
    wait_for(page, page.get_by_text("El domingo hay bazar para la escuela."))
    expect(page.get_by_alt_text("Las mesas del bazar, ya puestas")).to_be_visible()


def is_read_only(luis: Mouse) -> None:
    """Luis finds what went out, and nothing that he could do about it or about anybody."""
    page = luis.page
    go(luis, "Envíos")
    luis.press(page.get_by_role("link", name="web").first)
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    assert page.locator("main form").count() == 0
    luis.unfold_menu()
    named = page.get_by_role("navigation", name="Secciones").get_by_role("link").all_inner_texts()
    assert not {"Personas", "Auditoría", "Usuarios"} & set(named)


@pytest.mark.parametrize("sits_down", [by_keyboard, on_telephone])
def test_what_neighbours_send_comes_to_stand_on_the_site(
    place: Place, browser: Browser, sits_down: Callable[[Browser], Mouse]
) -> None:
    """Sent, put right, published, seen by whoever sent it and by a reader, who is then let in no more."""
    place.configure(WEB)
    place.write("municipio.yaml", str(TOWN["municipio.yaml"]).replace("avisos: correo\n", ""))
    place.write("campanas/comunidad.yaml", COMMUNITY)
    with place.daemon(words=("--listen", "127.0.0.1:0")) as daemon:
        ana, luis, veedora, rosa = (sits_down(browser) for _ in range(4))
        first = office_of(daemon)
        come_in(ana, first, "ana")
        come_in(luis, as_forwarded(first, invite(ana, "luis", "Lector")))
        come_in(veedora, as_forwarded(first, invite(ana, "veeduria", "Contribuyente")))
        propose_as_neighbour(rosa, urljoin(first, "/proponer/"), place.root)
        propose_with_user(veedora)
        publish(ana, "Bazar de la vereda", "El domingo hay bazar para la escuela.")
        publish(ana, "Visita a la bocatoma", "El acueducto está en orden, dice la veeduría.")
        read_on_site(rosa, first)
        go(veedora, "Solicitudes")
        wait_for(veedora.page, veedora.page.get_by_text("publicada", exact=True))
        is_read_only(luis)
        go(ana, "Usuarios")
        ana.press(ana.page.locator("summary", has_text="Luis Mora"))
        ana.press(ana.page.get_by_role("button", name="Que no entre más"))
        expect(ana.page.get_by_text("no entra desde")).to_be_visible()
        luis.page.reload()
        expect(luis.page.get_by_label("Clave", exact=True)).to_be_visible()
        assert daemon.stop() == 0
