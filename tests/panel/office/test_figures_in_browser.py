"""Indicadores and Informes as people use them: on a telephone, by keyboard alone, without a script and enlarged."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Browser, Page, expect

from indicators.periods import before, period_of
from tests.panel.browsing import DESK, PHONE, come_in, is_for_everybody
from tests.panel.hands import Mouse, at_desk, by_keyboard, on_telephone
from tests.panel.office.measured import files, fill, months
from tests.panel.served import Served, served

BOGOTA = ZoneInfo("America/Bogota")
RUNS = period_of("mes", datetime.now(BOGOTA).date(), BOGOTA)
LAST = before(RUNS, BOGOTA)
FIRST = before(LAST, BOGOTA)


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """One for all tests: of the last month a figure is owed, the one before is closed."""
    with served(tmp_path_factory.mktemp("town"), files(FIRST.first)) as found:
        fill(found.place, datetime.now(UTC))
        assert months(found.place.tenant, datetime.now(UTC))[0] == LAST
        yield found


@pytest.fixture
def inside(browser: Browser, town: Served) -> Iterator[Page]:
    """Ana has come in."""
    page = browser.new_page(viewport=DESK)  # type: ignore[arg-type]
    come_in(page, town)
    yield page
    page.close()


@pytest.mark.parametrize(
    "path",
    [
        f"indicadores?periodo={LAST.key}",
        f"indicadores/contenidos?periodo={LAST.key}",
        "indicadores/visitas",
        "informes",
        f"informes/{LAST.key}",
        f"informes/{LAST.key}/cerrar",
        "informes/comprobar",
    ],
)
def test_each_page_is_for_everybody(inside: Page, town: Served, path: str) -> None:
    """With axe, at both sizes, all that can be opened being open."""
    is_for_everybody(inside, f"{town.address}{path}")


def test_a_figure_is_given_from_a_telephone_and_its_report_is_taken_home(
    inside: Page, town: Served, tmp_path: Path
) -> None:
    """From what is owed to the form, the act that shows it, the line that moves, and the month's PDF."""
    act = tmp_path / "acta.pdf"
    act.write_bytes(b"%PDF-1.7\n%%EOF\n")
    inside.set_viewport_size(PHONE)  # type: ignore[arg-type]
    inside.goto(f"{town.address}indicadores")
    inside.get_by_role("link", name=f"Anotar Visitas al sitio, {LAST.name}").click()
    expect(inside.get_by_label("De qué día es").first).to_have_value(str(LAST.last))
    inside.get_by_label("Cifra, en visitas").fill("905,5")
    inside.get_by_label("Prueba").first.set_input_files(act)
    inside.get_by_role("button", name="Anotar", exact=True).click()
    expect(inside.get_by_role("status")).to_have_text("La cifra quedó anotada.")
    expect(inside.get_by_text("905,5", exact=True)).to_be_visible()
    with inside.expect_download() as proof:
        inside.get_by_role("link", name="acta.pdf").click()
    assert Path(proof.value.path()).read_bytes() == act.read_bytes()
    inside.goto(f"{town.address}informes")
    inside.get_by_role("link", name=f"PDF de {LAST.name}").click(no_wait_after=True)
    with inside.expect_download(timeout=60_000) as report:
        inside.get_by_role("link", name="Bajarlo").click(timeout=60_000)
    assert report.value.suggested_filename == f"informe-villa-clara-{LAST.key}.pdf"
    assert Path(report.value.path()).read_bytes().startswith(b"%PDF-")


def test_the_line_comes_by_itself(inside: Page, town: Served) -> None:
    """The page says that it is being counted, and then shows it, with its words for whoever does not see it."""
    inside.goto(f"{town.address}indicadores/contenidos?periodo={FIRST.first}..{LAST.last}")
    expect(inside.get_by_role("img", name="N° de contenidos: cifra acumulada y meta")).to_be_visible(timeout=30_000)
    expect(inside.get_by_text("9 contenidos", exact=True)).to_be_visible()


def test_a_figure_is_corrected_by_keyboard_alone(inside: Page, town: Served) -> None:
    """Of a closed month: without a reason nothing is taken and nothing is lost."""
    inside.goto(f"{town.address}indicadores/visitas")
    inside.locator("summary", has_text="Corregir la cifra 850").focus()
    inside.keyboard.press("Enter")
    inside.keyboard.press("Tab")
    expect(inside.get_by_label("La cifra correcta, en visitas").last).to_be_focused()
    inside.keyboard.type("870")
    inside.get_by_label("Por qué se corrige").last.focus()
    inside.keyboard.type("Se leyó mal el contador")
    inside.keyboard.press("Enter")
    expect(inside.get_by_role("status")).to_contain_text("Cambió lo que dicen periodos ya cerrados")
    expect(inside.get_by_text("Motivo: Se leyó mal el contador")).to_be_visible()


def test_it_goes_without_a_script(browser: Browser, inside: Page, town: Served) -> None:
    """Enlarged to 200 %: what was typed stands beside what is wrong with it, and the report is read where it is."""
    state = inside.context.storage_state()
    context = browser.new_context(
        java_script_enabled=False, viewport={"width": 640, "height": 480}, storage_state=state
    )
    page = context.new_page()
    page.goto(f"{town.address}indicadores/visitas")
    page.get_by_label("Cifra, en visitas").fill("1.250")
    page.get_by_label("Nota", exact=True).fill("Del contador")
    page.get_by_role("button", name="Anotar", exact=True).click()
    expect(page.get_by_role("alert")).to_contain_text("puede leerse de dos maneras")
    expect(page.get_by_label("Nota", exact=True)).to_have_value("Del contador")
    page.goto(f"{town.address}informes/{FIRST.key}/leer")
    again = page.get_by_role("link", name="Ver si ya está")
    until = datetime.now(UTC) + timedelta(seconds=60)
    while again.count() and datetime.now(UTC) < until:
        page.wait_for_timeout(300)
        again.click()
    expect(page.get_by_role("heading", name="Informe del plan de comunicaciones")).to_be_visible()
    context.close()


def test_the_periods_follow_the_figure(inside: Page, town: Served) -> None:
    """What was just given stands in the table of periods too, without loading the page again."""
    inside.goto(f"{town.address}indicadores/visitas")
    row = inside.get_by_role("row", name=RUNS.name)
    expect(row).to_be_visible()
    inside.get_by_label("Cifra, en visitas").first.fill("77123")
    inside.get_by_label("De qué día es").first.fill(str(datetime.now(BOGOTA).date()))
    inside.get_by_role("button", name="Anotar", exact=True).click()
    expect(inside.get_by_role("status")).to_have_text("La cifra quedó anotada.")
    expect(row).to_contain_text("77.123", timeout=30_000)


@pytest.mark.parametrize(("hands", "weeks"), [(at_desk, 2), (on_telephone, 3), (by_keyboard, 4)])
def test_a_period_is_closed_by_any_hand(
    browser: Browser, town: Served, hands: Callable[[Browser], Mouse], weeks: int
) -> None:
    """From the list to the seal."""
    hand = hands(browser)
    page = hand.page
    come_in(page, town)
    week = period_of("semana", (datetime.now(BOGOTA) - timedelta(weeks=weeks)).date(), BOGOTA)
    page.goto(f"{town.address}informes/{week.key}")
    hand.press(page.get_by_role("link", name="Cerrarlo ahora…"))
    hand.press(page.get_by_role("button", name=f"Cerrar {week.name}"))
    expect(page.get_by_role("status").first).to_contain_text("El periodo quedó cerrado")
    expect(page.get_by_role("heading", name="Su sello")).to_be_visible()
    page.context.close()
