"""A period is closed in the panel before its days of grace are over, and nobody opens it again."""

from datetime import timedelta
from pathlib import Path

import pytest

from indicators.closing import count_to_close
from indicators.declared import record
from panel.entrance.roles import RIGHTS, Right, Role
from panel.office.offices import NOTES
from storage.database import Database
from tests.delivery.desk import bogota
from tests.panel.office.measured import counted, measured
from tests.panel.staffed import Office

DECEMBER, NOVEMBER, JANUARY = "informes/2026-12", "informes/2026-11", "informes/2027-01"


def closed(town: Office) -> list[tuple[str, str]]:
    """Periods, and who closed them, after the one that was closed before."""
    return [(row.subject, row.actor) for row in town.desk.rows("audit") if row.verb == "close"][1:]


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.CONTRIBUTOR])
async def test_only_who_keeps_all_figures_closes(database: Database, tmp_path: Path, role: Role) -> None:
    """The others are not offered it, and no form of theirs does it."""
    async with measured(database, tmp_path, role) as town:
        may = Right.WORK in RIGHTS[role]
        assert ("Cerrarlo ahora" in (await town.get(DECEMBER)).text) == may
        answer = await town.post(f"{DECEMBER}/cerrar", "cuenta")
        assert answer.status_code == (303 if may else 403)
        assert closed(town) == ([("2026-12", "ana")] if may else [])


async def test_what_is_missing_is_told_before(database: Database, tmp_path: Path) -> None:
    """With the way to the form; closed, the report says so and no button closes it again."""
    async with measured(database, tmp_path) as town:
        page = await counted(town, f"{DECEMBER}/cerrar")
        assert "Quedan sin dato" in page
        assert "Visitas al sitio" in page
        assert "indicadores/visitas#anotar" in page
        assert "No se puede volver a abrir." in page
        assert closed(town) == []
        answer = await town.post(f"{DECEMBER}/cerrar", f"{DECEMBER}/cerrar")
        page = (await town.browser.get(answer.headers["location"])).text
        assert NOTES["periodo-cerrado"] in page
        assert ">cerrado</span>" in page
        assert "Cerrarlo ahora" not in page
        assert town.told("close") == ["ana", "ana"]
        assert (await town.get(f"{DECEMBER}/cerrar")).status_code == 303


async def test_what_lacks_nothing_says_so(database: Database, tmp_path: Path) -> None:
    """A figure that somebody gave is not missing."""
    async with measured(database, tmp_path) as town:
        visits, level = town.desk.tenant.indicators["visitas"], town.desk.tenant.indicators["seguidores"]
        with database.write() as connection:
            for key, its in (("visitas", visits), ("seguidores", level)):
                day = town.desk.clock.now().date().replace(year=2026, month=12, day=30)
                record(connection, town.desk.place.tenant_id, key, its, 900, day, "ana", "", town.desk.clock.now())
        assert "No le falta ninguna cifra." in await counted(town, f"{DECEMBER}/cerrar")


@pytest.mark.parametrize(
    ("path", "said"),
    [(NOVEMBER, "«Indicadores»"), (JANUARY, "no ha terminado"), ("informes/2099-01", "no ha terminado")],
)
async def test_what_is_closed_or_runs_is_not_closed(
    sqlite_database: Database, tmp_path: Path, path: str, said: str
) -> None:
    """It is told why, and what can be done; the page leads back."""
    async with measured(sqlite_database, tmp_path) as town:
        assert (await town.get(f"{path}/cerrar")).status_code == 303
        answer = await town.post(f"{path}/cerrar", "cuenta")
        assert answer.status_code == 409
        assert said in answer.text
        assert closed(town) == []
        assert (await town.post("informes/nunca/cerrar", "cuenta")).status_code == 404


async def test_a_figure_that_comes_meanwhile_is_not_left_out(
    sqlite_database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Somebody noted one between the count and the close: nothing is closed, and the page says to look again."""
    async with measured(sqlite_database, tmp_path) as town:

        def meanwhile(*given: object, **named: object) -> object:
            found = count_to_close(*given, **named)  # type: ignore[arg-type]  # as it was called
            its = town.desk.tenant.indicators["visitas"]
            now = town.desk.clock.now()
            with sqlite_database.write() as connection:
                record(connection, town.desk.place.tenant_id, "visitas", its, 7, now.date(), "luis", "", now)
            return found

        monkeypatch.setattr("panel.office.closing.count_to_close", meanwhile)
        answer = await town.post(f"{DECEMBER}/cerrar", "cuenta")
        assert answer.status_code == 409
        assert "Alguien anotó una cifra en ese mismo momento." in answer.text
        assert closed(town) == []


async def test_its_last_evening_is_not_over_yet(sqlite_database: Database, tmp_path: Path) -> None:
    """At eight in the evening it is tomorrow in UTC: the report closes by itself tomorrow still."""
    async with measured(sqlite_database, tmp_path) as town:
        closes = bogota("2027-01-01T20:00") + timedelta(days=town.desk.tenant.municipality.closing.days)
        town.desk.clock.moment = closes - timedelta(days=1)
        await town.sign_in("ana")
        assert "Sin esperar a ese día" in (await town.get(DECEMBER)).text
        town.desk.clock.moment = closes
        await town.sign_in("ana")
        assert "Sin esperar a ese día" not in (await town.get(DECEMBER)).text
