"""What the gate is asked: all that it looks at, read by whoever asks."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from types import MappingProxyType
from typing import NamedTuple

from campaigns.identity import Part
from campaigns.when import OpenHours
from delivery.alert_orders import Turn
from delivery.blackouts import Standing, asking
from delivery.limits import Fund, Stock
from delivery.old_lists import KeptList
from delivery.suspensions import Suspension
from storage.restorations import Restoration


@dataclass(frozen=True, slots=True)
class Approval:
    """A committee's or a person's word on a digest."""

    approved: bool
    person: str
    note: str
    at: datetime


class Legal(NamedTuple):
    """Who approves what goes out in a veda, and the word on this message; None: it is still wanting."""

    name: str
    approval: Approval | None


class Question(NamedTuple):
    """Everything that the gate looks at. Whoever asks reads the rows; the gate only decides."""

    now: datetime
    planned_at: datetime | None
    """None: it has no hour of its own (sent by hand, or as soon as it is approved)."""
    tolerance: timedelta
    approver: str | None
    """None: no approval is asked."""
    approval: Approval | None
    by_hand: bool = False
    """A person sends it now: lateness does not count."""
    emergency: str = ""
    """Why it cannot wait for its approval, by a person's word; empty: it can."""
    turn: Turn | None = None
    """Whether it counts among the times of an alert that repeats; None: it is no such alert's, and lateness counts."""
    nobody: str = ""
    """Who it would go to, where nobody is there at all; empty: somebody is, or it goes to no single persons."""
    over: str = ""
    """Why the survey that it asks takes no votes any more, in Spanish; empty: it does, or it asks none."""
    unchecked: str = ""
    """Why it waits for its check, in Spanish; empty: it was done, or none is required."""
    unreported: str = ""
    """Why its report is not there yet, in Spanish; empty: it is, or it takes none along."""
    lists: tuple[KeptList, ...] = ()
    """Lists that others keep and that say to whom it goes."""
    suppressed: bool = False
    """The recipient is not to be written to."""
    restorations: tuple[Restoration, ...] = ()
    """Copies that the rows come from: of what went out between a copy and its restore they know nothing."""
    suspensions: tuple[Suspension, ...] = ()
    """When messages like it were, or are, not to go out."""
    funds: tuple[Fund, ...] = ()
    """The budgets that it takes from."""
    stocks: tuple[Stock, ...] = ()
    released: str = ""
    """Who lets it go though it waits, in Spanish."""
    hours: OpenHours | None = None
    """When it may go out; None: at any hour."""
    ends: datetime | None = None
    """When its event is over; None: it has none."""
    next_name: str = ""
    """The next time of a message that repeats, where that is due before the hours open again; else empty."""
    blackouts: tuple[Standing, ...] = ()
    """The vedas that concern messages of its class."""
    since_approved: tuple[Part, ...] = ()
    """What of its foot, its sender or whoever is answered is another than when it was approved."""
    legal: Mapping[str, Legal] = MappingProxyType({})
    """By the slug of whoever approves in a veda: that one's word."""

    @property
    def lawyer(self) -> Legal | None:
        """Whose word a veda that stands now asks; None: none does."""
        asked = asking(self.blackouts, self.now)
        return None if asked is None else self.legal.get(asked.approver, Legal(asked.approver, None))

    @property
    def short(self) -> Fund | None:
        """The first budget that does not suffice."""
        return next((fund for fund in self.funds if fund.short), None)

    def old_list(self, at: datetime) -> KeptList | None:
        """The first of its lists that is too old at a moment."""
        return next((each for each in self.lists if each.is_old(at)), None)
