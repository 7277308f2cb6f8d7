"""How somebody works a page: with a mouse or a finger, or by the keyboard alone, in a window of some size."""

from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Browser, Locator, Page, ViewportSize

FARTHEST = 400
"""Presses of the tabulator within which everything of a page has its turn."""
SHOWN_ANEW = 40
"""Presses after which a thing is looked up again: the part that it is in may have been shown anew."""
REACHED = "element => element === document.activeElement"
OF_THE_SAME = "element => document.activeElement.name === element.name && document.activeElement.type === 'radio'"


class Mouse:
    """Whoever points at things; a finger does no more."""

    def __init__(self, page: Page) -> None:
        """`page`: where they are."""
        self.page = page

    def press(self, what: Locator) -> None:
        """A link, a button, what folds and unfolds. Nothing of the page may be wider than its window by then."""
        what.wait_for()
        assert self.page.evaluate("document.documentElement.scrollWidth <= innerWidth"), self.page.url
        self._press(what)

    def tick(self, box: Locator) -> None:
        """One to tick, or one of several."""
        box.check()

    def choose(self, field: Locator, value: str) -> None:
        """One of a list that unfolds, by its value."""
        field.select_option(value)

    def write(self, field: Locator, text: str) -> None:
        """In place of what stands there."""
        field.fill(text)

    def hand_over(self, field: Locator, file: Path) -> None:
        """A file, as the machine's own window for files gives it."""
        field.set_input_files(file)

    def unfold_menu(self) -> None:
        """On narrow windows it is folded."""
        if self.page.get_by_text("Menú", exact=True).is_visible():
            self.page.get_by_text("Menú", exact=True).click()

    def _press(self, what: Locator) -> None:
        what.click()


class Keyboard(Mouse):
    """Whoever has no mouse: each thing is come to by the tabulator, in the page's own order."""

    def __init__(self, page: Page) -> None:
        """See `Mouse`."""
        super().__init__(page)
        # Else the browser begins to hand its window for files over only when one is waited for, which may be too late.
        page.on("filechooser", lambda _: None)

    def tick(self, box: Locator) -> None:
        """One to tick by the space bar, or one of several by the arrows."""
        if box.get_attribute("type") == "checkbox":
            self._reach(box)
            self.page.keyboard.press("Space")
        else:
            self._reach(box, OF_THE_SAME)
            self.page.keyboard.press("Space")
            self._until(lambda: box.is_checked(), "ArrowDown", box)
        assert box.is_checked()

    def choose(self, field: Locator, value: str) -> None:
        """By the arrows, from the first one on."""
        self._reach(field)
        self.page.keyboard.press("Home")
        self._until(lambda: field.input_value() == value, "ArrowDown", field)

    def write(self, field: Locator, text: str) -> None:
        """Letter by letter, over what was there."""
        self._reach(field)
        self.page.keyboard.press("Control+A")
        self.page.keyboard.type(text)

    def hand_over(self, field: Locator, file: Path) -> None:
        """The machine's own window for files is opened by Enter."""
        self._reach(field)
        with self.page.expect_file_chooser() as chosen:
            self.page.keyboard.press("Enter")
        chosen.value.set_files(file)

    def unfold_menu(self) -> None:
        """It is a box to tick, which only narrow windows show."""
        if self.page.get_by_text("Menú", exact=True).is_visible():
            self._reach(self.page.locator("#menu"))
            self.page.keyboard.press("Space")

    def _press(self, what: Locator) -> None:
        self._reach(what)
        self.page.keyboard.press("Enter")

    def _reach(self, what: Locator, reached: str = REACHED) -> None:
        for turn in range(FARTHEST):
            if turn % SHOWN_ANEW == 0:
                element = what.element_handle()
            if element.evaluate(reached):
                return
            self.page.keyboard.press("Tab")
        raise AssertionError(f"no tabulator comes to {what}, on {self.page.url}")

    def _until(self, there: Callable[[], bool], key: str, what: Locator) -> None:
        for _ in range(FARTHEST):
            if there():
                return
            self.page.keyboard.press(key)
        raise AssertionError(f"{key} never comes to {what}, on {self.page.url}")


def at_desk(browser: Browser) -> Mouse:
    """With a mouse, before a window of 1280 points."""
    return Mouse(_page(browser, {"width": 1280, "height": 800}))


def on_telephone(browser: Browser) -> Mouse:
    """The narrowest that WCAG 2.1 AA, 1.4.10, asks for."""
    return Mouse(_page(browser, {"width": 320, "height": 640}, touch=True))


def by_keyboard(browser: Browser) -> Mouse:
    """And at twice the size, as a window of 1280 points has it then (WCAG 2.1 AA, 1.4.4)."""
    return Keyboard(_page(browser, {"width": 640, "height": 400}, scale=2))


def _page(browser: Browser, size: ViewportSize, scale: float = 1, *, touch: bool = False) -> Page:
    context = browser.new_context(
        viewport=size, device_scale_factor=scale, has_touch=touch, locale="es-CO", accept_downloads=True
    )
    return context.new_page()
