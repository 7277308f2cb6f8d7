"""An alert that repeats: it is seen where a day begins, and lifted by whoever operates."""

import re
from pathlib import Path

import pytest

from delivery.office.by_hand import Hurry, send_now
from delivery.office.lifting import ANOTHER
from panel.entrance.roles import RIGHTS, Right, Role
from panel.office.offices import NOTES
from storage.database import Database
from tests.panel.office.alert_office import FILE, river
from tests.panel.staffed import OFFICE, OWN, Office, token_in

CAMPAIGN = "campanas/creciente"
LIFT = f"{CAMPAIGN}/levantar"
WHY = "Nivel rojo en el puente"


def order(town: Office, why: str = "") -> None:
    """Ana has the alert repeated from now on."""
    town.desk.write(send_now, "creciente", "alerta", "ana", town.desk.clock.now(), Hurry(emergency=why))


async def lift(town: Office, page: str = "") -> str:
    """Press the button as it stands in `page`, or in the page as it is now; what is then shown."""
    told = re.findall(r'name="orden" value="(\d+)"', page or (await town.get(LIFT)).text)
    data = {"ficha": token_in((await town.get("cuenta")).text), "orden": told}
    answer = await town.browser.post(f"{OFFICE}{LIFT}", data=data, headers=OWN)
    return answer.text if answer.status_code == 409 else (await town.browser.get(answer.headers["location"])).text


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.CONTRIBUTOR])
async def test_it_stands_where_a_day_begins(database: Database, tmp_path: Path, role: Role) -> None:
    """Since when, by whose order and why, for all who see; its button is for whoever operates."""
    async with river(database, tmp_path, role) as town:
        assert "repitiendo" not in (await town.get("hoy")).text
        order(town, WHY)
        for path in ("hoy", CAMPAIGN):
            page = (await town.get(path)).text
            assert "<strong>Crece el río</strong>, desde el 5 de enero de 2027, 12:00\xa0m." in page
            assert f"La ordenó Ana Pérez, como emergencia: {WHY}" in page
            assert (f'{LIFT}"' in page) == (Right.OPERATE in RIGHTS[role])


async def test_it_is_lifted_after_its_page_said_what_ends(database: Database, tmp_path: Path) -> None:
    """What is still going out is cancelled; a second press lifts nothing more, and says so."""
    async with river(database, tmp_path) as town:
        order(town)
        page = (await town.get(LIFT)).text
        assert "se cancela lo que todavía está saliendo (2 envíos)" in page
        assert "emergencia" not in page
        page = await lift(town)
        assert NOTES["alerta-levantada"] in page
        assert "repitiendo" not in page
        assert set(town.desk.publications().values()) == {"cancelled"}
        assert NOTES["alerta-ya"] in await lift(town)
        assert town.told("lift_alert") == ["ana"]
        assert (await town.get(LIFT)).status_code == 303


async def test_it_is_lifted_though_its_campaign_is_gone(database: Database, tmp_path: Path) -> None:
    """Somebody has taken the file away: the order stands, and the day leads to its end."""
    async with river(database, tmp_path) as town:
        order(town)
        await town.desk.reload({FILE: None})
        assert f'{LIFT}"' in (await town.get("hoy")).text
        page = await lift(town)
        assert NOTES["alerta-levantada"] in page
        assert "<h1>Hoy</h1>" in page


async def test_an_old_page_does_not_lift_a_new_alert(database: Database, tmp_path: Path) -> None:
    """Somebody lifted what it showed, and the river rises again: that is told, and lifted once it was seen."""
    async with river(database, tmp_path) as town:
        order(town)
        page = (await town.get(LIFT)).text
        await lift(town, page)
        order(town, WHY)
        told = await lift(town, page)
        assert ANOTHER in told
        assert WHY in told
        assert town.told("lift_alert") == ["ana"]
        assert NOTES["alerta-levantada"] in await lift(town, told)


async def test_what_waits_for_an_order_has_no_hour(database: Database, tmp_path: Path) -> None:
    """Nobody reads of an alert, nor of its end, that it goes out now."""
    async with river(database, tmp_path) as town:
        page = (await town.get("campanas/creciente")).text
    assert "Por orden" in page
    assert "Sale el" not in page
