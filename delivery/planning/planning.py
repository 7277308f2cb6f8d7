"""The plan: each occurrence of a stretch of days on each account, when it goes out, and what decides it."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace
from datetime import date, datetime, timedelta, tzinfo

from campaigns.calendar import Occurrence, follows, of_message
from campaigns.tenant import Campaign, CampaignMessage, Tenant
from campaigns.when import APPROVAL, Published
from channels.adapter import Kind
from delivery.alert_orders import as_open
from delivery.money.affording import Afforded, afford
from delivery.money.funds import is_limited
from delivery.planned import GOES_OUT, Decision, Planned
from delivery.planning.foreseen import foreseen, over_then
from delivery.planning.known import Known
from delivery.planning.meeting_days import with_meetings
from delivery.planning.prospect import Prospect, Route, prospect_of
from delivery.planning.quota import has_quota, spread
from delivery.planning.required import with_checks
from delivery.planning.reserved import with_reserved_days
from delivery.publications.draft import expiry
from delivery.publications.due import at_once, came_too_early
from delivery.publications.gate import Verdict, lasting
from delivery.publications.occurring import DEEPEST, bounds
from delivery.publications.survey_followers import CALLED_OFF, at_close, awaits
from delivery.publications.taken import BEGUN, may_be_renamed, renamed
from delivery.publications.votes import moment_of_approval
from delivery.publishing.counsel import for_unwritten
from storage.states import NOT_BEGUN, PublicationState

BESIDE = "No es del calendario de estos días: se envió a mano, o el mensaje cambió después."
"""Why a publication stands in the plan that no rule makes."""
UNSENT = (*NOT_BEGUN, PublicationState.MISSED)
"""What may be sent yet, by itself or by a person."""
BEFORE = timedelta(days=366)
"""How far before the stretch the publications are looked for after which others go out."""


CROWDED = timedelta(days=7)
"""How far before the stretch sendings are looked for that may still take of a quota in it."""
DECISION_OF: Mapping[Verdict, Decision] = {
    Verdict.GO: Decision.SEND,
    Verdict.HOLD: Decision.ASK_APPROVAL,
    Verdict.WAIT: Decision.WAIT,
    Verdict.STOP: Decision.REJECTED,
    Verdict.LATE: Decision.LATE,
}


def plan(tenant: Tenant, known: Known, since: datetime, until: datetime, now: datetime) -> list[Planned]:
    """The rows due in [`since`, `until`), by time; what has no hour at all comes last. Pure.

    Besides, what `known` says began in these days without the calendar.
    """
    return with_checks(tenant, with_reserved_days(tenant, _affordable(tenant, known, since, until, now)))


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
        for occurrence in occurring(tenant, known, campaign, message, since, until)
        for row in rows_of(prospect, known, occurrence, local)
    ]
    if known.started:
        shown = {row.key for row in found}
        taken = _taken(tenant, known, shown)
        found = [row for row in found if row.key not in taken]
        found += _beside(known, shown, local.tzinfo)
    far = datetime.max.replace(tzinfo=since.tzinfo)
    return sorted(with_meetings(tenant, found, now), key=lambda row: (row.local or row.nominal or far, row.key))


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
    for occurrence in occurring(tenant, known, campaign, message, since - BEFORE, until, depth + 1):
        moment = occurrence.slot.local or occurrence.slot.nominal
        if occurrence.name not in gone and moment is not None:
            yield Published(occurrence.name, moment, out=False)


def rows_of(prospect: Prospect, known: Known, occurrence: Occurrence, now: datetime) -> Iterator[Planned]:
    """One row for each account of an occurrence."""
    message, slot = occurrence.message, occurrence.slot
    decided = {paper: _decide(prospect, known, occurrence, now, on_paper=paper) for paper in _ways(message)}
    moved = [_sentence(words) for words in slot.moved_by]
    for route in prospect.routes:
        row = known.row(message, route.account, occurrence.name) if known.publications else None
        local = slot.local
        if row is None:
            decision, reason = decided[message.entry.survey is not None and route.kind == Kind.MANUAL.value]
            local = None if decision is Decision.WAIT else local
            if route.missing or decision is Decision.LATE:
                reason = f"{reason} {_besides(prospect, route, known, occurrence, decision, now)}".strip()
        else:
            decision, reason = row.state, row.reason
            local = None if row.state == PublicationState.WAITING else local
            if row.state in UNSENT and route.kind != Kind.MANUAL.value:
                reason = over_then(known, occurrence, now) or reason
            if row.started_at is not None:
                local = row.started_at.astimezone(now.tzinfo)
        yield Planned(
            occurrence.key(route.account),
            message.campaign,
            message.id,
            prospect.action,
            route.account.name,
            route.kind,
            message.class_,
            slot.nominal,
            local,
            route.recipients,
            decision,
            " ".join(filter(None, [*moved, reason, route.barred if local is None or local >= now else ""])),
            expiry(occurrence, local or now) if route.kind == Kind.DIRECT.value else None,
        )


def _ways(message: CampaignMessage) -> tuple[bool, ...]:
    """Whether it is on paper: only of what asks is that another thing."""
    return (False, True) if message.entry.survey is not None else (False,)


def _decide(
    prospect: Prospect, known: Known, occurrence: Occurrence, now: datetime, *, on_paper: bool
) -> tuple[str, str]:
    """What the gate would say at its hour, or now where that is past."""
    message, slot = occurrence.message, occurrence.slot
    if slot.local is None:
        approver = prospect.approver
        if slot.waits_for == APPROVAL:
            return Decision.WAIT, f"Sale apenas la apruebe {approver}." if approver else "Sale apenas se apruebe."
        source = follows(occurrence.campaign, message) or ""
        why = known.given_up.get(source, {}).get(slot.occurrence)
        ends = known.surveys.get(f"{source}@{slot.occurrence}") if message.rule.after_close else None
        why = CALLED_OFF if ends is not None and ends.cancelled else why
        then = f", {why}." if why else ": su hora se sabrá entonces."
        return Decision.WAIT, f"Espera a que {awaits(message.rule)}{then}"
    at = max(now, slot.local)
    answer = foreseen(prospect, known, occurrence, at, on_paper=on_paper)
    seen = known.seen.get((message.campaign, message.id))
    if slot.local <= now and answer.verdict is not Verdict.STOP and came_too_early(occurrence, seen, now):
        since = lasting(now - slot.local)
        return Decision.LATE, f"Pasó su hora hace {since}, antes de que el pregonero conociera el mensaje: no sale."
    rejected = prospect.approval is not None and not prospect.approval.approved
    if answer.verdict is Verdict.STOP and not rejected:
        return PublicationState.CANCELLED, answer.reason
    return DECISION_OF[answer.verdict], answer.reason


def _besides(
    prospect: Prospect, route: Route, known: Known, occurrence: Occurrence, decision: str, now: datetime
) -> str:
    """What is to be said on one account of what has no row there: who is missing, and what a person can do."""
    if decision in GOES_OUT:
        return f"Todavía no hay a quién enviarla: {route.missing}."
    if decision != Decision.LATE or (occurrence.instant is not None and occurrence.instant > now):
        return ""
    made = known.row(occurrence.message, route.account, at_once(occurrence.campaign, occurrence.message, now).name)
    if made is not None and made.state not in NOT_BEGUN:
        return ""
    unapproved = prospect.approver is not None and prospect.approval is None
    first = ("se apruebe" if unapproved else "", "haya a quién enviarla" if route.missing else "")
    return for_unwritten(occurrence.message, " y ".join(filter(None, first)))


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


def _sentence(words: str) -> str:
    return f"{words[:1].upper()}{words[1:]}." if words else ""
