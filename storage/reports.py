"""Reports that go out as messages, in rows: one for each time of a message, whatever its accounts."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import Connection, Row, bindparam, delete, func, insert, select, update

from storage import upsert
from storage.execution import execute
from storage.states import DeliveryState, Mode, PublicationState
from storage.tables import delivery, publication, report, report_file

LONGEST_TROUBLE = 500


class Place(NamedTuple):
    """Which time of which message."""

    tenant: int
    campaign: str
    message: str
    occurrence: str


class KeptFile(NamedTuple):
    """One file of a report; its bytes are kept by their sha256."""

    sha256: str
    name: str
    mime: str
    size: int
    """In octets."""


class KeptReport(NamedTuple):
    """A report as its rows have it."""

    id: int
    period: str
    """`2027-B1`."""
    period_name: str
    summary: tuple[str, ...]
    missing: tuple[tuple[str, str], ...]
    """Indicator, and the slug of whose it is: what it waits for, or went out without."""
    made_at: datetime | None
    trouble: str
    """Why it could not be made, in Spanish."""
    files: tuple[KeptFile, ...]
    configuration: str
    """The digest of the staff's files that it was made of; empty where nobody kept it."""
    begun: bool
    """Something of its time of the message has gone out with it, or was about to: it is the one for all the rest."""

    def serves(self, configuration: str) -> bool:
        """Whether it goes out as it is, with the staff's files at this digest."""
        return self.made_at is not None and (self.begun or self.configuration in ("", configuration))


class Copy(NamedTuple):
    """Where a file with some bytes was published."""

    place: Place
    period_name: str
    name: str
    """What the file was called."""
    account: str
    mode: Mode
    sent_at: datetime
    approved: str
    """The digest that its approval is bound to."""


_KEYS = (
    report.c.tenant == bindparam("of"),
    report.c.campaign == bindparam("in"),
    report.c.message == bindparam("by"),
    report.c.occurrence == bindparam("at"),
)
_BEGUN = (
    select(publication.c.id)
    .where(
        publication.c.tenant == report.c.tenant,
        publication.c.campaign == report.c.campaign,
        publication.c.message == report.c.message,
        publication.c.occurrence == report.c.occurrence,
        publication.c.started_at.is_not(None),
    )
    .correlate(report)
    .exists()
)
_ONE = select(report, _BEGUN.label("begun")).where(*_KEYS)
_FILES = (
    select(report_file.c.sha256, report_file.c.name, report_file.c.mime, report_file.c.size)
    .where(report_file.c.report == bindparam("number"))
    .order_by(report_file.c.position)
)
_COPIES = (
    select(
        report.c.tenant,
        report.c.campaign,
        report.c.message,
        report.c.occurrence,
        report.c.period_name,
        report_file.c.name,
        publication.c.account,
        publication.c.mode,
        func.min(delivery.c.sent_at).label("sent_at"),
        publication.c.digest,
    )
    .join(report, report_file.c.report == report.c.id)
    .join(
        publication,
        (publication.c.tenant == report.c.tenant)
        & (publication.c.campaign == report.c.campaign)
        & (publication.c.message == report.c.message)
        & (publication.c.occurrence == report.c.occurrence),
    )
    .join(delivery, delivery.c.publication == publication.c.id)
    .where(
        report_file.c.sha256 == bindparam("digest"),
        report.c.tenant == bindparam("of"),
        delivery.c.state == DeliveryState.SENT.value,
    )
    .group_by(report.c.id, report_file.c.report, report_file.c.position, publication.c.id)
    .order_by(func.min(delivery.c.sent_at), publication.c.account)
)


class Outgoing(NamedTuple):
    """A publication that takes a report along, or waits for it."""

    report: int
    period: str
    period_name: str
    campaign: str
    message: str
    publication: int
    account: str
    audience: str
    state: str
    mode: Mode
    planned_at: datetime | None
    started_at: datetime | None
    missing: Sequence[tuple[str, str]]
    trouble: str


_OUTGOING = (
    select(
        report.c.id.label("report"),
        report.c.period,
        report.c.period_name,
        report.c.campaign,
        report.c.message,
        publication.c.id.label("publication"),
        publication.c.account,
        publication.c.audience,
        publication.c.state,
        publication.c.mode,
        publication.c.planned_at,
        publication.c.started_at,
        report.c.missing,
        report.c.trouble,
    )
    .join(
        publication,
        (publication.c.tenant == report.c.tenant)
        & (publication.c.campaign == report.c.campaign)
        & (publication.c.message == report.c.message)
        & (publication.c.occurrence == report.c.occurrence),
    )
    .where(report.c.tenant == bindparam("of"))
    .order_by(publication.c.id)
)
_STARTED = _OUTGOING.where(
    report.c.period.in_(bindparam("periods", expanding=True)), publication.c.started_at.is_not(None)
)
_HELD = _OUTGOING.where(report.c.made_at.is_(None), publication.c.state == PublicationState.WAITING.value)


