"""The reports that go along: each year and semester of the plan up to now, in every form that people open."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from sqlalchemy import Connection, func, select

from campaigns.content.look import look
from campaigns.tenant import Tenant
from handover.shelf import Shelf
from indicators.closing import read_report
from indicators.periods import Kind, Period, parse_period, period_of
from indicators.report import Report, make_report
from pieces.refusal import CannotDraw
from reports.apart import FORMS, made_apart
from reports.document import Document
from storage.tables import publication

ROOM = "informes"
KINDS: tuple[Kind, ...] = ("año", "semestre")


@dataclass(frozen=True, slots=True)
class Written:
    """One report."""

    name: str
    """«Año 2027»."""
    files: Mapping[str, str]
    """By ending, the name of each file in the package."""


@dataclass(slots=True)
class ReportFiles:
    """All of them."""

    whole: Report
    """Of all the time that anything was published in."""
    written: list[Written] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)
    """In Spanish: what could not be printed."""


def write_reports(connection: Connection, tenant: Tenant, number: int, now: datetime, shelf: Shelf) -> ReportFiles:
    """Write those of each year and semester that has anything in it; the running ones as they stand."""
    zone = tenant.municipality.zone
    today = now.astimezone(zone).date()
    first = _first_day(connection, tenant, number) or today
    whole = parse_period(f"{min(first, today)}..{today}", zone)
    done = ReportFiles(make_report(connection, tenant, number, whole, now))
    for period in _periods(tenant, min(first, today), today):
        document = read_report(connection, tenant, number, period, now).shown.document
        files: dict[str, str] = {}
        try:
            for ending, data in files_of(document, tenant).items():
                files[ending] = f"{ROOM}/{document.key}.{ending}"
                shelf.put(files[ending], data)
        except CannotDraw as refusal:
            done.remarks.append(f"El informe de {period.name} no se pudo imprimir. {refusal}")
        name = f"{period.name[:1].upper()}{period.name[1:]}"
        done.written.append(Written(name if period.last <= today else f"{name}, hasta hoy", files))
    return done


def files_of(document: Document, tenant: Tenant) -> Mapping[str, bytes]:
    """A document in each form, by its ending. Raises `CannotDraw`."""
    brand = look(tenant.municipality.brand, tenant.folder)
    return {form: made_apart(document, brand, form).data for form in FORMS}


def _first_day(connection: Connection, tenant: Tenant, number: int) -> date | None:
    asked = select(func.min(publication.c.started_at)).where(publication.c.tenant == number)
    moment = connection.execute(asked).scalar_one()
    return None if moment is None else moment.astimezone(tenant.municipality.zone).date()


def _periods(tenant: Tenant, first: date, last: date) -> Iterator[Period]:
    for kind in KINDS:
        day = first
        while day <= last:
            period = period_of(kind, day, tenant.municipality.zone)
            yield period
            day = period.last + timedelta(days=1)
