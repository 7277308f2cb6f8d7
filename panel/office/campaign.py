"""Campaña: one campaign, and each of its messages as people will read, see and hear it."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from urllib.parse import quote

from sqlalchemy import Connection, bindparam, select
from starlette.responses import Response

from campaigns.calendar import Occurrence
from campaigns.moment import Moment
from campaigns.templates import TemplateError
from campaigns.tenant import Campaign, CampaignMessage
from delivery.approving.exhibits import Changed, Exhibit, exhibits_of
from delivery.office.office import STATE_NAMES
from delivery.planning.preview import next_occurrence
from delivery.publications.cards import card
from delivery.publications.votes import approval_of, awaited
from panel.entrance.roles import Right
from panel.office.alerts import alerts
from panel.office.asked import NOT_THERE, Asked, Page, Turned
from panel.office.campaigns import CampaignsPages, line_of, problems_of
from panel.office.course import STAGES
from panel.office.days import DAY, Happening, Stretch, events_in
from panel.office.entries import TONES
from panel.office.mail_frame import framed
from panel.office.named_message import MESSAGE, campaign_named, message_named, path_of
from panel.office.sheets import Sheets
from panel.office.shown import Seen, Showing, as_page, message_problems, seen, showings
from panel.office.trying import tried_by
from pieces.drawing import Order
from pieces.refusal import CannotDraw
from storage.approvals import Approval as Word
from storage.approvals import all_decisions
from storage.execution import execute
from storage.tables import publication
from storage.written import BY_STAFF

AT_ONCE = 2
"""How many pictures are read or drawn at the same time: each may take some tens of megabytes."""
LATELY = 12
"""Publications of a message that are shown."""
AHEAD = 400 * DAY
"""How far ahead dates of its event are shown."""
MOST_DATES = 12
NOT_DRAWN = Turned(404, "No se pudo mostrar", "El archivo cambió, ya no está, o la pieza no se pudo dibujar.")
_OF_MESSAGE = (
    select(*(publication.c[name] for name in ("id", "account", "state", "reason", "planned_at", "started_at")))
    .where(
        publication.c.tenant == bindparam("of"),
        publication.c.campaign == bindparam("campaign"),
        publication.c.message == bindparam("message"),
        BY_STAFF,
    )
    .order_by(publication.c.id.desc())
    .limit(LATELY)
)


@dataclass(frozen=True, slots=True)
class Item:
    """A message in its campaign's list."""

    message: CampaignMessage
    when: str
    """Its next hour, or what it waits for."""
    approval: str
    """How its approval stands; empty where none is asked."""
    tone: str
    audience: str
    problems: int


