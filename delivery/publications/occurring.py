"""The calendar of one message, with what the rows have to tell it: what it follows, and when it was approved."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date, datetime, time, timedelta, tzinfo
from functools import partial

from sqlalchemy import Connection

from campaigns.calendar import Occurrence, of_message
from campaigns.tenant import Campaign, CampaignMessage
from campaigns.when import Slot
from delivery.alert_orders import as_open, emergency_of, orders_of
from delivery.publications.predecessors import gone_out
from delivery.publications.votes import moment_of_approval
from delivery.workplace import Workplace
from storage.approvals import decisions
from storage.standing_orders import StandingOrder

URGENT = 0
"""The priority that overtakes."""
EMERGENCY = "emergencia"
"""The class of what warns people."""
DEEPEST = 20
"""How long a chain of messages that wait for each other may be."""


def occurrences(
    connection: Connection,
    workplace: Workplace,
    campaign: Campaign,
    message: CampaignMessage,
    since: datetime,
    until: datetime,
) -> Iterator[Occurrence]:
    """What is due in [`since`, `until`), and what waits without an hour."""
    published = gone_out(connection, workplace, campaign, message)
    approved = approved_at(connection, workplace, message)
    orders = orders_of(connection, workplace.tenant_id, message)
    found = of_message(workplace.tenant, campaign, message, since, until, published, approved, as_open(orders))
    return map(partial(_hurried, orders), found) if orders else found


def _hurried(orders: Iterable[StandingOrder], occurrence: Occurrence) -> Occurrence:
    """What an emergency's order repeats overtakes each time."""
    if not emergency_of(orders, occurrence.name):
        return occurrence
    return occurrence._replace(message=replace(occurrence.message, priority=URGENT))


def waiting_for(campaign: Campaign, message: CampaignMessage, occurrence: str) -> Occurrence:
    """A message's occurrence that follows another one's, while nobody knows its hour."""
    name = str(message.entry.repeat) if occurrence == "1" else occurrence
    return Occurrence(campaign, message, Slot(occurrence, None, None, (), message.rule.after), name)


def of_day(
    connection: Connection, workplace: Workplace, campaign: Campaign, message: CampaignMessage, day: date
) -> list[Occurrence]:
    """What is due on a day of the municipality, by time."""
    since, until = bounds(day, workplace.tenant.municipality.zone)
    found = occurrences(connection, workplace, campaign, message, since, until)
    return [occurrence for occurrence in found if occurrence.instant is not None]


def bounds(day: date, zone: tzinfo) -> tuple[datetime, datetime]:
    """When a day begins in a zone, and when the next one does."""
    return datetime.combine(day, time(), zone), datetime.combine(day + timedelta(days=1), time(), zone)


def approved_at(connection: Connection, workplace: Workplace, message: CampaignMessage) -> datetime | None:
    """`moment_of_approval` by the rows: they are asked only for what goes out as soon as it is approved."""
    words = decisions(connection, workplace.tenant_id, message.digest) if message.rule.after_approval else []
    return moment_of_approval(workplace.tenant, message, words)
