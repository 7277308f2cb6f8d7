"""A handful of claimed deliveries of one publication, with all that their messages are made of."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, or_, select

from audience.people import personal
from campaigns.audience import Condition
from channels.adapter import Kind
from delivery.engine import LaneId
from delivery.expand import expand
from delivery.workplace import Workplace
from storage.ledger import Claimed, claim
from storage.states import Mode, PublicationState
from storage.tables import publication

Running = Row[Any]
"""A publication row."""


@dataclass(frozen=True, slots=True)
class Chunk:
    """What was claimed in one transaction."""

    publication: int
    key: str
    account: str
    mode: Mode
    direct: bool
    content: Mapping[str, Any]
    written_at: datetime
    expires_at: datetime | None
    at_least_once: bool
    rows: tuple[Claimed, ...]
    personal: Mapping[str, Mapping[str, object]]
    """Recipient key to what the message may call the person; read now, never frozen."""


def next_chunk(
    connection: Connection, workplace: Workplace, lane: LaneId, epoch: int, limit: int, now: datetime
) -> Chunk | None:
    """Claim the next deliveries of a lane: of its most urgent publication first, then of the oldest.

    Expands the audience a step further where nothing is pending yet. None: nothing is due on this lane now.
    """
    for row in running(connection, lane, now):
        stands: Running = row
        while not (rows := claim(connection, row.id, lane.shard, epoch, limit, now)):
            if not expand(connection, workplace, stands, now):
                break
            stands = connection.execute(select(publication).where(publication.c.id == row.id)).one()
        if rows:
            return _chunk(connection, workplace, row, tuple(rows))
    return None


def running(connection: Connection, lane: LaneId, now: datetime) -> list[Running]:
    """The publications that run on a lane and have not expired, most urgent first."""
    columns = publication.c
    asked = (
        select(publication)
        .where(
            columns.tenant == lane.tenant,
            columns.sender == lane.sender,
            columns.state == PublicationState.RUNNING.value,
            or_(columns.expires_at.is_(None), columns.expires_at > now),
        )
        .order_by(columns.priority, columns.started_at, columns.id)
    )
    return list(connection.execute(asked))


def _chunk(connection: Connection, workplace: Workplace, row: Running, rows: tuple[Claimed, ...]) -> Chunk:
    direct = row.kind == Kind.DIRECT.value
    names: Mapping[str, Mapping[str, object]] = {}
    if direct:
        condition = Condition.model_validate(row.condition or {})
        names = personal(connection, workplace.tenant_id, condition, [claimed.recipient_key for claimed in rows])
    return Chunk(
        publication=row.id,
        key=f"{row.campaign}/{row.message}/{row.account}@{row.occurrence}",
        account=row.account,
        mode=Mode(row.mode),
        direct=direct,
        content=row.content,
        written_at=row.started_at,
        expires_at=row.expires_at,
        at_least_once=row.at_least_once,
        rows=rows,
        personal=names,
    )
