"""When a class of messages is not to go out: days of mourning, a campaign ban."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, tzinfo

from sqlalchemy import Connection

from storage.standing_orders import OrderKind, orders_given

MARK = "clase:"
"""Begins what a row keeps that waits for the end of a suspension; what it waits for else is a message's name."""


@dataclass(frozen=True, slots=True)
class Suspension:
    """One order that stops a class of messages, from `since` until `until` (aware, not included) or until lifted."""

    class_: str
    since: datetime
    until: datetime | None
    """By the municipality's clock."""
    reason: str

    @property
    def mark(self) -> str:
        """What the rows that it holds back keep of it."""
        return mark_of(self.class_)

    @property
    def of(self) -> str:
        """«clase «gestion»», for a sentence."""
        return f"clase «{self.class_}»"

    @property
    def because(self) -> str:
        """« (luto por …)»; empty where nobody gave a reason."""
        return f" ({self.reason.rstrip('.')})" if self.reason else ""

    @property
    def stood(self) -> str:
        """That it stood when something was to go out, for a sentence."""
        return f"estaban suspendidos los mensajes de {self.of}"

    @property
    def told(self) -> str:
        """Why something waits, in Spanish."""
        until = f" hasta el {self.until:%Y-%m-%d %H:%M}" if self.until is not None else ""
        return f"Están suspendidos los mensajes de {self.of}{until}{self.because}."

    def stands(self, now: datetime) -> bool:
        """Whether it holds back at `now`."""
        return self.since <= now and (self.until is None or now < self.until)

    def held(self, last: datetime) -> bool:
        """Whether it stood at the `last` moment at which something could have gone out."""
        return self.since <= last and (self.until is None or self.until > last)


def mark_of(class_: str) -> str:
    """What the rows that a suspension of this class holds back keep of it."""
    return f"{MARK}{class_}"


def standing(suspensions: Iterable[Suspension], now: datetime) -> Suspension | None:
    """Of those that stand at `now`, the one that holds back longest."""
    found = [each for each in suspensions if each.stands(now)]
    return max(found, key=lambda each: (each.until is None, each.until), default=None)


def read_suspensions(connection: Connection, tenant_id: int, zone: tzinfo) -> dict[str, tuple[Suspension, ...]]:
    """All that there were, by class."""
    found: dict[str, tuple[Suspension, ...]] = {}
    for order in orders_given(connection, tenant_id, OrderKind.SUSPEND):
        until = None if order.until is None else order.until.astimezone(zone)
        found[order.scope] = (*found.get(order.scope, ()), Suspension(order.scope, order.since, until, order.reason))
    return found
