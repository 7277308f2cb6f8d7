"""The site as people use it: with axe's eyes, by keyboard alone, on a narrow screen, enlarged, and beside others."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from tests.servers.browser import chromium, served, violations
from tests.website.full_site import PAGES, made

LIGHT, DARK = "#ffeb3b", "#00695c"
HOST = """\
<!DOCTYPE html>
<html lang="es">
<head><meta charset="utf-8"><title>Otra</title></head>
<body><main><h1>Otra página</h1>{tag}</main></body>
</html>
"""


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """One for all tests."""
    with chromium() as found:
        yield found


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The whole site."""
    return made(tmp_path_factory.mktemp("sitio"), DARK)


@pytest.fixture(scope="module")
def address(folder: Path) -> Iterator[str]:
    """Where it is published."""
    with served(folder) as found:
        yield found


def opened(browser: Browser, address: str, width: int = 1280, height: int = 900, **more: Any) -> Page:
    """A page on a screen of so many pixels; whatever it complains of fails the test."""
    page = browser.new_context(viewport={"width": width, "height": height}, **more).new_page()
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text))
    page.goto(address)
    assert complaints == []
    return page


@pytest.mark.parametrize("width", [1280, 320])
@pytest.mark.parametrize("path", PAGES.values(), ids=PAGES)
def test_axe_finds_nothing(browser: Browser, address: str, path: str, width: int) -> None:
    """On each kind of page, wide and narrow."""
    page = opened(browser, address + path, width)
    assert violations(page) == []
    page.context.close()


def test_axe_finds_nothing_in_a_light_colour(browser: Browser, tmp_path: Path) -> None:
    """Whatever colour the visual manual prescribes, words and links are read."""
    with served(made(tmp_path, LIGHT)) as address:
        for path in ("/", PAGES["month"], PAGES["corrected"]):
            page = opened(browser, address + path)
            assert violations(page) == []
            page.context.close()


@pytest.mark.parametrize("path", PAGES.values(), ids=PAGES)
def test_nobody_scrolls_sideways(browser: Browser, address: str, path: str) -> None:
    """At 320 pixels; at 200 % on a screen of 1,280; and with letters of twice the size (WCAG 1.4.4, 1.4.10)."""
    for width, scale in ((320, 1.0), (640, 2.0), (1280, 1.0)):
        page = opened(browser, address + path, width, device_scale_factor=scale)
        if width == 1280:
            page.evaluate("document.documentElement.style.fontSize = '200%'")
        assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") == 0
        page.context.close()


def shown_in_month(browser: Browser, address: str, width: int, letters: str = "100%") -> dict[str, str]:
    """What the month's table shows of each of its days on which something takes place, by date."""
    page = opened(browser, address + PAGES["month"], width)
    page.evaluate("size => document.documentElement.style.fontSize = size", letters)
    found = page.eval_on_selector_all(
        "table.mes td",
        """all => all.filter(each => each.querySelector("li")).map(each => [
            each.querySelector("time").dateTime,
            each.querySelector("ul").checkVisibility() ? each.querySelector("ul").innerText : "",
        ])""",
    )
    page.context.close()
    return {day: text.strip() for day, text in found}


def test_each_event_is_seen_on_each_of_its_days_on_every_screen(browser: Browser, address: str) -> None:
    """Wide, at 320 pixels, and at 200 %: the day on which it goes on says so, too."""
    wide = shown_in_month(browser, address, 1280)
    assert wide["2027-01-12"] == "Matrículas escolares"
    assert wide["2027-01-20"] == "Matrículas escolares (continúa)"
    assert shown_in_month(browser, address, 320) == wide
    assert shown_in_month(browser, address, 640) == wide
    assert shown_in_month(browser, address, 1280, "200%") == wide


FOCUS = """() => {
    const at = document.activeElement, box = at.getBoundingClientRect(), style = getComputedStyle(at);
    return [at.tagName, at.getAttribute("href"), box.width > 0 && box.left >= 0, style.outlineStyle !== "none"];
}"""


@pytest.mark.parametrize("name", ["home", "month", "publication", "sections"])
def test_a_keyboard_is_enough(browser: Browser, address: str, name: str) -> None:
    """Each link has its turn, in the order of the page, and is seen to have it; the first one skips to the content."""
    page = opened(browser, address + PAGES[name])
    links = page.eval_on_selector_all("a", "all => all.map(each => each.getAttribute('href'))")
    seen = []
    for _ in links:
        page.keyboard.press("Tab")
        kind, target, shown, outlined = page.evaluate(FOCUS)
        assert (kind, shown, outlined) == ("A", True, True), target
        seen.append(target)
    assert seen == links
    page.reload()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "contenido"
    page.context.close()


def test_nothing_of_it_needs_a_script(browser: Browser, address: str) -> None:
    """With scripts forbidden each page shows all it has."""
    page = opened(browser, address + PAGES["month"], java_script_enabled=False)
    assert page.locator("table.mes td a").count() > 4
    page.context.close()


def shown_by_widget(browser: Browser, other: str, moment: str) -> str:
    """What a page of somebody else shows where the tag of the script stands, at a moment."""
    page = browser.new_context().new_page()
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text))
    page.clock.set_fixed_time(moment)
    page.goto(other)
    told = str(page.locator(".pregonero-widget").evaluate("host => host.shadowRoot.textContent"))
    assert complaints == []
    assert violations(page) == []
    page.context.close()
    return told


def test_the_script_says_the_language_of_what_it_shows(browser: Browser, folder: Path, tmp_path: Path) -> None:
    """Read aloud on a page of somebody else, its label is Spanish and each text is in its own language."""
    (tmp_path / "index.html").write_text(HOST.format(tag='<script src="/widget.js" async></script>'), "utf-8")
    script = (folder / "widget.js").read_text("utf-8")
    (tmp_path / "widget.js").write_text(script.replace('"text_language": "es"', '"text_language": "guc"'), "utf-8")
    with served(tmp_path) as other:
        page = browser.new_context().new_page()
        page.clock.set_fixed_time("2027-01-12T15:00:00Z")
        page.goto(other)
        said = page.locator(".pregonero-widget").evaluate(
            "host => [...host.shadowRoot.querySelectorAll('[lang]')].map(each => [each.tagName, each.lang])"
        )
        page.context.close()
    assert said == [["SECTION", "es"], ["A", "es"], ["P", "guc"]]


def test_one_tag_puts_the_banner_into_any_page(browser: Browser, address: str, tmp_path: Path) -> None:
    """Of another origin, under a policy that allows that one script and nothing else, the day's own at any time."""
    tag = f'<script src="{address}/widget.js" async></script>'
    (tmp_path / "index.html").write_text(HOST.format(tag=tag), "utf-8")
    (tmp_path / "favicon.ico").write_bytes(b"")
    with served(tmp_path, f"default-src 'none'; img-src 'self'; script-src {address}") as other:
        today = shown_by_widget(browser, other, "2027-01-12T15:00:00Z")
        assert today == "Hoy: Matrículas escolaresMatrículas: ya abrieron."
        evening = shown_by_widget(browser, other, "2027-01-13T04:59:00Z")
        assert evening == today
        saturday = shown_by_widget(browser, other, "2027-01-16T15:00:00Z")
        assert saturday.count("Hoy: ") == 2
        later = shown_by_widget(browser, other, "2027-02-01T15:00:00Z")
        assert later.startswith("Próximo evento: ")
