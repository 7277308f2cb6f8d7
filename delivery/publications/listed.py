"""The lists that say to whom a message goes, as the rows have them."""

from sqlalchemy import Connection

from audience.people_lists import brought
from campaigns.account import Account
from campaigns.tenant import CampaignMessage
from delivery.old_lists import KeptList, named_by
from delivery.workplace import Workplace


def lists_of(
    connection: Connection, workplace: Workplace, message: CampaignMessage, account: Account
) -> tuple[KeptList, ...]:
    """Those that others keep; none in a rehearsal, which supposes that what others owe comes in time."""
    if workplace.simulated or not workplace.tenant.municipality.lists:
        return ()
    return named_by(workplace.tenant, message, account, brought(connection, workplace.tenant_id))
