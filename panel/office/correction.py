"""The form in which a person's data are put right."""

from collections.abc import Mapping
from functools import partial

from sqlalchemy import Connection
from starlette.responses import Response

from audience.correction import BadCorrection, Known, correct, known
from audience.said_to_staff import Heard
from audience.sensitive_columns import left_out
from audience.whose import Holder
from campaigns.language import language_name
from panel.entrance.roles import Right
from panel.office.asked import Asked, Page
from panel.office.forms import as_typed
from panel.office.life import way_of, whose
from panel.office.person import NO_REASON
from panel.office.sheets import Sheets
from panel.preferring import spoken

NOTES: Mapping[str, str] = {"persona-corregida": "Sus datos quedaron corregidos."}
FIELD_NAMES: Mapping[str, str] = {
    "nombre": "Nombre y apellidos",
    "correo": "Correo",
    "telefono": "Teléfono",
    "telegram": "Telegram",
}
LONGEST = 500


class CorrectionPages:
    """Serves it."""

    def __init__(self, sheets: Sheets) -> None:
        """`sheets` stays the caller's."""
        self._sheets = sheets

    @property
    def pages(self) -> list[Page]:
        """Of whom a list or their own word has a name for: an address alone has nothing to put right."""
        return [Page("personas/{number:int}/datos", Right.PEOPLE, self.data, writes=True)]

    async def data(self, asked: Asked) -> Response:
        """The form, or what was sent with it."""
        person, now = await asked.read(partial(_read, asked=asked))
        if asked.form is None:
            return self._form(asked, person, now)
        form = asked.form
        sent = {
            name: as_typed(form, f"dato-{name}")[:LONGEST] if f"dato-{name}" in form else text
            for name, text in now.cells.items()
        }
        how = asked.field("motivo")[:LONGEST]
        if not how:
            return self._form(asked, person, now, sent, NO_REASON)
        heard = Heard(asked.place.tenant_id, tuple(sorted(person.keys)), how, asked.actor, asked.now)
        work = partial(correct, secret=asked.place.keyring.address_key, person=person, cells=sent, heard=heard)
        try:
            changed = await asked.write(work)
        except BadCorrection as error:
            return self._form(asked, person, now, sent, str(error))
        return asked.go(way_of(person), "persona-corregida" if changed else "persona-igual")

    def _form(
        self, asked: Asked, person: Holder, now: Known, sent: Mapping[str, str] | None = None, said: str = ""
    ) -> Response:
        cells = now.cells if sent is None else sent
        codes = {"es", *spoken(asked.place), now.cells["idioma"], cells["idioma"]}
        languages = sorted((language_name(code) or code, code) for code in codes if code)
        values = {"person": person, "way": way_of(person), "cells": cells, "attributes": now.attributes, "said": said}
        values |= {"names": FIELD_NAMES, "languages": languages, "how": asked.field("motivo")}
        return self._sheets.page("persona_datos.html", asked, 422 if said else 200, **values)


def _read(connection: Connection, asked: Asked) -> tuple[Holder, Known]:
    person = whose(asked, connection)
    columns = {name for public in asked.tenant.audiences.values() for name in public.columns}
    return person, known(connection, person, columns - {*left_out(sorted(columns), columns)})
