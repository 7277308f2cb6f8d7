"""A row of the plan, and what may be decided of it."""

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum
from typing import NamedTuple

from storage.states import NOT_BEGUN, PublicationState


class Decision(StrEnum):
    """What becomes of an occurrence that has no row yet; one that has a row shows its state instead."""

    SEND = "send"
    ASK_APPROVAL = "ask_approval"
    WAIT = "wait"
    REJECTED = "rejected"
    LATE = "late"


DECISION_NAMES: Mapping[str, str] = {
    "send": "sale",
    "ask_approval": "falta aprobarla",
    "wait": "espera",
    "rejected": "no aprobada",
    "late": "no saldrá sola",
}
"""How people call what becomes of it."""
KIND_NAMES: Mapping[str, str] = {"direct": "a personas", "broadcast": "publicación", "manual": "tarea"}
"""How people call what it is."""
GOES_OUT = (Decision.SEND, Decision.ASK_APPROVAL, Decision.WAIT)
"""What still goes out if nothing changes."""
STILL_GOING = (*GOES_OUT, *NOT_BEGUN, PublicationState.RUNNING, PublicationState.PAUSED)
"""What has not all gone out."""


class Planned(NamedTuple):
    """One row of the plan."""

    key: str
    campaign: str
    message: str
    action: str
    """Rows of the municipality's plan that it serves, the main one first, parted by commas."""
    account: str
    kind: str
    """`direct`, `broadcast` or `manual`."""
    class_: str
    nominal: datetime | None
    """The local time that staff wrote; None where they wrote none."""
    local: datetime | None
    """The local time at which it goes out, after every rule; None while it waits. What has begun: when it did."""
    recipients: int
    """People for `direct`, work orders for `manual`, 1 for `broadcast`."""
    decision: str
    reason: str
    """In Spanish: what moved it, and what it waits for; empty where nothing did."""
    expires: datetime | None = None
    """Until when what does not go out at once is tried; None where nobody asks."""
