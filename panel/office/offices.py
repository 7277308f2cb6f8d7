"""All pages of the office together: those before the gate, those behind it, and their files."""

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from delivery.clock import Clock
from delivery.workplace import Workplaces
from panel.entrance.pages import EntrancePages
from panel.entrance.roles import Right
from panel.entrance.transport import Transport
from panel.office import (
    account,
    alerts,
    approvals,
    audit,
    calendar,
    campaigns,
    channels,
    closing,
    correction,
    editor,
    erasure,
    imports,
    indicators,
    noting,
    people,
    person,
    recovered,
    reports,
    requests,
    sending_actions,
    sending_now,
    sendings,
    surveys,
    suspensions,
    tasks,
    today,
    trying,
    users,
)
from panel.office.account import AccountPages
from panel.office.alerts import AlertPages
from panel.office.approvals import ApprovalsPages
from panel.office.asked import NOT_THERE, Asked, Page
from panel.office.audit import AuditPages
from panel.office.calendar import CalendarPages
from panel.office.campaign import CampaignPages
from panel.office.campaigns import CampaignsPages
from panel.office.channels import ChannelsPages
from panel.office.closing import ClosingPages
from panel.office.copying import CopyPages
from panel.office.correction import CorrectionPages
from panel.office.editor import EditorPages
from panel.office.erasure import ErasurePages
from panel.office.figures import Figures
from panel.office.gate import Gate, place_in
from panel.office.imports import ImportPages
from panel.office.indicator import IndicatorPage
from panel.office.indicators import IndicatorPages
from panel.office.lists import ListPages
from panel.office.noting import NotingPages
from panel.office.people import PeoplePages
from panel.office.person import PersonPages
from panel.office.publics import PublicPages
from panel.office.recipient_pages import RecipientPages
from panel.office.recovered import RecoveredPages
from panel.office.report_files import ReportFilePages
from panel.office.reports import ReportPages
from panel.office.requests import RequestPages
from panel.office.sending import SendingPages
from panel.office.sending_actions import ActionPages
from panel.office.sending_now import SendNowPages
from panel.office.sendings import SendingsPages
from panel.office.sheets import Sheets
from panel.office.still import Still
from panel.office.surveys import SurveyPages
from panel.office.suspensions import SuspensionPages
from panel.office.tasks import TaskPages
from panel.office.today import TodayPages
from panel.office.trying import TryingPages
from panel.office.users import UserPages
from panel.office.versions import VersionPages
from panel.public import OFFICE, Proxies

WAYS = (
    today.WAY,
    calendar.WAY,
    campaigns.WAY,
    approvals.WAY,
    requests.WAY,
    tasks.WAY,
    sendings.WAY,
    people.WAY,
    indicators.WAY,
    reports.WAY,
    channels.WAY,
    audit.WAY,
    users.WAY,
)
"""In the order of the menu."""
NOTES = {
    **approvals.NOTES,
    **requests.NOTES,
    **person.NOTES,
    **correction.NOTES,
    **erasure.NOTES,
    **tasks.NOTES,
    **channels.NOTES,
    **suspensions.NOTES,
    **surveys.NOTES,
    **recovered.NOTES,
    **sending_actions.NOTES,
    **alerts.NOTES,
    **sending_now.NOTES,
    **trying.NOTES,
    **editor.NOTES,
    **imports.NOTES,
    **users.NOTES,
    **noting.NOTES,
    **closing.NOTES,
    **account.NOTES,
}


def office(places: Workplaces, clock: Clock, proxies: Proxies) -> list[Route]:
    """The routes, in the order in which they are looked for. `places` is filled by whoever serves."""
    still = Still()
    sheets, transport = Sheets(still, WAYS, NOTES), Transport(proxies)
    gate = Gate(places, clock, transport, sheets)

    async def nothing(request: Request) -> Response:
        town = request.path_params["rest"].partition("/")[0]
        return sheets.turn(NOT_THERE, place_in(places, town))

    return [
        *still.routes,
        *EntrancePages(places, clock, transport, sheets).routes,
        *gate.routes(pages(sheets, transport)),
        Route(f"{OFFICE}{{rest:path}}", nothing, methods=["GET", "POST"]),
    ]


def pages(sheets: Sheets, transport: Transport) -> list[Page]:
    """Every page behind the gate, with its right."""
    figures = Figures()
    indicator = IndicatorPage(sheets, figures)
    listed = CampaignsPages(sheets)
    sending = SendingPages(sheets)
    editor_pages = EditorPages(sheets)
    return [
        Page("", Right.ENTER, _begin),
        *TodayPages(sheets).pages,
        *editor_pages.pages,
        *VersionPages(sheets, editor_pages).pages,
        *CopyPages(sheets, editor_pages).pages,
        *ApprovalsPages(sheets).pages,
        *RequestPages(sheets).pages,
        *SendingsPages(sheets).pages,
        *CalendarPages(sheets).pages,
        *PeoplePages(sheets).pages,
        *PersonPages(sheets).pages,
        *CorrectionPages(sheets).pages,
        *ErasurePages(sheets).pages,
        *IndicatorPages(sheets, figures).pages,
        *indicator.pages,
        *NotingPages(indicator).pages,
        *TaskPages(sheets).pages,
        *sending.pages,
        *ActionPages(sheets, sending).pages,
        *RecipientPages(sheets).pages,
        *SuspensionPages(sheets).pages,
        *RecoveredPages(sheets).pages,
        *SurveyPages(sheets).pages,
        *ChannelsPages(sheets, transport.proxies).pages,
        *listed.pages,
        *CampaignPages(sheets, listed).pages,
        *AlertPages(sheets).pages,
        *SendNowPages(sheets).pages,
        *TryingPages(sheets).pages,
        *ReportPages(sheets, figures).pages,
        *ClosingPages(sheets, figures).pages,
        *ReportFilePages(sheets, figures).pages,
        *ImportPages(sheets).pages,
        *ListPages(sheets).pages,
        *PublicPages(sheets).pages,
        *AuditPages(sheets).pages,
        *UserPages(sheets).pages,
        *AccountPages(sheets, transport).pages,
    ]


async def _begin(asked: Asked) -> Response:
    """Where a day begins: at what is to be seen, and for who sees none of it at what is the own."""
    return RedirectResponse(asked.url("hoy" if asked.may(Right.SEE) else requests.WAY.path), 303)
