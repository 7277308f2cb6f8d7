"""The papers of a task: its script, its posters, its sheet, drawn by a process of its own when they are asked for."""

import asyncio
from collections.abc import Mapping, Sequence
from functools import partial

from sqlalchemy import Connection
from starlette.responses import Response

from campaigns.tenant import Tenant
from delivery.publications.errands import errand
from delivery.tasks.details import Details
from delivery.tasks.sheets import forms_of_order, papers
from panel.entrance.roles import Right
from panel.office.asked import NOT_THERE, Asked, Page, Turned
from panel.office.task_rights import number_of
from panel.office.uploads import DOWNLOAD_HEADERS
from pieces.drawing import Order, draw
from pieces.form import Form
from pieces.refusal import CannotDraw

PAPERS: Mapping[Form, str] = {
    Form.SCRIPT: "Guion para leer",
    Form.POSTER_A4: "Afiche A4",
    Form.POSTER_A3: "Afiche A3",
    Form.LEAFLET: "Volante",
    Form.RELEASE: "Comunicado",
    Form.SHEET: "Hoja de la tarea",
}
"""How people call them, in the order in which a page offers them."""
PATIENCE = 60.0
"""Seconds that one waits while others have theirs drawn."""
CROWDED = Turned(
    503,
    "Hay otras hojas haciéndose",
    "Se hacen de a una, y hay varias en espera.",
    "Vuelva atrás y pídala otra vez en un minuto.",
)


def papers_of_task(tenant: Tenant, details: Details) -> list[tuple[str, str]]:
    """The name and the words of each that a task has; none where its account is no more."""
    account = tenant.accounts.get(details.key.account)
    if account is None:
        return []
    forms = forms_of_order(account, details.order.becomes, details.order.asked_by)
    return [(form.value, words) for form, words in PAPERS.items() if form in forms]


class TaskPapers:
    """Serves them."""

    def __init__(self) -> None:
        """One is drawn at a time: it takes a second, and memory."""
        self._room = asyncio.Semaphore(1)

    @property
    def pages(self) -> list[Page]:
        """They bear nobody's data: whom a task names is printed by whoever may see them."""
        return [Page("tareas/{number:int}/hoja/{form}", Right.SEE, self.paper)]

    async def paper(self, asked: Asked) -> Response:
        """One of them, to be put on a disk."""
        number, name = number_of(asked), asked.request.path_params["form"]
        orders = await asked.read(partial(_orders, asked=asked, number=number))
        order = next((each for each in orders if each.form.value == name), None)
        if order is None:
            raise NOT_THERE
        data = await self._drawn(order)
        told = {"Content-Disposition": f'attachment; filename="tarea-{number}-{order.name}"', **DOWNLOAD_HEADERS}
        return Response(data, media_type=order.mime, headers=told)

    async def _drawn(self, order: Order) -> bytes:
        """Raises `Turned`."""
        try:
            async with asyncio.timeout(PATIENCE):
                await self._room.acquire()
        except TimeoutError as error:
            raise CROWDED from error
        try:
            [piece] = await asyncio.to_thread(draw, [order])
        except CannotDraw as error:
            raise _not_drawn(str(error)) from error
        finally:
            self._room.release()
        if piece.refusal:
            raise _not_drawn(piece.refusal)
        return piece.data


def _orders(connection: Connection, asked: Asked, number: int) -> Sequence[Order]:
    """Of a task of this municipality."""
    if errand(connection, asked.place.tenant_id, number) is None:
        return []
    return papers(connection, asked.tenant, [number]).get(number, [])


def _not_drawn(reason: str) -> Turned:
    return Turned(409, "La hoja no se pudo hacer", reason)
