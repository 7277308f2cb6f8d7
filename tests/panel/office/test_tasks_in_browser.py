"""Tareas as people use it: on a telephone, by keyboard alone, without a script and enlarged, with axe."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.panel.browsing import DESK, PHONE, come_in, is_for_everybody
from tests.panel.office.task_office import CHANGES
from tests.panel.office.task_rows import DONE, LATE, OWED, POSTER, SPOT, tasks_in_every_state
from tests.panel.served import Served, served
from tests.photographs import JPEG


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """One for all tests, with a task in each state."""
    with served(tmp_path_factory.mktemp("town"), CHANGES) as found:
        tasks_in_every_state(found.place)
        yield found


@pytest.fixture
def inside(browser: Browser, town: Served) -> Iterator[Page]:
    """Ana has come in."""
    page = browser.new_page(viewport=DESK)  # type: ignore[arg-type]
    come_in(page, town)
    yield page
    page.close()


def step_to(page: Page, name: str, most: int = 20) -> None:
    """Press the tab key until a field is reached."""
    for _ in range(most):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.id") == name:
            return
    raise AssertionError(f"{name} is not reached by keyboard")


@pytest.mark.parametrize("path", ["tareas", *(f"tareas/{number}" for number in (SPOT, DONE, OWED))])
def test_each_page_is_for_everybody(inside: Page, town: Served, path: str) -> None:
    """With axe, at both sizes, all that can be opened being open."""
    is_for_everybody(inside, f"{town.address}{path}")


def test_a_spot_is_confirmed_with_the_telephone_in_hand(inside: Page, town: Served, tmp_path: Path) -> None:
    """From the day to the task, the photo, the count; what was kept is put on the disk again as it was."""
    photo = tmp_path / "foto.jpg"
    photo.write_bytes(JPEG)
    inside.set_viewport_size(PHONE)  # type: ignore[arg-type]
    inside.goto(f"{town.address}hoy")
    inside.get_by_role("link", name="Cuña de matrículas", exact=True).click()
    inside.get_by_label("¿Cuántas emisiones se hicieron?").fill("3")
    camera = inside.get_by_label("Tomar una foto")
    assert (camera.get_attribute("capture"), camera.get_attribute("accept")) == ("environment", "image/*")
    camera.set_input_files(photo)
    inside.get_by_role("button", name="Confirmar que se hizo").click()
    expect(inside.get_by_role("status")).to_have_text("La tarea quedó confirmada.")
    expect(inside.get_by_text("Se hizo: 3 emisiones de 3.")).to_be_visible()
    with inside.expect_download() as found:
        inside.get_by_role("link", name="foto.jpg").click()
    assert Path(found.value.path()).read_bytes() == JPEG
    assert found.value.suggested_filename == "foto.jpg"


def test_a_task_is_confirmed_by_keyboard_alone(inside: Page, town: Served) -> None:
    """From the list into the task, the note, the button; the page says that it is so."""
    inside.goto(f"{town.address}tareas")
    inside.get_by_role("link", name="Afiche de matrículas").focus()
    inside.keyboard.press("Enter")
    expect(inside.get_by_role("heading", name="Afiche de matrículas")).to_be_visible()
    inside.get_by_role("link", name="Volver a las tareas").focus()
    step_to(inside, "costo")
    inside.keyboard.type("12.000")
    inside.keyboard.press("Tab")
    inside.keyboard.type("Pegado en la puerta")
    inside.keyboard.press("Tab")
    inside.keyboard.press("Enter")
    expect(inside.get_by_role("status")).to_have_text("La tarea quedó confirmada.")
    expect(inside.get_by_text("Se hizo: 1 afiche. Costó $12.000.")).to_be_visible()
    assert inside.url.endswith(f"/tareas/{POSTER}?hecho=tarea-confirmada")


def test_it_goes_without_a_script(browser: Browser, inside: Page, town: Served) -> None:
    """Enlarged to 200 %: what was typed stands beside what is missing, and the second time it is taken."""
    state = inside.context.storage_state()
    context = browser.new_context(
        java_script_enabled=False, viewport={"width": 640, "height": 480}, storage_state=state
    )
    page = context.new_page()
    page.goto(f"{town.address}tareas?ver=vencidas")
    page.get_by_role("link", name="Reunión con la Junta").click()
    page.locator("summary", has_text="Aplazar").click()
    page.get_by_label("Hasta qué día").fill("2020-01-01")
    page.get_by_label("¿Por qué se aplaza?").fill("La vía está cerrada")
    page.get_by_role("button", name="Aplazar").click()
    expect(page.get_by_role("alert")).to_have_text("El 1 de enero de 2020 ya pasó: escriba un día que venga.")
    expect(page.get_by_label("¿Por qué se aplaza?")).to_have_value("La vía está cerrada")
    page.get_by_label("Hasta qué día").fill("2199-01-01")
    page.get_by_role("button", name="Aplazar").click()
    expect(page.get_by_role("status")).to_have_text("La tarea quedó aplazada.")
    assert f"/tareas/{LATE}?" in page.url
    context.close()


def test_the_keyboard_stays_where_it_was_when_the_day_is_shown_anew(inside: Page, town: Served) -> None:
    """The page asks again by itself every half minute; who was on a task's link is on it still."""
    inside.clock.install()
    inside.goto(f"{town.address}hoy")
    inside.get_by_role("link", name="Verificación del sitio", exact=True).focus()
    inside.evaluate("document.activeElement.seen = true")
    with inside.expect_response(lambda each: each.url.endswith("/hoy")):
        inside.clock.run_for(31_000)
    inside.wait_for_function("!document.activeElement.seen")
    assert inside.evaluate("document.activeElement.innerText") == "Verificación del sitio"


def test_what_was_not_taken_is_said_where_one_looks(inside: Page, town: Served) -> None:
    """A form in the middle of a page comes back with the reason before one's eyes, and the keyboard goes on there."""
    inside.set_viewport_size(PHONE)  # type: ignore[arg-type]
    inside.goto(f"{town.address}tareas/{OWED}")
    inside.get_by_role("button", name="Dar por cumplido").click()
    alert = inside.get_by_role("alert")
    expect(alert).to_be_focused()
    expect(alert).to_be_in_viewport()


def test_who_ticks_the_list_and_confirms_has_said_both(inside: Page, town: Served) -> None:
    """The boxes go with whichever button is pressed: none is lost."""
    inside.goto(f"{town.address}tareas/{OWED}")
    for box in inside.locator("input[name=punto]").all():
        box.check()
    inside.get_by_role("button", name="Dar por cumplido").click()
    expect(inside.get_by_role("status")).to_have_text("La tarea quedó confirmada.")
