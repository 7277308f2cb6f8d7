"""What people hand out or air runs out: the orders that are still open end, for there is nothing left to do."""

from datetime import datetime

from sqlalchemy import Connection, bindparam, select

from delivery.money.funds import has_stocks, stocks
from delivery.news.dead_lists import MACHINE
from delivery.publications.waiting import OPEN
from delivery.workplace import Workplace
from storage.execution import execute
from storage.spending import open_orders_of, used
from storage.tables import publication, work_order
from storage.work_orders import cancel

_WITH_ORDERS = (
    select(publication.c.campaign, publication.c.message, publication.c.account)
    .join(work_order, work_order.c.publication == publication.c.id)
    .where(work_order.c.tenant == bindparam("of"), work_order.c.state.in_(OPEN))
    .distinct()
)


def end_exhausted(connection: Connection, workplace: Workplace, now: datetime) -> int:
    """Call off the open orders of whatever has been used up; how many these are."""
    if not has_stocks(workplace.tenant):
        return 0
    ended = 0
    for row in execute(connection, _WITH_ORDERS, {"of": workplace.tenant_id}).all():
        campaign, account = workplace.tenant.campaigns.get(row.campaign), workplace.tenant.accounts.get(row.account)
        message = campaign.message(row.message) if campaign else None
        if campaign is None or message is None or account is None:
            continue
        for stock, span in stocks(workplace, campaign, message, account):
            if used(connection, span).done < stock.limit:
                continue
            for number in open_orders_of(connection, span):
                ended += cancel(connection, number, MACHINE, now, stock.told)
    return ended
