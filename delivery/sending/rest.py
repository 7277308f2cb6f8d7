"""What runs and is not to go on now: the hours for persons are over, or a veda began since."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import NamedTuple, Protocol
from zoneinfo import ZoneInfo

from audience.zones import ZONE, zone_named
from campaigns.blackout import WARN
from campaigns.tenant import Tenant
from delivery.blackouts import Standing, blackouts_of, breaks_off
from delivery.publications.derived import WITHDRAW
from delivery.publishing.correction_gate import SUFFIX


class Runs(Protocol):
    """Of a publication that runs, what its rest depends on."""

    @property
    def message(self) -> str:
        """Its id."""

    @property
    def act(self) -> str:
        """`send` or `withdraw`."""

    @property
    def class_(self) -> str:
        """Of its messages."""

    @property
    def quiet_hours(self) -> bool:
        """Whether it waits for the hours in which persons may be written to."""

    @property
    def started_at(self) -> datetime:
        """When it began."""


class Rest(NamedTuple):
    """Why a publication does not go on now."""

    until: datetime | None
    """None: nobody knows."""
    apart: bool
    """Who has hours of another zone goes on meanwhile."""


class Hours(NamedTuple):
    """For some deliveries, whose hour it is."""

    later: Mapping[datetime, list[str]]
    """By the moment at which it is theirs: keys of those who are not to be written to now."""
    closes_at: datetime | None
    """From when on the others are not to be written to either; None: that moment does not come."""


def rest_of(tenant: Tenant, row: Runs, now: datetime) -> Rest | None:
    """Why a publication rests now; None: it goes on."""
    banned = breaks_off(_blackouts(tenant, row), row.started_at, now, keeps_hours=row.quiet_hours)
    if banned is not None:
        return Rest(banned.until, apart=False)
    hours = tenant.hours(row.class_) if row.quiet_hours else None
    if hours is None or hours.is_open(now):
        return None
    return Rest(hours.opening(now), apart=True)


def hours_of_each(
    tenant: Tenant, row: Runs, keys: Iterable[str], personal: Mapping[str, Mapping[str, object]], now: datetime
) -> Hours:
    """Whose hour it is of some recipients of a publication; `personal`: what is known of each of them, by key."""
    ends = [each.since for each in _blackouts(tenant, row) if each.policy != WARN and each.since > now]
    later: dict[datetime, list[str]] = {}
    for zone, theirs in _by_zone(keys, personal).items() if row.quiet_hours else ():
        hours = tenant.hours(row.class_, zone)
        if hours is None:
            break
        if hours.is_open(now):
            ends.append(hours.closing(now))
        else:
            later.setdefault(hours.opening(now), []).extend(theirs)
    return Hours(later, min(ends, default=None))


def _blackouts(tenant: Tenant, row: Runs) -> tuple[Standing, ...]:
    """What is taken back, and what the program tells the staff, is no message of its class."""
    told = "~" in row.message and SUFFIX not in row.message
    return () if told or row.act == WITHDRAW else blackouts_of(tenant, row.class_)


def _by_zone(keys: Iterable[str], personal: Mapping[str, Mapping[str, object]]) -> dict[ZoneInfo | None, list[str]]:
    """The keys of each zone; None: that of the municipality."""
    found: dict[ZoneInfo | None, list[str]] = {}
    for key in keys:
        attributes = personal.get(key, {}).get("persona")
        name = attributes.get(ZONE, "") if isinstance(attributes, Mapping) else ""
        found.setdefault(zone_named(name) if name else None, []).append(key)
    return found
