"""A campaign in a form: what its file says, how that will be seen, and what a change would do before it is saved."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import partial
from urllib.parse import quote

from sqlalchemy import Connection
from starlette.responses import Response

from campaigns.reading.files import CAMPAIGNS
from campaigns.writing import difference
from campaigns.writing.filling import lines_of
from campaigns.writing.placing import NEW, Changed, NotWritable, digest, why_not
from campaigns.writing.spots import NotEditable
from panel.entrance.roles import Right
from panel.office.asked import NOT_THERE, Asked, Page
from panel.office.controls import Maker
from panel.office.drafts import (
    GENERAL,
    PLAIN,
    Draft,
    acted,
    begun,
    blank,
    file_of,
    named,
    sent,
    shown,
    typed_into,
)
from panel.office.field_words import FOLDED_IN_MESSAGE, MAIN
from panel.office.foretold import Foretold, foretold
from panel.office.parts import exact, is_open, part_of, parts_of, spoken_to
from panel.office.proofs import Proofs, proofs
from panel.office.reviewing import Found, campaign_files, desk_of, file_now, looked_through
from panel.office.saving import Effects, effects, save
from panel.office.sheets import Sheets
from panel.office.tally import reach
from panel.office.typed import number_typed

NOTES: Mapping[str, str] = {
    "campana-guardada": "La campaña quedó guardada. El pregonero toma el cambio en unos segundos.",
}
LARGEST = 4_000_000
"""Octets of a form: a file of the staff, twice."""
ITSELF = ("agregar", "duplicar", "quitar", "subir", "bajar")
"""Buttons that change the list of messages."""


class EditorPages:
    """Serves them."""

    def __init__(self, sheets: Sheets) -> None:
        """`sheets` stays the caller's."""
        self._sheets = sheets

    @property
    def pages(self) -> list[Page]:
        """The files, a new one, and one that is there. Before any page that takes `campanas/{name}`."""
        return [
            Page("redaccion", Right.WRITE, self.files),
            Page("campanas/nueva", Right.WRITE, self.new, writes=True, largest=LARGEST),
            Page("campanas/{name}/editar", Right.WRITE, self.edit, writes=True, largest=LARGEST),
        ]

    async def files(self, asked: Asked) -> Response:
        """Every campaign's file, also those that are broken."""
        rows = await asyncio.to_thread(campaign_files, asked)
        why = why_not(asked.tenant.folder, f"{CAMPAIGNS}/x.yaml")
        return self._sheets.page("redaccion.html", asked, rows=rows, why=why)

    async def new(self, asked: Asked) -> Response:
        """One that is not there yet."""
        if asked.form is None:
            return await self.form(asked, blank())
        return await self._answer(asked, named(typed_into(asked, sent(asked, ""))))

    async def edit(self, asked: Asked) -> Response:
        """One that is."""
        file = file_of(asked.tenant, asked.request.path_params["name"])
        data = await asyncio.to_thread(file_now, asked, file)
        if asked.form is not None:
            return await self._answer(asked, typed_into(asked, sent(asked, file)))
        if data is None:
            raise NOT_THERE
        draft = begun(file, data)
        return await self.form(asked, shown(draft, asked.query("parte") or GENERAL))

    async def _answer(self, asked: Asked, draft: Draft) -> Response:
        does, _, which = asked.field("hacer").partition(":")
        if draft.trouble:
            return await self.form(asked, draft, code=422, said=f"Algo no quedó en el borrador: {draft.trouble}.")
        if does in ITSELF:
            try:
                draft = acted(draft, does, number_typed(which) or 0)
            except NotEditable as error:
                return await self.form(asked, draft, code=422, said=f"No se pudo: {error}.")
            return await self.form(asked, shown(draft, draft.part))
        if does == "abrir":
            return await self.form(asked, shown(draft, which))
        if does == "suya":
            return await self._theirs(asked, draft)
        if does == "revisar":
            return await self.review(asked, draft)
        if does == "guardar":
            return await self._save(asked, draft)
        return await self.form(asked, shown(draft, draft.part))

    async def form(self, asked: Asked, draft: Draft, code: int = 200, said: str = "") -> Response:
        """The draft with one part open, and how that will be seen."""
        desk = desk_of(asked)
        message = int(draft.part) if draft.part.isdecimal() else None
        name = draft.name or f"{CAMPAIGNS}/nueva.yaml"
        found = await asyncio.to_thread(proofs, desk, name, draft.data, message, asked.now)
        if draft.base == NEW and code < 400:
            # What nobody has come to yet is not wrong.
            wrong = tuple(each for each in found.problems if not is_open(draft, each))
            unfilled = len(wrong) < len(found.problems)
            return self._form(asked, draft, replace(found, problems=wrong), code, said, unfilled=unfilled)
        return self._form(asked, draft, found, code, said)

    def _form(
        self, asked: Asked, draft: Draft, found: Proofs, code: int = 200, said: str = "", *, unfilled: bool = False
    ) -> Response:
        there = draft.said(draft.place)
        accounts = lines_of(there.get("canales")) if isinstance(there, dict) else ()
        maker = Maker(asked.tenant, found.problems, draft.refused or {}, spoken_to(asked, there, accounts))
        controls = () if draft.part == PLAIN else maker.controls(draft.fields, draft.place, there)
        main = set(MAIN) - (FOLDED_IN_MESSAGE if draft.place else set())
        stray = found.problems if draft.part == PLAIN else maker.stray(draft.place, controls)
        if not draft.place:
            stray = tuple(each for each in stray if draft.part == PLAIN or not each.path.startswith("mensajes["))
        return self._sheets.page(
            "editor.html",
            asked,
            code,
            draft=draft,
            said=said,
            main=[each for each in controls if each.key in main],
            more=[each for each in controls if each.key not in main],
            stray=stray,
            parts=parts_of(draft, found.problems),
            proofs=found,
            unfilled=unfilled,
            why=why_not(asked.tenant.folder, draft.name) if draft.name else "",
            exact=exact,
        )

    async def review(self, asked: Asked, draft: Draft, code: int = 200) -> Response:
        """What is wrong with it; where nothing is, what would be another."""
        if not draft.name:
            return await self.form(asked, draft, 422, "Escriba primero el nombre corto de la campaña.")
        there = await asyncio.to_thread(file_now, asked, draft.name)
        if (digest(there) if there is not None else NEW) != draft.base:
            return self._conflict(asked, draft, there)
        found = await asyncio.to_thread(looked_through, asked, draft)
        if found.checked.stops or found.checked.tenant is None:
            return await self._wrong(asked, draft, found)
        tenant = found.checked.tenant
        told = await asked.read(partial(effects, workplace=asked.place, draft=draft, then=tenant))
        times = await foretold(asked, tenant, draft.name.rpartition("/")[2])
        return self._review(asked, draft, there, found, told, times, code)

    def _review(
        self,
        asked: Asked,
        draft: Draft,
        there: bytes | None,
        found: Found,
        told: Effects,
        times: Sequence[Foretold],
        code: int,
    ) -> Response:
        before = there.decode("utf-8", "replace") if there is not None else ""
        return self._sheets.page(
            "revision.html",
            asked,
            code,
            draft=draft,
            changes=difference.changes(before, draft.text),
            lines=difference.lines(before, draft.text) if before else [],
            same=before == draft.text,
            advice=found.advice,
            lacking=found.checked.lacking,
            effects=told,
            times=times,
            reach=reach,
            why=why_not(asked.tenant.folder, draft.name),
            exact=exact,
        )

    async def _wrong(self, asked: Asked, draft: Draft, found: Found) -> Response:
        checked = found.checked
        if not checked.own:
            words = "; ".join(f"{each.file.name}: {each.message}" for each in checked.broken)
            said = f"Así como está, este cambio daña otra campaña. {words}." if words else found.trouble
            return await self.form(asked, draft, 422, said)
        part = part_of(checked.own[0])
        said = "No se guardó: hay algo por corregir. Está señalado abajo."
        draft = shown(draft, part if draft.part != PLAIN else PLAIN)
        return self._form(asked, draft, Proofs((), checked.own), 422, said)

    def _conflict(self, asked: Asked, draft: Draft, there: bytes | None) -> Response:
        theirs = there.decode("utf-8", "replace") if there is not None else ""
        return self._sheets.page(
            "conflicto.html",
            asked,
            409,
            draft=draft,
            gone=there is None,
            theirs=theirs,
            changes=difference.changes(theirs, draft.text),
            lines=difference.lines(theirs, draft.text),
            mine=replace(draft, base=digest(there) if there is not None and draft.file else NEW),
            exact=exact,
        )

    async def _theirs(self, asked: Asked, draft: Draft) -> Response:
        """On from what the file says now, with one's own beside it."""
        there = await asyncio.to_thread(file_now, asked, draft.name) if draft.name else None
        if there is None:
            return await self.form(asked, draft)
        return await self.form(asked, shown(begun(draft.name, there), GENERAL))

    async def _save(self, asked: Asked, draft: Draft) -> Response:
        if not draft.name:
            return await self.form(asked, draft, 422, "Escriba primero el nombre corto de la campaña.")
        found = await asyncio.to_thread(looked_through, asked, draft)
        if found.checked.stops or found.checked.tenant is None:
            return await self._wrong(asked, draft, found)

        def work(connection: Connection) -> None:
            save(connection, asked.place, draft, asked.actor, asked.now)

        try:
            await asked.write(work)
        except Changed as changed:
            return self._conflict(asked, draft, changed.theirs)
        except NotWritable as error:
            return await self.form(asked, draft, 409, f"No se guardó: {error}.")
        stem = draft.name.removeprefix(f"{CAMPAIGNS}/").removesuffix(".yaml")
        told = draft.said(("campaña",))
        name = told if isinstance(told, str) and told in asked.tenant.campaigns else stem
        return asked.go(f"campanas/{quote(name)}/editar", "campana-guardada")
