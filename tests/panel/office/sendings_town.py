"""A town that has sent: to three people, one of whom wanted nothing more and one of whose colegio nobody knows."""

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from pathlib import Path

from sqlalchemy import delete, insert, update

from audience.addresses import normalise, recipient_key
from panel.entrance.roles import Role
from storage.database import Database
from storage.tables import counter, delivery, publication, suppression
from tests.campaigns.town import CAMPAIGN
from tests.panel.staffed import FILES, Office, office

MAILING = "anuncio/correo@1"
POSTER = "cartel/web@1"
TEXT = "Empiezan las matrículas de {{ persona.colegio }}."
MESSAGES = f"""\
mensajes:
  - id: anuncio
    cuando: 7 días antes a las 11:58
    canales: [correo]
    asunto: Matrículas
    texto: "{TEXT}"
  - id: cartel
    cuando: 7 días antes a las 11:58
    canales: [web]
    texto: Matrículas abiertas.
"""
FILE, WHOLE = "campanas/matriculas.yaml", CAMPAIGN.partition("mensajes:")[0] + MESSAGES
SENDINGS: Mapping[str, str | bytes | None] = {**FILES, FILE: WHOLE}
GOT, FAILED, LEFT = "eva@example.com", "luz@example.com", "sol@example.com"


@asynccontextmanager
async def sendings(
    database: Database,
    folder: Path,
    role: Role = Role.COMMUNICATOR,
    changes: Mapping[str, str | bytes | None] = SENDINGS,
) -> AsyncIterator[Office]:
    """Everything that was due has gone out, and Ana is signed in."""
    async with office(database, folder, changes) as town:
        town.desk.people(GOT, LEFT, attributes={"colegio": "La Esperanza"})
        town.desk.people(FAILED)
        suppress(town, LEFT)
        town.user("ana", role)
        await town.desk.turn()
        await town.sign_in("ana")
        yield town


def suppress(town: Office, mail: str) -> None:
    """Somebody wants no more mail."""
    place = town.desk.place
    key = recipient_key(place.keyring.address_key, normalise("correo", mail))
    row = {"tenant": place.tenant_id, "key": key, "reason": "opt_out"}
    with town.desk.database.write() as connection:
        connection.execute(insert(suppression).values(**row, since=town.desk.clock.now()))


def doubt(town: Office, mail: str) -> int:
    """Nobody knows whether it went out to somebody: the connection broke. Returns the delivery."""
    [row] = [row for row in town.desk.deliveries(MAILING) if row.address == mail]
    told = {"state": "uncertain", "error_code": "perdida", "error_text": "Se cortó la conexión.", "sent_at": None}
    its = (counter.c.publication == row.publication, counter.c.state.in_([row.state, "uncertain"]))
    ends = update(publication).where(publication.c.id == row.publication).values(state="done_with_errors")
    with town.desk.database.write() as connection:
        connection.execute(update(delivery).where(delivery.c.id == row.id).values(**told))
        connection.execute(ends)
        connection.execute(delete(counter).where(*its))
        left = {"publication": row.publication, "audience": row.audience, "state": "uncertain", "count": 1}
        connection.execute(insert(counter), [left])
    return int(row.id)
