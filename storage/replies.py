"""Answers to persons who wrote to an account: a row each, sent at most once by the lane of the account's credential."""

from datetime import datetime
from typing import NamedTuple

from sqlalchemy import (
    ColumnElement,
    Connection,
    and_,
    bindparam,
    exists,
    func,
    insert,
    literal_column,
    or_,
    select,
    update,
)
from sqlalchemy.sql.expression import text as words

from storage.columns import Instant
from storage.execution import execute
from storage.states import ReplyState
from storage.tables import event, reply

LOST = "El programa se detuvo mientras lo enviaba: no se sabe si alcanzó a salir."


class Reply(NamedTuple):
    """One answer that is to go out."""

    id: int
    account: str
    key: str
    address: str
    kind: str
    attempts: int
    created_at: datetime
    said_at: datetime | None
    """When the person said what it answers, as the service has it."""


def _is(state: ReplyState) -> ColumnElement[bool]:
    """Spelt as the partial index spells it: SQLite finds it by its words alone."""
    return and_(words("reply.state IN ('pending', 'sending')"), reply.c.state == literal_column(f"'{state.value}'"))


OPEN_REPLY = (reply.c.tenant == bindparam("of")) & _is(ReplyState.PENDING)
"""Somebody of the tenant `of` is to be answered."""
_MINE = (reply.c.tenant == bindparam("of")) & (reply.c.sender == bindparam("by"))
_READY = or_(reply.c.not_before.is_(None), reply.c.not_before <= bindparam("moment", type_=Instant()))
_NEXT = (
    select(
        reply.c.id,
        reply.c.account,
        reply.c.key,
        reply.c.address,
        reply.c.kind,
        reply.c.attempts,
        reply.c.created_at,
        event.c.payload,
    )
    .join(event, event.c.id == reply.c.event)
    .where(_MINE, _is(ReplyState.PENDING), _READY)
    .order_by(reply.c.id)
    .limit(1)
)
_WAITS = select(exists().where(_MINE, _is(ReplyState.PENDING), _READY))
_WAITING = (
    select(reply.c.sender, func.min(func.coalesce(reply.c.not_before, reply.c.created_at)))
    .where(reply.c.tenant == bindparam("of"), _is(ReplyState.PENDING))
    .group_by(reply.c.sender)
)
_ANSWERED = select(
    exists().where(
        reply.c.tenant == bindparam("of"),
        reply.c.key == bindparam("to"),
        reply.c.kind == bindparam("like"),
        reply.c.created_at > bindparam("since", type_=Instant()),
    )
)
_INTENDING = (
    update(reply)
    .where(reply.c.id == bindparam("number"), reply.c.state == ReplyState.PENDING.value)
    .values(state=ReplyState.SENDING.value, epoch=bindparam("under"), attempts=reply.c.attempts + 1)
)
_LEFT_BEHIND = (
    update(reply)
    .where(_MINE, _is(ReplyState.SENDING), reply.c.epoch < bindparam("under"))
    .values(state=ReplyState.UNCERTAIN.value, address=None, error_text=LOST, ended_at=bindparam("at", type_=Instant()))
)
# The word of whoever sent it counts also where a newer owner of the lane has called it uncertain meanwhile.
_SENT_BY = (
    (reply.c.id == bindparam("number"))
    & (reply.c.epoch == bindparam("under"))
    & reply.c.state.in_([ReplyState.SENDING.value, ReplyState.UNCERTAIN.value])
)
_WHOSE = select(reply.c.key).where(_MINE, reply.c.id == bindparam("number"))
_TOLD = (
    update(reply)
    .where(reply.c.id == bindparam("number"), reply.c.state.in_(bindparam("among", expanding=True)))
    .values(state=bindparam("to"), address=None, error_text=bindparam("why"), ended_at=bindparam("at", type_=Instant()))
)
_GIVING_UP = (
    update(reply)
    .where(_MINE, _is(ReplyState.PENDING), reply.c.created_at <= bindparam("until", type_=Instant()))
    .values(
        state=ReplyState.FAILED.value,
        address=None,
        error_text=bindparam("why"),
        ended_at=bindparam("at", type_=Instant()),
    )
)
_PUTTING_BACK = (
    update(reply)
    .where(reply.c.id == bindparam("number"), reply.c.epoch == bindparam("under"), _is(ReplyState.SENDING))
    .values(
        state=ReplyState.PENDING.value,
        attempts=bindparam("tried"),
        not_before=bindparam("at", type_=Instant()),
        error_text=bindparam("why"),
    )
)
_ENDING = (
    update(reply)
    .where(_SENT_BY)
    .values(state=bindparam("to"), address=None, error_text=bindparam("why"), ended_at=bindparam("at", type_=Instant()))
)


