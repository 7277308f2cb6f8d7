"""The pages where people propose what is published, and say what could be better. No cookie and no script."""

import asyncio
import shutil
from collections.abc import Callable, Mapping
from datetime import timedelta
from functools import partial
from typing import TypeVar

from sqlalchemy import Connection
from starlette.datastructures import FormData, UploadFile
from starlette.requests import Request as Asked
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import Route

from audience.subscriptions import version_of
from campaigns.moment import Moment
from delivery.clock import Clock
from delivery.publishing.freeze import media_folder
from delivery.submissions.links import FOLLOW, read_link
from delivery.submissions.page import page_url
from delivery.submissions.taking import (
    LONGEST_TEXT,
    LONGEST_TITLE,
    MOST_PICTURES,
    Picture,
    is_open,
    notice_of,
    sections_of,
)
from delivery.submissions.words import STATES
from delivery.workplace import Workplace, Workplaces
from panel.desk import Desk, Refused
from panel.multipart import is_multipart
from panel.office.asked import TOO_LARGE, Turned
from panel.office.forms import as_typed, read_form
from panel.pictures import LARGEST, MIME, Drawing, Drawn
from panel.proposing import PAGE, Flooded, Request, Wrong, addressees_of, alt_of, look, propose, withdraw, wrongs
from panel.public import PROPOSALS, Networks, Public
from panel.refusals_of_proposals import REFUSALS
from panel.visits import Visitor, form_token
from storage.database import Database
from storage.files import remove_files
from storage.proof import SPARE
from storage.states import SubmissionState
from storage.submissions import Submission
from storage.tenants import Face
from storage.traces import cut_log

Found = TypeVar("Found")

LARGEST_WORDS = 100_000
"""Octets of a form without pictures."""
LARGEST_FORM = MOST_PICTURES * LARGEST + LARGEST_WORDS
AT_ONCE = 32
"""How many such forms are read at the same time; each lies in a temporary file."""
ROOM = 4 * SPARE
"""Octets that have to stay free on the disk: what strangers send must keep no message from going out."""
NO_ROOM = "Por ahora no recibimos fotos: envíelo sin ellas, o inténtelo mañana."
OFTEN, WITHIN = 20, timedelta(hours=1)
"""How many forms one network may send: a class of a school does, a program wants more."""


