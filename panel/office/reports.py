"""Informes: those that wait, those of what runs, those that are closed; one of them, and whether a copy is one."""

import asyncio
import hashlib
import re
from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from functools import partial
from typing import Any, NamedTuple
from urllib.parse import quote

from sqlalchemy import Connection
from starlette.datastructures import UploadFile
from starlette.responses import RedirectResponse, Response

from campaigns.articles import of
from campaigns.moment import Moment
from campaigns.tenant import Tenant
from delivery.publishing.freeze import media_folder
from delivery.reporting.proof import copy_words
from delivery.worlds import marked
from indicators.beginning import first_row
from indicators.periods import BadPeriod, Kind, Period, before, days_between, parse_period, period_of
from indicators.responsible import name_of
from panel.entrance.roles import Right
from panel.office.asked import NOT_THERE, Asked, Page, Turned
from panel.office.figures import Counted, Figures
from panel.office.indicators import KINDS, may_note, period_asked
from panel.office.report_files import FORMS, READ
from panel.office.sheets import Sheets, Way
from panel.office.uploads import MOST_OF_FORM, download
from storage.reports import KeptFile, Outgoing, copies_of, held_reports, outgoing, report_files
from storage.snapshots import ClosedPeriod, closed_among, sealed_with

WAY = Way("informes", "Informes", Right.SEE)
MOST = 12
"""Periods that are over on a page."""
SEAL = re.compile(r"[0-9a-f]{64}")
KIND_NAMES: Mapping[Kind, str] = {
    "mes": "Meses",
    "semana": "Semanas",
    "bimestre": "Bimestres",
    "semestre": "Semestres",
    "año": "Años",
}


class Over(NamedTuple):
    """A period that is over."""

    period: Period
    closed: ClosedPeriod | None
    closes: date
    """The day on which it closes by itself, where nobody does before."""
    sent: Sequence[Outgoing]


class Listed(NamedTuple):
    """What the list shows."""

    held: Sequence[Outgoing]
    over: Sequence[Over]
    more: bool
    """There are earlier ones."""


