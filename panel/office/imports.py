"""A list brought in from a browser: handed in, looked over, confirmed, followed, and taken back."""

import asyncio
import time
from collections.abc import Mapping
from functools import partial
from pathlib import Path

from starlette.datastructures import UploadFile
from starlette.responses import FileResponse, Response

from audience.brought_list import Brought, ListFolder, Stage, Terms, find, fit_name, hand_in, room_of, sweep
from audience.import_words import counted, undone_counted
from audience.subscriptions import OF_TOPIC
from campaigns.purpose import MANAGEMENT
from campaigns.tenant import Tenant
from panel.entrance.roles import Right
from panel.office.asked import NOT_THERE, Asked, Page
from panel.office.list_work import begin
from panel.office.sheets import Sheets

LARGEST = 30 << 20
"""Octets of a list: some 300,000 people in CSV; a longer one is brought by the terminal."""
ROOM_FOR_FIELDS = 65_536
BASES: Mapping[str, str] = {
    "": "Nada: cuenta solo lo que diga su columna «consentimiento»",
    "consentimiento": "Todos dieron su consentimiento",
    "funcion-legal": "Se les escribe por una función que la ley le da a la entidad",
    "contrato": "Se les escribe por un contrato",
}
"""What can be said of everybody in a list."""
NO_FILE = "Escoja el archivo de la lista."
EMPTY = "El archivo está vacío."
NO_PROOF = "Escriba con qué se prueba, como «Planillas firmadas, feria de 2026-05»."
UNKNOWN_LIST = "Esa lista ya no está en «listas» de municipio.yaml."
NOT_NOW = "Ya se está trabajando en esta lista, o ya se trajo: mire abajo cómo va."
NOTES: Mapping[str, str] = {"lista-dejada": "La lista que había subido se borró. No se trajo a nadie."}


class ImportPages:
    """Serves them."""

    def __init__(self, sheets: Sheets) -> None:
        """`sheets` stays the caller's."""
        self._sheets = sheets

    @property
    def pages(self) -> list[Page]:
        """All of whoever may see people."""
        way = "personas/traer"
        return [
            Page(way, Right.PEOPLE, self.hand_in, writes=True, largest=LARGEST + ROOM_FOR_FIELDS),
            Page(f"{way}/{{token}}", Right.PEOPLE, self.follow),
            Page(f"{way}/{{token}}/hacer", Right.PEOPLE, self.do, writes=True),
            Page(f"{way}/{{token}}/renglones", Right.PEOPLE, self.rows),
        ]

    async def hand_in(self, asked: Asked) -> Response:
        """The form, or the file that was sent with it: it is looked over at once."""
        if asked.form is None:
            return self._form(asked, Terms(name=asked.query("lista"), purpose=MANAGEMENT))
        terms, files = terms_of(asked), asked.files("archivo")
        wrong = wrong_terms(asked.tenant, terms)
        if not files or files[0].size == 0:
            wrong = EMPTY if files else NO_FILE
        if wrong:
            return self._form(asked, terms, wrong)
        folder, brought = await asyncio.to_thread(_keep, asked, terms, files[0])
        begin(asked.place, folder, brought, asked.actor, asked.now)
        return asked.go(f"personas/traer/{folder.token}")

    async def follow(self, asked: Asked, said: str = "", code: int = 200) -> Response:
        """How far one has come, what would become of it, or what became."""
        folder, brought, cut = await asyncio.to_thread(_read, asked)
        undone = brought.stage is Stage.UNDONE
        values = {
            "token_of_list": folder.token,
            "its": brought,
            "cut": cut,
            "counts": undone_counted(brought.counts) if undone else counted(brought.counts) if brought.counts else [],
            "has_rows": folder.rows.is_file(),
            "has_list": folder.list is not None,
            "basis": BASES.get(brought.terms.basis, ""),
            "purpose": purposes(asked.tenant).get(brought.terms.purpose, brought.terms.purpose),
            "said": said or brought.said,
        }
        return self._sheets.page("traer_lista.html", asked, code, **values, **choices(asked.tenant, brought.terms))

    async def do(self, asked: Asked) -> Response:
        """Bring it, look over it anew, take it back, or let it be."""
        folder, brought, cut = await asyncio.to_thread(_read, asked)
        does, way = asked.field("hacer"), f"personas/traer/{folder.token}"
        if asked.form is None:
            return asked.go(way)
        if does == "dejar" and (cut or not brought.under_way):
            await asyncio.to_thread(folder.remove)
            return asked.go("personas/listas", "lista-dejada" if brought.stage is not Stage.BROUGHT else "")
        stage = _next(does, brought, cut)
        if stage is None:
            return await self.follow(asked, NOT_NOW, 409)
        terms = terms_of(asked) if does == "releer" else brought.terms
        if wrong := wrong_terms(asked.tenant, terms):
            return await self.follow(asked, wrong, 422)
        change = partial(folder.change, stage=stage, terms=terms, turn=brought.turn + 1, passed=0.0, said="")
        begin(asked.place, folder, await asyncio.to_thread(change), asked.actor, asked.now)
        return asked.go(way)

    async def rows(self, asked: Asked) -> Response:
        """The lines that are worth a look, as a spreadsheet opens them."""
        folder, brought, _ = await asyncio.to_thread(_read, asked)
        if not folder.rows.is_file():
            raise NOT_THERE
        name = f"renglones-{Path(brought.file).stem}.csv"
        headers = {"X-Content-Type-Options": "nosniff"}
        return FileResponse(folder.rows, media_type="text/csv; charset=utf-8", filename=name, headers=headers)

    def _form(self, asked: Asked, terms: Terms, said: str = "") -> Response:
        values = choices(asked.tenant, terms)
        return self._sheets.page("traer.html", asked, 422 if said else 200, said=said, **values)


