"""Votes as a figure: those of the surveys that closed in a period, by medium, each counted once."""

from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import Connection, event, insert, update

from campaigns.indicator import VOTING_PAGE, VOTING_PAGE_UNVERIFIED, Filter, Indicator
from indicators.measures import Figure, measure, untold
from indicators.outcomes import Outcomes, read_outcomes
from storage.database import Database
from storage.states import Voter
from storage.surveys import count_poll
from storage.tables import publication, survey
from storage.votes import cast
from tests.campaigns.town import CAMPAIGN, MUNICIPALITY
from tests.delivery.desk import Desk, at_work, bogota
from tests.indicators.rows import add_publication, add_tenant

DUE = bogota("2026-12-28T08:00")
CLOSES = DUE + timedelta(days=2)
AFTER = CLOSES + timedelta(days=1)
CHANGES = {
    "municipio.yaml": f"{MUNICIPALITY}ventanilla: https://participe.villaclara.gov.co\n",
    "campanas/matriculas.yaml": CAMPAIGN.replace("[correo, web]", "[web, canal]")
    + "    encuesta: {pregunta: ¿Abrimos el sábado?, opciones: [Sí, No], cierra: 2 días después}\n",
}
VOTES = Indicator.model_validate({"nombre": "Votos", "unidad": "votos", "tipo": "automatico", "cuenta": "votos"})
NONE = Figure(None, {}, {})


async def closed(desk: Desk, page: int, poll: tuple[int, ...] | None, mode: str = "real") -> None:
    """A survey on the web and in a channel that has closed with these votes; None: nobody counted its poll."""
    await desk.turn()
    with desk.database.write() as connection:
        connection.execute(update(publication).values(mode=mode))
        number = connection.execute(survey.select()).one().id
        for voter in range(page):
            assert cast(connection, number, str(voter), Voter.DEVICE, "", voter % 2, DUE)
        connection.execute(update(survey).values(closed_at=CLOSES))
        if poll is not None:
            posted = publication.c.account == "canal"
            found = connection.execute(publication.select().where(posted)).one()
            count_poll(connection, found.id, poll, None, AFTER)


def figures(desk: Desk, days: int = 1) -> tuple[Figure, int]:
    """The figure of so many days from the close on, and of how many polls it knows nothing."""
    with desk.database.read() as connection:
        since = CLOSES + timedelta(days=days - 1)
        outcomes: Outcomes = read_outcomes(connection, desk.place.tenant_id, since, since + timedelta(days=1))
    return measure(VOTES, outcomes), untold(VOTES, outcomes)


@pytest.mark.parametrize(
    ("page", "poll", "figure", "unknown"),
    [
        (3, (12, 5), Figure(20, {"canal": 17}, {VOTING_PAGE_UNVERIFIED: 3, "Telegram": 17}), 0),
        (3, None, Figure(3, {}, {VOTING_PAGE_UNVERIFIED: 3}), 1),
        (0, (0, 4), Figure(4, {"canal": 4}, {"Telegram": 4}), 0),
        (0, None, NONE, 1),
    ],
    ids=["both", "poll unknown", "nobody on the page", "nothing known"],
)
async def test_votes_add_up_by_medium(
    database: Database, tmp_path: Path, page: int, poll: tuple[int, ...] | None, figure: Figure, unknown: int
) -> None:
    """Those of our page and of each poll that was counted; what nobody has counted is not nought."""
    async with at_work(database, tmp_path, DUE, CHANGES) as desk:
        await closed(desk, page, poll)
        assert figures(desk) == (figure, unknown)


async def test_votes_belong_to_the_period_of_the_close(database: Database, tmp_path: Path) -> None:
    """A day later there are none of them, though the poll was counted then."""
    async with at_work(database, tmp_path, DUE, CHANGES) as desk:
        await closed(desk, 3, (12, 5))
        assert figures(desk, days=2) == (NONE, 0)


async def test_votes_of_what_was_called_off_do_not_count(database: Database, tmp_path: Path) -> None:
    """It has no result."""
    async with at_work(database, tmp_path, DUE, CHANGES) as desk:
        await closed(desk, 3, (12, 5))
        with desk.database.write() as connection:
            connection.execute(update(survey).values(cancelled="Cancelada por ana."))
        assert figures(desk) == (NONE, 0)


async def test_votes_of_a_rehearsal_do_not_count(database: Database, tmp_path: Path) -> None:
    """A survey in `pruebas` has asked nobody."""
    async with at_work(database, tmp_path, DUE, CHANGES) as desk:
        await closed(desk, 3, (12, 5), "pruebas")
        assert figures(desk) == (NONE, 0)


async def test_verified_votes_are_a_medium_of_their_own(database: Database, tmp_path: Path) -> None:
    """An indicator may count them alone."""
    async with at_work(database, tmp_path, DUE, CHANGES) as desk:
        await closed(desk, 3, None)
        with desk.database.write() as connection:
            connection.execute(update(survey).values(closed_at=None))
            number = connection.execute(survey.select()).one().id
            for voter in ("ana", "luis"):
                assert cast(connection, number, voter, Voter.TOKEN, "Correo", 0, DUE)
            connection.execute(update(survey).values(closed_at=CLOSES))
        assert figures(desk)[0] == Figure(5, {}, {VOTING_PAGE: 2, VOTING_PAGE_UNVERIFIED: 3})
        alone = VOTES.model_copy(update={"filter": Filter.model_validate({"medios": [VOTING_PAGE]})})
        with desk.database.read() as connection:
            outcomes = read_outcomes(connection, desk.place.tenant_id, CLOSES, CLOSES + timedelta(days=1))
        assert measure(alone, outcomes) == Figure(2, {}, {VOTING_PAGE: 2})


def test_a_year_of_surveys_is_asked_at_once(database: Database) -> None:
    """A survey a week takes no more statements than one: each would be a way to the server and back."""
    with database.write() as connection:
        assert read_of(connection, 40, "muchas") == (40, read_of(connection, 1, "una")[1])


def read_of(connection: Connection, surveys: int, slug: str) -> tuple[int, int]:
    """How many rows so many surveys give, and by how many statements these are read."""
    tenant = add_tenant(connection, slug)
    for number in range(surveys):
        add_publication(connection, tenant, f"encuestas/semanal/web@{number}", "2027-01-04 13:00")
        asked = {"campaign": "encuestas", "message": "semanal", "occurrence": str(number), "question": "¿Sí?"}
        hours = {"opened_at": DUE, "closes_at": CLOSES, "closed_at": CLOSES, "code": f"{slug}{number}"}
        connection.execute(insert(survey).values(tenant=tenant, options=["Sí", "No"], **asked, **hours))
    said: list[str] = []

    def note(*given: str) -> None:
        said.append(given[2])

    event.listen(connection, "before_cursor_execute", note)
    outcomes = read_outcomes(connection, tenant, CLOSES, AFTER)
    event.remove(connection, "before_cursor_execute", note)
    return len(outcomes.voted), len(said)
