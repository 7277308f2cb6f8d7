"""What follows the close of a survey: the results, told at an hour that the survey decides."""

from datetime import timedelta
from pathlib import Path

from campaigns.content import Content
from delivery.office.decisions import approve
from delivery.office.office import cancel
from delivery.planned import Planned
from delivery.planning.known import read_known
from delivery.planning.planning import plan
from storage.database import Database
from storage.surveys import surveys
from storage.work_orders import confirm
from tests.delivery.desk import Desk, at_work, bogota
from tests.delivery.publications.test_surveys import CHANGES, DUE, FILE

RESULTS = """\
  - id: resultados
    cuando: 1 día después de cerrar la encuesta de anuncio a las 10:00
    canales: [canal]
    asunto: Resultados
    texto: "Así votaron: {{ enlace }}"
"""
FOLLOWED = CHANGES | {FILE: CHANGES[FILE] + RESULTS}
KEY = "resultados/canal@1"
HOUR = bogota("2026-12-31T10:00")


def planned(desk: Desk) -> Planned:
    """What `plan` says of the results."""
    now = desk.clock.now()
    with desk.database.read() as connection:
        known = read_known(connection, desk.tenant, now=now)
    found = plan(desk.tenant, known, DUE - timedelta(days=1), DUE + timedelta(days=30), now)
    return next(each for each in found if each.message == "resultados")


async def test_it_goes_out_after_the_close(database: Database, tmp_path: Path) -> None:
    """Not before its hour, and it leads to the page with the results."""
    async with at_work(database, tmp_path, DUE, FOLLOWED) as desk:
        desk.people("luis@example.com")
        await desk.turn()
        assert planned(desk).local == HOUR
        desk.clock.moment = HOUR - timedelta(minutes=1)
        await desk.turn()
        assert KEY not in desk.publications()
        desk.clock.moment = HOUR
        await desk.turn()
        assert desk.publications()[KEY] == "done"
        with desk.database.read() as connection:
            [survey] = surveys(connection, desk.place.tenant_id)
        content = Content.from_json(desk.publication(KEY).content)
        assert content.link == f"https://participe.villaclara.gov.co/encuesta/{survey.code}"


async def test_before_the_survey_is_out_its_hour_is_foretold(database: Database, tmp_path: Path) -> None:
    """By its nominal hour; it waits, since nobody knows whether it will be asked."""
    async with at_work(database, tmp_path, DUE - timedelta(hours=20), FOLLOWED) as desk:
        found = planned(desk)
        told = "Espera a que cierre la encuesta de «anuncio»: su hora se sabrá entonces."
        assert (found.nominal, found.local, found.reason) == (HOUR, None, told)


async def test_a_survey_that_is_called_off_is_not_followed(database: Database, tmp_path: Path) -> None:
    """It has no results; the plan says why nothing comes."""
    async with at_work(database, tmp_path, DUE, FOLLOWED) as desk:
        desk.people("luis@example.com")
        await desk.turn()
        desk.clock.pass_(hours=2)
        desk.write(cancel, "matriculas/anuncio@1", "ana", desk.clock.now())
        desk.clock.moment = HOUR
        await desk.turn()
        assert KEY not in desk.publications()
        assert planned(desk).reason == "Espera a que cierre la encuesta de «anuncio», que se canceló."


async def test_what_waited_for_a_late_survey_counts_from_its_close(database: Database, tmp_path: Path) -> None:
    """The row that told of the wait says its hour once the survey is out."""
    approved = FOLLOWED[FILE].replace("    canales", "    aprueba: comite-gel\n    canales", 1)
    async with at_work(database, tmp_path, DUE, FOLLOWED | {FILE: approved}) as desk:
        desk.people("luis@example.com")
        await desk.turn()
        row = desk.publication(KEY)
        told = "Espera a que cierre la encuesta de «anuncio», que está por aprobar."
        assert (row.state, row.reason) == ("waiting", told)
        desk.clock.pass_(minutes=5)
        desk.write(approve, "matriculas/anuncio@1", "ana", "", desk.clock.now())
        await desk.settle()
        assert desk.publication(KEY).reason == "La encuesta de «anuncio» ya salió: sale a su hora, 2026-12-31 10:00."
        desk.clock.moment = HOUR
        await desk.turn()
        assert desk.publications()[KEY] == "done"


async def test_a_survey_on_paper_is_closed_once_it_was_counted(database: Database, tmp_path: Path) -> None:
    """Its task says so, whatever `cierra` said; before that the plan counts from the file."""
    paper = {FILE: FOLLOWED[FILE].replace("[correo, web, canal]", "[emisora]")}
    async with at_work(database, tmp_path, DUE, FOLLOWED | paper) as desk:
        await desk.turn()
        assert planned(desk).nominal == HOUR
        desk.clock.pass_(days=4)
        with desk.database.write() as connection:
            confirm(connection, int(desk.rows("work_order")[0].id), "ana", desk.clock.now(), done=1)
        await desk.settle()
        assert desk.publication(KEY).planned_at == bogota("2027-01-02T10:00")