class CampaignPages:
    """Serves one campaign, and what its messages show."""

    def __init__(self, sheets: Sheets, campaigns: CampaignsPages) -> None:
        """`campaigns`: who knows where each stands."""
        self._sheets, self._campaigns = sheets, campaigns
        self._easel = asyncio.Semaphore(AT_ONCE)

    @property
    def pages(self) -> list[Page]:
        """Those that show; none changes anything."""
        return [
            Page("campanas/{campaign}", Right.SEE, self.campaign),
            Page(MESSAGE, Right.SEE, self.message),
            Page(f"{MESSAGE}/cuentas/{{account}}", Right.SEE, self.frame),
            Page(f"{MESSAGE}/piezas/{{number:int}}", Right.SEE, self.picture),
            Page(f"{MESSAGE}/archivos/{{number:int}}", Right.SEE, self.file),
        ]

    async def campaign(self, asked: Asked) -> Response:
        """What it is for, whose it is, where it stands, and its messages."""
        campaign = campaign_named(asked)
        courses = await self._campaigns.courses(asked)
        words = await asked.read(lambda connection: _words(connection, asked, campaign.messages))
        items = await asyncio.to_thread(_items, asked, campaign, words)
        entry = campaign.entry
        return self._sheets.page(
            "campana.html",
            asked,
            campaign=campaign,
            line=line_of(asked.tenant, campaign, (courses.made or {}).get(campaign.id)),
            coming=courses.busy,
            alerts=await asked.read(partial(alerts, asked=asked, campaign=campaign.id)),
            stages=STAGES,
            items=items,
            dates=_dates(asked, campaign),
            problems=problems_of(asked.tenant, campaign.file),
            audience=_audience(asked, entry.audience or ""),
            actions=[each for each in asked.tenant.plan.actions if each.key in entry.actions],
        )

    async def message(self, asked: Asked) -> Response:
        """All that it says, on each of its accounts."""
        campaign, message = campaign_named(asked), message_named(asked)
        words = await asked.read(lambda connection: _words(connection, asked, [message]))
        rows = await asked.read(partial(_lately, asked=asked, message=message))
        local, occurrence = await asyncio.to_thread(_next, asked, message)
        shown, pieces, wrong = await asyncio.to_thread(_shown, asked, occurrence, local)
        [item] = await asyncio.to_thread(_items, asked, campaign, words, [message])
        return self._sheets.page(
            "mensaje.html",
            asked,
            campaign=campaign,
            message=message,
            item=item,
            shown=shown,
            pieces=[each for each in pieces if not each.exhibit.accounts],
            wrong=wrong,
            problems=list(message_problems(asked.tenant, message)),
            rows=rows,
            tried=bool(tried_by(message)),
            states=STATE_NAMES,
            tones=TONES,
            here_at=asked.url(path_of(message)),
            picture_at=partial(address, asked, message),
        )

    async def frame(self, asked: Asked) -> Response:
        """The HTML of an account, as a mail program or a site shows it, with a policy of its own."""
        message, told = message_named(asked), asked.request.path_params["account"]
        account = next((each for each in message.accounts if each.name == told), None)
        code = asked.query("idioma")
        if account is None or (code and code not in (message.entry.translations or ())):
            raise NOT_THERE
        local, occurrence = await asyncio.to_thread(_next, asked, message)
        try:
            async with self._easel:
                pieces = await asyncio.to_thread(_pieces, asked, occurrence, local)
                pictures = {each.exhibit.name: address(asked, message, each) for each in pieces if each.exhibit.drawn}
                page = await asyncio.to_thread(as_page, asked.tenant, occurrence, account, code, local)
        except (TemplateError, OSError) as error:
            raise NOT_DRAWN from error
        if page is None:
            raise NOT_THERE
        return framed(page, pictures)

    async def picture(self, asked: Asked) -> Response:
        """An image, a card, or the first page of a paper."""
        found = await self._exhibit(asked)
        if not seen([found])[0].is_seen:
            raise NOT_THERE
        data, mime = await self._read(found, glance=True)
        headers = {"Content-Disposition": "inline", "Cache-Control": "private, max-age=3600"}
        return Response(data, media_type=mime, headers=headers)

    async def file(self, asked: Asked) -> Response:
        """An image, a document or a paper, to be kept."""
        found = await self._exhibit(asked)
        data, mime = await self._read(found, glance=False)
        named = f"attachment; filename*=UTF-8''{quote(found.name, safe='')}"
        return Response(data, media_type=mime, headers={"Content-Disposition": named})

    async def _exhibit(self, asked: Asked) -> Exhibit:
        """Raises `Turned`."""
        message, number = message_named(asked), asked.request.path_params["number"]
        local, occurrence = await asyncio.to_thread(_next, asked, message)
        try:
            pieces = await asyncio.to_thread(_pieces, asked, occurrence, local)
        except TemplateError as error:
            raise NOT_DRAWN from error
        if number >= len(pieces) or pieces[number].exhibit.too_large:
            raise NOT_THERE
        found: Exhibit = pieces[number].exhibit
        return found

    async def _read(self, found: Exhibit, *, glance: bool) -> tuple[bytes, str]:
        """The bytes and their kind, drawn or read apart from the loop. Raises `Turned`."""
        try:
            async with self._easel:
                if glance and isinstance(found.source, Order):
                    order = replace(found.source, glance=True)
                    return await asyncio.to_thread(card, order), order.mime
                return await asyncio.to_thread(found.read), found.mime
        except (Changed, CannotDraw, OSError) as error:
            raise NOT_DRAWN from error


