"""What a committee decided, by the digest of what it saw."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import Connection, bindparam, select

from storage.audit import append
from storage.execution import execute
from storage.tables import approval
from storage.upsert import insert

_ON_DIGEST = (
    select(approval.c.decision, approval.c.person, approval.c.note, approval.c.at)
    .where(approval.c.tenant == bindparam("of"), approval.c.digest == bindparam("seen"))
    .order_by(approval.c.id)
)


class Decision(StrEnum):
    """The committee's word."""

    APPROVED = "approved"
    REJECTED = "rejected"


@dataclass(frozen=True, slots=True)
class Approval:
    """One decision. `person` is who spoke; `note` why, for a rejection."""

    decision: Decision
    person: str
    note: str
    at: datetime


def decide(
    connection: Connection,
    tenant_id: int,
    campaign: str,
    message: str,
    digest: str,
    spoken: Approval,
) -> None:
    """Write a decision down, in its table and in the audit. Nothing is rewritten: the newest decision counts."""
    connection.execute(
        insert(connection, approval).values(
            tenant=tenant_id,
            campaign=campaign,
            message=message,
            digest=digest,
            decision=spoken.decision.value,
            person=spoken.person,
            note=spoken.note,
            at=spoken.at,
        )
    )
    detail = {"digest": digest, "note": spoken.note}
    subject = f"{campaign}/{message}"
    append(connection, tenant_id, spoken.person, spoken.decision.value, subject, detail, spoken.at)


def decisions(connection: Connection, tenant_id: int, digest: str) -> list[Approval]:
    """What was decided on this digest, the newest last; empty where nobody has spoken."""
    rows = execute(connection, _ON_DIGEST, {"of": tenant_id, "seen": digest})
    return [Approval(Decision(row.decision), row.person, row.note, row.at) for row in rows]


def latest_decision(connection: Connection, tenant_id: int, digest: str) -> Approval | None:
    """The word that counts for this digest, or None where nobody has spoken."""
    found = decisions(connection, tenant_id, digest)
    return found[-1] if found else None
