"""Whoever owes a figure that a report waits for is asked for it by mail: once each working day, until it is there."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import Connection, bindparam, select

from campaigns.moment import Moment
from delivery.notices.notice import PROGRAM, Notice, Words, is_written, outlet, write
from delivery.publications.answer import UNREPORTED
from delivery.staff import in_charge, staff_of
from delivery.tasks.mornings import USEFUL, Late, morning, words
from delivery.workplace import Workplace
from storage.execution import execute
from storage.states import PublicationState
from storage.tables import publication, report

MESSAGE = "cifras~{}"
BEFORE = "Un informe está listo para salir y espera estas cifras:"
AFTER = (
    "Se anotan con «pregonero record INDICADOR VALOR --date FECHA», con una fecha del periodo del informe. Apenas "
    "estén todas, el informe sale solo."
)
_WAITING = (
    select(
        report.c.id,
        report.c.campaign,
        report.c.message,
        report.c.period_name,
        report.c.missing,
        publication.c.mode,
        publication.c.planned_at,
    )
    .join(
        publication,
        (publication.c.tenant == report.c.tenant)
        & (publication.c.campaign == report.c.campaign)
        & (publication.c.message == report.c.message)
        & (publication.c.occurrence == report.c.occurrence),
    )
    .where(
        report.c.tenant == bindparam("of"),
        report.c.made_at.is_(None),
        publication.c.state == PublicationState.WAITING.value,
        publication.c.depends_on == UNREPORTED,
    )
    .order_by(report.c.id, publication.c.id)
)


class Owed(NamedTuple):
    """A mail that is to be written now."""

    notice: Notice
    responsible: str
    """The slug of whom it goes to."""
    figures: Sequence[Late]
    until: datetime
    """How long it is tried."""


def figures_awaited(connection: Connection, workplace: Workplace, now: datetime) -> list[Owed]:
    """The mails of today: none outside a working day's hours. What nobody owes goes to who is in charge."""
    begins = morning(workplace, now)
    if begins is None:
        return []
    municipality = workplace.tenant.municipality
    return [
        each
        for slug, figures in _by_person(connection, workplace).items()
        for each in [
            Owed(Notice(PROGRAM, MESSAGE.format(slug), begins.date().isoformat()), slug, figures, begins + USEFUL)
        ]
        if staff_of(municipality, slug) and not is_written(connection, workplace, each.notice)
    ]


def tell_awaited(connection: Connection, workplace: Workplace, now: datetime) -> int:
    """Write them, each once; how many there were."""
    account, made = outlet(workplace), 0
    if account is None:
        return 0
    for each in figures_awaited(connection, workplace, now):
        made += write(
            connection, workplace, account, each.notice, _words(each.figures), [each.responsible], each.until, now
        )
    return made


def _by_person(connection: Connection, workplace: Workplace) -> dict[str, list[Late]]:
    found: dict[str, list[Late]] = {}
    seen: set[int] = set()
    for row in execute(connection, _WAITING, {"of": workplace.tenant_id}):
        if row.id in seen:
            continue
        seen.add(row.id)
        for indicator, slug in row.missing:
            zone, campaign = workplace.tenant.municipality.zone, workplace.tenant.campaigns.get(row.campaign)
            title = campaign.entry.title if campaign is not None else row.campaign
            since = Moment(row.planned_at.astimezone(zone)).day if row.planned_at is not None else "su hora"
            line = f"«{indicator}», de {row.period_name}: la espera «{title}» ({row.message}) desde el {since}"
            late = Late(indicator, row.mode, line)
            for person in [slug] if slug else in_charge(workplace.tenant.municipality):
                found.setdefault(person, []).append(late)
    return found


def _words(figures: Sequence[Late]) -> Words:
    return words(figures, "Falta una cifra", "cifras faltan para un informe", BEFORE, AFTER)
