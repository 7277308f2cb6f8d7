"""Solicitudes: what departments ask to be published, what people propose, and what became of each."""

import asyncio
from collections.abc import Mapping
from dataclasses import replace
from functools import partial

from sqlalchemy import Connection
from starlette.datastructures import UploadFile
from starlette.responses import Response

from campaigns.proposals import ProposalSection
from delivery.office.office import Refused
from delivery.publishing.freeze import media_folder
from delivery.submissions.answering import LONGEST_ANSWER, withdraw_own
from delivery.submissions.publishing import GONE_PART, said_by
from delivery.submissions.taking import (
    LONGEST_TEXT,
    LONGEST_TITLE,
    MOST_PICTURES,
    Picture,
    Sent,
    receive,
    sections_for_people,
    sections_of,
)
from delivery.submissions.words import CLASS_SENDERS
from panel.entrance.people import name_of_user
from panel.entrance.roles import Right
from panel.office.asked import NOT_THERE, Asked, Page
from panel.office.request_rows import PAGE, ROOM, read_lists, read_one, row_of
from panel.office.request_words import DOING, Doing, words_of
from panel.office.sheets import Sheets, Way
from panel.pictures import LARGEST, MIME, Drawing, Drawn
from storage.files import read_file, remove_files
from storage.states import Sender, SubmissionKind, SubmissionState
from storage.submissions import Submission

WAY = Way(ROOM, "Solicitudes", Right.ENTER)
NOTES: Mapping[str, str] = {
    "solicitud-recibida": "La solicitud quedó recibida. Aquí mismo verá qué se hizo.",
    "solicitud-respondida": "La respuesta quedó guardada. Si dejaron un correo, ya va en camino.",
    "solicitud-rechazada": "Quedó dicho que no se publica, y por qué.",
    "solicitud-aceptada": "Aceptada. Ahora espera la aprobación de su comité.",
    "solicitud-publicada": "Aceptada: se está publicando en el sitio.",
    "solicitud-voto": "Su palabra quedó anotada.",
    "solicitud-retirada": "Se está retirando del sitio.",
    "solicitud-tomada": "Ahora le toca responder a la oficina.",
    "solicitud-borrada": "La retiró: lo que había enviado se borró.",
}
LARGEST_FORM = MOST_PICTURES * LARGEST + 100_000
"""Octets, with the pictures."""


