"""A `var/` of an earlier version: what lay in it moves into the municipality's folder, and a link stays."""

import json
from pathlib import Path

import pytest

from campaigns.loader import load
from channels.web import ROOT
from delivery.workplace import Workplace, open_workplace
from storage.database import Database
from tests.campaigns.town import MUNICIPALITY, build
from tests.delivery.daemon.test_hub import hub
from tests.delivery.desk import HandClock, bogota
from website.stamp import PATH, stamp

OURS, OTHER = "https://villaclara.gov.co", "https://laloma.gov.co"


def opened(database: Database, folder: Path, var: Path, *, simulated: bool = False) -> Workplace:
    """The first municipality of a folder, opened on a `var/`."""
    [tenant, *_] = load(folder, {}).tenants
    clock = HandClock(bogota("2027-01-12T08:00"))
    with database.write() as connection:
        return open_workplace(connection, tenant, database, clock, var, simulated=simulated)


def left(var: Path, name: str, site: str) -> None:
    """A site as it lay before, of one address."""
    (var / name).mkdir(parents=True)
    (var / name / PATH).write_bytes(stamp(site, {}))


def handed_over(var: Path, page: str, site: str) -> None:
    """A page as an account of the web wrote it down before."""
    path = var / "sitio" / ROOT / f"{page}.json"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps({"url": f"{site}/{ROOT}/{page}/"}), "utf-8")


@pytest.mark.parametrize(
    ("name", "memory"), [("sitio-publico", "sitio-real.json"), ("sitio-de-pruebas", "sitio-pruebas.json")]
)
def test_a_site_moves(sqlite_database: Database, tmp_path: Path, name: str, memory: str) -> None:
    """With what was remembered of its words; who was told of the old place still finds it there, a second time too."""
    var = tmp_path / "var"
    left(var, name, OURS)
    (var / memory).write_text("{}", "utf-8")
    for _ in range(2):
        place = opened(sqlite_database, build(tmp_path / "config"), var)
        assert (place.outgoing / name / PATH).exists()
        assert (place.outgoing / memory).exists()
        assert (var / name).is_symlink()
        assert (var / name / PATH).read_bytes() == stamp(OURS, {})


def test_the_site_of_another_municipality_stays(sqlite_database: Database, tmp_path: Path) -> None:
    """It is moved by the other one, once that begins."""
    var = tmp_path / "var"
    left(var, "sitio-publico", OTHER)
    place = opened(sqlite_database, build(tmp_path / "config"), var)
    assert not place.outgoing.exists()
    assert not (var / "sitio-publico").is_symlink()
    other = {"municipio.yaml": MUNICIPALITY.replace("Villa Clara", "La Loma").replace(OURS, OTHER)}
    place = opened(sqlite_database, build(tmp_path / "otra", other), var)
    assert (place.outgoing / "sitio-publico" / PATH).exists()


@pytest.mark.parametrize(
    ("site", "databases", "moves"),
    [
        (OURS, ["la-loma.db"], True),
        (OTHER, ["la-loma.db"], False),
        (OTHER, [], True),
    ],
    ids=["ours", "another's", "ours from before another address"],
)
def test_pages_that_were_handed_over_move(
    sqlite_database: Database, tmp_path: Path, site: str, databases: list[str], moves: bool
) -> None:
    """Where all are of this site, or nobody else ever worked in the same `var/`."""
    var = tmp_path / "var"
    handed_over(var, "matriculas/anuncio/1", site)
    for name in databases:
        (var / name).touch()
    place = opened(sqlite_database, build(tmp_path / "config"), var)
    assert (place.outgoing / "sitio" / ROOT / "matriculas/anuncio/1.json").exists() == moves
    assert (var / "sitio" / ROOT / "matriculas/anuncio/1.json").exists()


def test_nothing_moves_in_a_rehearsal(sqlite_database: Database, tmp_path: Path) -> None:
    """Its folder is its own."""
    left(tmp_path / "ensayo", "sitio-publico", OURS)
    opened(sqlite_database, build(tmp_path / "config"), tmp_path / "ensayo", simulated=True)
    assert not (tmp_path / "ensayo" / "sitio-publico").is_symlink()


def test_nothing_moves_in_a_hub(sqlite_database: Database, tmp_path: Path) -> None:
    """There each municipality had its folder before."""
    left(tmp_path / "var", "sitio-publico", OURS)
    opened(sqlite_database, hub(tmp_path / "union", "real"), tmp_path / "var")
    assert not (tmp_path / "var" / "sitio-publico").is_symlink()
