"""Where each campaign stands: what runs, what is next, what waits for an order, what is over. No page waits for it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from enum import StrEnum

from sqlalchemy import Connection, bindparam, func, select

from campaigns.calendar import of_message
from campaigns.tenant import Campaign, Tenant
from delivery.money.committed import committed
from delivery.publications.votes import approval_of
from delivery.watching.status import WRITTEN
from delivery.workplace import Workplace
from storage.approvals import Approval as Word
from storage.approvals import all_decisions
from storage.execution import execute
from storage.spending import Span
from storage.states import Mode
from storage.tables import publication

LOOKS = (timedelta(days=7), timedelta(days=45), timedelta(days=400))
"""How far ahead the next hour is looked for, until there is one."""
LONGEST = timedelta(days=60)
"""How long before now an event is looked for that still goes on."""


class Stage(StrEnum):
    """How far a campaign is; the value stands in addresses."""

    RUNS = "marcha"
    NEXT = "sigue"
    ORDERED = "orden"
    """Whatever is left of it goes out when a person says so, or when something else has."""
    OVER = "terminada"


STAGES: Mapping[Stage, str] = {
    Stage.RUNS: "En marcha",
    Stage.NEXT: "Por empezar",
    Stage.ORDERED: "Listas para cuando se ordene",
    Stage.OVER: "Terminadas",
}


@dataclass(frozen=True, slots=True)
class Course:
    """One campaign at one moment."""

    stage: Stage
    next: datetime | None
    """When something of it goes out next, local; None: nothing with an hour does."""
    last: datetime | None
    """When something of it went out last; None: nothing has."""
    unapproved: int
    """Messages whose approval is still wanting."""
    rejected: int
    spent: Decimal | None
    """Pesos, of a campaign that has a budget."""


_LAST = (
    select(publication.c.campaign, func.max(publication.c.started_at).label("last"))
    .where(publication.c.tenant == bindparam("of"), publication.c.started_at.is_not(None), WRITTEN)
    .group_by(publication.c.campaign)
)


def read_courses(connection: Connection, place: Workplace, now: datetime) -> dict[str, Course]:
    """Of each campaign, by its id; a year of a thousand takes some seconds."""
    tenant = place.tenant
    last = {row.campaign: row.last for row in execute(connection, _LAST, {"of": place.tenant_id})}
    words = all_decisions(connection, place.tenant_id)
    local = now.astimezone(tenant.municipality.zone)
    return {
        campaign.id: _course(tenant, campaign, words, last.get(campaign.id), _spent(connection, place, campaign), local)
        for campaign in tenant.campaigns.values()
    }


def _course(
    tenant: Tenant,
    campaign: Campaign,
    words: Mapping[str, list[Word]],
    last: datetime | None,
    spent: Decimal | None,
    now: datetime,
) -> Course:
    upcoming = _next(tenant, campaign, now)
    said = [approval_of(tenant, each, words.get(each.digest, [])) for each in campaign.messages if each.approver]
    return Course(
        stage=_stage(campaign, upcoming, last, now),
        next=upcoming,
        last=last,
        unapproved=sum(each is None for each in said),
        rejected=sum(each is not None and not each.approved for each in said),
        spent=spent,
    )


def _stage(campaign: Campaign, upcoming: datetime | None, last: datetime | None, now: datetime) -> Stage:
    happens = campaign.event is not None and any(
        span.start <= now < span.end for span in campaign.event.around(now - LONGEST, now).spans
    )
    if upcoming is not None or happens:
        return Stage.RUNS if last is not None or happens else Stage.NEXT
    ended = campaign.entry.ends is not None and campaign.entry.ends < now.date()
    waits = any(each.rule.by_order or each.rule.until_lifted for each in campaign.messages)
    return Stage.ORDERED if waits and not ended else Stage.OVER


def _next(tenant: Tenant, campaign: Campaign, now: datetime) -> datetime | None:
    """The next hour of any of its messages, by the calendar alone."""
    for ahead in LOOKS:
        found = min(_hours(tenant, campaign, now, now + ahead), default=None)
        if found is not None:
            return found
    return None


def _hours(tenant: Tenant, campaign: Campaign, since: datetime, until: datetime) -> Iterator[datetime]:
    for message in campaign.messages:
        slots = (each.slot.local for each in of_message(tenant, campaign, message, since, until))
        first = next((moment for moment in slots if moment is not None), None)
        if first is not None:
            yield first


def _spent(connection: Connection, place: Workplace, campaign: Campaign) -> Decimal | None:
    if campaign.entry.budget is None:
        return None
    modes = {place.mode(account) for message in campaign.messages for account in message.accounts}
    mode = Mode.REAL if Mode.REAL in modes else next(iter(modes), Mode.SANDBOX)
    return committed(connection, Span(place.tenant_id, mode, campaign=campaign.id))