def address(asked: Asked, message: CampaignMessage, each: Seen) -> str:
    """Where a picture lies: another address whenever it shows something else."""
    return asked.url(f"{path_of(message)}/piezas/{each.number}?v={each.mark}")


def _next(asked: Asked, message: CampaignMessage) -> tuple[datetime, Occurrence]:
    """Now by the municipality's clock, and the time that is shown: the next one that has an hour."""
    local = asked.now.astimezone(asked.tenant.municipality.zone)
    return local, next_occurrence(asked.tenant, asked.tenant.campaigns[message.campaign], message, local)


def _pieces(asked: Asked, occurrence: Occurrence, local: datetime) -> list[Seen]:
    return seen(exhibits_of(asked.tenant, occurrence, local))


def _shown(asked: Asked, occurrence: Occurrence, local: datetime) -> tuple[list[Showing], list[Seen], str]:
    """What it shows, what goes with it, and in Spanish why it cannot be shown; empty where it can."""
    try:
        exhibits = exhibits_of(asked.tenant, occurrence, local)
        return showings(asked.tenant, occurrence, exhibits, local), seen(exhibits), ""
    except TemplateError as error:
        return [], [], str(error)


def _words(connection: Connection, asked: Asked, messages: Sequence[CampaignMessage]) -> dict[str, list[Word]]:
    digests = [each.digest for each in messages if each.approver]
    return dict(all_decisions(connection, asked.place.tenant_id, digests)) if digests else {}


def _lately(connection: Connection, asked: Asked, message: CampaignMessage) -> list[object]:
    """Its last publications, the newest first."""
    its = {"of": asked.place.tenant_id, "campaign": message.campaign, "message": message.id}
    return list(execute(connection, _OF_MESSAGE, its))


def _items(
    asked: Asked,
    campaign: Campaign,
    words: dict[str, list[Word]],
    messages: Sequence[CampaignMessage] | None = None,
) -> list[Item]:
    return [_item(asked, each, words.get(each.digest, [])) for each in messages or campaign.messages]


def _item(asked: Asked, message: CampaignMessage, words: list[Word]) -> Item:
    tenant = asked.tenant
    local, occurrence = _next(asked, message)
    hour = occurrence.slot.local
    # One that has no hour yet is shown as if it were now.
    when = f"Sale el {Moment(hour)}" if hour is not None and hour > local else ""
    if hour is not None and hour < local and not message.rule.by_order and not message.rule.after_approval:
        when = f"Era para el {Moment(hour)}"
    approval, tone = "", ""
    if message.approver is not None:
        found = approval_of(tenant, message, words)
        approval, tone = f"falta el visto bueno de {awaited(tenant, message, words)}", "ojo"
        if found is not None:
            said = "aprobado por" if found.approved else "no lo aprobó"
            approval, tone = f"{said} {found.person}", "bien" if found.approved else "malo"
    problems = sum(1 for _ in message_problems(tenant, message))
    return Item(message, when, approval, tone, _audience(asked, message.audience), problems)


def _dates(asked: Asked, campaign: Campaign) -> list[Happening]:
    """Of its event, those that are not over."""
    if campaign.event is None:
        return []
    today = asked.now.astimezone(asked.tenant.municipality.zone).date()
    alone = replace(asked.tenant, campaigns={campaign.id: campaign})
    return events_in(alone, Stretch(today, today + AHEAD))[:MOST_DATES]


def _audience(asked: Asked, slug: str) -> str:
    found = asked.tenant.audiences.get(slug)
    return found.name if found is not None else slug
