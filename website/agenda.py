"""The dates of events as the public reads them: a function of the configuration and of the moment. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from campaigns.content.values import event_values
from campaigns.filters import rango
from campaigns.moment import Moment
from campaigns.record import Record
from campaigns.tenant import Campaign, Tenant
from campaigns.when import Span
from channels.paths import segment

PAST = timedelta(days=365)
"""For how long what is over stays on the site."""
AHEAD = timedelta(days=550)
"""How far ahead dates are shown that a rule makes without end."""
INTERNAL = "interna"
"""The class of what concerns the staff alone: no event of theirs is the public's."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EventDate:
    """One date of a campaign's event."""

    uid: str
    """What subscribers' calendars know it by; it stays when the date moves, and where it was told once also when the
    site gets another address."""
    campaign: str
    campaign_title: str
    title: str
    place: str
    starts: datetime
    """Aware."""
    ends: datetime
    """Aware; not before it starts."""
    whole_days: bool
    """Its hours say nothing: it takes the days from the start's to the one before the end's midnight."""
    when: str
    """«del martes 12 al viernes 29 de enero de 2027», for people."""
    requirements: tuple[str, ...]
    activities: tuple[str, ...]
    benefits: tuple[str, ...]
    path: str
    """Of its page, with a slash at both ends."""


def agenda(tenant: Tenant, now: datetime) -> tuple[EventDate, ...]:
    """Every date of every event that the public may know, from a year ago to a year and a half ahead, in order."""
    found = [
        date
        for campaign in tenant.campaigns.values()
        if campaign.entry.class_ != INTERNAL
        for date in _of_campaign(tenant, campaign, now)
    ]
    return tuple(sorted(found, key=lambda date: (date.starts, date.uid)))


def is_over(date: EventDate, local: datetime) -> bool:
    """Whether a date has ended; what has no length stays for its day. `local`: now, by the municipality's clock."""
    day = date.starts.astimezone(local.tzinfo).date()
    return date.ends <= local and not (date.ends == date.starts and day == local.date())


def event_path(campaign: str, date: str) -> str:
    """The path of a date's page: `/eventos/<campaign>/<date's id>/`. It stays when the date moves."""
    return f"/eventos/{segment(campaign)}/{segment(date)}/"


def _of_campaign(tenant: Tenant, campaign: Campaign, now: datetime) -> Iterator[EventDate]:
    if campaign.event is None:
        return
    since, until = now - PAST, now + AHEAD
    for span in campaign.event.around(since, until).spans:
        if span.end >= since and span.start < until:
            yield _date(tenant, campaign, span)


def _date(tenant: Tenant, campaign: Campaign, span: Span) -> EventDate:
    municipality, entry = tenant.municipality, campaign.entry
    assert entry.event is not None
    values = event_values(entry, entry.event, span)
    starts = values.fields["inicia"]
    assert isinstance(starts, Moment)
    lists = {name: _lines(values, name) for name in ("requisitos", "actividades", "beneficios")}
    host = municipality.site.host or "localhost"
    return EventDate(
        uid=f"{campaign.id}.{segment(span.id)}@{host}",
        campaign=campaign.id,
        campaign_title=entry.title,
        title=str(values.fields["nombre"]),
        place=str(values.fields.get("lugar", "")),
        starts=span.start,
        ends=span.end,
        whole_days=not starts.timed,
        when=rango(values),
        requirements=lists["requisitos"],
        activities=lists["actividades"],
        benefits=lists["beneficios"],
        path=event_path(campaign.id, span.id),
    )


def _lines(values: Record, name: str) -> tuple[str, ...]:
    lines = values.fields.get(name, ())
    return tuple(map(str, lines)) if isinstance(lines, tuple) else ()