class ReportPages:
    """Serves them."""

    def __init__(self, sheets: Sheets, figures: Figures) -> None:
        """Both stay the caller's."""
        self._sheets, self._figures = sheets, figures

    @property
    def pages(self) -> list[Page]:
        """The list, whether a copy is one, and one report with what went out of it."""
        return [
            Page("informes", Right.SEE, self.reports),
            Page("informes/comprobar", Right.SEE, self.verify, writes=True, largest=MOST_OF_FORM),
            Page("informes/enviado/{number:int}/{place:int}", Right.SEE, self.sent_file),
            Page("informes/{period}", Right.SEE, self.report),
        ]

    async def reports(self, asked: Asked) -> Response:
        """All periods, a kind at a time; with two days, what lies between them."""
        first, last = asked.query("desde"), asked.query("hasta")
        if first or last:
            return RedirectResponse(asked.url(f"informes/{quote(_between(asked, first, last).key)}"), 303)
        kind: Kind = next((each for each in KIND_NAMES if each == asked.query("clase")), "mes")
        listed = await asked.read(partial(_listed, asked=asked, kind=kind))
        tenant, today = asked.tenant, asked.now.astimezone(asked.tenant.municipality.zone).date()
        values: dict[str, Any] = {
            "held": _by_report(asked, listed.held),
            "running": [period_of(each, today, tenant.municipality.zone) for each in KINDS],
            "over": listed.over,
            "more": listed.more,
            "kind": kind,
            "kinds": KIND_NAMES,
            "whom": partial(_whom, tenant),
            "today": today,
            "read": READ,
        }
        return self._sheets.page("informes.html", asked, **values)

    async def report(self, asked: Asked) -> Response:
        """One: what whoever is in a hurry must know, and every way to have it whole."""
        period = period_asked(asked, asked.request.path_params["period"])
        tenant, tenant_id = asked.tenant, asked.place.tenant_id
        if asked.now < period.since:
            raise Turned(404, "Todavía no hay nada que informar", f"{period.name.capitalize()} no ha empezado.")
        seen = await self._figures.look(asked, period)

        def read(
            connection: Connection,
        ) -> tuple[list[Outgoing], Mapping[str, ClosedPeriod], dict[int, list[KeptFile]]]:
            sent = outgoing(connection, tenant_id, [period.key])
            files = {each.report: report_files(connection, tenant_id, each.report) for each in sent}
            return sent, closed_among(connection, tenant_id, [period.key]), files

        sent, closed, files = await asked.read(read)
        values: dict[str, Any] = {
            "period": period,
            "seen": seen,
            "counted": seen.made,
            "closed": closed.get(period.key),
            "corrected": _corrected(tenant, seen.made),
            "runs": asked.now < period.until,
            "today": asked.now.astimezone(tenant.municipality.zone).date(),
            "closes": _closes(tenant, period) if period.kind != "rango" else None,
            "forms": FORMS,
            "read": READ,
            "sent": [(each, _whom(tenant, each)) for each in sent],
            "files": files,
            "may_note": lambda each: may_note(asked, each.indicator),
            "whose": of(tenant.municipality.body),
        }
        return self._sheets.page("informe.html", asked, **values)

    async def sent_file(self, asked: Asked) -> Response:
        """A file as it went out, letter by letter."""
        number, place = asked.request.path_params["number"], asked.request.path_params["place"]
        reads = partial(report_files, tenant_id=asked.place.tenant_id, number=number)
        found = (await asked.read(reads))[place : place + 1]
        if not found:
            raise NOT_THERE
        return download(media_folder(asked.place.folder), found[0].sha256, found[0].name, found[0].mime)

    async def verify(self, asked: Asked) -> Response:
        """Whether a copy, or a seal that somebody reads from one, is of what was published or closed."""
        if asked.form is None:
            return self._sheets.page("informe_comprobar.html", asked, told="", good=False, code_typed="")
        files, typed = asked.files("archivo"), "".join(asked.field("codigo").lower().split())
        seal = await asyncio.to_thread(_digest, files[0]) if files else typed
        if not SEAL.fullmatch(seal):
            told = "Escoja el archivo, o escriba la huella entera: son 64 letras y cifras."
            return self._sheets.page(
                "informe_comprobar.html", asked, 422, told=told, good=False, code_typed=typed[:200]
            )
        told, good = await asked.read(partial(_told, asked=asked, seal=seal))
        return self._sheets.page("informe_comprobar.html", asked, told=told, good=good, code_typed=typed)


def _listed(connection: Connection, asked: Asked, kind: Kind) -> Listed:
    tenant, tenant_id = asked.tenant, asked.place.tenant_id
    zone = tenant.municipality.zone
    began = first_row(connection, tenant_id)
    first = began.astimezone(zone).date() if began is not None else None
    last = before(period_of(kind, asked.now.astimezone(zone).date(), zone), zone)
    below = _named(asked.query("antes"), tenant)
    if below is not None and below.kind == kind and below.first <= last.first:
        last = before(below, zone)
    periods: list[Period] = []
    # What ended last is told also to whoever began yesterday: its report may be the first that goes out.
    while first is not None and (not periods or last.last >= first) and len(periods) <= MOST:
        periods.append(last)
        last = before(last, zone)
    shown = periods[:MOST]
    closed = closed_among(connection, tenant_id, [each.key for each in shown])
    sent = outgoing(connection, tenant_id, [each.key for each in shown])
    over = [
        Over(each, closed.get(each.key), _closes(tenant, each), [one for one in sent if one.period == each.key])
        for each in shown
    ]
    return Listed(held_reports(connection, tenant_id), over, len(periods) > MOST)


def _closes(tenant: Tenant, period: Period) -> date:
    return period.last + timedelta(days=1 + tenant.municipality.closing.days)