class RequestPages:
    """Serves them."""

    def __init__(self, sheets: Sheets) -> None:
        """`sheets` stays the caller's."""
        self._sheets = sheets
        self._drawing = Drawing()

    @property
    def pages(self) -> list[Page]:
        """Everybody asks and follows the own; the office works the queue; who is asked says a word."""
        one = f"{ROOM}/{{number:int}}"
        return [
            Page(ROOM, Right.ENTER, self.all),
            Page(f"{ROOM}/pedir", Right.SEE, self.ask, writes=True, largest=LARGEST_FORM),
            Page(f"{ROOM}/proponer", Right.PROPOSE, self.ask, writes=True, largest=LARGEST_FORM),
            Page(one, Right.ENTER, self.one),
            Page(f"{one}/foto/{{digest}}", Right.ENTER, self.picture),
            Page(f"{one}/atender", Right.WORK, self.work, writes=True),
            Page(f"{one}/contestar", Right.PROPOSE, self.reply, writes=True),
            Page(f"{one}/voto", Right.DECIDE, self.vote, writes=True),
            Page(f"{one}/retirar", Right.ENTER, self.withdraw, writes=True),
        ]

    async def all(self, asked: Asked) -> Response:
        """The queue for whoever works it; for all others what is their own."""
        found = await asked.read(partial(read_lists, asked=asked))
        rows = {
            name: [row_of(asked.tenant, each, asked.now) for each in getattr(found, name)]
            for name in ("waiting", "over", "own", "addressed")
        }
        return self._sheets.page(
            "solicitudes.html",
            asked,
            rows=rows,
            sections=sections_of(asked.tenant),
            counts=found.counts,
            proposals=asked.tenant.municipality.proposals,
            page=PAGE,
        )

    async def ask(self, asked: Asked) -> Response:
        """A form for a request or a proposal; with what was typed, that."""
        if asked.form is None:
            return self._form(asked)
        sent, said = _sent(asked)
        if said:
            return self._form(asked, said, 422)
        pictures, said = await self._drawn(asked)
        if said or sent is None:
            return self._form(asked, said, 422)

        def work(connection: Connection) -> int:
            return receive(connection, asked.place, replace(sent, pictures=pictures), asked.now)

        number = await asked.write(work)
        return asked.go(f"{ROOM}/{number}", "solicitud-recibida")

    async def one(self, asked: Asked, said: str = "", code: int = 200) -> Response:
        """One, with what may be done about it."""
        submission, stands = await asked.read(partial(read_one, asked=asked))
        return self._sheets.page(
            "solicitud.html",
            asked,
            code,
            said=said,
            row=row_of(asked.tenant, submission, asked.now),
            own=submission.person == asked.actor,
            addressed=submission.addressee == asked.actor,
            works=asked.may(Right.WORK),
            person=name_of_user(asked.tenant, submission.person) if submission.person else "",
            handled_by=name_of_user(asked.tenant, submission.handled_by) if submission.handled_by else "",
            votes=said_by(asked.place, stands.words),
            gone=GONE_PART if stands.gone and submission.state is SubmissionState.ACCEPTED else "",
            votes_here=stands.may_vote(asked.actor) and submission.state is SubmissionState.ACCEPTED,
            site=asked.tenant.municipality.site_url,
            sections=sections_of(asked.tenant),
            typed=_typed(asked, submission),
            longest={"answer": LONGEST_ANSWER, "title": LONGEST_TITLE, "text": LONGEST_TEXT},
        )

    async def picture(self, asked: Asked) -> Response:
        """One picture of one, as we have drawn it."""
        submission, _ = await asked.read(partial(read_one, asked=asked))
        digest = asked.request.path_params["digest"]
        kept = next((each for each in submission.files if each.sha256 == digest), None)
        if kept is None:
            raise NOT_THERE
        try:
            data = await asyncio.to_thread(read_file, media_folder(asked.place.folder), digest)
        except (FileNotFoundError, ValueError) as error:
            raise NOT_THERE from error
        headers = {"Content-Disposition": f'attachment; filename="solicitud-{submission.id}-{kept.name}"'}
        return Response(data, media_type=kept.mime, headers=headers)

    async def work(self, asked: Asked) -> Response:
        """The office answers, accepts, rejects, takes over or takes back."""
        return await self._do(asked, DOING)

    async def reply(self, asked: Asked) -> Response:
        """A contributor answers what it was asked."""
        submission, _ = await asked.read(partial(read_one, asked=asked))
        if submission.addressee != asked.actor:
            raise NOT_THERE
        return await self._do(asked, {"responder": DOING["responder"]})

    async def vote(self, asked: Asked) -> Response:
        """A committee's word on what is to be published."""
        return await self._do(asked, {name: DOING[name] for name in ("si", "no")})

    async def withdraw(self, asked: Asked) -> Response:
        """Whoever sent it wants it no more."""
        submission, _ = await asked.read(partial(read_one, asked=asked))
        if submission.person != asked.actor or asked.form is None or asked.field("seguro") != "si":
            return asked.go(f"{ROOM}/{submission.id}")

        def work(connection: Connection) -> tuple[str, ...]:
            return withdraw_own(connection, asked.place, submission.id, asked.actor, asked.now)

        gone = await asked.write(work)
        await asyncio.to_thread(remove_files, media_folder(asked.place.folder), gone)
        return asked.go(ROOM, "solicitud-borrada")

    async def _do(self, asked: Asked, known: Mapping[str, Doing]) -> Response:
        number = asked.request.path_params["number"]
        does = known.get(asked.field("hacer"))
        if asked.form is None or does is None:
            return asked.go(f"{ROOM}/{number}")
        try:
            note = await asked.write(partial(does, asked=asked, number=number))
        except Refused as error:
            return await self.one(asked, str(error), 409)
        return asked.go(f"{ROOM}/{number}", note)

    async def _drawn(self, asked: Asked) -> tuple[list[Picture], str]:
        files: list[UploadFile] = asked.files("foto")
        if len(files) > MOST_PICTURES:
            return [], f"Se pueden enviar hasta {MOST_PICTURES} fotos."
        alts, pictures = asked.fields("descripcion"), []
        for position, each in enumerate(files):
            found = await self._drawing.drawn(await each.read())
            if not isinstance(found, Drawn):
                return [], f"La foto {position + 1} {found.value} Escoja otra vez las fotos."
            alt = words_of(alts[position]) if position < len(alts) else ""
            pictures.append(Picture(found.data, MIME, f"foto-{position + 1}.jpg", alt))
        return pictures, ""

    def _form(self, asked: Asked, said: str = "", code: int = 200) -> Response:
        person = asked.tenant.municipality.people.get(asked.actor)
        return self._sheets.page(
            "solicitud_nueva.html",
            asked,
            code,
            said=said,
            proposes=asked.may(Right.PROPOSE),
            sections=_offered(asked),
            departments={slug: each.name for slug, each in asked.tenant.municipality.departments.items()},
            department=asked.field("dependencia") or (person.department if person is not None else "") or "",
            typed={name: asked.field(name) for name in ("titulo", "texto", "seccion")},
            longest={"title": LONGEST_TITLE, "text": LONGEST_TEXT},
            places=range(MOST_PICTURES),
        )


