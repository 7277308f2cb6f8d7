"""Days that belong to one duty alone: what else their person is asked to do on them is told of in the plan."""

from collections.abc import Sequence
from datetime import date

from campaigns.articles import the
from campaigns.debtors import name_of
from campaigns.tenant import CampaignMessage, Tenant
from channels.adapter import Kind
from delivery.planned import Planned
from delivery.publications.orders import errands_of
from delivery.staff import people_behind

EMERGENCY = "emergencia"


def with_reserved_days(tenant: Tenant, rows: Sequence[Planned]) -> list[Planned]:
    """The rows, with a word on each task that falls on a day which its person has reserved for another."""
    reserved: dict[tuple[str, date], str] = {}
    for row in rows:
        message = _message(tenant, row)
        if message is not None and row.local is not None and _is_reserved(message):
            title = tenant.campaigns[row.campaign].entry.title
            reserved |= {(person, row.local.date()): title for person in _people(tenant, row, message)}
    if not reserved:
        return list(rows)
    return [_told(tenant, row, reserved) for row in rows]


def _told(tenant: Tenant, row: Planned, reserved: dict[tuple[str, date], str]) -> Planned:
    message = _message(tenant, row)
    if message is None or row.local is None or row.kind != Kind.MANUAL.value or row.class_ == EMERGENCY:
        return row
    if _is_reserved(message):
        return row
    day = row.local.date()
    busy = sorted(person for person in _people(tenant, row, message) if (person, day) in reserved)
    words = [
        f"Ese día {the(name_of(tenant.municipality, person))} lo tiene reservado para «{reserved[person, day]}»."
        for person in busy
    ]
    return row._replace(reason=" ".join(filter(None, (row.reason, *words)))) if words else row


def _is_reserved(message: CampaignMessage) -> bool:
    return message.entry.duty is not None and bool(message.entry.duty.reserved)


def _people(tenant: Tenant, row: Planned, message: CampaignMessage) -> set[str]:
    account = tenant.accounts.get(row.account)
    if account is None:
        return set()
    slugs = {errand.responsible for errand in errands_of(tenant, message, account)}
    return {person for slug in slugs for person in people_behind(tenant.municipality, slug)}


def _message(tenant: Tenant, row: Planned) -> CampaignMessage | None:
    campaign = tenant.campaigns.get(row.campaign)
    return campaign.message(row.message) if campaign is not None else None
