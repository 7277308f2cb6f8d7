"""When people are at work to read a mail that asks them for a word, and when they are reminded. Pure."""

from collections.abc import Sequence
from datetime import datetime, time, timedelta

from campaigns.tenant import Tenant
from campaigns.when import Lead

OPENS, CLOSES = time(8), time(17)
"""By the municipality's clock, on working days; what is written at the last minute is read the same day."""
QUIET = timedelta(minutes=15)
"""How long a content has to stay as it is before it is asked about: a file is saved many times while it is written."""
HASTE = timedelta(hours=4)
"""What goes out sooner is asked about at once, at any hour; and nobody is written to twice within so long."""


def first_mail(tenant: Tenant, hour: datetime | None, now: datetime) -> datetime:
    """When to ask for a word on what is new now and goes out at `hour`."""
    at = opening(tenant, now + QUIET)
    return now if hour is not None and hour - at < HASTE else at


def opening(tenant: Tenant, moment: datetime) -> datetime:
    """The moment itself within office hours, else when they open next."""
    local = moment.astimezone(tenant.municipality.zone)
    day = local.date()
    if tenant.workdays.is_workday(day) and local.time() < CLOSES:
        return max(local, datetime.combine(day, OPENS, local.tzinfo))
    return datetime.combine(tenant.workdays.next(day), OPENS, local.tzinfo)


def before(tenant: Tenant, moment: datetime) -> datetime:
    """The moment itself within office hours, else when they closed last, an hour before the end: never later."""
    local = moment.astimezone(tenant.municipality.zone)
    day = local.date()
    last = time(CLOSES.hour - 1)
    if tenant.workdays.is_workday(day) and local.time() >= OPENS:
        return min(local, datetime.combine(day, last, local.tzinfo))
    return datetime.combine(tenant.workdays.previous(day), last, local.tzinfo)


def reminder(
    tenant: Tenant, leads: Sequence[Lead], hour: datetime, asked: datetime, now: datetime, *, again: bool
) -> str:
    """Which reminder is due for what goes out at `hour`, by a mark that no other has; empty: none is.

    `asked`: when the person was written to last; what was due before, or soon after, says nothing more. `again`: it is
    not the first time that this content waits; then one reminder does, the last but one.
    """
    local = hour.astimezone(tenant.municipality.zone)
    if now >= hour:
        return ""
    moments = [before(tenant, lead.before(local, tenant.workdays)) for lead in leads]
    in_order = sorted(enumerate(moments, start=1), key=lambda each: each[1])
    if again:
        in_order = in_order[-2:-1] or in_order
    passed = [number for number, at in in_order if asked + HASTE <= at <= now]
    return f"{hour:%Y%m%dT%H%M}-{passed[-1]}" if passed else ""
