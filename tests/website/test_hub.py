"""Several municipalities in one folder: each has a site of its own, in a folder of its own."""

from pathlib import Path

from campaigns.loader import load
from delivery.workplace import open_workplace
from storage.database import Database
from tests.delivery.daemon.test_hub import TOWNS, hub
from tests.delivery.desk import HandClock, bogota
from webmaster import order_of
from website.site import build

BEFORE = bogota("2026-12-20T08:00")


def test_each_municipality_has_a_site(database: Database, tmp_path: Path) -> None:
    """Campaigns of one name in two of them are two events, on two sites, in two calendars."""
    loaded = load(hub(tmp_path / "union", "real"), {})
    for tenant in loaded.tenants:
        with database.write() as connection:
            place = open_workplace(connection, tenant, database, HandClock(BEFORE), tmp_path / "var")
        with database.read() as connection:
            order = order_of(connection, place)
        build(order, database)
        assert order.folder == str(tmp_path / "var" / "municipios" / tenant.slug / "sitio-publico")
    for town in TOWNS:
        calendar = (tmp_path / "var/municipios" / town / "sitio-publico/calendario.ics").read_text("utf-8")
        assert calendar.count("BEGIN:VEVENT") == 1
        assert "SEQUENCE:0" in calendar


def test_a_municipality_of_a_hub_names_no_folder(tmp_path: Path) -> None:
    """It could name another one's, or the system's."""
    folder = hub(tmp_path / "union", "real")
    path = folder / "alta" / "municipio.yaml"
    path.write_text(path.read_text("utf-8") + "sitio-carpeta: /var/www\n", "utf-8")
    [problem] = load(folder, {}).problems
    assert "cada sitio queda con lo demás que el programa hace de ese municipio" in str(problem)
