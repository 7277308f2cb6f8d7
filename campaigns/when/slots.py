"""What an expansion is made from, and what it gives."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import NamedTuple
from zoneinfo import ZoneInfo

from campaigns.when.event import Event
from campaigns.when.open_hours import OpenHours
from campaigns.when.workdays import Workdays

APPROVAL = "aprobación"
"""What `waits_for` says of a message that goes out as soon as it is approved."""
ORDER = "orden"
"""What `waits_for` says of a message that goes out only when a person sends it."""


class Published(NamedTuple):
    """When another publication went out on its last account, or with `out=False` when it is planned to (aware)."""

    occurrence: str
    instant: datetime
    out: bool = True


@dataclass(frozen=True, slots=True)
class OpenOrder:
    """An alert's order: its number, since when, and where it was lifted, until when (aware, not included)."""

    number: int
    since: datetime
    until: datetime | None = None


@dataclass(frozen=True, slots=True)
class Context:
    """All that a rule's slots depend on beside its text: zone, business days, event, other publications, orders.

    `published` is keyed by the reference as the rule writes it; `approved` is when the content was approved (aware).
    """

    zone: ZoneInfo
    workdays: Workdays
    event: Event | None = None
    published: Mapping[str, tuple[Published, ...]] = field(default_factory=dict)
    orders: tuple[OpenOrder, ...] = ()
    approved: datetime | None = None
    hours: OpenHours | None = None
    """When it may go out to persons: what must never be later goes out before, where they are closed; None: ever."""


class Slot(NamedTuple):
    """One time that a rule gives; a tuple, for a year of a thousand campaigns has fifty thousand of them.

    `occurrence` is its key and never moves. `nominal` is the aware local time that staff wrote, before moves (None only
    for what waits for its approval or an order); `local` the time after moves, None while it waits for `waits_for`: a
    publication's reference, «aprobación» or «orden». `moved_by` says in Spanish what moved it, in order.
    """

    occurrence: str
    nominal: datetime | None
    local: datetime | None
    moved_by: tuple[str, ...] = ()
    waits_for: str | None = None