def outgoing(connection: Connection, tenant_id: int, periods: Sequence[str]) -> list[Outgoing]:
    """What has gone out, or goes, with the report of one of the periods."""
    rows = execute(connection, _STARTED, {"of": tenant_id, "periods": list(periods)}) if periods else ()
    return [_outgoing(row) for row in rows]


def held_reports(connection: Connection, tenant_id: int) -> list[Outgoing]:
    """What waits for a report that is not made."""
    return [_outgoing(row) for row in execute(connection, _HELD, {"of": tenant_id})]


def report_files(connection: Connection, tenant_id: int, number: int) -> list[KeptFile]:
    """The files of a municipality's report, in their order; none where it has no such report."""
    own = _FILES.join(report, report.c.id == report_file.c.report).where(report.c.tenant == bindparam("of"))
    return [KeptFile(*each) for each in execute(connection, own, {"number": number, "of": tenant_id})]


def _outgoing(row: Row[Any]) -> Outgoing:
    told = Outgoing(*tuple(row))
    missing = [(str(name), str(slug)) for name, slug in told.missing]
    return told._replace(mode=Mode(told.mode), missing=missing)


def report_at(connection: Connection, place: Place) -> KeptReport | None:
    """The report of one time of a message; None: nobody has looked at it yet."""
    row = execute(connection, _ONE, _asked(place)).one_or_none()
    if row is None:
        return None
    files = tuple(KeptFile(*each) for each in execute(connection, _FILES, {"number": row.id}))
    missing = tuple((str(name), str(slug)) for name, slug in row.missing)
    return KeptReport(
        id=row.id,
        period=row.period,
        period_name=row.period_name,
        summary=tuple(row.summary),
        missing=missing,
        made_at=row.made_at,
        trouble=row.trouble,
        files=files,
        configuration=row.configuration,
        begun=row.begun,
    )


def note_waiting(
    connection: Connection,
    place: Place,
    period: tuple[str, str],
    missing: Sequence[tuple[str, str]],
    configuration: str,
    trouble: str = "",
) -> None:
    """Write down what a report waits for, or why it could not be made; one that serves stays as it is."""
    values = {"missing": [list(each) for each in missing], "trouble": trouble[:LONGEST_TROUBLE], "made_at": None}
    _replace(connection, place, period, configuration, values)


def keep_report(
    connection: Connection,
    place: Place,
    period: tuple[str, str],
    summary: Sequence[str],
    missing: Sequence[tuple[str, str]],
    files: Sequence[KeptFile],
    configuration: str,
    now: datetime,
) -> bool:
    """Keep what was made of the staff's files at a digest, once; False where one that serves was kept before.

    `period`: its key and its name.
    """
    told = {"summary": list(summary), "missing": [list(each) for each in missing], "trouble": ""}
    number = _replace(connection, place, period, configuration, {**told, "made_at": now})
    if number is None:
        return False
    for position, each in enumerate(files, 1):
        connection.execute(insert(report_file).values(report=number, position=position, **each._asdict()))
    return True


def copies_of(connection: Connection, tenant_id: int, digest: str) -> list[Copy]:
    """Where a municipality published the report's file with this sha256, the first time first."""
    found = execute(connection, _COPIES, {"digest": digest, "of": tenant_id})
    return [
        Copy(Place(*row[:4]), row.period_name, row.name, row.account, Mode(row.mode), row.sent_at, row.digest)
        for row in found
    ]


def _replace(
    connection: Connection, place: Place, period: tuple[str, str], configuration: str, values: Mapping[str, object]
) -> int | None:
    """The number of the row that has these values now; None: what it had serves, and stays."""
    number = _row(connection, place)
    other = report.c.configuration.not_in(("", configuration)) & ~_BEGUN
    wanting = (report.c.id == number) & (report.c.made_at.is_(None) | other)
    named = {"period": period[0], "period_name": period[1], "configuration": configuration}
    if connection.execute(update(report).where(wanting).values(**named, **values)).rowcount != 1:
        return None
    connection.execute(delete(report_file).where(report_file.c.report == number))
    return number


def _row(connection: Connection, place: Place) -> int:
    """The number of the report's row, which is written where there is none."""
    new = {**place._asdict(), "summary": [], "missing": []}
    connection.execute(upsert.insert(connection, report).values(**new).on_conflict_do_nothing())
    return int(execute(connection, _ONE, _asked(place)).one().id)


def _asked(place: Place) -> dict[str, object]:
    return {"of": place.tenant, "in": place.campaign, "by": place.message, "at": place.occurrence}
