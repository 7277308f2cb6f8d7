"""What runs and is not to go on now: the hours for persons are over, or a veda stands that was not asked about it."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import NamedTuple, Protocol
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from audience.zones import ZONE, zone_named
from campaigns.blackout import WARN
from campaigns.tenant import Tenant
from campaigns.when.open_hours import OpenHours
from channels.adapter import Kind
from delivery.blackouts import Standing, asking, blackouts_of, stopping
from delivery.publications.answer import EMERGENCY
from delivery.publications.derived import WITHDRAW
from delivery.publications.legal import legal_words
from delivery.publications.question import Approval
from delivery.publishing.correction_gate import SUFFIX
from delivery.workplace import Workplace
from storage.approvals import decisions

FARTHEST = timedelta(days=14)
"""How far ahead an hour is looked for that is open in several zones: one week is nearly as the other."""


class Runs(Protocol):
    """Of a publication that runs, what its rest depends on."""

    @property
    def campaign(self) -> str:
        """Its id."""

    @property
    def message(self) -> str:
        """Its id."""

    @property
    def digest(self) -> str:
        """Of the content that goes out."""

    @property
    def kind(self) -> str:
        """To persons, or to everyone."""

    @property
    def reason(self) -> str:
        """Why it went out as it did."""

    @property
    def act(self) -> str:
        """`send` or `withdraw`."""

    @property
    def class_(self) -> str:
        """Of its messages."""

    @property
    def quiet_hours(self) -> bool:
        """Whether it waits for the hours in which persons may be written to."""


class Rest(NamedTuple):
    """Why a publication does not go on now."""

    until: datetime | None
    """None: nobody knows."""
    apart: bool
    """Who has hours of another zone goes on meanwhile."""
    blackout: Standing | None = None
    """The veda that holds it; None: it waits for the hours for persons."""
    approver: str = ""
    """The name of whoever could let it go on; empty: nobody."""
    changed: bool = False
    """Its message says something else now: what is approved is that, and not what began."""
    refused: Approval | None = None
    """The no of that one."""

    @property
    def told(self) -> str:
        """Why a veda holds it, for people; empty where none does."""
        if self.blackout is None:
            return ""
        waits = f"espera la aprobación de {self.approver}" if self.approver else "no sale"
        waits += ", porque el mensaje cambió después de empezar" if self.changed else ""
        return f"{self.blackout.told}: lo que falta {waits}."


class Hours(NamedTuple):
    """For some deliveries, whose hour it is."""

    later: Mapping[datetime, list[str]]
    """By the moment at which it is theirs: keys of those who are not to be written to now."""
    closes_at: datetime | None
    """From when on the others are not to be written to either; None: that moment does not come."""


def rest_of(connection: Connection, workplace: Workplace, row: Runs, now: datetime) -> Rest | None:
    """Why a publication rests now; None: it goes on.

    A veda may be written down at noon, or begin in the midst of it: the gate was not asked about it then, so it is
    asked here as well. What went out stays; the rest waits for the word that would have been needed, or for its end.
    """
    tenant = workplace.tenant
    blackouts = _blackouts(tenant, row)
    banned = stopping(blackouts, now)
    if banned is not None:
        return Rest(banned.until, apart=False, blackout=banned)
    if (unheard := _unheard(connection, workplace, row, asking(blackouts, now))) is not None:
        return unheard
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
    for zones, theirs in _by_zones(keys, personal).items() if row.quiet_hours else ():
        hours = [its for zone in zones if (its := tenant.hours(row.class_, zone)) is not None]
        if not hours:
            break
        opening = _opening(hours, now)
        if opening <= now:
            ends += [end for its in hours if (end := its.open_until(now)) is not None]
        else:
            later.setdefault(opening, []).extend(theirs)
    return Hours(later, min(ends, default=None))


def _unheard(connection: Connection, workplace: Workplace, row: Runs, asked: Standing | None) -> Rest | None:
    """A rest for want of the yes that a veda asks; None: it was said, or is not asked."""
    if asked is None:
        return None
    tenant = workplace.tenant
    campaign = tenant.campaigns.get(row.campaign)
    message = campaign.message(row.message.partition("~")[0]) if campaign else None
    words = decisions(connection, workplace.tenant_id, row.digest)
    legal = legal_words(tenant, [asked], message.drafter if message else None, words)[asked.approver]
    if legal.approval is None:
        changed = SUFFIX not in row.message and (message is None or message.digest != row.digest)
        return Rest(asked.until, False, asked, approver="" if changed else legal.name, changed=changed)
    if not legal.approval.approved:
        return Rest(asked.until, apart=False, blackout=asked, refused=legal.approval)
    return None


def _blackouts(tenant: Tenant, row: Runs) -> tuple[Standing, ...]:
    """What is taken back, and what the program tells the staff, is no message of its class; an emergency passes."""
    told = "~" in row.message and SUFFIX not in row.message
    return () if told or row.act == WITHDRAW or _in_emergency(row) else blackouts_of(tenant, row.class_)


def _in_emergency(row: Runs) -> bool:
    """Whether it went past the rules when it began: its hours tell it of persons, its reason of a post."""
    return not row.quiet_hours if row.kind == Kind.DIRECT.value else row.reason.startswith(EMERGENCY)


def _by_zones(
    keys: Iterable[str], personal: Mapping[str, Mapping[str, object]]
) -> dict[tuple[ZoneInfo | None, ...], list[str]]:
    """The keys by the zones of those behind each, the first person's first; None: that of the municipality."""
    found: dict[tuple[ZoneInfo | None, ...], list[str]] = {}
    for key in keys:
        known = personal.get(key, {})
        attributes, several = known.get("persona"), known.get("zonas")
        alone = attributes.get(ZONE, "") if isinstance(attributes, Mapping) else ""
        names = several if isinstance(several, tuple) else (alone,)
        zones = dict.fromkeys(zone_named(name) if name else None for name in names)
        found.setdefault(tuple(zones), []).append(key)
    return found


def _opening(several: Sequence[OpenHours], now: datetime) -> datetime:
    """The first moment from `now` on at which all these hours are open; where there is none, the first of them are."""
    moment = now
    while moment <= now + FARTHEST:
        if not (closed := [hours for hours in several if not hours.is_open(moment)]):
            return moment
        moment = max(hours.opening(moment) for hours in closed)
    return several[0].opening(now)
