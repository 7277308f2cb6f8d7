"""The pages where people propose what is published, and say what could be better. No cookie and no script."""

import asyncio
import shutil
from functools import partial

from starlette.datastructures import FormData, UploadFile
from starlette.requests import Request as Asked
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from audience.subscriptions import version_of
from campaigns.moment import Moment
from campaigns.tenant import Tenant
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
    sections_for_people,
    sections_of,
)
from delivery.submissions.words import STATES
from delivery.workplace import Workplace, Workplaces
from panel.desk import Refused
from panel.form_desk import FormDesk
from panel.multipart import is_multipart
from panel.office.asked import TOO_LARGE, Turned
from panel.office.forms import as_typed, read_form
from panel.pictures import LARGEST, MIME, Drawing, Drawn
from panel.proposing import PAGE, Request, Wrong, addressees_of, alt_of, look, propose, withdraw, wrongs
from panel.public import PROPOSALS, Public
from panel.refusals_of_proposals import REFUSALS
from panel.uploading import NoPlace, Uploads
from panel.visits import Visitor, form_token
from storage.database import Database
from storage.files import remove_files
from storage.proof import SPARE
from storage.states import SubmissionState
from storage.submissions import Submission
from storage.traces import cut_log

LARGEST_WORDS = 100_000
"""Octets of a form without pictures."""
LARGEST_FORM = MOST_PICTURES * LARGEST + LARGEST_WORDS
LONGEST = 180.0
"""Seconds in which one has to be there: three photographs of a telephone by a slow network, or not."""
ROOM = 4 * SPARE
"""Octets that have to stay free on the disk: what strangers send must keep no message from going out."""
NO_ROOM = "Por ahora no recibimos fotos: envíelo sin ellas, o inténtelo mañana."


class ProposalPages(FormDesk):
    """Serves the municipalities that are configured here, and have sections that take what others write."""

    prefix = PROPOSALS
    refusals = REFUSALS

    def __init__(self, database: Database, public: Public, clock: Clock, places: Workplaces) -> None:
        """As `Desk` has it."""
        super().__init__(database, public, clock, places)
        self._uploads = Uploads()
        self._drawing = Drawing()

    @property
    def pages(self) -> list[Route]:
        """The form of the only municipality, or of one of several; and what a sender's link leads to."""
        return [
            *self.form_routes,
            Route(f"{PROPOSALS}{FOLLOW}{{token}}", self.follow_page, methods=["GET", "POST"]),
        ]

    def is_open(self, tenant: Tenant) -> bool:
        """Whether people can propose on a page of the program's own."""
        return is_open(tenant)

    async def form_page(self, request: Asked) -> Response:
        """Show the form, or take what was sent: then to the page of what became of it."""
        try:
            visitor, place = self.who(request), self.place(request)
            if request.method != "POST":
                return self._form(request, place, visitor, Request())
            self.count(visitor)
            form = await self._read(request, visitor)
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
                    gone = await self.run(partial(withdraw, place=place, number=number, now=now))
                    await asyncio.to_thread(remove_files, media_folder(place.folder), gone)
                    await asyncio.to_thread(cut_log, place.database)
            seen = await self.ask(partial(look, place=place, number=number))
            return (
                self.refuse(request, REFUSALS.unknown) if seen is None else self._follow(request, place, seen, unsure)
            )
        except Refused as error:
            return self.refuse(request, error.refusal)

    def _link(self, request: Asked) -> tuple[Workplace, int]:
        """Whose link it is, and the number that it is of. Raises `Refused`."""
        found = read_link(self.places.by_id, request.path_params["token"], self.clock.now())
        if found is None:
            raise Refused(REFUSALS.unknown)
        return found

    async def _read(self, request: Asked, visitor: Visitor) -> FormData:
        """What was sent. Raises `Refused`."""
        with_files = is_multipart(request.headers.get("content-type", ""))
        try:
            async with self._uploads.place(visitor.address):
                if with_files:
                    return await read_form(request, LARGEST_FORM, LONGEST)
                return await read_form(request, LARGEST_WORDS)
        except NoPlace as error:
            raise Refused(REFUSALS.busy) from error
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
        token = await self.run(work)
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

    def _form(
        self, request: Asked, place: Workplace, visitor: Visitor, sent: Request, lacking: tuple[str, ...] = ()
    ) -> Response:
        notice = notice_of(place.tenant)
        values = {
            "sections": sections_for_people(place.tenant),
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
        return self.print(request, "proponer.html", place, values, 400 if lacking else 200)

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
        return self.print(request, "envio.html", place, values)


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
