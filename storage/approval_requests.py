"""Who was asked by mail for a word on which content and when, and what was read of it."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import Connection, bindparam, select, update

from storage.columns import Instant
from storage.execution import execute
from storage.tables import approval, approval_request, approved_version
from storage.upsert import insert

Shown = Sequence[tuple[str, str]]
"""Headings, each with its text, in the order in which they are read."""


class Request(NamedTuple):
    """One person asked for a word on one content."""

    id: int
    tenant: int
    campaign: str
    message: str
    """As rows have it: a correction's with its suffix."""
    digest: str
    approver: str
    person: str
    hour: datetime | None
    due_at: datetime
    told_at: datetime | None
    reminded: str


class Wanted(NamedTuple):
    """A word that is missing."""

    campaign: str
    message: str
    digest: str
    approver: str
    person: str
    hour: datetime | None


_COLUMNS = [approval_request.c[name] for name in Request._fields]
_OF_TENANT = select(*_COLUMNS).where(approval_request.c.tenant == bindparam("of"))
_ON_DIGEST = select(approval_request.c.approver, approval_request.c.person, approval_request.c.told_at).where(
    approval_request.c.tenant == bindparam("of"), approval_request.c.digest == bindparam("seen")
)
_ONE = select(*_COLUMNS).where(approval_request.c.id == bindparam("number"))
_ITS = approval_request.c.id == bindparam("number")
_TOLD = (
    update(approval_request)
    .where(_ITS, approval_request.c.reminded == bindparam("before"))
    .values(told_at=bindparam("moment", type_=Instant()), reminded=bindparam("after"))
)
_FIRST = _TOLD.where(approval_request.c.told_at.is_(None))
_SHOWN = select(approved_version.c.shown).where(
    approved_version.c.tenant == bindparam("of"), approved_version.c.digest == bindparam("seen")
)
_APPROVED_BEFORE = (
    select(approved_version.c.shown)
    .join(
        approval,
        (approval.c.tenant == approved_version.c.tenant)
        & (approval.c.digest == approved_version.c.digest)
        & approval.c.complete,
    )
    .where(
        approved_version.c.tenant == bindparam("of"),
        approved_version.c.campaign == bindparam("in"),
        approved_version.c.message == bindparam("by"),
        approved_version.c.digest != bindparam("seen"),
    )
    .order_by(approval.c.id.desc())
    .limit(1)
)


def requests(connection: Connection, tenant_id: int) -> Mapping[tuple[str, str, str], Request]:
    """All of a municipality's, by digest, approver and person."""
    found = (Request(*row) for row in execute(connection, _OF_TENANT, {"of": tenant_id}))
    return {(each.digest, each.approver, each.person): each for each in found}


def told_of(connection: Connection, tenant_id: int, digest: str) -> Mapping[tuple[str, str], datetime | None]:
    """When whoever is asked about one content was written to, by approver and person; None: not yet."""
    rows = execute(connection, _ON_DIGEST, {"of": tenant_id, "seen": digest})
    return {(approver, person): told_at for approver, person, told_at in rows}


def request(connection: Connection, number: int) -> Request | None:
    """The one with this number."""
    row = execute(connection, _ONE, {"number": number}).first()
    return None if row is None else Request(*row)


def want(connection: Connection, tenant_id: int, wanted: Wanted, due_at: datetime, *, hurry: bool = False) -> None:
    """Write down whom to ask, and from when on; whoever is asked already stays so. `hurry`: the mail comes then."""
    statement = insert(connection, approval_request).values(tenant=tenant_id, due_at=due_at, **wanted._asdict())
    connection.execute(statement.on_conflict_do_nothing())
    if hurry:
        connection.execute(
            update(approval_request)
            .where(
                approval_request.c.tenant == tenant_id,
                approval_request.c.digest == wanted.digest,
                approval_request.c.approver == wanted.approver,
                approval_request.c.person == wanted.person,
                approval_request.c.told_at.is_(None),
            )
            .values(due_at=due_at)
        )


def told(connection: Connection, one: Request, mark: str, now: datetime) -> bool:
    """Write down that a mail about it is written now; False where another daemon was faster.

    `mark`: which reminder it is; empty: the person is asked for the first time.
    """
    statement = _FIRST if one.told_at is None else _TOLD
    values = {"number": one.id, "before": one.reminded, "after": mark, "moment": now}
    return execute(connection, statement, values).rowcount == 1


def keep_version(
    connection: Connection, tenant_id: int, campaign: str, message: str, digest: str, shown: Shown, now: datetime
) -> None:
    """Keep what is read of a content, once."""
    values: dict[str, Any] = {"tenant": tenant_id, "campaign": campaign, "message": message, "digest": digest}
    statement = insert(connection, approved_version).values(**values, shown=[list(each) for each in shown], at=now)
    connection.execute(statement.on_conflict_do_nothing())


def version(connection: Connection, tenant_id: int, digest: str) -> Shown | None:
    """What was read of a content; None where nothing was kept."""
    return _pairs(execute(connection, _SHOWN, {"of": tenant_id, "seen": digest}).scalar_one_or_none())


def approved_before(connection: Connection, tenant_id: int, campaign: str, message: str, digest: str) -> Shown | None:
    """What was read of the content of this message that was approved last, another one; None where there is none."""
    asked = {"of": tenant_id, "in": campaign, "by": message, "seen": digest}
    return _pairs(execute(connection, _APPROVED_BEFORE, asked).scalar_one_or_none())


def _pairs(kept: Sequence[Sequence[str]] | None) -> Shown | None:
    return None if kept is None else [(str(heading), str(text)) for heading, text in kept]
