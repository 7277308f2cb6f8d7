"""Every legal move, as data: from which state, to which, for which cause. What is not here does not happen."""

from collections.abc import Iterable
from enum import StrEnum
from functools import lru_cache

from storage.states import DeliveryState, PublicationState, WorkOrderState


class Cause(StrEnum):
    """Why something moves."""

    DUE = "due"
    WAIT = "wait"
    ASK_APPROVAL = "ask_approval"
    APPROVE = "approve"
    REJECT = "reject"
    LATE = "late"
    BY_HAND = "by_hand"
    PAUSE = "pause"
    RESUME = "resume"
    FINISH = "finish"
    CANCEL = "cancel"
    SUPERSEDE = "supersede"
    RETRY = "retry"
    SETTLE = "settle"
    CLAIM = "claim"
    INTEND = "intend"
    RELEASE = "release"
    TAKEOVER = "takeover"
    SET_ASIDE = "set_aside"
    RESULT = "result"
    EVIDENCE = "evidence"
    RECONCILE = "reconcile"
    RETURN = "return"
    AT_LEAST_ONCE = "at_least_once"
    SUPPRESS = "suppress"
    GATE = "gate"
    REFUSE = "refuse"
    EXPIRE = "expire"
    ORDER = "order"
    HAND_OVER = "hand_over"
    CONFIRM = "confirm"
    POSTPONE = "postpone"
    REOPEN = "reopen"
    COUNT = "count"


P, D, W, C = PublicationState, DeliveryState, WorkOrderState, Cause

FIRST_STATES = (P.PLANNED, P.WAITING, P.AWAITING_APPROVAL, P.RUNNING, P.MISSED, P.CANCELLED)
"""In which states a publication may be written down for the first time."""

PUBLICATION_MOVES: tuple[tuple[PublicationState, PublicationState, Cause], ...] = (
    (P.PLANNED, P.WAITING, C.WAIT),
    (P.PLANNED, P.AWAITING_APPROVAL, C.ASK_APPROVAL),
    (P.PLANNED, P.RUNNING, C.DUE),
    (P.PLANNED, P.RUNNING, C.BY_HAND),
    (P.PLANNED, P.MISSED, C.LATE),
    (P.WAITING, P.AWAITING_APPROVAL, C.ASK_APPROVAL),
    (P.WAITING, P.RUNNING, C.DUE),
    (P.WAITING, P.RUNNING, C.BY_HAND),
    (P.WAITING, P.MISSED, C.LATE),
    (P.AWAITING_APPROVAL, P.RUNNING, C.APPROVE),
    # Approved, or moved on, while its class is suspended.
    (P.AWAITING_APPROVAL, P.WAITING, C.WAIT),
    (P.MISSED, P.WAITING, C.WAIT),
    # An emergency does not wait for it.
    (P.AWAITING_APPROVAL, P.RUNNING, C.BY_HAND),
    (P.AWAITING_APPROVAL, P.MISSED, C.LATE),
    (P.AWAITING_APPROVAL, P.CANCELLED, C.REJECT),
    (P.RUNNING, P.PAUSED, C.PAUSE),
    (P.PAUSED, P.RUNNING, C.RESUME),
    # Paused before it began: nothing is frozen yet, so that it goes back to where the gate is asked.
    *((origin, P.PAUSED, C.PAUSE) for origin in (P.PLANNED, P.WAITING, P.AWAITING_APPROVAL)),
    (P.PAUSED, P.PLANNED, C.RESUME),
    (P.RUNNING, P.DONE, C.FINISH),
    (P.RUNNING, P.DONE_WITH_ERRORS, C.FINISH),
    (P.DONE_WITH_ERRORS, P.RUNNING, C.RETRY),
    (P.DONE_WITH_ERRORS, P.RUNNING, C.SETTLE),
    (P.DONE_WITH_ERRORS, P.RUNNING, C.RECONCILE),
    (P.DONE_WITH_ERRORS, P.DONE, C.SETTLE),
    # The service says later that it has delivered none of what it took, for the moment or until a person mends it.
    (P.DONE, P.RUNNING, C.RETURN),
    (P.DONE_WITH_ERRORS, P.RUNNING, C.RETURN),
    (P.MISSED, P.RUNNING, C.BY_HAND),
    # Its event was moved on after it was missed: what goes out at the new hour is approved anew.
    (P.MISSED, P.AWAITING_APPROVAL, C.ASK_APPROVAL),
    *((origin, P.CANCELLED, C.CANCEL) for origin in P if origin not in {P.DONE, P.DONE_WITH_ERRORS, P.CANCELLED}),
    *((origin, P.CANCELLED, C.SUPERSEDE) for origin in P if origin not in {P.DONE, P.DONE_WITH_ERRORS, P.CANCELLED}),
)

