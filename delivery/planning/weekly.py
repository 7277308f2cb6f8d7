"""The week's cap in the plan: which message would be one too many for its public, told before it is skipped."""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime

from campaigns.purpose import MANAGEMENT
from campaigns.tenant import CampaignMessage, Tenant
from channels.adapter import Kind
from delivery.planned import STILL_GOING, Planned
from delivery.sending.weekly_cap import week_of
from storage.states import PublicationState

_GONE = (PublicationState.DONE.value, PublicationState.DONE_WITH_ERRORS.value)

Line = tuple[str, str, datetime]
"""A public, an account, and the Monday of a week."""


def with_cap(tenant: Tenant, earlier: Sequence[Planned], rows: Sequence[Planned]) -> list[Planned]:
    """The rows, each telling where it is above the cap. Pure.

    Counted for a public on one account, in the order in which messages go out: who belongs to two publics, or is
    written to on two accounts, has enough before. `earlier`: what goes out before them, in the first one's week.
    """
    cap = tenant.municipality.weekly_cap
    if cap is None:
        return list(rows)
    counted: Counter[Line] = Counter()
    place: dict[str, int] = {}
    for row in sorted((*earlier, *rows), key=lambda each: each.local is not None and each.local.timestamp()):
        line = _line(tenant, row)
        if line is not None:
            counted[line] += 1
            place[row.key] = counted[line]
    return [_told(tenant, row, place[row.key], cap) if place.get(row.key, 0) > cap else row for row in rows]


def _message(tenant: Tenant, row: Planned) -> CampaignMessage | None:
    campaign = tenant.campaigns.get(row.campaign)
    return campaign.message(row.message) if campaign is not None else None


def _line(tenant: Tenant, row: Planned) -> Line | None:
    """Where it counts; None where it does not."""
    message = _message(tenant, row)
    if message is None or row.local is None or row.kind != Kind.DIRECT.value or row.class_ != MANAGEMENT:
        return None
    if row.decision not in (*STILL_GOING, *_GONE):
        return None
    return message.audience, row.account, week_of(row.local, tenant.municipality.zone)


def _told(tenant: Tenant, row: Planned, number: int, cap: int) -> Planned:
    message = _message(tenant, row)
    if message is None or row.decision not in STILL_GOING:
        return row
    audience = tenant.audiences[message.audience].name
    said = (
        f"Sería el mensaje número {number} de gestión de la semana para «{audience}» ({row.recipients} personas), y "
        f"«tope-semanal» es {cap}: a quien ya recibió {cap} no le llega."
    )
    return row._replace(reason=f"{row.reason} {said}".strip())
