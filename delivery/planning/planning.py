"""The plan: each occurrence of a stretch of days on each account, when it goes out, and what decides it."""

from collections.abc import Collection, Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta, tzinfo

from campaigns.calendar import Occurrence, follows, of_message
from campaigns.tenant import Campaign, CampaignMessage, Tenant
from campaigns.when import Published
from delivery.alert_orders import as_open
from delivery.money.affording import Afforded, afford
from delivery.money.funds import is_limited
from delivery.planned import Planned
from delivery.planning.deciding import rows_of
from delivery.planning.known import Known
from delivery.planning.lists_due import with_lists
from delivery.planning.long_mailings import broken_off
from delivery.planning.meeting_days import with_meetings
from delivery.planning.prospect import prospect_of
from delivery.planning.quota import has_quota, spread
from delivery.planning.required import with_checks
from delivery.planning.reserved import with_reserved_days
from delivery.planning.weekly import with_cap
from delivery.publications.draft import hours_of
from delivery.publications.occurring import DEEPEST, bounds
from delivery.publications.survey_followers import at_close
from delivery.publications.taken import BEGUN, may_be_renamed, renamed
from delivery.publications.votes import moment_of_approval
from delivery.sending.weekly_cap import week_of

BESIDE = "No es del calendario de estos días: se envió a mano, o el mensaje cambió después."
"""Why a publication stands in the plan that no rule makes."""
BEFORE = timedelta(days=366)
"""How far before the stretch the publications are looked for after which others go out."""


CLOSED = timedelta(days=14)
"""How long the hours may be closed, at most, for a message to be looked for that they move into the stretch."""
CROWDED = timedelta(days=7)
"""How far before the stretch sendings are looked for that may still take of a quota in it."""


def plan(tenant: Tenant, known: Known, since: datetime, until: datetime, now: datetime) -> list[Planned]:
    """The rows due in [`since`, `until`), by time; what has no hour at all comes last. Pure.

    Besides, what `known` says began in these days without the calendar.
    """
    rows = _affordable(tenant, known, since, until, now)
    monday, before = week_of(since, tenant.municipality.zone), list[Planned]()
    if tenant.municipality.weekly_cap is not None and monday < since:
        before = _by_time(tenant, replace(known, started=()), monday, since, now)
    rows = with_reserved_days(tenant, with_cap(tenant, before, rows))
    return with_lists(tenant, known, with_checks(tenant, rows))


def _affordable(tenant: Tenant, known: Known, since: datetime, until: datetime, now: datetime) -> list[Planned]:
    rows, limited, crowded = _by_time(tenant, known, since, until, now), is_limited(tenant), has_quota(tenant)
    if not (limited or crowded):
        return rows
    # What goes out before these days takes its part of the money, and of the day's quota, first.
    begin = now if limited else max(now, since - CROWDED)
    shown = {row.key for row in rows}
    earlier = _by_time(tenant, replace(known, started=()), begin, since, now) if since > begin else []
    earlier = [row for row in earlier if row.key not in shown]
    both = [*earlier, *rows]
    if limited:
        both = afford(tenant, known.taken, known.alerts, both, now).rows
    return (spread(tenant, both, now) if crowded else both)[len(earlier) :]


def foresee(
    tenant: Tenant, known: Known, since: datetime, until: datetime, now: datetime, besides: Collection[str] = ()
) -> Afforded:
    """The plan of [`since`, `until`) beside what it asks of each budget and stock from now on. Pure.

    `besides`: keys of what was missed, and is asked for nevertheless.
    """
    return afford(tenant, known.taken, known.alerts, _by_time(tenant, known, since, until, now), now, besides)


def _by_time(tenant: Tenant, known: Known, since: datetime, until: datetime, now: datetime) -> list[Planned]:
    """The rows as the calendar and the gate have them, whatever they cost."""
    local = now.astimezone(tenant.municipality.zone)
    found = [
        row
        for campaign in tenant.campaigns.values()
        for message in campaign.messages
        for prospect in [prospect_of(tenant, known, message)]
        for occurrence in occurring(tenant, known, campaign, message, _from(tenant, message, since), until)
        for row in rows_of(tenant, prospect, known, occurrence, local)
        if since <= _placed(tenant, occurrence, row, since) < until
    ]
    if known.started:
        shown = {row.key for row in found}
        taken = _taken(tenant, known, shown)
        found = [row for row in found if row.key not in taken]
        found += _beside(known, shown, local.tzinfo)
    far = datetime.max.replace(tzinfo=since.tzinfo)
    found = with_meetings(tenant, broken_off(tenant, found), known.approvals, now)
    return sorted(found, key=lambda row: (row.local or row.nominal or far, row.key))


