"""One transaction of an open lane: what came of sends is recorded, what may leave is intended, the next are claimed.

No session is open while anything is on the network: a lane takes one step after another, and sends beside them.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import Connection

from delivery.accounts.books import Books
from delivery.chores.closing import arrange_closes
from delivery.chores.pulls import arrange_pulls
from delivery.engines.engine import LaneId
from delivery.news.unreached import note_refusal
from delivery.publications.ending import end
from delivery.sending.bounces import lock_bounced, stop_at_dead_addresses
from delivery.sending.chunk import NOTHING, Chunk, Taken, next_chunk
from delivery.sending.giving_way import give_way
from delivery.sending.proof import proven
from delivery.sending.still_listed import leave_out
from delivery.sending.verdict import Verdict
from delivery.sending.weekly_cap import keep_to_cap
from delivery.workplace import Workplace
from storage.lanes import update_lane
from storage.ledger import Cause, Tally, intend, lock_publications, move_publication, record, refuse, release
from storage.polls import name_poll
from storage.replies import reply_waits
from storage.states import PublicationState
from storage.turns import take_turn_at_weeks


@dataclass(frozen=True, slots=True)
class Step:
    """What a lane wants of the database next."""

    verdicts: Sequence[Verdict] = ()
    refused: Sequence[tuple[int, str]] = ()
    """Deliveries that cannot be made into a message, and why, in Spanish."""
    orphans: Sequence[Chunk] = ()
    """Chunks whose account is not configured any more."""
    intends: Sequence[int] = ()
    """Deliveries that are to leave as soon as this is committed."""
    ranked: Sequence[int] = ()
    """Those of them that may give way to other messages."""
    listed: Sequence[int] = ()
    """Those of them whose people lists say that others keep."""
    capped: Sequence[int] = ()
    """Those of them that take places of their people's week."""
    claims: int = 0
    """How many to claim at most."""
    closes: bool = False
    """Nothing is under way and nothing is wanted any more."""
    releases: bool = False
    """Closing, it gives back what is still claimed."""

    @property
    def empty(self) -> bool:
        """Whether the database need not be asked."""
        return not (self.verdicts or self.refused or self.orphans or self.intends or self.claims or self.closes)


@dataclass(frozen=True, slots=True)
class Stepped:
    """What became of it."""

    go: frozenset[int] = frozenset()
    """Of what was intended, that which leaves now."""
    skipped: frozenset[int] = frozenset()
    """Of what was intended, that which never leaves: the person wants no messages, or a cancel came before it."""
    taken: Taken = NOTHING
    """What was claimed."""


def take(connection: Connection, place: Workplace, lane: LaneId, books: Books, step: Step, now: datetime) -> Stepped:
    """Do all that a step asks, in one transaction."""
    # Before any row is locked: whoever has this turn waits for nobody who waits for it.
    if step.capped and place.tenant.municipality.weekly_cap is not None:
        take_turn_at_weeks(connection, place.tenant_id)
    # The lane's row first, as whoever takes the lane over does: two that lock in opposite orders wait for each other.
    # And the pace is written before anything leaves: a crash must not forget what used up the quota.
    ours = _set(connection, lane, books, beat_at=now, failures=books.failures, **books.pace.columns)
    if step.closes:
        lock_publications(connection, books.touched)
    tally = Tally()
    keep(connection, place, step.verdicts, now, tally)
    for number, reason in step.refused:
        refuse(connection, number, books.epoch, "template", reason, tally)
    for chunk in {each.publication: each for each in step.orphans}.values():
        _orphan(connection, chunk, now)
    stepped = Stepped()
    if step.intends and ours:
        dropped = leave_out(connection, place, step.listed, books.epoch, tally) if step.listed else []
        served = give_way(connection, place, step.ranked, books.epoch, now, tally) if step.ranked else []
        full = keep_to_cap(connection, place, step.capped, books.epoch, now, tally)
        intention = intend(connection, step.intends, books.epoch, tally)
        stepped = Stepped(frozenset(intention.go), frozenset([*intention.skipped, *full, *served, *dropped]))
    wants = bool(step.claims) and ours
    if wants and books.answers and reply_waits(connection, lane.tenant, lane.sender, now):
        wants = False
    taken = next_chunk(connection, place, lane, books.epoch, step.claims, now, tally) if wants else NOTHING
    if step.closes and step.releases:
        release(connection, lane.tenant, lane.sender, lane.shard, books.epoch, tally)
    tally.write(connection)
    if step.closes:
        _close(connection, lane, books, now)
    return replace(stepped, taken=taken)


def keep(connection: Connection, place: Workplace, verdicts: Sequence[Verdict], now: datetime, tally: Tally) -> None:
    """Record what came of sends; an address that is dead gets nothing more, and a list full of them is paused.

    What it changes in the counters is in `tally`, to be written when the transaction has locked all else.
    """
    verdicts = proven(connection, verdicts)
    bounced = lock_bounced(connection, verdicts)
    record(connection, [verdict.result for verdict in verdicts], now, tally)
    for verdict in verdicts:
        if verdict.refusal is not None:
            note_refusal(connection, place, verdict.refusal, now)
    for verdict in verdicts:
        if verdict.poll is not None:
            name_poll(connection, verdict.result.delivery, verdict.result.remote_id, verdict.poll)
    if posted := [verdict.result.delivery for verdict in verdicts if verdict.posted]:
        arrange_pulls(connection, place, posted, now)
        arrange_closes(connection, place, posted)
    stop_at_dead_addresses(connection, place, bounced, len(verdicts), now, tally)


def keep_alone(connection: Connection, place: Workplace, verdicts: Sequence[Verdict], now: datetime) -> None:
    """The same, in a transaction that does nothing else."""
    tally = Tally()
    keep(connection, place, verdicts, now, tally)
    tally.write(connection)


def _orphan(connection: Connection, chunk: Chunk, now: datetime) -> None:
    """The account was taken out of the configuration: the publication waits for it, visibly."""
    reason = f"El canal «{chunk.account}» ya no está en canales.yaml. Vuelva a ponerlo y reanude, o cancele."
    move_publication(connection, chunk.publication, PublicationState.PAUSED, Cause.PAUSE, now, reason)


def _close(connection: Connection, lane: LaneId, books: Books, now: datetime) -> None:
    """Finish what is finished, and write the lane's row."""
    for number in sorted(books.touched):
        end(connection, number, now)
    _set(
        connection,
        lane,
        books,
        due_at=books.waits_until,
        leased_until=None,
        **books.pace.columns,
        **books.rest,
    )


def _set(connection: Connection, lane: LaneId, books: Books, **columns: object) -> bool:
    """Write columns of the lane's row; False where another has opened it since."""
    return update_lane(connection, lane.tenant, lane.sender, lane.shard, books.epoch, **columns)
