"""The calendar: what a campaign says, to whom and when, between two moments. A function of its arguments alone."""

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, time
from typing import NamedTuple

from campaigns.account import Account
from campaigns.tenant import Campaign, CampaignMessage, Tenant
from campaigns.when import Context, Event, OpenHours, OpenOrder, Published, Slot, expand
from channels.adapter import Kind

PublishedBefore = Mapping[str, tuple[Published, ...]]
"""By `campaign/message`: when each of its occurrences went out on its last account."""
LONG_AGO = datetime(1970, 1, 2, tzinfo=UTC)
FAR_AHEAD = datetime(9998, 1, 1, tzinfo=UTC)
_LAST = datetime(2199, 1, 1, tzinfo=UTC)


class Occurrence(NamedTuple):
    """One message at one time, for all its accounts."""

    campaign: Campaign
    message: CampaignMessage
    slot: Slot
    name: str
    """What keys call it: never what holidays, windows or an edit of the hour made of it."""

    @property
    def instant(self) -> datetime | None:
        """When it is due, in UTC; None while it waits for something else."""
        return None if self.slot.local is None else self.slot.local.astimezone(UTC)

    @property
    def local(self) -> str:
        """When it is due, as local wall time with its offset; empty while it waits."""
        return "" if self.slot.local is None else self.slot.local.isoformat(timespec="minutes")

    def key(self, account: Account) -> str:
        """`campaign/message/account@occurrence`."""
        return f"{self.message.reference}/{account.name}@{self.name}"


def occurrences(
    tenant: Tenant,
    campaign: Campaign,
    since: datetime,
    until: datetime,
    published: PublishedBefore | None = None,
) -> Iterator[Occurrence]:
    """Every occurrence of a campaign that is due in [`since`, `until`), message by message, and those that wait.

    `published` says when the publications went out for which others wait, by `campaign/message`.
    """
    for message in campaign.messages:
        yield from of_message(tenant, campaign, message, since, until, published)


def of_message(
    tenant: Tenant,
    campaign: Campaign,
    message: CampaignMessage,
    since: datetime,
    until: datetime,
    published: PublishedBefore | None = None,
    approved: datetime | None = None,
    orders: tuple[OpenOrder, ...] = (),
) -> Iterator[Occurrence]:
    """The occurrences of one message that are due in [`since`, `until`), and those that wait without an hour.

    `approved` is when its content was approved, for what goes out as soon as it is; `orders` are those that it repeats
    by, for what repeats until it is lifted.
    """
    zone = tenant.municipality.zone
    context = Context(
        zone=zone,
        workdays=tenant.workdays,
        event=_event(campaign, message, since, until),
        published=_absolute(campaign, published or {}),
        approved=approved,
        orders=orders,
        hours=_hours(tenant, message),
    )
    last = campaign.entry.ends
    if last is not None:
        until = min(until, datetime.combine(last, time.max, zone))
    for slot in expand(message.rule, context, since, until, message.moves):
        yield Occurrence(campaign, message, slot, _name(message, slot))


def follows(campaign: Campaign, message: CampaignMessage) -> str | None:
    """The publication that a message waits for, as `campaign/message`."""
    after = message.rule.after
    if after is None:
        return None
    return after if "/" in after else f"{campaign.id}/{after}"


def _event(campaign: Campaign, message: CampaignMessage, since: datetime, until: datetime) -> Event | None:
    """The event's dates from which the message's times between two moments may count."""
    if campaign.event is None:
        return None
    reach = message.moves.reach + message.rule.reach
    return campaign.event.around(max(since, LONG_AGO) - reach, min(until, _LAST) + reach)


def _hours(tenant: Tenant, message: CampaignMessage) -> OpenHours | None:
    """What is brought forward is so on all accounts: nobody reads elsewhere what persons were not told yet."""
    to_persons = any(each.kind is Kind.DIRECT for each in message.accounts) and not message.entry.becomes
    return tenant.hours(message.class_) if message.moves.never_after and to_persons else None


def _absolute(campaign: Campaign, published: PublishedBefore) -> PublishedBefore:
    """References as rules write them: those to the same campaign go by the message's name alone too."""
    own = {
        reference.removeprefix(f"{campaign.id}/"): times
        for reference, times in published.items()
        if reference.startswith(f"{campaign.id}/")
    }
    return {**published, **own}


def _name(message: CampaignMessage, slot: Slot) -> str:
    # A message that happens once is sent again only where staff raise `repetir`.
    return str(message.entry.repeat) if slot.occurrence == "1" else slot.occurrence