class ProposalPages(Desk):
    """Serves the municipalities that are configured here, and have sections that take what others write."""

    prefix = PROPOSALS
    refusals = REFUSALS

    def __init__(self, database: Database, public: Public, clock: Clock, places: Workplaces) -> None:
        """`places` are those of today's configuration, whoever keeps them so."""
        super().__init__(database, public, clock)
        self._places = places
        self._sent = Networks(OFTEN, WITHIN)
        self._uploads = asyncio.Semaphore(AT_ONCE)
        self._drawing = Drawing()

    @property
    def pages(self) -> list[Route]:
        """The form of the only municipality, or of one of several; and what a sender's link leads to."""
        both = ["GET", "POST"]
        return [
            Route(PROPOSALS, self.form_page, methods=both),
            Route(f"{PROPOSALS}de/{{municipality}}", self.form_page, methods=both),
            Route(f"{PROPOSALS}{FOLLOW}{{token}}", self.follow_page, methods=both),
        ]

    async def form_page(self, request: Asked) -> Response:
        """Show the form, or take what was sent: then to the page of what became of it."""
        try:
            visitor, place = Visitor(self.visitor(request), self.browser(request)), self._place(request)
            if request.method != "POST":
                return self._form(request, place, visitor, Request())
            self._count(visitor)
            form = await self._read(request)
            try:
                return await self._take(request, place, visitor, form)
            finally:
                await form.close()
        except Refused as error:
            return self.refuse(request, error.refusal)

    async def follow_page(self, request: Asked) -> Response:
        """Show what became of something, or take it back; looking changes nothing."""
        try:
            self.visitor(request)
            now = self.clock.now()
            place, number = self._link(request)
            unsure = False
            if request.method == "POST":
                form = await self.form(request)
                unsure = form.get("seguro", ("",))[-1] != "si"
                if not unsure:
                    gone = await self._run(partial(withdraw, place=place, number=number, now=now))
                    await asyncio.to_thread(remove_files, media_folder(place.folder), gone)
                    await asyncio.to_thread(cut_log, place.database)
            seen = await self._ask(partial(look, place=place, number=number))
            return (
                self.refuse(request, REFUSALS.unknown) if seen is None else self._follow(request, place, seen, unsure)
            )
        except Refused as error:
            return self.refuse(request, error.refusal)

    def _count(self, visitor: Visitor) -> None:
        """One more is sent from this network. Raises `Refused` where these are too many."""
        if not self._sent.admits(visitor.address, self.clock.now()):
            raise Refused(REFUSALS.too_often)

    def _link(self, request: Asked) -> tuple[Workplace, int]:
        """Whose link it is, and the number that it is of. Raises `Refused`."""
        found = read_link(self._places.by_id, request.path_params["token"], self.clock.now())
        if found is None:
            raise Refused(REFUSALS.unknown)
        return found

    async def _read(self, request: Asked) -> FormData:
        """What was sent. Raises `Refused`."""
        with_files = is_multipart(request.headers.get("content-type", ""))
        try:
            async with self._uploads:
                return await read_form(request, LARGEST_FORM if with_files else LARGEST_WORDS)
        except Turned as error:
            # `read_form` speaks to staff.
            by_code = {TOO_LARGE.code: REFUSALS.too_large, 408: REFUSALS.too_slow}
            raise Refused(by_code.get(error.code, REFUSALS.wrong_way)) from error

    async def _take(self, request: Asked, place: Workplace, visitor: Visitor, form: FormData) -> Response:
        sent = _request(form)
        files = [each for each in form.getlist("foto") if isinstance(each, UploadFile) and each.filename]
        lacking: tuple[str, ...] = wrongs(place, sent, visitor, len(files), self.clock.now())
        pictures: list[Picture] = []
        if files and not lacking and not await self._has_room(place):
            lacking = (NO_ROOM,)
        if not lacking:
            pictures, lacking = await self._drawn(files, sent)
        if lacking:
            return self._form(request, place, visitor, sent, lacking)
        work = partial(propose, place=place, request=sent, pictures=pictures, visitor=visitor, now=self.clock.now())
        token = await self._run(work)
        return RedirectResponse(f"{PROPOSALS}{FOLLOW}{token}?recibido=si", 303)

    async def _has_room(self, place: Workplace) -> bool:
        """Whether pictures can be kept."""
        with self.at_the_rows():
            return (await asyncio.to_thread(shutil.disk_usage, place.folder)).free >= ROOM

    async def _drawn(self, files: list[UploadFile], sent: Request) -> tuple[list[Picture], tuple[str, ...]]:
        """The pictures as they are kept, or what is wrong with them."""
        pictures, lacking = [], []
        for position, each in enumerate(files):
            with self.at_the_rows():
                found = await self._drawing.drawn(await each.read())
            if isinstance(found, Drawn):
                alt = alt_of(sent.alts[position]) if position < len(sent.alts) else ""
                pictures.append(Picture(found.data, MIME, f"foto-{position + 1}.jpg", alt))
            else:
                lacking.append(f"La foto {position + 1} {found.value}")
        return pictures, tuple(lacking)

    def _place(self, request: Asked) -> Workplace:
        """Whose form it is. Raises `Refused`."""
        slug = request.path_params.get("municipality")
        among = [place for place in self._places.all if is_open(place.tenant)]
        found = among if slug is None else [place for place in among if place.tenant.slug == slug]
        if len(found) != 1:
            raise Refused(REFUSALS.unknown)
        return found[0]

    async def _ask(self, work: Callable[[Connection], Found]) -> Found:
        with self.at_the_rows():
            return await self.database.ask(work)

    async def _run(self, work: Callable[[Connection], Found]) -> Found:
        try:
            with self.at_the_rows():
                return await self.database.run(work)
        except Flooded as error:
            raise Refused(REFUSALS.busy) from error

    def _form(
        self, request: Asked, place: Workplace, visitor: Visitor, sent: Request, lacking: tuple[str, ...] = ()
    ) -> Response:
        notice = notice_of(place.tenant)
        values = {
            "sections": sections_of(place.tenant),
            "addressees": addressees_of(place.tenant),
            "notice": notice,
            "version": version_of(notice),
            "sent": sent,
            "wrongs": [each.value if isinstance(each, Wrong) else each for each in lacking],
            "longest": LONGEST_TEXT,
            "longest_title": LONGEST_TITLE,
            "places": range(MOST_PICTURES),
            "form": form_token(place, PAGE, visitor, self.clock.now()),
        }
        return self._print(request, "proponer.html", place, values, 400 if lacking else 200)

    def _follow(self, request: Asked, place: Workplace, seen: Submission, unsure: bool) -> Response:
        published = seen.state is SubmissionState.PUBLISHED and seen.section in sections_of(place.tenant)
        zone = place.tenant.municipality.zone
        values = {
            "sent": seen,
            "new": request.query_params.get("recibido") == "si" and seen.state is SubmissionState.RECEIVED,
            "state": STATES[seen.state],
            "link": page_url(place, seen.section, seen.id) if published else "",
            "moment": lambda moment: str(Moment(moment.astimezone(zone))),
            "late": seen.is_late(self.clock.now()),
            "to": addressees_of(place.tenant).get(seen.addressee, ""),
            "unsure": unsure,
        }
        return self._print(request, "envio.html", place, values)

    def _print(
        self, request: Asked, template: str, place: Workplace, values: Mapping[str, object], code: int = 200
    ) -> Response:
        its = place.tenant.municipality
        face = Face(its.body, str(its.zone), tuple(its.contact.items()), str(its.data_policy))
        return HTMLResponse(self.paper.print(template, request.url.path, face, **values), code)


def _request(form: FormData) -> Request:
    return Request(
        kind=as_typed(form, "que"),
        sender=as_typed(form, "quien"),
        name=as_typed(form, "nombre"),
        adult=as_typed(form, "adulto"),
        mail=as_typed(form, "correo"),
        section=as_typed(form, "seccion"),
        addressee=as_typed(form, "para"),
        title=as_typed(form, "titulo"),
        text=as_typed(form, "texto"),
        alts=[each for each in form.getlist("descripcion") if isinstance(each, str)],
        signs=as_typed(form, "firma") == "si",
        shows=as_typed(form, "rostro") == "si",
        accepts=as_typed(form, "acepto") == "si",
        form=as_typed(form, "formulario"),
        trap=as_typed(form, "sitio"),
    )
