"""An office whose people have tasks by hand: a spot on the radio of Ana's, posters of Luis's, the hospital's duty."""

from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from pathlib import Path

import httpx

from panel.entrance.roles import Role
from storage.database import Database
from tests.delivery import duty_town, task_town
from tests.delivery.desk import bogota
from tests.panel.staffed import OFFICE, OWN, Office, office, token_in
from tests.photographs import JPEG

MORNING = bogota("2027-02-01T08:00")
"""When all of it is asked for."""
RADIO, CHURCH, DUTY = "Cuña de matrículas", "Afiche de matrículas", "Informe del mes"
SPOTS = """\
campaña: cunas
titulo: Matrículas escolares
accion: SE-7
clase: servicio
responsable: educacion
publico: ciudadania
mensajes:
  - id: cuna
    cuando: 2027-02-01 07:30
    canales: [emisora]
    cantidad: 3
    asunto: Cuña de matrículas
    texto: Vecinos, empiezan las matrículas. Lleven el documento del niño a la escuela más cercana.
  - id: afiche
    cuando: 2027-02-01 07:30
    canales: [carteleras]
    asunto: Afiche de matrículas
    texto: Empiezan las matrículas.
"""
CHANGES: Mapping[str, str | bytes | None] = {
    "municipio.yaml": duty_town.TOWN + "ventanilla: https://participe.villaclara.gov.co\n",
    "canales.yaml": task_town.MEDIA,
    "campanas/matriculas.yaml": duty_town.REQUEST,
    "campanas/cunas.yaml": SPOTS,
}


@asynccontextmanager
async def task_office(database: Database, folder: Path) -> AsyncIterator[Office]:
    """On the morning on which everything is asked for; nobody has come in yet."""
    async with office(database, folder, CHANGES) as town:
        town.desk.clock.moment = MORNING
        await town.desk.turn()
        yield town


def numbers(town: Office) -> dict[str, int]:
    """Each task's number, by its title, and its place where it has one of several."""
    return {row.place or row.title: row.id for row in town.desk.rows("work_order")}


def states(town: Office) -> dict[str, str]:
    """The same of their states."""
    return {row.place or row.title: row.state for row in town.desk.rows("work_order")}


async def as_(town: Office, person: str, role: Role = Role.MEDIA) -> None:
    """Somebody comes in, and whoever was there before goes."""
    if not any(row.person == person for row in town.desk.rows("user")):
        town.user(person, role)
    town.browser.cookies.clear()
    await town.sign_in(person)


async def send(
    town: Office,
    path: str,
    data: Mapping[str, str | Sequence[str]] | None = None,
    files: list[tuple[str, tuple[str, bytes, str]]] | None = None,
) -> httpx.Response:
    """A form of a task's page, with its files."""
    token = token_in((await town.get("cuenta")).text)
    address = f"{OFFICE}tareas/{path}"
    return await town.browser.post(address, data={"ficha": token, **(data or {})}, files=files, headers=OWN)


def photo(name: str = "foto.jpg", data: bytes = JPEG) -> list[tuple[str, tuple[str, bytes, str]]]:
    """One file that the telephone took."""
    return [("foto", (name, data, "image/jpeg"))]
