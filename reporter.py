"""Who makes the reports that go out as messages: counts the rows, composes a document, and has it shown in files."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from sqlalchemy import Connection

from campaigns.campaign import Format, ReportEntry
from campaigns.checks.report_tables import REPORT_TABLES
from campaigns.content.look import look
from campaigns.content.reported import MIMES
from campaigns.tenant import Tenant
from delivery.reporter import CannotMake, MadeFile, MadeReport, MissingFigure, Reading, Reporter
from indicators.awaited import Awaited
from indicators.closing import read_report
from indicators.periods import Period, before, period_of
from indicators.report import Report, awaited
from pieces.brand import Brand
from pieces.refusal import CannotDraw
from reports.apart import FORMS, Form, made_apart
from reports.document import Document
from reports.table import Table
from reports.words import row_words

Maker = Callable[[Document, Brand], bytes]
"""Shows a document in one format, in the municipality's look. Raises `CannotMake`."""
SUMMARY = "resumen"
"""The section whose sentences a message may say."""


@dataclass(frozen=True, slots=True)
class Figures:
    """The figures of one report; see `delivery.reporter.Reading`."""

    document: Document
    brand: Brand
    stretch: Period
    formats: tuple[Format, ...]
    makers: Mapping[Format, Maker]
    missing: Sequence[MissingFigure]

    @property
    def period(self) -> tuple[str, str]:
        """See `delivery.reporter.Reading`."""
        return self.stretch.key, self.stretch.name

    @property
    def summary(self) -> tuple[str, ...]:
        """See `delivery.reporter.Reading`."""
        return next((each.paragraphs for each in self.document.sections if each.key == SUMMARY), ())

    def name(self, form: Format) -> str:
        """See `delivery.reporter.Reading`."""
        return f"{self.document.key}.{form}"

    def file(self, form: Format) -> MadeFile:
        """See `delivery.reporter.Reading`."""
        return MadeFile(self.name(form), MIMES[form], self.makers[form](self.document, self.brand))

    def make(self) -> MadeReport:
        """See `delivery.reporter.Reading`."""
        return MadeReport(*self.period, self.summary, tuple(self.file(each) for each in self.formats))


def reporter(makers: Mapping[Format, Maker] | None = None) -> Reporter:
    """Who reads figures, and shows them by these `makers`: those of all formats, unless others are given."""

    def read(
        connection: Connection, tenant: Tenant, tenant_id: int, entry: ReportEntry, day: date, now: datetime
    ) -> Reading:
        zone = tenant.municipality.zone
        period = before(period_of(entry.period, day, zone), zone)
        reading = read_report(connection, tenant, tenant_id, period, now)
        document = narrowed(reading.shown.document, entry)
        brand = look(tenant.municipality.brand, tenant.folder)
        return Figures(document, brand, period, entry.formats, makers or MAKERS, missing_of(reading.report))

    return read


def sketcher() -> Reporter:
    """The same for a rehearsal that keeps no files: each has its right name and the right figures, as plain text."""
    return reporter(dict.fromkeys(MIMES, sketch))


def sketch(document: Document, _brand: Brand) -> bytes:
    """The tables, a line for each row and its cells parted by tabs: a year has thousands, and nobody looks at them."""
    lines = [line for table in document.tables for line in (table.title, *_lines(table), *table.notes)]
    return "\n".join(lines).encode()


def _lines(table: Table) -> Iterator[str]:
    yield "\t".join(table.columns)
    for row in table.rows:
        yield "\t".join(row_words(table, row))


def _maker(form: Form) -> Maker:
    """What a process of its own makes: a daemon that has sent a report is no larger than before."""

    def make(document: Document, brand: Brand) -> bytes:
        try:
            return made_apart(document, brand, form).data
        except CannotDraw as error:
            raise CannotMake(str(error)) from error

    return make


MAKERS: Mapping[Format, Maker] = {form: _maker(form) for form in FORMS}


def narrowed(document: Document, entry: ReportEntry) -> Document:
    """Of the plan's own tables those alone that the message names, where it names any."""
    if not entry.tables:
        return document
    left_out = REPORT_TABLES.keys() - {*entry.tables, "indicadores"}
    return replace(document, sections=tuple(each for each in document.sections if each.key not in left_out))


def missing_of(report: Report) -> tuple[MissingFigure, ...]:
    """Figures that are due in the period and that nobody has given."""
    return tuple(MissingFigure(_named(each, report.period), each.responsible) for each in awaited(report))


def _named(figure: Awaited, period: Period) -> str:
    """With the parts of the period that it is missing of, where these are not all of it."""
    return figure.name if figure.periods == (period.name,) else f"{figure.name} ({', '.join(figure.periods)})"
