"""The page on which a person is erased: what goes, what has to stay and why, and a word that is typed."""

import asyncio
from collections.abc import Mapping
from functools import partial

from sqlalchemy import Connection
from starlette.responses import Response

from audience.said_to_staff import Heard
from delivery.retention.erasing import COPIES, erase_people
from panel.entrance.roles import Right
from panel.office.asked import Asked, Page
from panel.office.life import Life, read_life, way_of, whose
from panel.office.sheets import Sheets
from storage.traces import cut_log

WORD = "BORRAR"
"""What somebody types who means it."""
NOTES: Mapping[str, str] = {"persona-borrada": f"La persona quedó borrada. {COPIES}"}
NOT_TYPED = f"No se borró nada: escriba {WORD} en la casilla para confirmar."
NO_REASON = "No se borró nada: escriba cómo lo pidió, como «Radicado 2027-0457». Sin su nombre: eso queda para siempre."
LONGEST = 500


class ErasurePages:
    """Serves it, also of whom only an address is kept."""

    def __init__(self, sheets: Sheets) -> None:
        """`sheets` stays the caller's."""
        self._sheets = sheets

    @property
    def pages(self) -> list[Page]:
        """Two addresses of one page."""
        ways = ("personas/{number:int}", "personas/clave/{key}")
        return [Page(f"{way}/borrar", Right.PEOPLE, self.erase, writes=True) for way in ways]

    async def erase(self, asked: Asked) -> Response:
        """Ask, and do it once it is meant."""
        if asked.form is None:
            return await self._ask(asked)
        how = asked.field("motivo")[:LONGEST]
        if not how:
            return await self._ask(asked, NO_REASON)
        if asked.field("palabra").upper() != WORD:
            return await self._ask(asked, NOT_TYPED)

        def work(connection: Connection) -> None:
            person = whose(asked, connection)
            keys = tuple(sorted(person.keys))
            erase_people(
                connection, asked.place, [person], Heard(asked.place.tenant_id, keys, how, asked.actor, asked.now)
            )

        await asked.write(work)
        await asyncio.to_thread(cut_log, asked.place.database)
        return asked.go("personas", "persona-borrada")

    async def _ask(self, asked: Asked, said: str = "") -> Response:
        life = await asked.read(partial(_life, asked=asked))
        values = {"life": life, "way": way_of(life.person), "word": WORD, "copies": COPIES}
        typed = {"motivo": asked.field("motivo")}
        return self._sheets.page("persona_borrar.html", asked, 422 if said else 200, said=said, typed=typed, **values)


def _life(connection: Connection, asked: Asked) -> Life:
    return read_life(connection, asked.place, whose(asked, connection))
