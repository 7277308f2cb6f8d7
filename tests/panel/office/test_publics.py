"""One public: who belongs to it, counted beside its page and kept for whoever looks next."""

import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path

import pytest

from audience.makeup import Makeup, makeup
from panel.entrance.roles import Role
from panel.office import publics
from storage.database import Database
from tests.panel.office.measured import counted
from tests.panel.staffed import Office, office

WAY = "personas/publicos/ciudadania"
COMING = 'data-hx-trigger="load delay'


@asynccontextmanager
async def town(database: Database, folder: Path) -> AsyncIterator[Office]:
    """Ana is signed in; two people belong to the public."""
    async with office(database, folder) as found:
        found.user("ana", Role.COMMUNICATOR)
        await found.sign_in("ana")
        found.desk.people("eva@example.com", "luz@example.com", consent=None)
        yield found


async def test_a_public_is_counted(database: Database, tmp_path: Path) -> None:
    """Of what it is made; one that is reached by publications alone is not."""
    async with town(database, tmp_path) as found:
        page = await counted(found, WAY)
        assert 'id="cuantos-ciudadania">2 personas<' in page
        assert "A quienes les llega correo</p><p><strong>2</strong>" in page
        assert "nunca persona por persona" in (await found.get("personas/publicos/transeuntes")).text
        assert (await found.get("personas/publicos/nadie")).status_code == 404


async def test_no_page_waits_for_a_count(database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It says that it is counted, and asks again by itself; in the list of all it is the line that asks."""

    def slowly(*given: object, **named: object) -> Makeup:
        time.sleep(1)
        return makeup(*given, **named)  # type: ignore[arg-type]

    monkeypatch.setattr(publics, "makeup", slowly)
    async with town(database, tmp_path) as found:
        page, line = (await found.get(WAY)).text, (await found.get(f"{WAY}?ver=lista")).text
        assert ("Se está contando" in page, page.count(COMING)) == (True, 1)
        assert f'id="cuantos-ciudadania" data-hx-get="/panel/villa-clara/{WAY}?ver=lista" {COMING}' in line
        assert "2 personas" in await counted(found, WAY)


async def test_a_count_is_kept_and_tells_of_when_it_is(database: Database, tmp_path: Path) -> None:
    """For some minutes; whoever comes anew has it counted anew, and so has the time."""
    async with town(database, tmp_path) as found:
        found.desk.clock.moment = at = found.desk.clock.moment.replace(hour=15, minute=0)
        assert "2 personas" in await counted(found, WAY)
        found.desk.clock.moment = at + timedelta(minutes=5)
        page = (await found.get(WAY)).text
        assert ("10:00" in page, "10:05" in page, COMING in page) == (True, False, False)
        found.desk.people("sol@example.com", consent=None)
        assert "3 personas" in await counted(found, WAY)
        found.desk.clock.moment = at + timedelta(minutes=15)
        await counted(found, WAY)
        assert "10:15" in await counted(found, WAY)
