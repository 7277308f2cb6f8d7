"""An office whose river rises: an alert that repeats until it is lifted, and the word that it is over."""

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from pathlib import Path

from panel.entrance.roles import Role
from storage.database import Database
from tests.panel.staffed import FILES, Office, office

FILE = "campanas/creciente.yaml"
ALERT = """\
campaña: creciente
titulo: Creciente del río
accion: SE-7
clase: emergencia
responsable: educacion
publico: ciudadania
mensajes:
  - id: alerta
    cuando: cada hora hasta levantar
    canales: [web, correo]
    asunto: Crece el río
    texto: "{{ hora }}: crece el río."
  - id: fin
    cuando: por orden
    canales: [web, correo]
    asunto: Bajó el río
    texto: Ya pasó el peligro.
"""
RIVER: Mapping[str, str | bytes | None] = {**FILES, FILE: ALERT}


@asynccontextmanager
async def river(
    database: Database,
    folder: Path,
    role: Role = Role.COMMUNICATOR,
    changes: Mapping[str, str | bytes | None] = RIVER,
) -> AsyncIterator[Office]:
    """Two people have a mailbox, and Ana is signed in."""
    async with office(database, folder, changes) as town:
        town.desk.people("eva@example.com", "luz@example.com")
        town.user("ana", role)
        await town.sign_in("ana")
        yield town
