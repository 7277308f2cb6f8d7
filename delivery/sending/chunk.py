"""A handful of claimed deliveries of one publication, with all that their messages are made of."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import Connection, Row, bindparam, or_, select

from audience.people import personal
from campaigns.audience import Condition
from campaigns.purpose import MANAGEMENT
from channels.adapter import Kind, Pace
from channels.keys import Key
from delivery.engines.engine import LaneId
from delivery.languages import NO_WORDS, without_words
from delivery.publications.derived import WITHDRAW, with_names
from delivery.publications.expand import STEP, expand, lock_for_expansion
from delivery.publications.occurring import EMERGENCY, URGENT
from delivery.sending.living_together import with_household
from delivery.sending.rest import Rest, hours_of_each, rest_of
from delivery.workplace import Workplace
from storage.columns import Instant
from storage.execution import execute
from storage.ledger import Claimed, Tally, bar, claim, put_off
from storage.ledger.tally import gathering
from storage.states import Mode, PublicationState
from storage.tables import publication

Running = Row[Any]
"""A publication row."""

# Statements are built once: to build one anew costs more than the database takes for it.
_ONE = select(publication).where(publication.c.id == bindparam("number"))
_EXPIRY = publication.c.expires_at
_RUNNING = (
    select(publication)
    .where(
        publication.c.tenant == bindparam("of"),
        publication.c.sender == bindparam("by"),
        publication.c.state == PublicationState.RUNNING.value,
        or_(_EXPIRY.is_(None), bindparam("moment", type_=Instant()) < _EXPIRY),
    )
    .order_by(publication.c.priority, publication.c.started_at, publication.c.id)
)


CHUNK_SECONDS = 0.4
"""How much work is claimed at once: an urgent message waits for no more than this."""
FIRST_CHUNK = 200
LARGEST_CHUNK = 500
STEPS = (STEP, 8 * STEP, 32 * STEP, 32 * STEP)
"""Contacts that are looked at in one transaction, step by step, until there are enough: one that went through a million
for the few who belong would keep the lane from its lease, and from everyone else."""


@dataclass(frozen=True, slots=True)
class Chunk:
    """What was claimed in one transaction."""

    publication: int
    key: str
    account: str
    channel: str
    """The kind of account."""
    mode: Mode
    direct: bool
    content: Mapping[str, Any]
    written_at: datetime
    expires_at: datetime | None
    at_least_once: bool
    rows: tuple[Claimed, ...]
    personal: Mapping[str, Mapping[str, object]]
    """Recipient key to what the message may call the person; read now, never frozen."""
    people: Mapping[str, int] = field(default_factory=dict)
    """Of a message to households, recipient key to how many of those who live there it is for."""
    withdraws: bool = False
    """Its deliveries take back what others sent."""
    ranked: bool = False
    """Some of its people may get another message instead."""
    listed: bool = False
    """Lists that others keep say who its people are."""
    closes_at: datetime | None = None
    """From when on none of them is to leave; None: that moment does not come."""
    capped: bool = False
    """They take places of their people's week."""
    past_quota: bool = False
    """They warn people: their account's quota does not hold them back."""

    @property
    def alone(self) -> bool:
        """The program died twice with it in hand: nothing else is taken in hand beside it."""
        return any(row.suspect for row in self.rows)


def chunk_size(place: Workplace, lane: LaneId, measured: float | None = None) -> int:
    """How many deliveries of a lane are claimed at once.

    `measured`: how many a second it has sent since it was opened; None where that is not known yet.
    """
    paces = _paces(place, lane)
    allowed = min((pace.per_second for pace in paces), default=1.0)
    if measured is None:
        return max(1, min(FIRST_CHUNK, int(allowed * CHUNK_SECONDS)))
    # A service that is slower than its pace must not make the urgent wait; as many as are sent at once are no wait.
    least = max((pace.concurrency for pace in paces), default=1)
    likely = min(allowed, max(measured, least / CHUNK_SECONDS))
    return max(1, min(LARGEST_CHUNK, int(likely * CHUNK_SECONDS)))


def _paces(place: Workplace, lane: LaneId) -> list[Pace]:
    accounts = place.tenant.accounts.values()
    return [place.pace(account, lane.shard) for account in accounts if account.sender == lane.sender]


class Taken(NamedTuple):
    """What a look for deliveries brought."""

    chunk: Chunk | None
    more: bool
    """There may be more to take now."""
    busy: bool = False
    """Another lane is writing down the next recipients: there will be more in a moment."""


NOTHING = Taken(None, more=False)
"""Nothing is due on the lane now."""
BUSY = Taken(None, more=True, busy=True)