def _from(tenant: Tenant, message: CampaignMessage, since: datetime) -> datetime:
    """From when on its times may go out in days that begin with `since`: those too that wait for the hours."""
    waits = any(hours_of(tenant, message, account) is not None for account in message.accounts)
    return since - CLOSED if waits else since


def _placed(tenant: Tenant, occurrence: Occurrence, row: Planned, since: datetime) -> datetime:
    """The moment by which a row stands in the plan: its hour, or that at which it goes out where hours move it."""
    slot = occurrence.slot
    if slot.local is None or row.local is None:
        # What was sent before it had an hour stands at that at which it was.
        return slot.local or row.local or slot.nominal or since
    if row.local == slot.local:
        return slot.local
    hours = hours_of(tenant, occurrence.message, tenant.accounts[row.account])
    return slot.local if hours is None or hours.is_open(slot.local) else row.local


def _taken(tenant: Tenant, known: Known, shown: Collection[str]) -> set[str]:
    """Keys of slots that have gone out under another name: the row that did so is shown, and none of theirs comes."""
    zone = tenant.municipality.zone
    begun: dict[tuple[str, str, str, date], dict[str, datetime]] = {}
    for row in known.started:
        if row.state in BEGUN:
            hour = row.planned_at or row.started_at
            place = (row.campaign, row.message, row.account, hour.astimezone(zone).date())
            begun.setdefault(place, {})[row.occurrence] = hour
    found: set[str] = set()
    for (campaign_id, message_id, account, day), rows in begun.items():
        campaign = tenant.campaigns.get(campaign_id)
        message = campaign.message(message_id) if campaign else None
        prefix = f"{campaign_id}/{message_id}/{account}@"
        if campaign is None or message is None or not may_be_renamed(message):
            continue
        if not all(f"{prefix}{name}" in shown for name in rows):
            slots = occurring(tenant, known, campaign, message, *bounds(day, zone))
            found |= {f"{prefix}{name}" for name in renamed((slot for slot in slots if slot.instant), rows)}
    return found


def occurring(
    tenant: Tenant,
    known: Known,
    campaign: Campaign,
    message: CampaignMessage,
    since: datetime,
    until: datetime,
    depth: int = 0,
) -> Iterator[Occurrence]:
    """The occurrences of a message, those included that wait for another publication which is itself still to come."""
    reference = follows(campaign, message)
    published: dict[str, tuple[Published, ...]] = {}
    if reference is not None and depth < DEEPEST:
        out = known.gone.get(reference, ())
        found = (*out, *_to_come(tenant, known, reference, out, since, until, depth))
        if message.rule.after_close:
            ends = {each.occurrence: known.surveys.get(f"{reference}@{each.occurrence}") for each in found}
            found = tuple(at_close(tenant, reference, found, {name: end for name, end in ends.items() if end}))
        published[reference] = found
    approved = moment_of_approval(tenant, message, known.approvals.get(message.digest, []))
    orders = as_open(known.alerts.get(message.reference, ()))
    return of_message(tenant, campaign, message, since, until, published, approved, orders)


def _to_come(
    tenant: Tenant,
    known: Known,
    reference: str,
    out: tuple[Published, ...],
    since: datetime,
    until: datetime,
    depth: int,
) -> Iterator[Published]:
    campaign_id, _, message_id = reference.partition("/")
    campaign = tenant.campaigns.get(campaign_id)
    message = campaign.message(message_id) if campaign else None
    if campaign is None or message is None:
        return
    gone = {each.occurrence for each in out}
    waits = [hours for account in message.accounts if (hours := hours_of(tenant, message, account)) is not None]
    for occurrence in occurring(tenant, known, campaign, message, since - BEFORE, until, depth + 1):
        moment = occurrence.slot.local or occurrence.slot.nominal
        if moment is not None and waits:
            # It waits for the last account of that message.
            moment = waits[0].opening(moment).astimezone(moment.tzinfo)
        if occurrence.name not in gone and moment is not None:
            yield Published(occurrence.name, moment, out=False)


def _beside(known: Known, listed: Collection[str], zone: tzinfo | None) -> Iterator[Planned]:
    """What began in these days and the calendar does not have in them."""
    for each in known.started:
        if each.key not in listed:
            yield Planned(
                each.key,
                each.campaign,
                each.message,
                ", ".join(each.actions),
                each.account,
                each.kind,
                each.class_,
                None,
                each.started_at.astimezone(zone),
                known.reached(*each.reaches, each.class_, each.purpose) if each.reaches else each.deliveries,
                each.state,
                each.reason or BESIDE,
            )
