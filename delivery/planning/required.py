"""Messages that require a check: the plan says of what is still to go out that it does so only if that is done."""

from collections.abc import Sequence

from campaigns.tenant import Tenant
from delivery.planned import GOES_OUT, Planned


def with_checks(tenant: Tenant, rows: Sequence[Planned]) -> list[Planned]:
    """The rows, with a word on each that waits for its check at its hour."""
    return [_told(tenant, row) for row in rows]


def _told(tenant: Tenant, row: Planned) -> Planned:
    campaign = tenant.campaigns.get(row.campaign)
    message = campaign.message(row.message) if campaign is not None else None
    if message is None or not message.requires or row.decision not in GOES_OUT:
        return row
    words = f"Sale si antes se cumple «{message.requires.removeprefix(f'{message.campaign}/')}»."
    return row._replace(reason=" ".join(filter(None, (row.reason, words))))