def next_chunk(
    connection: Connection,
    workplace: Workplace,
    lane: LaneId,
    epoch: int,
    limit: int,
    now: datetime,
    tally: Tally | None = None,
) -> Taken:
    """Claim the next deliveries of a lane: of its most urgent publication first, then of the oldest.

    Expands the audience some steps further where nothing is pending yet. What comes after one that is not expanded to
    its end has to wait: those who belong may be the last. `tally`: the transaction's, whose owner writes it; None: the
    counters are written at once.
    """
    found = running(connection, lane, now)
    for row in found:
        stands: Running = row
        rest = rest_of(connection, workplace, row, now)
        if rest is not None:
            taken = _meanwhile(connection, workplace, row, rest, lane, epoch, limit, now, tally)
            if taken is not None:
                return taken
            continue
        rows = claim(connection, row.id, lane.shard, epoch, limit, now, tally)
        if not rows and row.expanded_at is None:
            # Enough for each lane of the sender, so that they come less often.
            wanted = limit * workplace.shards(lane.sender)
            looked = _look_on(connection, workplace, row, wanted, now, tally)
            if looked is None:
                return BUSY
            stands = looked
            rows = claim(connection, row.id, lane.shard, epoch, limit, now, tally)
        if rows:
            # A post is its publication's only delivery; of persons there may be more than were asked for.
            whole = (len(rows) < limit and not rows[0].suspect) or row.kind != Kind.DIRECT.value
            last = row is found[-1] and whole and stands.expanded_at is not None
            return _taken(connection, workplace, row, tuple(rows), epoch, now, tally, more=not last)
        if stands.expanded_at is None:
            return Taken(None, more=True)
    return NOTHING


def _meanwhile(
    connection: Connection,
    workplace: Workplace,
    row: Running,
    rest: Rest,
    lane: LaneId,
    epoch: int,
    limit: int,
    now: datetime,
    tally: Tally | None,
) -> Taken | None:
    """What goes on of a publication that rests: who lives by another clock; None: nobody."""
    rows = claim(connection, row.id, lane.shard, epoch, limit, now, tally, timed=True) if rest.apart else []
    return _taken(connection, workplace, row, tuple(rows), epoch, now, tally, more=True) if rows else None


def _taken(
    connection: Connection,
    workplace: Workplace,
    row: Running,
    rows: tuple[Claimed, ...],
    epoch: int,
    now: datetime,
    tally: Tally | None,
    *,
    more: bool,
) -> Taken:
    """The chunk of what was claimed, without those whose hour it is not: they are put off until it is."""
    chunk = chunk_of(connection, workplace, row, rows)
    numbers = {each.recipient_key: each.id for each in rows}
    if foreign := without_words(chunk.content, numbers, chunk.personal):
        with gathering(connection, tally) as changes:
            bar(connection, [numbers.pop(key) for key in foreign], epoch, *NO_WORDS, changes)
        chunk = replace(chunk, rows=tuple(each for each in chunk.rows if each.recipient_key in numbers))
    hours = hours_of_each(workplace.tenant, row, numbers, chunk.personal, now)
    if hours.later:
        for moment, keys in hours.later.items():
            put_off(connection, row.id, [numbers.pop(key) for key in keys], epoch, moment, tally)
        chunk = replace(chunk, rows=tuple(each for each in chunk.rows if each.recipient_key in numbers))
    if not chunk.rows:
        return Taken(None, more=True)
    return Taken(replace(chunk, closes_at=hours.closes_at), more=more)


def _look_on(
    connection: Connection, workplace: Workplace, row: Running, limit: int, now: datetime, tally: Tally | None
) -> Running | None:
    """Write down the next recipients of a publication, `limit` or more if there are; the row as it is then.

    None: another lane is at it. Where one has been at it since `row` was read, there is something to claim already.
    """
    stands, added = lock_for_expansion(connection, row.id), 0
    if stands is None or stands.expand_cursor != row.expand_cursor or stands.expanded_at is not None:
        return stands
    for step in STEPS:
        added += expand(connection, workplace, stands, now, step, tally)
        stands = execute(connection, _ONE, {"number": row.id}).one()
        if stands.expanded_at is not None or added >= limit:
            break
    return stands


def running(connection: Connection, lane: LaneId, now: datetime) -> list[Running]:
    """The publications that run on a lane and have not expired, most urgent first."""
    return list(execute(connection, _RUNNING, {"of": lane.tenant, "by": lane.sender, "moment": now}))


def chunk_of(connection: Connection, workplace: Workplace, row: Running, rows: tuple[Claimed, ...]) -> Chunk:
    """Deliveries of a publication with all that their messages are made of."""
    direct, withdraws = row.kind == Kind.DIRECT.value, row.act == WITHDRAW
    rows = with_names(connection, row.corrects, rows) if withdraws else rows
    names: Mapping[str, Mapping[str, object]] = {}
    people: Mapping[str, int] = {}
    condition = Condition.model_validate(row.condition or {})
    if direct:
        names = personal(connection, workplace.tenant_id, condition, [claimed.recipient_key for claimed in rows])
        if row.per_household:
            names, people = with_household(connection, workplace.tenant_id, row, names)
    return Chunk(
        publication=row.id,
        key=str(Key(row.campaign, row.message, row.account, row.occurrence)),
        account=row.account,
        channel=row.channel,
        mode=Mode(row.mode),
        direct=direct,
        content=row.content,
        written_at=row.started_at,
        expires_at=row.expires_at,
        at_least_once=row.at_least_once,
        rows=rows,
        personal=names,
        people=people,
        withdraws=withdraws,
        listed=direct and not withdraws and row.corrects is None and bool(condition.lists),
        ranked=row.corrects is None and bool(row.yields_to or row.yielded_by or row.per_household),
        capped=direct and not withdraws and row.corrects is None and row.class_ == MANAGEMENT,
        past_quota=row.class_ == EMERGENCY and row.priority == URGENT,
    )