def choices(tenant: Tenant, terms: Terms) -> dict[str, object]:
    """What the form of a list offers."""
    lists = {slug: each.name for slug, each in tenant.municipality.lists.items()}
    return {"terms": terms, "lists": lists, "bases": BASES, "purposes": purposes(tenant)}


def purposes(tenant: Tenant) -> Mapping[str, str]:
    """For what everybody in a list may have consented."""
    topics = {f"{OF_TOPIC}{slug}": f"el tema {topic.name}" for slug, topic in tenant.municipality.topics.items()}
    return {MANAGEMENT: "los mensajes de gestión", **topics}


def terms_of(asked: Asked) -> Terms:
    """What was chosen, as it was typed."""
    return Terms(
        name=asked.field("lista"),
        homes=asked.field("domicilio") == "si",
        basis=asked.field("base"),
        proof=asked.field("prueba")[:500],
        purpose=asked.field("finalidad") or MANAGEMENT,
    )


def wrong_terms(tenant: Tenant, terms: Terms) -> str:
    """Why a list cannot be taken so, in Spanish; empty where it can."""
    if terms.name and terms.name not in tenant.municipality.lists:
        return UNKNOWN_LIST
    if terms.basis not in BASES or terms.purpose not in purposes(tenant):
        return NO_PROOF
    return NO_PROOF if terms.basis and not terms.proof else ""


def _next(does: str, brought: Brought, cut: bool) -> Stage | None:
    """What is done by that word now; None: it cannot be."""
    ready = cut or not brought.under_way
    if does == "traer" and (brought.stage is Stage.READ or (cut and brought.stage is Stage.BRINGING)):
        return Stage.BRINGING
    if does == "deshacer" and brought.batch and (brought.stage is Stage.BROUGHT or (cut and brought.under_way)):
        return Stage.UNDOING
    if does == "releer" and ready and brought.stage in (Stage.READ, Stage.FAILED, Stage.READING):
        return Stage.READING
    return None


def _keep(asked: Asked, terms: Terms, upload: UploadFile) -> tuple[ListFolder, Brought]:
    room = room_of(asked.place.folder, asked.tenant.slug)
    sweep(room, time.time())
    brought = Brought(Stage.READING, fit_name(upload.filename or ""), asked.actor, asked.now, terms)
    upload.file.seek(0)
    return hand_in(room, brought, upload.file), brought


def _read(asked: Asked) -> tuple[ListFolder, Brought, bool]:
    """The one that the address names, and whether whoever worked on it was stopped. Raises `Turned`."""
    folder = find(room_of(asked.place.folder, asked.tenant.slug), asked.request.path_params["token"])
    brought = folder.read() if folder is not None else None
    if folder is None or brought is None:
        raise NOT_THERE
    return folder, brought, folder.is_cut(brought)
