"""Aprobaciones: what waits for a word, one content whole with its word to say, and what was decided."""

import asyncio
from collections.abc import Mapping
from functools import partial

from sqlalchemy import Connection
from starlette.responses import Response

from delivery.approving.by_link import LONGEST_NOTE
from delivery.approving.decided import Decided, decided, record
from delivery.approving.exhibits import Changed
from delivery.approving.in_office import Line, Outcome, Sheet, Spot, Word, look, speak, waiting
from delivery.approving.mail_pages import mail_page, mails_of
from delivery.approving.reported import with_report
from delivery.approving.shown import changes, words_of
from delivery.office.office import Refused
from delivery.reporter import CannotMake
from delivery.reporting.glimpse import Glimpses
from delivery.submissions.awaited import Awaited, awaited
from delivery.workplace import Workplaces
from panel.approval_pages import handed
from panel.entrance.roles import Right
from panel.office.asked import NOT_THERE, Asked, Page, Turned
from panel.office.mail_frame import framed
from panel.office.sheets import Sheets, Way
from panel.office.typed import number_typed
from pieces.refusal import CannotDraw
from storage.approval_requests import version

WAY = Way("aprobaciones", "Aprobaciones", Right.SEE)
NOTES: Mapping[str, str] = {
    "aprobacion-si": "Quedó anotado que usted lo aprueba.",
    "aprobacion-no": "Quedó anotado que usted no lo aprueba, con su razón. Así no sale.",
}
MOST = 50
"""Contents of each list that are shown; the rest, which goes out later, is counted."""
LATELY = 20
"""Decisions on one page."""
AT_ONCE = 2
"""How many pictures, papers and reports are made at the same time: each may take some tens of megabytes."""
LARGEST = 12 * LONGEST_NOTE + 1_000
"""Octets of a form: a note whose every sign takes the most that one can."""
OVER = Turned(
    410,
    "Aquí ya no hay nada que decidir",
    "El mensaje ya salió o se canceló, o ya no pide aprobación.",
    "Lo que se decidió está al final de Aprobaciones.",
)
NOT_SHOWN = Turned(
    503,
    "Ahora no se puede mostrar",
    "El archivo cambió o no se pudo abrir. Lo que se decide es lo que dice la página.",
    "Recargue la página de la que viene. Si sigue igual, avísele a quien escribió la campaña.",
)
SAID: Mapping[Outcome, str] = {
    Outcome.MUTE: "Si no lo aprueba, diga por qué: quien lo escribió lo necesita para corregirlo.",
    Outcome.CHANGED: (
        "Esto cambió mientras usted lo leía, y su palabra no se anotó. Abajo está lo que dice ahora: léalo y decida "
        "otra vez. Su nota sigue escrita."
    ),
    Outcome.STRANGER: "Usted ya no tiene voto aquí, y su palabra no se anotó.",
}


