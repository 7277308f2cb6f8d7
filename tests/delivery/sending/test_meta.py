"""Posts on Meta's services through lanes and rows: what was remembered comes back, and what is in doubt is asked."""

from pathlib import Path

import pytest

from delivery.sending.reconciling import WAITS
from storage.database import Database
from tests.channels.meta import paths
from tests.channels.service import Service
from tests.delivery.desk import Desk, at_work, bogota
from tests.delivery.sending.test_reconciling import asks, dies
from tests.delivery.towns import FILE, META, Files, meta_account, town
from tests.servers.fixtures import StartService

DUE = bogota("2026-12-28T08:00")
PUBLISH = "POST /3040/media_publish"


def posting(kind: str, service: Service) -> Files:
    """The town with an account at the server, on which its one message goes out, with a picture."""
    found = town("red", meta_account("red", kind, service))
    picture = "    imagen: {archivo: foto.jpg, alt: Niños}\n"
    return found | {FILE: f"{found[FILE]!s}{picture}", "archivos/foto.jpg": b"\xff\xd8\xff\xe0" + b"\x00" * 60}


async def later(desk: Desk, **time: float) -> None:
    """Time goes by, and what is due then is done."""
    desk.clock.pass_(**time)
    await desk.settle()


async def test_a_container_that_was_not_ready_is_published_later(
    database: Database, tmp_path: Path, start_service: StartService
) -> None:
    """The row keeps its number: half a minute later the same one goes out, and its picture lies on the site."""
    service = start_service("instagram")
    service.then("good", "good", "status:IN_PROGRESS")
    async with at_work(database, tmp_path, DUE, posting("instagram", service), META) as desk:
        await desk.turn()
        [row] = desk.deliveries("anuncio/red@1")
        assert row.state == "pending"
        assert "17001" in row.resumption
        await later(desk, minutes=2)
        [row] = desk.deliveries("anuncio/red@1")
        assert (row.state, row.remote_id, row.resumption) == ("sent", "18001", None)
        assert row.url == "https://www.instagram.com/p/18001/"
        assert paths(service).count("POST /3040/media") == 1
        (file,) = (desk.place.outgoing / "sitio" / "archivos").iterdir()
        asked = service.calls()[1]["said"]["image_url"]
        assert asked == f"https://villaclara.gov.co/archivos/{file.name}"


@pytest.mark.parametrize(
    ("kind", "faults", "number"),
    [
        ("instagram", ("good", "good", "good", "published-drop"), "18001"),
        ("facebook", ("good", "posted-drop"), "1020_1"),
    ],
)
async def test_an_answer_that_was_lost_is_asked_for(
    database: Database,
    tmp_path: Path,
    start_service: StartService,
    kind: str,
    faults: tuple[str, ...],
    number: str,
) -> None:
    """A minute later the service says that it went out, under which number, and nothing is sent again."""
    service = start_service(kind)
    service.then(*faults)
    async with at_work(database, tmp_path, DUE, posting(kind, service), META) as desk:
        await desk.turn()
        assert desk.states("anuncio/red@1") == {"uncertain": 1}
        before = len(service.calls())
        await later(desk, seconds=WAITS[0].total_seconds() + 1)
        [row] = desk.deliveries("anuncio/red@1")
        assert (row.state, row.remote_id, desk.publication("anuncio/red@1").state) == ("sent", number, "done")
        assert {call["method"] for call in service.calls()[before:]} == {"GET"}


async def test_killed_before_it_was_published_it_is_published_once(
    database: Database, tmp_path: Path, start_service: StartService
) -> None:
    """The program died with the container in hand: its word is asked, and after a quarter of an hour it goes out."""
    service = start_service("instagram")
    service.then("good", "good", "status:IN_PROGRESS")
    async with at_work(database, tmp_path, DUE, posting("instagram", service), META) as desk:
        await desk.turn()
        dies(desk, "anuncio/red@1")
        await desk.settle()
        assert desk.states("anuncio/red@1") == {"uncertain": 1}
        await asks(desk, 3)
        [row] = desk.deliveries("anuncio/red@1")
        assert (row.state, row.remote_id) == ("sent", "18001")
        assert paths(service).count("POST /3040/media") == paths(service).count(PUBLISH) == 1
