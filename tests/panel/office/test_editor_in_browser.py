"""Redacción in a browser: for everybody, as one types, by keyboard alone, without a script, on a telephone."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.panel.browsing import DESK, PHONE, come_in, is_for_everybody, is_so_now
from tests.panel.office.drafting import COMMENTED, EDIT, FILE
from tests.panel.served import Served, served
from tests.panel.staffed import FILES


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """One for all tests; its campaign has its writer's own words."""
    with served(tmp_path_factory.mktemp("town"), {**FILES, FILE: COMMENTED}) as found:
        yield found


@pytest.fixture(scope="module")
def inside(browser: Browser, town: Served) -> Iterator[Page]:
    """Ana has come in."""
    page = browser.new_page(viewport=DESK)  # type: ignore[arg-type]
    come_in(page, town)
    yield page
    page.close()


def said(town: Served) -> str:
    """By the campaign's file."""
    return (town.place.tenant.folder / FILE).read_text("utf-8")


def test_each_page_is_for_everybody(inside: Page, town: Served) -> None:
    """With axe, at both sizes, all that is folded opened."""
    for path in ("redaccion", EDIT, f"{EDIT}?parte=0", f"{EDIT}?parte=yaml", "campanas/matriculas/copiar"):
        is_for_everybody(inside, f"{town.address}{path}")


def test_the_preview_follows_what_is_typed_and_the_field_keeps_the_focus(inside: Page, town: Served) -> None:
    """Half a second after the last key; then it is looked through, saved and put back, all by keyboard."""
    inside.set_viewport_size(DESK)  # type: ignore[arg-type]
    inside.goto(f"{town.address}{EDIT}?parte=0")
    text = inside.locator("#mensajes-0-texto")
    text.focus()
    inside.keyboard.press("Control+A")
    inside.keyboard.type("¡Ya empiezan!")
    expect(inside.locator("#vista")).to_contain_text("¡Ya empiezan!")
    expect(text).to_be_focused()
    assert said(town) == COMMENTED
    inside.get_by_role("button", name="Revisar y guardar").focus()
    inside.keyboard.press("Enter")
    expect(inside.get_by_role("cell", name="¡Ya empiezan!")).to_be_visible()
    is_so_now(inside)
    inside.get_by_role("button", name="Guardar", exact=True).focus()
    inside.keyboard.press("Enter")
    expect(inside.get_by_role("status")).to_contain_text("quedó guardada")
    assert said(town) == COMMENTED.replace("Empiezan las matrículas.", "¡Ya empiezan!")
    inside.get_by_role("link", name="Versiones anteriores").focus()
    inside.keyboard.press("Enter")
    expect(inside.get_by_role("heading", name="Versiones de")).to_be_visible()
    is_so_now(inside)
    inside.locator("ul.renglones a").last.focus()
    inside.keyboard.press("Enter")
    expect(inside.get_by_role("button", name="Volver a ponerla")).to_be_visible()
    is_so_now(inside)
    inside.get_by_role("button", name="Volver a ponerla").focus()
    inside.keyboard.press("Enter")
    inside.get_by_role("button", name="Guardar", exact=True).focus()
    inside.keyboard.press("Enter")
    expect(inside.get_by_role("status")).to_contain_text("quedó guardada")
    assert said(town) == COMMENTED


def test_it_goes_without_a_script_and_loses_nothing(browser: Browser, inside: Page, town: Served) -> None:
    """Enlarged to 200 % of a small window: a mistake, a message more, and somebody else's change meanwhile."""
    size, state = {"width": 640, "height": 480}, inside.context.storage_state()
    context = browser.new_context(java_script_enabled=False, viewport=size, storage_state=state)  # type: ignore[arg-type]
    page = context.new_page()
    page.goto(f"{town.address}{EDIT}")
    page.get_by_role("button", name="Agregar un mensaje").click()
    page.locator("#mensajes-1-id").fill("cierre")
    page.locator("#mensajes-1-cuando").fill("al terminarse")
    page.locator("#mensajes-1-asunto").fill("Fin")
    page.locator("#mensajes-1-texto").fill("Terminaron.")
    page.get_by_label("web (sitio web)").check()
    page.get_by_role("button", name="Revisar y guardar").click()
    expect(page.get_by_role("alert")).to_contain_text("hay algo por corregir")
    expect(page.locator("#mensajes-1-texto")).to_have_value("Terminaron.")
    page.locator("#mensajes-1-cuando").fill("al terminar")
    (town.place.tenant.folder / FILE).write_text(COMMENTED.replace("Matrículas escolares", "De otra persona"), "utf-8")
    page.get_by_role("button", name="Revisar y guardar").click()
    expect(page.get_by_role("alert")).to_contain_text("alguien cambió")
    page.get_by_role("button", name="Seguir con lo mío").click()
    page.get_by_role("button", name="Revisar y guardar").click()
    page.get_by_role("button", name="Guardar", exact=True).click()
    expect(page.get_by_role("status")).to_contain_text("quedó guardada")
    assert said(town).startswith(COMMENTED.rstrip("\n"))
    assert "id: cierre" in said(town)
    context.close()


def test_a_copy_is_made_on_a_telephone(inside: Page, town: Served) -> None:
    """With a day that somebody chose; each page on the way is for everybody."""
    inside.set_viewport_size(PHONE)  # type: ignore[arg-type]
    inside.goto(f"{town.address}campanas/matriculas/copiar")
    inside.get_by_label("Fecha nueva en vez del viernes 29 de enero de 2027").fill("2028-02-04")
    inside.get_by_role("button", name="Hacer la copia").click()
    expect(inside.get_by_role("alert")).to_contain_text("Todavía no se ha guardado")
    inside.get_by_role("button", name="Revisar y guardar").click()
    expect(inside.get_by_role("heading", name="Revisar antes de guardar")).to_be_visible()
    is_so_now(inside)
    inside.get_by_role("button", name="Guardar", exact=True).click()
    expect(inside.get_by_role("status")).to_contain_text("quedó guardada")
    copy = (town.place.tenant.folder / "campanas" / "matriculas-2028.yaml").read_text("utf-8")
    assert "inicia: 2028-01-11 07:00\n  termina: 2028-02-04 16:00\n" in copy
