"""The vedas of a municipality as moments: which stands, what it asks, and what goes on after it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from campaigns.blackout import LEGAL_APPROVAL, STOP, WARN, Policy
from campaigns.moment import Moment
from campaigns.tenant import Tenant

MARK = "veda:"
"""Begins what a row keeps that waits for the end of one."""


@dataclass(frozen=True, slots=True)
class Standing:
    """A veda from `since` until `until` (aware, not included; None: nobody knows), by the municipality's clock."""

    name: str
    since: datetime
    until: datetime | None
    policy: Policy
    approver: str
    """The slug of whoever approves in it; empty where nobody does."""
    basis: str = ""
    """The law or the decree behind it; empty where the file names none."""

    @property
    def mark(self) -> str:
        """What the rows that it holds back keep of it."""
        return f"{MARK}{self.name}"

    @property
    def told(self) -> str:
        """«Veda electoral hasta el 31 de octubre de 2027», for a sentence."""
        if self.until is None:
            return self.name
        last = Moment(self.until - timedelta(days=1), timed=False)
        return f"{self.name} hasta el {last}"

    @property
    def founded(self) -> str:
        """The same, with the law behind it where the file names one."""
        return f"{self.told} ({self.basis})" if self.basis else self.told

    def stands(self, now: datetime) -> bool:
        """Whether it does at `now`."""
        return self.since <= now and (self.until is None or now < self.until)


def blackouts_of(tenant: Tenant, class_: str) -> tuple[Standing, ...]:
    """Those that concern a class of messages, as the file has them."""
    zone = tenant.municipality.zone

    def midnight(day: datetime) -> datetime:
        return day.replace(tzinfo=zone)

    return tuple(
        Standing(
            each.name,
            midnight(datetime.combine(each.starts, time())),
            None if each.ends is None else midnight(datetime.combine(each.ends + timedelta(days=1), time())),
            each.policy,
            each.approver or "",
            each.basis or "",
        )
        for each in tenant.municipality.blackouts
        if class_ in each.classes
    )


def standing(blackouts: Iterable[Standing], now: datetime, policy: Policy) -> Standing | None:
    """Of those with a policy that stand at `now`, the one that lasts longest."""
    found = [each for each in blackouts if each.policy == policy and each.stands(now)]
    return max(found, key=lambda each: (each.until is None, each.until), default=None)


def stopping(blackouts: Iterable[Standing], now: datetime) -> Standing | None:
    """The one that lets nothing out at `now`."""
    return standing(blackouts, now, STOP)


def warning(blackouts: Iterable[Standing], now: datetime) -> Standing | None:
    """The one that is told with what goes out at `now`."""
    return standing(blackouts, now, WARN)


def asking(blackouts: Iterable[Standing], now: datetime) -> Standing | None:
    """The one in which a message that goes out at `now` needs its approval."""
    return standing(blackouts, now, LEGAL_APPROVAL)


def foretold(blackouts: Iterable[Standing], now: datetime) -> str:
    """What one means at `now` for what waits for a word, in Spanish; empty where none stops it or is told with it."""
    if (banned := stopping(blackouts, now)) is not None:
        return f"{banned.told}: aun aprobada, no sale."
    warned = warning(blackouts, now)
    return "" if warned is None else f"{warned.told}: aprobada, sale con este aviso."