def _typed(asked: Asked, submission: Submission) -> dict[str, object]:
    """What the form for publishing shows: what was typed, else what was prepared, else what was sent."""
    names = ("titulo", "texto", "seccion", "firma", "respuesta", "razon", "nota")
    if asked.form is not None:
        alts = {each.sha256: asked.field(f"descripcion-{each.sha256}") for each in submission.files}
        return {**{name: asked.field(name) for name in names}, "fotos": asked.fields("fotos"), "descripciones": alts}
    prepared = submission.edited or {}
    child, signer = submission.sender is Sender.CHILD, submission.name if submission.signs else ""
    shown = [each.sha256 for each in submission.files if not child or submission.shows]
    return {
        **dict.fromkeys(names, ""),
        "titulo": prepared.get("title", submission.title),
        "texto": prepared.get("text", submission.text),
        "seccion": prepared.get("section", submission.section),
        "firma": prepared.get("signature", signer),
        "fotos": prepared.get("files", shown),
        "descripciones": {each.sha256: each.alt for each in submission.files} | prepared.get("alts", {}),
    }


def _offered(asked: Asked) -> dict[str, ProposalSection]:
    """The parts of the site that whoever asks may choose: those of the departments are no contributor's."""
    return sections_for_people(asked.tenant) if asked.may(Right.PROPOSE) else sections_of(asked.tenant)


def _sent(asked: Asked) -> tuple[Sent | None, str]:
    """What somebody who is signed in asks, or in Spanish what it lacks."""
    title, text = words_of(asked.field("titulo"), LONGEST_TITLE), words_of(asked.field("texto"), LONGEST_TEXT)
    section, contributor = asked.field("seccion"), asked.tenant.municipality.contributors.get(asked.actor)
    if not title or not text:
        return None, f"Escriba un título de hasta {LONGEST_TITLE} letras y un texto de hasta {LONGEST_TEXT}."
    if section not in _offered(asked):
        return None, "Escoja en qué parte del sitio se publicaría."
    kind, sender, department = SubmissionKind.REQUEST, Sender.DEPARTMENT, asked.field("dependencia")
    if contributor is not None:
        kind, sender, department = SubmissionKind.PROPOSAL, CLASS_SENDERS[contributor.class_], ""
    elif department not in asked.tenant.municipality.departments:
        return None, "Escoja la dependencia que lo pide."
    title = " ".join(title.split())
    return Sent(kind, sender, title, text, section, asked.actor, department, signs=contributor is not None), ""
