"""Figures of posts on Facebook and Instagram: from the sweep through the account's lane to the plan's indicator."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Row, select, update

from channels.capabilities import Metric
from delivery.watching.listing import deliveries
from indicators.periods import parse_period
from indicators.report import make_report
from storage.database import Database
from storage.readings import Told
from storage.tables import chore, reading
from tests.campaigns.town import INDICATORS
from tests.channels.service import Service
from tests.channels.test_meta_figures import POSTS, WHOLE
from tests.delivery.desk import Desk, at_work, bogota
from tests.delivery.sending.test_meta import later, posting
from tests.delivery.towns import FILE, META, Files
from tests.servers.fixtures import StartService

DUE = bogota("2026-12-28T08:00")
POST = "anuncio/red@1"
HOUR, HALF = timedelta(hours=1), timedelta(minutes=30)
KINDS = list(WHOLE)
MORE = """\
comentarios: {nombre: Comentarios, unidad: comentarios, tipo: automatico, cuenta: comentarios}
alcance: {nombre: Personas alcanzadas, unidad: personas, tipo: automatico, cuenta: alcance}
"""
SECOND_POST = """\
  - id: otra
    cuando: 2026-12-28 09:01
    canales: [red]
    texto: Otra noticia.
    imagen: {archivo: foto.jpg, alt: Niños}
"""
UNSAID = "sin dato: el servicio no la dice"


def measured(kind: str, service: Service, more: str = "") -> Files:
    """The town whose indicators count what the service tells; `more` posts behind its first."""
    changes = posting(kind, service)
    return changes | {"indicadores.yaml": INDICATORS + MORE, FILE: f"{changes[FILE]!s}{more}"}


def looks(service: Service) -> list[str]:
    """Of which post, or which of its insights, a figure was asked for, in turn; `!` where a post went out."""
    found = []
    for call in service.calls():
        said = call["said"]
        if call["path"].endswith(("/feed", "/media_publish")):
            found.append("!")
        elif "metric" in said or "comments" in said.get("fields", ""):
            found.append(said.get("metric", call["path"].rpartition("/")[2]))
    return found


def pulls(desk: Desk) -> list[Row[Any]]:
    """Every time that is or was to be asked, the first first."""
    with desk.database.read() as connection:
        return list(connection.execute(select(chore).where(chore.c.kind == "pull").order_by(chore.c.id)))


def told(desk: Desk) -> Told | None:
    """What `deliveries` shows of the first post."""
    with desk.database.read() as connection:
        found = deliveries(connection, desk.place.tenant_id)
    return next(each.told for each in found if each.key.endswith(f"/{POST}"))


def reported(desk: Desk, key: str) -> tuple[float | None, str]:
    """The indicator's figure in the report of that month, and what is said of it."""
    period = parse_period("2026-12", desk.tenant.municipality.zone)
    with desk.database.read() as connection:
        report = make_report(connection, desk.tenant, desk.place.tenant_id, period, desk.clock.now())
    row = next(each for each in report.indicators if each.key == key)
    return row.figure.value, row.note


@pytest.mark.parametrize("kind", KINDS)
async def test_figures_reach_the_indicator(
    database: Database, tmp_path: Path, start_service: StartService, kind: str
) -> None:
    """An hour after the post they are asked for, kept with that hour, and counted; nought is a figure."""
    service = start_service(kind)
    async with at_work(database, tmp_path, DUE, measured(kind, service), META) as desk:
        await desk.turn()
        assert reported(desk, "alcance") == (None, "sin dato: en este periodo no se le pidió a ningún servicio")
        await later(desk, minutes=59)
        assert looks(service) == ["!"]
        await later(desk, minutes=1)
        whole = WHOLE[kind]
        assert told(desk) == Told(DUE + HOUR, {metric.value: value for metric, value in whole.items()})
        assert reported(desk, "alcance") == (whole[Metric.REACH], "")
        assert reported(desk, "comentarios") == (0, "")
        assert [(row.slot, row.state) for row in pulls(desk)] == [("60m", "done"), ("1440m", "due")]


@pytest.mark.parametrize("kind", KINDS)
async def test_a_later_reading_replaces_the_figure(
    database: Database, tmp_path: Path, start_service: StartService, kind: str
) -> None:
    """The service counts from the first moment: two readings of the same figure are not added up."""
    service = start_service(kind)
    async with at_work(database, tmp_path, DUE, measured(kind, service), META) as desk:
        await desk.turn()
        await later(desk, hours=1)
        await later(desk, hours=23)
        with database.read() as connection:
            moments = list(connection.scalars(select(reading.c.asked_at).order_by(reading.c.id)))
        assert moments == [DUE + HOUR, DUE + 24 * HOUR]
        assert reported(desk, "alcance") == (WHOLE[kind][Metric.REACH], "")


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("fault", ["nothing", "error:100", "error:10"])
async def test_what_is_not_told_is_no_figure(
    database: Database, tmp_path: Path, start_service: StartService, kind: str, fault: str
) -> None:
    """No data yet, a metric that was retired, a right that is wanting: «sin dato», and the others count."""
    service = start_service(kind)
    async with at_work(database, tmp_path, DUE, measured(kind, service), META) as desk:
        await desk.turn()
        service.then("good", "good", fault)
        await later(desk, hours=1)
        found = told(desk)
        assert found is not None
        assert (found.untold, "reach" in found.figures, found.figures["comments"]) == (("reach",), False, 0)
        assert (reported(desk, "alcance"), reported(desk, "comentarios")) == ((None, UNSAID), (0, ""))
        await later(desk, hours=23)
        assert reported(desk, "alcance") == (WHOLE[kind][Metric.REACH], "")


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(("fault", "minutes"), [("error:4:regain90", 90), ("error:4", 60), ("page-502", 12)])
async def test_a_limit_puts_it_off(
    database: Database, tmp_path: Path, start_service: StartService, kind: str, fault: str, minutes: int
) -> None:
    """Nothing is asked within the service's own wait, nor is a figure made up; a message goes out meanwhile."""
    service = start_service(kind)
    async with at_work(database, tmp_path, DUE, measured(kind, service, SECOND_POST), META) as desk:
        await desk.turn()
        with database.write() as connection:
            connection.execute(update(chore).where(chore.c.kind == "pull").values(due_at=DUE + HALF))
        service.then(fault)
        await later(desk, minutes=30)
        [first, *_] = pulls(desk)
        assert (first.state, bool(first.note), told(desk)) == ("failing", True, None)
        assert first.due_at >= DUE + HALF + timedelta(minutes=minutes)
        asked = looks(service)
        desk.clock.moment = DUE + HOUR + timedelta(minutes=1)
        await desk.turn()
        assert desk.states("otra/red@1") == {"sent": 1}
        await later(desk, hours=2)
        assert (pulls(desk)[0].state, told(desk) is not None) == ("done", True)
        assert looks(service)[: len(asked) + 1] == [*asked, "!"]


@pytest.mark.parametrize("kind", KINDS)
async def test_a_message_goes_before_it(
    database: Database, tmp_path: Path, start_service: StartService, kind: str
) -> None:
    """Figures are due a minute before the next post: they are asked for when that one has left."""
    service = start_service(kind)
    async with at_work(database, tmp_path, DUE, measured(kind, service, SECOND_POST), META) as desk:
        await desk.turn()
        await later(desk, hours=1)
        assert looks(service) == ["!"]
        await later(desk, minutes=1)
        await desk.turn()
        await later(desk, minutes=2)
        assert looks(service)[:3] == ["!", "!", POSTS[kind]]
        assert told(desk) is not None