DELIVERY_MOVES: tuple[tuple[DeliveryState, DeliveryState, Cause], ...] = (
    (D.PENDING, D.CLAIMED, C.CLAIM),
    (D.PENDING, D.SKIPPED, C.CANCEL),
    (D.PENDING, D.SKIPPED, C.SUPPRESS),
    (D.PENDING, D.SKIPPED, C.GATE),
    (D.PENDING, D.FAILED, C.EXPIRE),
    (D.CLAIMED, D.SENDING, C.INTEND),
    (D.CLAIMED, D.PENDING, C.RELEASE),
    (D.CLAIMED, D.PENDING, C.PAUSE),
    (D.CLAIMED, D.PENDING, C.TAKEOVER),
    # Where this person is, it is no hour to write at.
    (D.CLAIMED, D.PENDING, C.WAIT),
    # The program died each time that it had it in hand.
    (D.CLAIMED, D.FAILED, C.SET_ASIDE),
    (D.CLAIMED, D.SKIPPED, C.CANCEL),
    (D.CLAIMED, D.SKIPPED, C.SUPPRESS),
    (D.CLAIMED, D.SKIPPED, C.GATE),
    (D.CLAIMED, D.FAILED, C.REFUSE),
    (D.CLAIMED, D.FAILED, C.EXPIRE),
    (D.SENDING, D.SENT, C.RESULT),
    (D.SENDING, D.FAILED, C.RESULT),
    (D.SENDING, D.UNCERTAIN, C.RESULT),
    (D.SENDING, D.PENDING, C.RESULT),
    (D.SENDING, D.UNCERTAIN, C.TAKEOVER),
    # The word of a process that lost its lane, come late: it may end a delivery, never start it again.
    (D.UNCERTAIN, D.SENT, C.EVIDENCE),
    (D.UNCERTAIN, D.FAILED, C.EVIDENCE),
    (D.PENDING, D.SENT, C.EVIDENCE),
    (D.CLAIMED, D.SENT, C.EVIDENCE),
    (D.UNCERTAIN, D.SENT, C.RECONCILE),
    (D.UNCERTAIN, D.FAILED, C.RECONCILE),
    (D.UNCERTAIN, D.PENDING, C.RECONCILE),
    (D.UNCERTAIN, D.PENDING, C.AT_LEAST_ONCE),
    # The service had taken it, and says that it surely was not delivered, and may be later.
    (D.SENT, D.PENDING, C.RETURN),
    (D.UNCERTAIN, D.PENDING, C.RETURN),
    (D.UNCERTAIN, D.SENT, C.SETTLE),
    (D.UNCERTAIN, D.FAILED, C.SETTLE),
    (D.UNCERTAIN, D.PENDING, C.SETTLE),
    (D.FAILED, D.PENDING, C.RETRY),
    # A delivery behind a work order is moved by that order alone.
    (D.PENDING, D.SENT, C.ORDER),
    (D.PENDING, D.FAILED, C.ORDER),
    (D.PENDING, D.SKIPPED, C.ORDER),
    (D.FAILED, D.SENT, C.ORDER),
)

WORK_ORDER_MOVES: tuple[tuple[WorkOrderState, WorkOrderState, Cause], ...] = (
    (W.TO_DO, W.HANDED_OVER, C.HAND_OVER),
    (W.TO_DO, W.DONE, C.CONFIRM),
    (W.HANDED_OVER, W.DONE, C.CONFIRM),
    (W.TO_DO, W.NOT_DONE, C.CONFIRM),
    (W.HANDED_OVER, W.NOT_DONE, C.CONFIRM),
    (W.NOT_DONE, W.DONE, C.CONFIRM),
    (W.TO_DO, W.POSTPONED, C.POSTPONE),
    (W.HANDED_OVER, W.POSTPONED, C.POSTPONE),
    (W.POSTPONED, W.TO_DO, C.REOPEN),
    (W.TO_DO, W.CANCELLED, C.CANCEL),
    (W.HANDED_OVER, W.CANCELLED, C.CANCEL),
    (W.DONE, W.COUNTED, C.COUNT),
)

_NAMES = {P: "publicación", D: "entrega", W: "tarea"}
_TABLES: dict[type[StrEnum], Iterable[tuple[StrEnum, StrEnum, Cause]]] = {
    P: PUBLICATION_MOVES,
    D: DELIVERY_MOVES,
    W: WORK_ORDER_MOVES,
}


class IllegalMove(Exception):
    """A move that no row of these tables allows, whatever the state; the text is Spanish."""

    def __init__(self, to: StrEnum, cause: Cause, why: str = "") -> None:
        """`why` says more than the tables can."""
        super().__init__(
            f"Una {_NAMES[type(to)]} no puede pasar a «{to}» por «{cause}»"
            + (f": {why}." if why else ". Ningún estado lo permite.")
        )


# Typed: a cancelled publication and a cancelled work order are the same text.
@lru_cache(maxsize=None, typed=True)
def origins(to: StrEnum, cause: Cause) -> tuple[StrEnum, ...]:
    """From which states `cause` moves something to `to`. Raises IllegalMove where there is none."""
    found = tuple(origin for origin, target, reason in _TABLES[type(to)] if target == to and reason == cause)
    if not found:
        raise IllegalMove(to, cause)
    return found