class ApprovalsPages:
    """Serves them."""

    def __init__(self, sheets: Sheets) -> None:
        """`sheets` stays the caller's."""
        self._sheets = sheets
        self._easel, self._glimpses = asyncio.Semaphore(AT_ONCE), Glimpses()

    @property
    def pages(self) -> list[Page]:
        """All may read; whoever decides may say a word, where the own committee is asked."""
        one = "aprobaciones/{campaign}/{name}"
        return [
            Page("aprobaciones", Right.SEE, self.list),
            Page("aprobaciones/decidido/{number:int}", Right.SEE, self.decided),
            Page(one, Right.SEE, self.read),
            Page(f"{one}/palabra", Right.DECIDE, self.speak, writes=True, largest=LARGEST),
            Page(f"{one}/pieza/{{number:int}}", Right.SEE, self.exhibit),
            Page(f"{one}/correo/{{number:int}}", Right.SEE, self.mail),
        ]

    async def list(self, asked: Asked) -> Response:
        """What waits for whoever looks, what waits for others, what was decided lately."""
        before = number_typed(asked.query("antes"))
        who = asked.actor if asked.may(Right.DECIDE) else ""

        def work(connection: Connection) -> tuple[list[Line], list[Awaited], list[Decided]]:
            lines = waiting(connection, asked.place, who, asked.now) if before is None else []
            sent = awaited(connection, asked.place, who) if before is None else []
            return lines, sent, decided(connection, asked.place, asked.now, LATELY + 1, before)

        lines, sent, past = await asked.read(work)
        mine, others = [each for each in lines if each.mine], [each for each in lines if not each.mine]
        return self._sheets.page(
            "aprobaciones.html",
            asked,
            mine=mine[:MOST],
            others=others[:MOST],
            sent={
                "mine": [each for each in sent if each.mine],
                # What people sent is read by whoever works the requests, and by whose word is asked.
                "others": [each for each in sent if not each.mine and (each.votes or asked.may(Right.WORK))],
            },
            more={"mine": len(mine[MOST:]), "others": len(others[MOST:])},
            past=past[:LATELY],
            further=len(past) > LATELY,
            earlier=before is not None,
        )

    async def decided(self, asked: Asked) -> Response:
        """One decision, with what was read then."""
        number = asked.request.path_params["number"]
        found = await asked.read(partial(record, place=asked.place, number=number, now=asked.now))
        if found is None:
            raise NOT_THERE
        return self._sheets.page("decidido.html", asked, record=found)

    async def read(self, asked: Asked) -> Response:
        """One content as it will go out."""
        return await self._read(asked)

    async def speak(self, asked: Asked) -> Response:
        """A word on it."""
        spot, pressed = _spot(asked), asked.field("decision")
        if asked.form is None:
            return asked.go(f"aprobaciones/{spot.path}")
        if pressed not in ("si", "no"):
            raise NOT_THERE
        word = Word(pressed == "si", asked.field("nota"), asked.field("version"))
        work = partial(speak, place=asked.place, spot=spot, person=asked.actor, word=word, now=asked.now)
        outcome = await asked.write(work)
        if outcome is Outcome.OVER:
            raise OVER
        if outcome is Outcome.SAID:
            return asked.go("aprobaciones", f"aprobacion-{pressed}")
        code = 422 if outcome is Outcome.MUTE else 409
        return await self._read(asked, SAID[outcome], word, code, since=outcome is Outcome.CHANGED)

    async def exhibit(self, asked: Asked) -> Response:
        """A picture or a document of the page, as long as the page says what it said."""
        number, sheet = asked.request.path_params["number"], await self._sheet(asked)
        found = sheet.page.exhibits
        if sheet.digest != asked.query("version") or not number < len(found) or found[number].too_large:
            raise NOT_THERE
        try:
            async with self._easel:
                return handed(found[number], await asyncio.to_thread(found[number].read))
        except (Changed, CannotDraw, CannotMake, OSError) as error:
            raise NOT_SHOWN from error

    async def mail(self, asked: Asked) -> Response:
        """A mail as its readers see it, for a frame of the page."""
        number, sheet = asked.request.path_params["number"], await self._sheet(asked)
        question = sheet.page.question
        if sheet.digest != asked.query("version") or question is None:
            raise NOT_THERE
        mails = mails_of(question)
        if number >= len(mails):
            raise NOT_THERE
        try:
            async with self._easel:
                html = await asyncio.to_thread(mail_page, asked.place, question, mails[number], asked.now)
        except (Refused, OSError) as error:
            raise NOT_SHOWN from error
        return framed(html, _pictures(asked, sheet))

    async def _sheet(self, asked: Asked) -> Sheet:
        """What is there. Raises `Turned`."""
        spot = _spot(asked)
        sheet = await asked.read(partial(look, place=asked.place, spot=spot, person=asked.actor, now=asked.now))
        if sheet is None:
            campaign = asked.tenant.campaigns.get(spot.campaign)
            raise OVER if campaign and campaign.message(spot.message.partition("~")[0]) else NOT_THERE
        if sheet.page.question is None or sheet.page.question.message.entry.report is None:
            return sheet
        places = Workplaces({asked.place.tenant_id: asked.place})
        work = partial(with_report, places=places, glimpses=self._glimpses, page=sheet.page, now=asked.now)
        async with self._easel:
            return sheet.with_page(await asked.read(work))

    async def _read(
        self, asked: Asked, said: str = "", word: Word | None = None, code: int = 200, *, since: bool = False
    ) -> Response:
        sheet = await self._sheet(asked)
        before = None
        if since and word is not None:
            digest = word.digest
            before = await asked.read(lambda connection: version(connection, asked.place.tenant_id, digest))
        return self._sheets.page(
            "aprobacion.html",
            asked,
            code,
            sheet=sheet,
            page=sheet.page,
            may=sheet.votes and asked.may(Right.DECIDE),
            said=said,
            word=word,
            changes=changes(before, sheet.page.read) if before is not None else sheet.page.changes,
            since=before is not None,
            words_of=words_of,
            mails=mails_of(sheet.page.question) if sheet.page.question is not None else [],
            base=asked.url(f"aprobaciones/{sheet.spot.path}"),
            longest=LONGEST_NOTE,
        )


def _spot(asked: Asked) -> Spot:
    message, _, occurrence = asked.request.path_params["name"].partition("@")
    return Spot(asked.request.path_params["campaign"], message, occurrence)


def _pictures(asked: Asked, sheet: Sheet) -> Mapping[str, str]:
    """Where each picture of the page lies, by its file's name."""
    base = asked.url(f"aprobaciones/{sheet.spot.path}")
    return {
        each.name: f"{base}/pieza/{number}?version={sheet.digest}"
        for number, each in enumerate(sheet.page.exhibits)
        if each.drawn
    }
