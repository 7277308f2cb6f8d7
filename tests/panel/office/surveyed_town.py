"""A town that has asked a question on its site and in its channel, and was answered."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path

from panel.entrance.roles import Role
from storage.database import Database
from storage.states import Voter
from storage.surveys import OpenSurvey, ask_person, surveys
from storage.votes import cast
from tests.campaigns.town import CAMPAIGN
from tests.panel.staffed import FILES, Office, office

QUESTION = "¿Abrimos el sábado?"
WHY = "Alguien la cerró a mano."
POLL = "anuncio/canal@1"
ASKING = (
    CAMPAIGN.replace("15 días antes a las 08:00", "2027-01-05 11:50").replace("[correo, web]", "[web, canal]")
    + f"    encuesta: {{pregunta: {QUESTION}, opciones: [Sí, 'No <b>'], cierra: 2 días después}}\n"
)
SURVEYED = {**FILES, "campanas/matriculas.yaml": ASKING}


@asynccontextmanager
async def surveyed(database: Database, folder: Path, role: Role = Role.COMMUNICATOR) -> AsyncIterator[Office]:
    """It was asked, two voted on the page, and Ana is signed in."""
    async with office(database, folder, SURVEYED) as town:
        await town.desk.turn()
        with database.write() as connection:
            number, now = asked(town).id, town.desk.clock.now()
            cast(connection, number, "v", Voter.DEVICE, "", 1, now)
            cast(connection, number, "w", Voter.TOKEN, "correo", 1, now)
        town.user("ana", role)
        await town.sign_in("ana")
        yield town


def asked(town: Office) -> OpenSurvey:
    """The survey."""
    with town.desk.database.read() as connection:
        [found] = surveys(connection, town.desk.place.tenant_id)
    return found


async def fall_silent(town: Office) -> str:
    """It is over and the channel does not tell its votes; the address of its page."""
    town.desk.clock.moment = asked(town).closes_at + timedelta(minutes=1)
    with town.desk.database.write() as connection:
        ask_person(connection, town.desk.publication(POLL).id, WHY)
    await town.desk.turn()
    await town.sign_in("ana")
    return f"encuestas/{asked(town).id}"
