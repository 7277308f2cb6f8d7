"""What an account has to send soon, by the calendar: what is not urgent leaves it the room."""

from datetime import datetime

from campaigns.calendar import of_message
from channels.adapter import Kind
from delivery.workplace import Workplace


def upcoming(place: Workplace, sender: str, now: datetime, until: datetime) -> int | None:
    """How many posts a credential is to send in [`now`, `until`); None: messages to persons, nobody knows how many."""
    count = 0
    for campaign in place.tenant.campaigns.values():
        for message in campaign.messages:
            accounts = [account for account in message.accounts if account.sender == sender]
            if not accounts:
                continue
            due = sum(1 for each in of_message(place.tenant, campaign, message, now, until) if each.instant is not None)
            if due and any(account.kind is Kind.DIRECT for account in accounts):
                return None
            count += due * len(accounts)
    return count
