"""A publication row before anything is frozen: what calendar and configuration say of it."""

from datetime import UTC, datetime
from typing import Any

from campaigns.account import Account
from campaigns.calendar import Occurrence
from campaigns.content.freezing import span_of
from campaigns.tenant import CampaignMessage, Tenant
from campaigns.when import OpenHours, RepeatingEvent
from channels.adapter import Kind
from delivery.publications.surveys import before_close
from delivery.retry import PATIENCE
from delivery.workplace import Workplace, is_manual
from storage.subscribed import topics_column

Columns = dict[str, Any]
"""Column to value, for a publication row."""


def draft(workplace: Workplace, occurrence: Occurrence, account: Account, now: datetime) -> Columns:
    """The columns of the row, without its state."""
    message = occurrence.message
    manual = is_manual(account, message.entry.becomes)
    direct = not manual and account.kind is Kind.DIRECT
    return {
        "tenant": workplace.tenant_id,
        "campaign": message.campaign,
        "message": message.id,
        "account": account.name,
        "occurrence": occurrence.name,
        "kind": (Kind.MANUAL if manual else account.kind).value,
        "channel": account.type,
        "medium": account.medium,
        "publishes": account.publishes and message.entry.feature in ("", "encuesta", "foro", "informe", "suscripcion"),
        "mode": workplace.mode(account).value,
        "class_": message.class_,
        "actions": list(message.actions),
        "unit_cost": account.cost,
        "responsible": responsible(message.entry.responsible, account, message.responsible) if manual else "",
        "audience": message.audience,
        "topics": topics_column(workplace.tenant.topics(message) if direct else None),
        "purpose": message.purpose(account),
        "yields_to": list(message.spares) or None if direct else None,
        "yielded_by": list(occurrence.campaign.sparing(message.id)) or None if direct else None,
        "per_household": direct and bool(message.entry.per_household),
        "sender": "" if manual else account.sender,
        "priority": message.priority,
        "at_least_once": message.at_least_once,
        "quiet_hours": direct,
        "planned_local": occurrence.local,
        "planned_at": occurrence.instant,
        "expires_at": before_close(
            occurrence, workplace.tenant, tried_until(workplace.tenant, occurrence, account, now), now
        ),
        "digest": message.digest,
        "created_at": now,
    }


def responsible(of_message: str | None, account: Account, inherited: str) -> str:
    """Who carries out a work order: the message's own word, else the account's person, else the campaign's."""
    return of_message or account.responsible or inherited


def hours_of(tenant: Tenant, message: CampaignMessage, account: Account) -> OpenHours | None:
    """When a message may go out to persons on an account; None: at any hour, as to everyone."""
    if account.kind is not Kind.DIRECT or is_manual(account, message.entry.becomes):
        return None
    return tenant.hours(message.class_)


def tried_until(tenant: Tenant, occurrence: Occurrence, account: Account, now: datetime) -> datetime:
    """Until when an occurrence is tried on an account: what waits for its hours has all its time from then on."""
    hours = hours_of(tenant, occurrence.message, account)
    return expiry(occurrence, now, hours.opening(occurrence.instant or now) if hours is not None else None)


def expiry(occurrence: Occurrence, now: datetime, begins: datetime | None = None) -> datetime:
    """Until when it is tried: what the campaign says, else its event's end, else 72 hours after its hour.

    What a person sends after all that counts from now. `begins`: the hour at which it may go out, where that is later.
    """
    start = begins or occurrence.instant or now
    if occurrence.message.expires is not None:
        end = start + occurrence.message.expires
        return end if end > now else now + occurrence.message.expires
    over = event_end(occurrence)
    if over is not None and over > max(start, now):
        return over
    return start + PATIENCE if start + PATIENCE > now else now + PATIENCE


def event_end(occurrence: Occurrence) -> datetime | None:
    """When the event's date that the occurrence belongs to is over, in UTC; None without an event."""
    event = occurrence.campaign.event
    if isinstance(event, RepeatingEvent):
        # It has no last date: what belongs to none serves until the one that is next at its hour.
        found = None if occurrence.instant is None else span_of(event, occurrence.slot.occurrence, occurrence.instant)
        return None if found is None else found.end.astimezone(UTC)
    if event is None or not event.spans:
        return None
    own = [span for span in event.spans if span.id == occurrence.slot.occurrence]
    last = own[0] if own else max(event.spans, key=lambda span: span.end)
    return last.end.astimezone(UTC)
