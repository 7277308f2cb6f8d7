"""Whoever answers for a section of the site that is quiet is told so, as its weekly check is handed over."""

from datetime import datetime, timedelta

from sqlalchemy import Connection

from campaigns.account import Account
from delivery.notices.notice import Notice, in_lines, write
from delivery.publications.sections import sentence, standings
from delivery.tasks.parcels import Order
from delivery.workplace import Workplace
from delivery.worlds import marked
from storage.states import Mode

QUIET = "~quieta-{}"
"""What it adds to the message id of the check, before the section."""
USEFUL = timedelta(days=3)


def tell_quiet(connection: Connection, workplace: Workplace, account: Account, order: Order, now: datetime) -> int:
    """One mail for each section that the order's duty names and that is quiet; how many these are."""
    campaign = workplace.tenant.campaigns.get(order.campaign)
    message = campaign.message(order.message) if campaign else None
    duty = message.entry.duty if message is not None else None
    if duty is None or not duty.sections:
        return 0
    made = 0
    for each in standings(connection, workplace, duty.sections, Mode(order.mode), now):
        if not each.quiet:
            continue
        lines = [
            f"{sentence(workplace, each)}.",
            "Actualícela esta semana, o confirme que lo publicado sigue siendo cierto.",
        ]
        notice = Notice(order.campaign, f"{order.message}{QUIET.format(each.slug)}", order.occurrence)
        words = in_lines(marked(f"Sección quieta: {each.section.name}", order.mode), lines)
        slugs = [each.section.responsible]
        made += write(connection, workplace, account, notice, words, slugs, now + USEFUL, now)
    return made
