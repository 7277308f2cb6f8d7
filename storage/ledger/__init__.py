"""The only writer of a publication's and a delivery's state: moves by the table of legal moves, counts as it goes."""

from storage.ledger.claims import Claimed, Intention, bar, claim, intend, put_off, refuse, release
from storage.ledger.decisions import retry_failed, settle, settle_all
from storage.ledger.deliveries import NewDelivery, add_deliveries, add_selected, move_deliveries
from storage.ledger.doubts import (
    Doubt,
    ask_next,
    doubted,
    doubts,
    found_missing,
    found_sent,
    resend_interrupted,
    still_unknown,
)
from storage.ledger.fates import told_failed, told_sent, told_unsent
from storage.ledger.lanes import OpenedLane, lease_lane, open_lane, take_lanes_away
from storage.ledger.moves import (
    DELIVERY_MOVES,
    FIRST_STATES,
    PUBLICATION_MOVES,
    WORK_ORDER_MOVES,
    Cause,
    IllegalMove,
    origins,
)
from storage.ledger.outcome import Result
from storage.ledger.publications import add_publication, finish, lock_publications, move_publication, reconsider
from storage.ledger.results import record, remember
from storage.ledger.tally import Tally

__all__ = [
    "DELIVERY_MOVES",
    "FIRST_STATES",
    "PUBLICATION_MOVES",
    "WORK_ORDER_MOVES",
    "Cause",
    "Claimed",
    "Doubt",
    "IllegalMove",
    "Intention",
    "NewDelivery",
    "OpenedLane",
    "Result",
    "Tally",
    "add_deliveries",
    "add_publication",
    "add_selected",
    "ask_next",
    "bar",
    "claim",
    "doubted",
    "doubts",
    "finish",
    "found_missing",
    "found_sent",
    "intend",
    "lease_lane",
    "lock_publications",
    "move_deliveries",
    "move_publication",
    "open_lane",
    "origins",
    "put_off",
    "reconsider",
    "record",
    "refuse",
    "release",
    "remember",
    "resend_interrupted",
    "retry_failed",
    "settle",
    "settle_all",
    "still_unknown",
    "take_lanes_away",
    "told_failed",
    "told_sent",
    "told_unsent",
]
