"""Of several messages that one person could get only one goes: which, by what has become of the others. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from enum import Enum
from typing import NamedTuple

from storage.states import DeliveryState

SOON = timedelta(seconds=15)
"""When a message is asked again that waits for one on the wire, or about to leave."""
LATER = timedelta(minutes=2)
"""When one is that waits for another whose turn has not come."""
LONGEST = timedelta(hours=6)
"""How long after its beginning a message waits at most for what goes before it: a channel may be down for days."""
LEFT = timedelta(hours=1)
"""How long before its own end it waits no more."""
_GONE = (DeliveryState.SENT.value, DeliveryState.UNCERTAIN.value)
_OPEN = (None, DeliveryState.PENDING.value, DeliveryState.CLAIMED.value)


class Rival(NamedTuple):
    """Another message to the same person."""

    publication: str
    """Its key, as people read it."""
    first: bool
    """It goes before this one where both can go."""
    state: str | None
    """Of its delivery; None: its row is still to be written."""
    running: bool
    """Its publication goes on: what waits in it will leave."""
    bounced: bool = False


class Turn(Enum):
    """What becomes of a message at its last second."""

    GO = "go"
    WAIT = "wait"
    """Another may still reach all whom it is for."""
    YIELD = "yield"
    """Others have reached them all."""


class Decision(NamedTuple):
    """What becomes of it, and why."""

    turn: Turn
    served_by: str = ""
    """The key of the publication that reached the first of them, where it yields."""
    again: timedelta = timedelta()
    """In what time it is asked again, where it waits."""


def decide(rivals: Mapping[int, Sequence[Rival]], *, patient: bool) -> Decision:
    """What becomes of a message to an address; `rivals`: for each person behind it, the other messages to him.

    It goes as soon as there is one whom no other reaches, or will. `patient`: it still waits for what goes before it;
    what is on the wire is always waited for, since that takes seconds.
    """
    served_by, waits = "", []
    for others in rivals.values():
        gone = next((each for each in others if each.state in _GONE and not each.bounced), None)
        if gone is not None:
            served_by = served_by or gone.publication
            continue
        wait = _wait(others, patient=patient)
        if wait is None:
            return Decision(Turn.GO)
        waits.append(wait)
    if waits:
        return Decision(Turn.WAIT, again=min(waits))
    return Decision(Turn.YIELD, served_by) if served_by else Decision(Turn.GO)


def waits_until(started_at: datetime, expires_at: datetime | None) -> datetime:
    """Until when a publication's messages wait for what goes before them."""
    longest = started_at + LONGEST
    return longest if expires_at is None else min(longest, expires_at - LEFT)


def _wait(others: Iterable[Rival], *, patient: bool) -> timedelta | None:
    """How long to wait for one person's other messages; None: for none of them."""
    waits = [SOON for each in others if each.state == DeliveryState.SENDING.value]
    before = [each.state for each in others if each.first and each.running] if patient else []
    waits += [SOON if state == DeliveryState.CLAIMED.value else LATER for state in before if state in _OPEN]
    return min(waits, default=None)
