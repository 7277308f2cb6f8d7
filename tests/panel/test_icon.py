"""What a browser shows beside the title of a page."""

import re
from pathlib import Path
from urllib.parse import unquote

import pytest

from storage.database import Database
from tests.panel.staffed import FILES, OFFICE, office

COLOURED = {**FILES, "municipio.yaml": f"{FILES['municipio.yaml']}marca: {{color: '#7a1f1f'}}\n"}  # type: ignore[str-bytes-safe]
PAGES = {f"{OFFICE}entrar": "#7a1f1f", f"{OFFICE}hoy": "#7a1f1f", "/proponer/": "#1f4e79"}


@pytest.mark.parametrize("path", PAGES)
async def test_each_page_brings_its_icon(sqlite_database: Database, tmp_path: Path, path: str) -> None:
    """Within the page, and its policy lets the browser show it; the office's in the municipality's colour."""
    async with office(sqlite_database, tmp_path, COLOURED) as town:
        town.user("ana")
        if path == f"{OFFICE}hoy":
            await town.sign_in("ana")
        answer = await town.browser.get(path)
        found = re.search(r'<link rel="icon" href="data:image/svg\+xml,([^"]+)">', answer.text)
        assert found is not None
        assert f'fill="{PAGES[path]}"' in unquote(found.group(1))
        assert re.search(r"img-src [^;]*data:", answer.headers["content-security-policy"])


async def test_whoever_asks_for_an_icon_gets_one(sqlite_database: Database, tmp_path: Path) -> None:
    """What has no page around it has none to name it: a browser asks by itself, once a day."""
    async with office(sqlite_database, tmp_path, COLOURED) as town:
        answer = await town.browser.get("/favicon.ico")
        assert (answer.status_code, answer.headers["content-type"]) == (200, "image/svg+xml")
        assert "max-age" in answer.headers["cache-control"]
        assert 'fill="#7a1f1f"' in answer.text
