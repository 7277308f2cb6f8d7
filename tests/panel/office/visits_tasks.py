"""The pages of tasks, each in the states that it has."""

from collections.abc import AsyncIterator
from pathlib import Path

import httpx

from panel.entrance.roles import Role
from storage.database import Database
from tests.panel.office.task_office import CHANGES, as_, send
from tests.panel.office.task_rows import CALLS, CHECK, DONE, LATE, OWED, SPOT, UNDONE, tasks_in_every_state
from tests.panel.staffed import office


async def tasks(database: Database, folder: Path) -> AsyncIterator[tuple[str, httpx.Response]]:
    """By name: the list, one of each kind, and a form that does not say enough."""
    async with office(database, folder, CHANGES) as town:
        await as_(town, "ana", Role.ADMINISTRATOR)
        yield "vacia", await town.get("tareas")
        tasks_in_every_state(town.desk.place)
        yield "mias", await town.get("tareas")
        yield "hechas", await town.get("tareas?de=todas&ver=hechas&medio=radio&persona=ana")
        for number in (SPOT, DONE, UNDONE, LATE, OWED, CHECK, CALLS):
            yield f"tarea-{number}", await town.get(f"tareas/{number}")
        yield "sin-cuenta", await send(town, f"{SPOT}/confirmar", {"cuantas": "muchas", "nota": "<b>"})
        yield "sin-punto", await send(town, f"{OWED}/lista", {"hacer": "dejar"})
        await as_(town, "luis", Role.READER)
        yield "lector", await town.get(f"tareas/{OWED}")
