"""From a claimed delivery to a message: what a value that is missing stops, and what helps."""

from pathlib import Path

from sqlalchemy import insert, select

from delivery.office.settling import retry
from storage.database import Database
from storage.tables import contact, contact_attribute
from tests.campaigns.town import CAMPAIGN
from tests.delivery.desk import at_work, bogota

DUE = bogota("2026-12-28T08:00")
FILE = "campanas/matriculas.yaml"


async def test_the_value_completed_the_message_goes_out_by_retry(database: Database, tmp_path: Path) -> None:
    """As its error says: the text stays as it was frozen, and what is known of the person is read anew."""
    text = CAMPAIGN.replace("[correo, web]", "[correo]")
    changes = {FILE: text.replace("Empiezan las matrículas.", '"Su sede es {{ persona.sede }}."')}
    async with at_work(database, tmp_path, DUE, changes) as desk:
        desk.people("luis@example.com")
        await desk.turn()
        assert desk.states("anuncio/correo@1") == {"failed": 1}
        with desk.database.write() as connection:
            person = connection.execute(select(contact.c.id)).scalar_one()
            connection.execute(insert(contact_attribute).values(contact=person, name="sede", value="Central"))
        desk.write(retry, "matriculas/anuncio/correo@1", "ana", desk.clock.now())
        await desk.settle()
        assert desk.states("anuncio/correo@1") == {"sent": 1}
