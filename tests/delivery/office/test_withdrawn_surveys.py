"""A survey ends with the last of what asks it: nobody finds the way to a vote that nothing asks for."""

from pathlib import Path

from delivery.office.withdrawal import ASKED_ELSEWHERE, withdraw
from delivery.publications.ending import ALL_GONE
from storage.database import Database
from storage.surveys import OpenSurvey, surveys
from tests.delivery.desk import Desk, at_work
from tests.delivery.office.test_withdrawal import LIVE
from tests.delivery.publications.test_surveys import CHANGES, DUE, FILE

KEY = "matriculas/anuncio@1"


def asking(*accounts: str) -> dict[str, str]:
    """The town that asks on these accounts."""
    return {**CHANGES, **LIVE, FILE: str(CHANGES[FILE]).replace("[correo, web, canal]", f"[{', '.join(accounts)}]")}


def the_survey(desk: Desk) -> OpenSurvey:
    """As its row has it."""
    with desk.database.read() as connection:
        [found] = surveys(connection, desk.place.tenant_id)
    return found


async def test_the_last_post_takes_its_survey_along(database: Database, tmp_path: Path) -> None:
    """Once it is gone, and not when it is ordered; while another one stands the survey goes on."""
    async with at_work(database, tmp_path, DUE, asking("web", "canal")) as desk:
        await desk.turn()
        found = desk.write(withdraw, "matriculas/anuncio/canal@1", "ana", desk.clock.now())
        assert found.survey == ASKED_ELSEWHERE.format(KEY)
        await desk.settle()
        assert the_survey(desk).closed_at is None
        found = desk.write(withdraw, "matriculas/anuncio/web@1", "ana", desk.clock.now())
        assert (found.survey, the_survey(desk).closed_at) == ("", None)
        await desk.settle()
        ended = the_survey(desk)
        assert (ended.closed_at, ended.salt, ended.cancelled) == (DUE, None, ALL_GONE)


async def test_a_mail_goes_on_asking(database: Database, tmp_path: Path) -> None:
    """It is in people's mailboxes: a person is told how to end the survey."""
    async with at_work(database, tmp_path, DUE, asking("correo", "web")) as desk:
        desk.people("luis@example.com")
        await desk.turn()
        found = desk.write(withdraw, KEY, "ana", desk.clock.now())
        assert found.survey == ASKED_ELSEWHERE.format(KEY)
        await desk.settle()
        assert (desk.publication("anuncio/web@1").reason[:9], the_survey(desk).closed_at) == ("Retirada.", None)
