"""To how many a publication goes, as far as that is known now."""

from sqlalchemy import Connection

from audience import people
from campaigns.audience import Condition
from channels.adapter import Kind
from delivery.office.office import Found, rows_of
from delivery.publications.derived import reach
from delivery.workplace import Workplace


def recipients_now(connection: Connection, workplace: Workplace, row: Found) -> int:
    """People for messages to persons, which are expanded later; rows for all else, which have them already.

    Of a message whose content is not frozen yet, by the files of now: 0 where they have it no more.
    """
    if row.corrects is not None:
        return reach(connection, row.corrects)[0]
    if row.kind != Kind.DIRECT.value:
        return rows_of(connection, row.id)
    condition = Condition.model_validate(row.condition) if row.condition is not None else _condition(workplace, row)
    if condition is None:
        return 0
    return people.count(connection, workplace.tenant_id, condition, row.channel, row.class_, row.purpose)


def _condition(workplace: Workplace, row: Found) -> Condition | None:
    campaign = workplace.tenant.campaigns.get(row.campaign)
    message = campaign.message(row.message) if campaign is not None else None
    return None if message is None else workplace.tenant.condition(message)
