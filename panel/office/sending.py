"""One publication: how far it is, what it says, its history, and its files."""

import asyncio
from collections import OrderedDict
from datetime import datetime, timedelta
from functools import partial
from typing import NamedTuple
from urllib.parse import quote

from sqlalchemy import Connection
from starlette.responses import Response

from campaigns.content import FrozenFile
from campaigns.moment import Moment
from delivery.approving.exhibits import LARGEST, PICTURES
from delivery.office.office import STATE_NAMES
from delivery.office.pace_words import pace, rests, so_far
from delivery.publishing.freeze import media_folder
from delivery.tasks.standing import TASKS
from delivery.watching.progress import Progress, Rate, time_left
from delivery.workplace import Workplace
from panel.entrance.roles import Right
from panel.office.asked import NOT_THERE, Asked, Page, Turned
from panel.office.causes import NAMES, Cause, causes
from panel.office.history import Event, history
from panel.office.sending_offers import Offer, offers
from panel.office.sending_rows import Sending, frozen_file, read_sending
from panel.office.sheets import Sheets
from panel.office.went import TONES
from storage.files import read_file
from storage.surveys import OpenSurvey, survey_of

NUMBER = "envios/{number:int}"
RATES = 200
"""Of so many publications is remembered how fast they went lately."""
SOON = timedelta(seconds=4)
"""What was seen since less than that tells no rate: then it goes as it went so far."""
GONE = Turned(404, "El archivo ya no está", "Se borró del servidor, o cambió.", "Revise la carpeta de los archivos.")


class Moving(NamedTuple):
    """How it goes, in words."""

    pace: str
    """«40 por segundo, faltan 5 minutos»."""
    ends: str
    """«a las 3:40 p. m.»; empty where nobody can tell."""
    rests: bool
    """It runs, and nothing of it leaves at this hour."""


class _Read(NamedTuple):
    sending: Sending
    events: list[Event]
    causes: list[Cause]
    offers: list[Offer]
    survey: OpenSurvey | None
    """What it asks."""


class SendingPages:
    """Serves them."""

    def __init__(self, sheets: Sheets) -> None:
        """`sheets` stays the caller's."""
        self._sheets = sheets
        self._rates: OrderedDict[int, Rate] = OrderedDict()

    @property
    def pages(self) -> list[Page]:
        """For whoever sees sendings; none shows a person's data."""
        return [
            Page(NUMBER, Right.SEE, self.sending),
            Page(f"{NUMBER}/archivo/{{sha256}}", Right.SEE, self.file),
        ]

    async def sending(self, asked: Asked) -> Response:
        """What there is at this moment; while it moves the page asks again by itself."""
        return await self.show(asked)

    async def show(self, asked: Asked, said: str = "", code: int = 200) -> Response:
        """The page, with what went wrong with a form."""
        number = asked.request.path_params["number"]

        def work(connection: Connection) -> _Read | None:
            found = read_sending(connection, asked.place, number)
            if found is None:
                return None
            why = causes(connection, number, found.line.counts) if found.to_persons else []
            can = offers(connection, asked.place, found) if asked.may(Right.OPERATE) else []
            asks = found.frozen is not None and found.frozen.question
            its = (found.row.campaign, found.row.message, found.row.occurrence)
            survey = survey_of(connection, asked.place.tenant_id, *its) if asks else None
            return _Read(found, history(connection, asked.place, found.row), why, can, survey)

        found = await asked.read(work)
        if found is None:
            raise NOT_THERE
        sending, events, why, can, survey = found
        moving = self._moving(asked.place, sending.progress, asked.now) if sending.progress is not None else None
        return self._sheets.page(
            "envio.html",
            asked,
            code,
            each=sending,
            moving=moving,
            events=events,
            causes=why,
            offers=can,
            survey=survey,
            names=NAMES,
            said=said,
            states=STATE_NAMES,
            tones=TONES,
            pictures=PICTURES,
            task_states=TASKS,
        )

    async def file(self, asked: Asked) -> Response:
        """A picture to be seen, or a document to be kept."""
        number, sha256 = asked.request.path_params["number"], asked.request.path_params["sha256"]
        found = await asked.read(partial(frozen_file, place=asked.place, number=number, sha256=sha256))
        if found is None:
            raise NOT_THERE
        data = await asyncio.to_thread(_read, asked.place, found)
        if data is None:
            raise GONE
        way = "inline" if found.mime in PICTURES else "attachment"
        named = {"Content-Disposition": f"{way}; filename*=UTF-8''{quote(found.name, safe='')}"}
        mime = found.mime if found.mime in PICTURES else "application/octet-stream"
        return Response(data, media_type=mime, headers={**named, "Cache-Control": "private, max-age=3600"})

    def _moving(self, place: Workplace, progress: Progress, now: datetime) -> Moving:
        rate = so_far(progress, now)
        if progress.runs:
            kept = self._rates.setdefault(progress.id, Rate())
            self._rates.move_to_end(progress.id)
            if len(self._rates) > RATES:
                self._rates.popitem(last=False)
            lately = kept.learn(now, progress.over)
            rate = lately if now - kept.seen[0][0] >= SOON else rate
        local = now.astimezone(place.tenant.municipality.zone)
        remaining = time_left(progress.left, rate) if progress.runs and not rests(progress, now) else None
        ends = ""
        if remaining is not None:
            end = Moment(local + remaining)
            ends = end.at_time if end.at.date() == local.date() else f"el {end.day} {end.at_time}"
        return Moving(pace(progress, rate, local), ends, rests(progress, now))


def _read(place: Workplace, file: FrozenFile) -> bytes | None:
    """The bytes; None where they are gone, damaged, or more than a page hands out."""
    if file.size > LARGEST:
        return None
    try:
        return read_file(media_folder(place.folder), file.sha256)
    except (FileNotFoundError, ValueError):
        return None
