"""A folder has the site of one municipality."""

from pathlib import Path

import pytest

from storage.database import Database
from tests.campaigns.town import MUNICIPALITY
from tests.delivery.desk import at_work
from tests.website.town import DUE, LIVE, PAGE, SITE, files, site_of
from website.folder import OURS
from website.owner import FILE, Taken
from website.stamp import PATH, stamp

OTHER = {"municipio.yaml": MUNICIPALITY.replace("Villa Clara", "La Loma").replace(SITE, "https://laloma.gov.co")}


async def test_no_site_is_built_over_another_municipalitys(database: Database, tmp_path: Path) -> None:
    """Both name one folder: the second is refused with the other's name, and not a file is touched."""
    root = tmp_path / "www"
    async with at_work(database, tmp_path, DUE, LIVE) as desk:
        await desk.turn()
        before = files(site_of(desk, root))
        assert PAGE in before
    async with at_work(database, tmp_path, DUE, {**LIVE, **OTHER}) as desk:
        with pytest.raises(Taken, match=r"el sitio de otro municipio \(villa-clara\).*«sitio-carpeta»"):
            site_of(desk, root)
        assert files(root) == before


async def test_a_municipality_with_another_name_says_so(database: Database, tmp_path: Path) -> None:
    """The file that the refusal names is taken away by hand; the address is the same."""
    root = tmp_path / "www"
    async with at_work(database, tmp_path, DUE, LIVE) as desk:
        site_of(desk, root)
    renamed = {**LIVE, "municipio.yaml": str(LIVE["municipio.yaml"]).replace("nombre: Villa Clara", "nombre: Clara")}
    async with at_work(database, tmp_path, DUE, renamed) as desk:
        with pytest.raises(Taken, match=f"borre el archivo {root / OURS / FILE}"):
            site_of(desk, root)
        (root / OURS / FILE).unlink()
        assert (site_of(desk, root) / OURS / FILE).read_text("utf-8") == "clara\n"


async def test_a_site_from_before_is_known_by_its_address(database: Database, tmp_path: Path) -> None:
    """Nobody wrote down whose it is: of another address it is another's, of the same it goes on."""
    root = tmp_path / "www"
    async with at_work(database, tmp_path, DUE, LIVE) as desk:
        before = files(site_of(desk, root))
        (root / OURS / FILE).unlink()
        ours = (root / PATH).read_bytes()
        (root / PATH).write_bytes(stamp("https://laloma.gov.co", {}))
        with pytest.raises(Taken, match="laloma"):
            site_of(desk, root)
        assert files(root) == before
        (root / PATH).write_bytes(ours)
        assert files(site_of(desk, root)) == before
