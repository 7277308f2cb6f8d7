"""What came of a survey, and what a person says of a poll that could not be counted."""

from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from delivery.office.office import Refused, Unknown
from delivery.office.survey_ends import REHEARSED
from delivery.office.survey_results import SurveyResults, survey_results, tell_votes
from delivery.watching.status import Waiting, status
from storage.database import Database
from storage.states import Voter
from storage.surveys import ask_person, count_poll, void_poll
from storage.tables import audit
from storage.votes import cast
from tests.campaigns.town import CAMPAIGN, MUNICIPALITY
from tests.delivery.desk import Desk, at_work, bogota

DUE = bogota("2026-12-28T08:00")
CHANGES = {
    "municipio.yaml": f"{MUNICIPALITY}ventanilla: https://participe.villaclara.gov.co\n",
    "campanas/matriculas.yaml": CAMPAIGN.replace("[correo, web]", "[web, canal]")
    + "    encuesta: {pregunta: ¿Abrimos el sábado?, opciones: [Sí, No], cierra: 2 días después}\n",
}
KEY = "matriculas/anuncio/canal@1"
CLOSES = DUE + timedelta(days=2)


def says(desk: Desk, key: str, *votes: int) -> None:
    """A person's word."""
    with desk.database.write() as connection:
        tell_votes(connection, desk.place.tenant_id, key, votes, "captura", "ana", desk.clock.now())


def results(desk: Desk, key: str = KEY) -> SurveyResults:
    """All of it."""
    with desk.database.read() as connection:
        return survey_results(connection, desk.place.tenant_id, key)


def stuck(desk: Desk) -> None:
    """The service does not tell."""
    with desk.database.write() as connection:
        ask_person(connection, results(desk).polls[0].publication, "Ya estaba cerrada.")


async def test_a_person_says_what_the_service_does_not(database: Database, tmp_path: Path) -> None:
    """`status` lists the poll until then; the votes join those of the page, and the word is written down."""
    async with at_work(database, tmp_path, DUE, CHANGES) as desk:
        await desk.turn()
        with database.write() as connection:
            number, now = results(desk).survey.id, desk.clock.now()
            assert cast(connection, number, "v", Voter.DEVICE, "", 1, now)
            assert cast(connection, number, "w", Voter.TOKEN, "correo", 1, now)
        stuck(desk)
        with database.read() as connection:
            waiting = status(connection, desk.place.tenant_id, desk.clock.now()).polls
        assert waiting == [Waiting(KEY, CLOSES, "Ya estaba cerrada.")]
        says(desk, KEY, 12, 5)
        found = results(desk, "matriculas/anuncio@1")
        assert (found.key, found.total, found.polls[0].told_by) == ("matriculas/anuncio@1", [12, 7], "ana")
        says(desk, KEY, 12, 6)
        assert results(desk).total == [12, 8]
        with database.read() as connection:
            assert status(connection, desk.place.tenant_id, desk.clock.now()).polls == []
            details = list(connection.scalars(select(audit.c.detail).where(audit.c.verb == "survey")))
        assert details[-1] == {"votes": [12, 6], "before": [12, 5], "note": "captura"}


@pytest.mark.parametrize(
    ("key", "votes", "said"),
    [
        (KEY, (1, 2, 3), "Son 2 cifras"),
        ("matriculas/anuncio@1", (1, 2), "Escriba «matriculas/anuncio/canal@1»"),
        ("matriculas/anuncio/web@1", (1, 2), "Escriba «matriculas/anuncio/canal@1»"),
    ],
)
async def test_what_cannot_be_said(
    database: Database, tmp_path: Path, key: str, votes: tuple[int, ...], said: str
) -> None:
    """One count for each option, of an account that has a poll; nothing is changed."""
    async with at_work(database, tmp_path, DUE, CHANGES) as desk:
        await desk.turn()
        stuck(desk)
        with pytest.raises(Refused, match=said):
            says(desk, key, *votes)
        assert results(desk).polls[0].votes is None


async def test_nobody_says_it_for_the_service(database: Database, tmp_path: Path) -> None:
    """Neither while people vote, nor once the service has told."""
    async with at_work(database, tmp_path, DUE, CHANGES) as desk:
        await desk.turn()
        with pytest.raises(Refused, match="todavía recibe votos"):
            says(desk, KEY, 1, 2)
        with database.write() as connection:
            count_poll(connection, results(desk).polls[0].publication, (7, 6), 13, CLOSES)
        with pytest.raises(Refused, match="ya dijo los votos"):
            says(desk, KEY, 1, 2)
        assert results(desk).total == [7, 6]


async def test_there_must_be_a_survey(database: Database, tmp_path: Path) -> None:
    """A message that asks nothing, or has not gone out."""
    async with at_work(database, tmp_path, DUE - timedelta(days=1), CHANGES) as desk:
        await desk.turn()
        with pytest.raises(Unknown, match="no tiene una encuesta"):
            results(desk)


async def test_what_was_a_rehearsal_has_no_votes_to_tell(database: Database, tmp_path: Path) -> None:
    """Nobody saw that poll; who enters votes is told so."""
    async with at_work(database, tmp_path, DUE, CHANGES) as desk:
        await desk.turn()
        with database.write() as connection:
            void_poll(connection, desk.publication("anuncio/canal@1").id, REHEARSED)
        with pytest.raises(Refused, match=f"«{KEY}» no tiene votos que escribir. {REHEARSED}"):
            says(desk, KEY, 12, 5)


async def test_where_no_service_asks_the_page_counts_by_itself(database: Database, tmp_path: Path) -> None:
    """There is no account whose votes a person could say."""
    alone = {
        "campanas/matriculas.yaml": CHANGES["campanas/matriculas.yaml"].replace(
            "canales: [web, canal]", "canales: [web]"
        )
    }
    async with at_work(database, tmp_path, DUE, CHANGES | alone) as desk:
        await desk.turn()
        with pytest.raises(Refused, match="no lleva encuesta de ningún servicio"):
            says(desk, "matriculas/anuncio/web@1", 12, 5)
