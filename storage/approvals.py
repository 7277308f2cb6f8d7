"""What was said on the digest of what somebody saw: each word, for whom, and whether it made an approval complete."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, NamedTuple

from sqlalchemy import Connection, Row, bindparam, select

from storage.audit import append
from storage.execution import execute
from storage.tables import approval
from storage.upsert import insert

_WORDS = (
    select(
        approval.c.digest,
        approval.c.decision,
        approval.c.person,
        approval.c.note,
        approval.c.at,
        approval.c.approver,
        approval.c.complete,
        approval.c.identity,
    )
    .where(approval.c.tenant == bindparam("of"))
    .order_by(approval.c.id)
)
_DECIDING = approval.c.complete | (approval.c.decision == "rejected")
_VERDICTS = (
    select(approval)
    .where(approval.c.tenant == bindparam("of"), _DECIDING)
    .order_by(approval.c.id.desc())
    .limit(bindparam("most"))
)
_EARLIER = _VERDICTS.where(approval.c.id < bindparam("before"))
_VERDICT = select(approval).where(approval.c.tenant == bindparam("of"), approval.c.id == bindparam("number"), _DECIDING)
_ON_DIGEST = _WORDS.where(approval.c.digest == bindparam("seen"))
_ON_DIGESTS = _WORDS.where(approval.c.digest.in_(bindparam("seen", expanding=True)))


Identity = Mapping[str, Mapping[str, str]]
"""By account, what each part of it is called to what it says."""


class Decision(StrEnum):
    """One person's word."""

    APPROVED = "approved"
    REJECTED = "rejected"


@dataclass(frozen=True, slots=True)
class Approval:
    """One decision. `person` is who spoke; `note` why, for a rejection."""

    decision: Decision
    person: str
    note: str
    at: datetime
    approver: str = ""
    """Who was asked: the slug of a committee or of the person; empty: older versions did not keep it."""
    complete: bool = False
    """With this word there were as many as the approver needs."""
    identity: Identity | None = None
    """Under whose name it went out then, by account; None: a version that did not keep it."""


class Verdict(NamedTuple):
    """A word with which an approval was complete, or which stopped it."""

    number: int
    campaign: str
    message: str
    """As rows have it: a correction's with its suffix."""
    digest: str
    word: Approval


def decide(
    connection: Connection,
    tenant_id: int,
    campaign: str,
    message: str,
    digest: str,
    spoken: Approval,
    by: str = "",
) -> None:
    """Write a decision down, in its table and in the audit, with the way `by` which it came where that is told.

    Nothing is rewritten: of each person the newest decision counts.
    """
    connection.execute(
        insert(connection, approval).values(
            tenant=tenant_id,
            campaign=campaign,
            message=message,
            digest=digest,
            approver=spoken.approver,
            decision=spoken.decision.value,
            person=spoken.person,
            note=spoken.note,
            at=spoken.at,
            complete=spoken.complete,
            identity=spoken.identity,
        )
    )
    detail = {"digest": digest, "note": spoken.note, "approver": spoken.approver} | ({"by": by} if by else {})
    subject = f"{campaign}/{message}"
    append(connection, tenant_id, spoken.person, spoken.decision.value, subject, detail, spoken.at)


def decisions(connection: Connection, tenant_id: int, digest: str) -> list[Approval]:
    """What was decided on this digest, the newest last; empty where nobody has spoken."""
    return [_word(row) for row in execute(connection, _ON_DIGEST, {"of": tenant_id, "seen": digest})]


def all_decisions(
    connection: Connection, tenant_id: int, digests: Collection[str] | None = None
) -> Mapping[str, list[Approval]]:
    """All that was ever decided, by digest, the newest last; on some digests alone, where they are given."""
    found: dict[str, list[Approval]] = {}
    asked = {"of": tenant_id} | ({} if digests is None else {"seen": list(digests)})
    for row in execute(connection, _WORDS if digests is None else _ON_DIGESTS, asked):
        found.setdefault(row.digest, []).append(_word(row))
    return found


def verdicts(connection: Connection, tenant_id: int, most: int, before: int | None = None) -> list[Verdict]:
    """The words that decided, the newest first, no more than `most`; only those before a row, where it is given."""
    asked = {"of": tenant_id, "most": most} | ({} if before is None else {"before": before})
    return [_verdict(row) for row in execute(connection, _VERDICTS if before is None else _EARLIER, asked)]


def verdict(connection: Connection, tenant_id: int, number: int) -> Verdict | None:
    """The one of a row; None where it is none."""
    row = execute(connection, _VERDICT, {"of": tenant_id, "number": number}).first()
    return None if row is None else _verdict(row)


def _verdict(row: Row[*tuple[Any, ...]]) -> Verdict:
    return Verdict(row.id, row.campaign, row.message, row.digest, _word(row))


def _word(row: Row[*tuple[Any, ...]]) -> Approval:
    return Approval(Decision(row.decision), row.person, row.note, row.at, row.approver, row.complete, row.identity)
