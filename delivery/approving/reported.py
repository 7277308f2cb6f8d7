"""The report among what is decided on: as it stands when the page is opened, which the page says."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime

from sqlalchemy import Connection

from campaigns.campaign import ReportEntry
from campaigns.content.reported import MIMES, report_values
from campaigns.meetings import moment
from campaigns.tenant import Tenant
from delivery.approving.by_link import Page, visit
from delivery.approving.exhibits import Exhibit
from delivery.approving.shown import occurrence_of, shown
from delivery.publications.reported import missing_words
from delivery.reporting.glimpse import Glimpse, Glimpses, ReportFile
from delivery.workplace import Workplaces
from storage.keyring import Keyring
from storage.tokens import BadToken

HEADING = "El informe, como está hoy"
ANEW = "Este no es el que sale: sus cifras se cuentan de nuevo cuando salga, y las de aquí todavía pueden cambiar."
NOT_YET = "se conoce cuando se publique"
"""In the place of a file's sha256."""


def with_report(connection: Connection, places: Workplaces, glimpses: Glimpses, page: Page, now: datetime) -> Page:
    """The page with its message's report, and the texts as they would say it; nothing of it is kept in a row.

    The page as it is where its message takes no report along. The connection only reads.
    """
    question, place = page.question, places.by_id.get(page.tenant)
    if question is None or question.occurrence is None or place is None or place.reporter is None:
        return page
    entry = question.message.entry.report
    if entry is None:
        return page
    occurrence = occurrence_of(place.tenant, question, now.astimezone(place.tenant.municipality.zone))
    glimpse = glimpses.look(connection, place, occurrence, now)
    reading = glimpse.reading
    marks = [(reading.name(each), NOT_YET) for each in entry.formats]
    values = report_values(reading.period[1], reading.summary, marks)
    read = [*shown(connection, place, question, now, values), (HEADING, _told(place.tenant, glimpse))]
    return replace(page, read=read, exhibits=[*page.exhibits, *_files(entry, glimpse)])


def exhibit(
    connection: Connection,
    places: Workplaces,
    keyring: Keyring,
    glimpses: Glimpses,
    token: str,
    number: int,
    now: datetime,
) -> Exhibit:
    """One of those that the page of a link shows, by its place.

    Raises `BadToken` also where it shows none, or none with this number.
    """
    page = visit(connection, places, keyring, token, now)
    found = with_report(connection, places, glimpses, page, now).exhibits
    if not 0 <= number < len(found):
        raise BadToken
    return found[number]


def _told(tenant: Tenant, glimpse: Glimpse) -> str:
    reading, at = glimpse.reading, moment(glimpse.at.astimezone(tenant.municipality.zone))
    lacking = [missing_words(tenant, *each) for each in reading.missing]
    gaps = [f"Falta por anotar: {'; '.join(lacking)}. Mientras falte, el informe espera."] if lacking else []
    return "\n\n".join([f"Periodo: {reading.period[1]}. Contado el {at}. {ANEW}", *gaps, *reading.summary])


def _files(entry: ReportEntry, glimpse: Glimpse) -> Iterator[Exhibit]:
    """Those that go out, and one on paper before them: every telephone opens it."""
    for form in dict.fromkeys(("pdf", *entry.formats)):
        source = ReportFile(glimpse, form)
        yield Exhibit(HEADING, glimpse.reading.name(form), MIMES[form], "", source)