def add_reply(
    connection: Connection,
    tenant_id: int,
    event_id: int,
    account: str,
    sender: str,
    key: str,
    address: str,
    kind: str,
    now: datetime,
) -> None:
    """Write down that a piece of news is to be answered."""
    values = {"tenant": tenant_id, "event": event_id, "account": account, "sender": sender, "key": key}
    values |= {"address": address, "kind": kind, "state": ReplyState.PENDING.value, "created_at": now}
    connection.execute(insert(reply).values(**values))


def answered_since(connection: Connection, tenant_id: int, key: str, kind: str, since: datetime) -> bool:
    """Whether somebody has been answered in this way since, or is about to be."""
    asked = {"of": tenant_id, "to": key, "like": kind, "since": since}
    return bool(execute(connection, _ANSWERED, asked).scalar_one())


def waiting_replies(connection: Connection, tenant_id: int) -> dict[str, datetime]:
    """The credentials with an answer to send, and when the first of them may go out."""
    return dict(iter(execute(connection, _WAITING, {"of": tenant_id})))


def reply_waits(connection: Connection, tenant_id: int, sender: str, now: datetime) -> bool:
    """Whether a credential has an answer to send now."""
    return bool(execute(connection, _WAITS, {"of": tenant_id, "by": sender, "moment": now}).scalar_one())


def next_reply(connection: Connection, tenant_id: int, sender: str, now: datetime) -> Reply | None:
    """The oldest answer that may go out now."""
    row = execute(connection, _NEXT, {"of": tenant_id, "by": sender, "moment": now}).one_or_none()
    if row is None:
        return None
    said = row.payload.get("at")
    known = (row.id, row.account, row.key, row.address, row.kind, row.attempts, row.created_at)
    return Reply(*known, said_at=datetime.fromisoformat(said) if said else None)


def doubt_replies(connection: Connection, tenant_id: int, sender: str, epoch: int, now: datetime) -> int:
    """What a process that is gone was sending may have gone out: it is not sent again. How many these are."""
    return execute(connection, _LEFT_BEHIND, {"of": tenant_id, "by": sender, "under": epoch, "at": now}).rowcount


def give_up_replies(
    connection: Connection, tenant_id: int, sender: str, until: datetime, why: str, now: datetime
) -> int:
    """What a credential has to answer that was written down `until` then is never sent: how many these are."""
    values = {"of": tenant_id, "by": sender, "until": until, "why": why, "at": now}
    return execute(connection, _GIVING_UP, values).rowcount


def intend_reply(connection: Connection, number: int, epoch: int) -> bool:
    """Commit to sending it; False where it is not to be sent any more."""
    return execute(connection, _INTENDING, {"number": number, "under": epoch}).rowcount == 1


def put_reply_back(
    connection: Connection, number: int, epoch: int, attempts: int, not_before: datetime, why: str
) -> bool:
    """It has surely not gone out, and is tried again from `not_before` on."""
    values = {"number": number, "under": epoch, "tried": attempts, "at": not_before, "why": why}
    return execute(connection, _PUTTING_BACK, values).rowcount == 1


def end_reply(connection: Connection, number: int, epoch: int, to: ReplyState, why: str | None, now: datetime) -> bool:
    """It is sent, has failed, or nobody knows: the address is needed no more."""
    values = {"number": number, "under": epoch, "to": to.value, "why": why, "at": now}
    return execute(connection, _ENDING, values).rowcount == 1


def answered_person(connection: Connection, tenant_id: int, sender: str, number: int) -> str | None:
    """The key of whom an answer of this credential is for; None where there is none with this number."""
    found: str | None = execute(
        connection, _WHOSE, {"of": tenant_id, "by": sender, "number": number}
    ).scalar_one_or_none()
    return found


def told_reply(connection: Connection, number: int, failure: str | None, now: datetime) -> bool:
    """The service says later what became of it: `failure`, or none; whether that was news.

    What has failed stays so, in whatever order it is told.
    """
    doubtful = [ReplyState.SENDING.value, ReplyState.UNCERTAIN.value]
    among = doubtful if failure is None else [*doubtful, ReplyState.SENT.value]
    to = ReplyState.SENT if failure is None else ReplyState.FAILED
    told = {"number": number, "among": among, "to": to.value, "why": failure, "at": now}
    return execute(connection, _TOLD, told).rowcount == 1
