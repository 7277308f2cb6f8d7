"""Several municipalities at work in one daemon, on one database."""

import asyncio
import json
from pathlib import Path

import pytest

from campaigns.loader import load
from delivery.daemon.dispatcher import Dispatcher
from delivery.engines.engine import LocalEngine
from delivery.workplace import Workplaces, open_workplace
from storage.database import Database
from tests.campaigns.town import AUDIENCES, CAMPAIGN, MUNICIPALITY, build
from tests.delivery.desk import HandClock, bogota

DUE = bogota("2026-12-28T08:00")
TOWNS = ("alta", "baja")


def hub(folder: Path, mode: str) -> Path:
    """Two towns whose campaigns have the same names and say different things."""
    for town in TOWNS:
        files = {
            "municipio.yaml": MUNICIPALITY.replace("avisos: correo\n", ""),
            "canales.yaml": f"web: {{tipo: web, modo: {mode}}}\n",
            "publicos.yaml": AUDIENCES.replace("[correo, web]", "[web]"),
            "campanas/matriculas.yaml": CAMPAIGN.replace("[correo, web]", "[web]").replace("las m", f"en {town} las m"),
        }
        build(folder / town, files)
    return folder


@pytest.mark.parametrize(("mode", "kept"), [("real", "municipios/{}/sitio"), ("pruebas", "pruebas/{}")])
async def test_towns_do_not_write_over_each_other(
    sqlite_database: Database, tmp_path: Path, mode: str, kept: str
) -> None:
    """The same key in two municipalities is two pages, each with its own words, in each one's folder."""
    loaded = load(hub(tmp_path / "union", mode), {})
    places, engine, stop, clock = Workplaces(), LocalEngine(), asyncio.Event(), HandClock(DUE)
    dispatcher = Dispatcher(places, engine, "prueba")
    lanes = asyncio.create_task(engine.run(dispatcher.handle, stop, 8))
    for tenant in loaded.tenants:
        with sqlite_database.write() as connection:
            place = open_workplace(connection, tenant, sqlite_database, clock, tmp_path / "var")
        places.put(place)
        await dispatcher.start(place)
        await dispatcher.publish(place, tenant.campaigns["matriculas"])
    await engine.quiet()
    for town in TOWNS:
        [page] = (tmp_path / "var" / kept.format(town)).rglob("*.json")
        assert json.loads(page.read_text())["text"].startswith(f"Empiezan en {town} las matrículas.")
    stop.set()
    await lanes
    await dispatcher.close()


@pytest.mark.parametrize("name", ["municipio.yaml", "canales.yaml", "publicos.yaml"])
async def test_a_broken_town_disables_only_itself(sqlite_database: Database, tmp_path: Path, name: str) -> None:
    """Whatever file of it cannot be read: every problem is told of that town, and the other's page goes out."""
    folder = hub(tmp_path / "union", "real")
    (folder / "alta" / name).write_text("nombre: [\n", "utf-8")
    loaded = load(folder, {})
    assert loaded.problems
    assert all("alta" in str(problem).splitlines()[0] for problem in loaded.problems)
    [tenant] = [tenant for tenant in loaded.tenants if tenant.campaigns]
    assert tenant.slug == "baja"
    places, engine, clock = Workplaces(), LocalEngine(), HandClock(DUE)
    dispatcher = Dispatcher(places, engine, "prueba")
    with sqlite_database.write() as connection:
        place = open_workplace(connection, tenant, sqlite_database, clock, tmp_path / "var")
    places.put(place)
    await dispatcher.start(place)
    await dispatcher.publish(place, tenant.campaigns["matriculas"])
    stop = asyncio.Event()
    lanes = asyncio.create_task(engine.run(dispatcher.handle, stop, 8))
    await engine.quiet()
    stop.set()
    await lanes
    await dispatcher.close()
    assert len(list((tmp_path / "var" / "municipios" / "baja" / "sitio").rglob("*.json"))) == 1
