"""How the browsers in which an account is open are called."""

from pathlib import Path

import pytest

from panel.entrance.browsers import NAMELESS, browser_name
from storage.database import Database
from tests.panel.staffed import office

_KIT = "AppleWebKit/537.36 (KHTML, like Gecko)"
TOLD = [
    (f"Mozilla/5.0 (Linux; Android 10; K) {_KIT} Chrome/140.0.0.0 Mobile Safari/537.36", "Chrome en Android"),
    (
        f"Mozilla/5.0 (Linux; Android 10; K) {_KIT} SamsungBrowser/28.0 Chrome/130.0.0.0 Mobile Safari/537.36",
        "Samsung Internet en Android",
    ),
    ("Mozilla/5.0 (Android 15; Mobile; rv:143.0) Gecko/143.0 Firefox/143.0", "Firefox en Android"),
    (
        "Mozilla/5.0 (iPhone; CPU iPhone OS 18_6 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.6 "
        "Mobile/15E148 Safari/604.1",
        "Safari en iPhone",
    ),
    (
        f"Mozilla/5.0 (Windows NT 10.0; Win64; x64) {_KIT} Chrome/140.0.0.0 Safari/537.36 Edg/140.0.0.0",
        "Edge en Windows",
    ),
    (f"Mozilla/5.0 (Windows NT 10.0; Win64; x64) {_KIT} Chrome/140.0.0.0 Safari/537.36 OPR/122.0", "Opera en Windows"),
    (f"Mozilla/5.0 (X11; CrOS x86_64 14541.0.0) {_KIT} Chrome/140.0.0.0 Safari/537.36", "Chrome en ChromeOS"),
    (
        "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 Version/18.6 Safari/605.1.15",
        "Safari en Mac",
    ),
    ("Mozilla/5.0 (X11; Linux x86_64; rv:143.0) Gecko/20100101 Firefox/143.0", "Firefox en Linux"),
    ("curl/8.5.0", "curl/8.5.0"),
    ("", NAMELESS),
]


@pytest.mark.parametrize(("told", "name"), TOLD)
def test_a_browser_has_a_name(told: str, name: str) -> None:
    """By what it is and where it runs; one that nobody knows is called as it calls itself."""
    assert browser_name(told) == name


async def test_ones_own_account_tells_them_by_name(sqlite_database: Database, tmp_path: Path) -> None:
    """What the browser said of itself is there to be looked up."""
    telephone = TOLD[0][0]
    async with office(sqlite_database, tmp_path) as town:
        town.browser.headers["User-Agent"] = telephone
        town.user("ana")
        await town.sign_in("ana")
        assert f'<span title="{telephone}">Chrome en Android</span>' in (await town.get("cuenta")).text
