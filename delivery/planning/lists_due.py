"""Messages that go to whom a list names: the plan says of what is still to go out which list has to come before."""

from collections.abc import Sequence

from campaigns.tenant import Tenant
from delivery.old_lists import KeptList, named_by
from delivery.planned import GOES_OUT, Planned
from delivery.planning.known import Known


def with_lists(tenant: Tenant, known: Known, rows: Sequence[Planned]) -> list[Planned]:
    """The rows, with a word on each whose list will be too old at its hour."""
    return [_told(tenant, known, row) for row in rows] if tenant.municipality.lists else list(rows)


def _told(tenant: Tenant, known: Known, row: Planned) -> Planned:
    campaign = tenant.campaigns.get(row.campaign)
    message = campaign.message(row.message) if campaign is not None else None
    account = tenant.accounts.get(row.account)
    at = row.local or row.nominal
    if message is None or account is None or at is None or row.decision not in GOES_OUT:
        return row
    words = [_sentence(each) for each in named_by(tenant, message, account, known.lists) if each.is_old(at)]
    return row._replace(reason=" ".join(filter(None, (row.reason, *words))))


def _sentence(each: KeptList) -> str:
    return f"Sale si antes llega una lista nueva: {each.standing}."
