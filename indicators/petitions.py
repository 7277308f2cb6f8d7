"""What departments and people asked of the office, as indicators count it: by the term that falls in the period."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, and_, or_, select

from indicators.owed import STATUSES
from storage.duties import DutyStatus
from storage.origin import Origin
from storage.states import SubmissionKind, SubmissionState
from storage.tables import submission

MEDIUM = "Solicitudes"
KINDS: Mapping[str, str] = {
    SubmissionKind.REQUEST: "solicitud",
    SubmissionKind.PROPOSAL: "propuesta",
    SubmissionKind.SUGGESTION: "sugerencia",
}
"""As `tareas` of a filter calls each."""
ANSWERED = (SubmissionState.ANSWERED.value, SubmissionState.REJECTED.value, SubmissionState.PUBLISHED.value)


@dataclass(frozen=True, slots=True)
class Petition(Origin):
    """One whose term is in the period, and that its sender did not take back before it was answered."""

    number: int
    kind: str
    status: DutyStatus
    received_at: datetime
    due_at: datetime
    answered_at: datetime | None
    """None: nobody has answered by then."""

    def stands(self, wanted: str) -> bool:
        """Whether it is as a filter's word says."""
        return wanted in STATUSES and self.status in STATUSES[wanted]


def read_petitions(
    connection: Connection, tenant: int, since: datetime, until: datetime, now: datetime
) -> tuple[Petition, ...]:
    """Those with a term in [`since`, `until`), by it, as they stand at `now`."""
    its = submission.c
    # What was taken off the site afterwards was answered all the same.
    counts = or_(its.state != SubmissionState.WITHDRAWN.value, its.publication.is_not(None))
    asked = (
        select(its.id, its.kind, its.actions, its.state, its.received_at, its.due_at, its.answered_at, its.publication)
        .where(and_(its.tenant == tenant, its.due_at >= since, its.due_at < until, counts))
        .order_by(its.due_at, its.id)
    )
    found = []
    for row in connection.execute(asked):
        over = row.state in ANSWERED or row.publication is not None
        answered = row.answered_at if over and row.answered_at is not None and row.answered_at <= now else None
        found.append(
            Petition(
                campaign="",
                message="",
                account="",
                occurrence=str(row.id),
                medium=MEDIUM,
                actions=tuple(row.actions),
                audience="",
                number=row.id,
                kind=KINDS[row.kind],
                status=_status(row.due_at, answered, now),
                received_at=row.received_at,
                due_at=row.due_at,
                answered_at=answered,
            )
        )
    return tuple(found)


def _status(due_at: datetime, answered: datetime | None, now: datetime) -> DutyStatus:
    if answered is None:
        return DutyStatus.OVERDUE if due_at < now else DutyStatus.PENDING
    return DutyStatus.ON_TIME if answered <= due_at else DutyStatus.LATE