def _named(text: str, tenant: Tenant) -> Period | None:
    try:
        return parse_period(text, tenant.municipality.zone) if text else None
    except BadPeriod:
        return None


def _between(asked: Asked, first: str, last: str) -> Period:
    try:
        return days_between(date.fromisoformat(first), date.fromisoformat(last), asked.tenant.municipality.zone)
    except BadPeriod as error:
        raise Turned(422, "Revise las fechas", "La primera va antes que la última.") from error
    except ValueError as error:
        raise Turned(422, "Revise las fechas", "Escriba las dos, como 2027-01-31.") from error


def _whom(tenant: Tenant, each: Outgoing) -> str:
    """«Informe de la semana, por correo, para Ciudadanía»."""
    campaign, audience = tenant.campaigns.get(each.campaign), tenant.audiences.get(each.audience)
    title = campaign.entry.title if campaign is not None else each.campaign
    said = f"{title}, por {each.account}, para {audience.name if audience is not None else each.audience}"
    return marked(said, each.mode)


class _Held(NamedTuple):
    """A report that waits."""

    title: str
    period: str
    since: datetime | None
    trouble: str
    missing: Sequence[tuple[str, str, str]]
    """What is missing, whose it is, and the address of its form; empty where who looks may not fill it."""


def _by_report(asked: Asked, held: Sequence[Outgoing]) -> list[_Held]:
    """Once each, whatever its accounts."""
    once = {each.report: each for each in reversed(held)}
    return [_held(asked, each) for each in sorted(once.values(), key=lambda each: each.report)]


def _held(asked: Asked, each: Outgoing) -> _Held:
    tenant = asked.tenant
    campaign = tenant.campaigns.get(each.campaign)
    missing = []
    for told, slug in each.missing:
        key = next(
            (key for key, its in tenant.indicators.items() if told == its.name or told.startswith(f"{its.name} (")), ""
        )
        way = f"indicadores/{key}#anotar" if key and may_note(asked, key) else ""
        missing.append((told, name_of(tenant, slug), way))
    title = campaign.entry.title if campaign is not None else each.campaign
    return _Held(title, each.period_name, each.planned_at, each.trouble, missing)


def _digest(upload: UploadFile) -> str:
    upload.file.seek(0)
    return hashlib.file_digest(upload.file, "sha256").hexdigest()  # type: ignore[arg-type]  # it has what is asked of it


def _corrected(tenant: Tenant, counted: Counted | None) -> list[tuple[str, str]]:
    """Of a closed report, each figure that was corrected since, by name: when, by whom and why, and what it said."""
    if counted is None or counted.closed is None:
        return []
    zone = tenant.municipality.zone
    # What a correction does to rows of the plan is told by the report itself.
    whole = [each for each in counted.closed.corrections if not each.action]
    return [(counted.names.get(each.indicator, each.indicator), each.words(zone)) for each in whole]


def _told(connection: Connection, asked: Asked, seal: str) -> tuple[str, bool]:
    tenant, tenant_id = asked.tenant, asked.place.tenant_id
    copies = copies_of(connection, tenant_id, seal)
    if copies:
        return copy_words(tenant, copies), True
    found = sealed_with(connection, tenant_id, seal)
    if found is None:
        return copy_words(tenant, ()), False
    period = parse_period(found[0], tenant.municipality.zone)
    newest = closed_among(connection, tenant_id, [period.key])[period.key]
    said = f"Es la huella de las cifras del informe cerrado de {period.name}, {_version(found[1])}."
    if found[1] == newest.version or newest.corrected_at is None:
        return said, True
    corrected = Moment(newest.corrected_at.astimezone(tenant.municipality.zone))
    return f"{said} Después se corrigió, la última vez el {corrected.date}: las cifras de hoy son otras.", True


def _version(number: int) -> str:
    """«como se cerró», «después de una corrección (versión 2)»."""
    if number == 1:
        return "como se cerró"
    corrections = "una corrección" if number == 2 else f"{number - 1} correcciones"
    return f"después de {corrections} (versión {number})"
