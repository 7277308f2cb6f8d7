"""A copy was put back, and what people said since is lost: what waits for that, and the word that it was looked for."""

from collections.abc import Mapping
from functools import partial

from sqlalchemy import Connection
from starlette.responses import Response

from delivery.lost_words import MARK, read_lost_words
from delivery.office.held_back import HeldBack, held_back
from delivery.office.looked_for import release_after_restore
from delivery.office.office import Refused
from delivery.suspensions import Suspension, standing
from panel.entrance.roles import Right
from panel.office.asked import Asked, Page, Turned
from panel.office.sheets import Sheets
from storage.ledger import IllegalMove

PATH = "copia-recuperada"
NOTES: Mapping[str, str] = {"copia-revisada": "Salen otra vez los mensajes que la gente puede rechazar."}
NO_REASON = "No se soltó nada: escriba qué se revisó. Queda en la auditoría con su nombre."
LONGEST = 500


class RecoveredPages:
    """Serves it."""

    def __init__(self, sheets: Sheets) -> None:
        """`sheets` stays the caller's."""
        self._sheets = sheets

    @property
    def pages(self) -> list[Page]:
        """One, for whoever may let go what waits."""
        return [Page(PATH, Right.OPERATE, self.recovered, writes=True)]

    async def recovered(self, asked: Asked) -> Response:
        """What waits and what is to be looked for; with a form, that it was."""
        looked = asked.field("revisado")[:LONGEST]
        if asked.form is None or not looked:
            return await self._ask(asked, NO_REASON if asked.form is not None else "")
        work = partial(release_after_restore, workplace=asked.place, reason=looked, actor=asked.actor, now=asked.now)
        try:
            await asked.write(work)
        except (Refused, IllegalMove) as error:
            raise Turned(409, "No hay nada que soltar", str(error)) from error
        return asked.go("hoy", "copia-revisada")

    async def _ask(self, asked: Asked, said: str = "") -> Response:
        def work(connection: Connection) -> tuple[Suspension | None, HeldBack]:
            order = lost_since(connection, asked)
            return order, held_back(connection, asked.place, MARK, asked.now)

        order, held = await asked.read(work)
        if order is None:
            return asked.go("hoy")
        return self._sheets.page(
            "copia_recuperada.html", asked, 422 if said else 200, said=said, order=order, held=held
        )


def lost_since(connection: Connection, asked: Asked) -> Suspension | None:
    """The order by which messages wait that people may have refused since a copy; None: none do."""
    if not asked.place.restorations:
        return None
    return standing(read_lost_words(connection, asked.place.tenant_id), asked.now)
