"""Duties as indicators count them: by the term that falls in the period, and how each stands."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Connection

from indicators.medium import medium_named
from storage.duties import UNTIL, DutyRecord, DutyStatus, read_duties
from storage.origin import Origin, origin_of
from storage.tables import work_order

STATUSES: Mapping[str, frozenset[DutyStatus]] = {
    "a-tiempo": frozenset({DutyStatus.ON_TIME}),
    "tarde": frozenset({DutyStatus.LATE}),
    "entregado": frozenset({DutyStatus.ON_TIME, DutyStatus.LATE}),
    "con-plazo": frozenset({DutyStatus.PENDING}),
    "en-mora": frozenset({DutyStatus.OVERDUE}),
    "no-hecho": frozenset({DutyStatus.NOT_DONE}),
}
"""What staff call each; `escalado` besides, which is no standing."""
STATUS_NAMES: Mapping[DutyStatus, str] = {
    DutyStatus.ON_TIME: "a tiempo",
    DutyStatus.LATE: "tarde",
    DutyStatus.PENDING: "con plazo",
    DutyStatus.OVERDUE: "en mora",
    DutyStatus.NOT_DONE: "no se hizo",
}
ESCALATED = "escalado"
DELIVERED = "entregado"


@dataclass(frozen=True, slots=True)
class Owed(Origin):
    """A duty whose term is in the period."""

    record: DutyRecord
    status: DutyStatus
    kind: str = "deber"

    def stands(self, wanted: str) -> bool:
        """Whether it is as a filter's word says."""
        return self.record.escalations > 0 if wanted == ESCALATED else self.status in STATUSES[wanted]


def read_owed(
    connection: Connection, ours: ColumnElement[bool], tenant: int, since: datetime, until: datetime, now: datetime
) -> tuple[Owed, ...]:
    """The duties whose term falls in [`since`, `until`), as they stand at `now`. `ours`: which publications count."""
    where = (work_order.c.tenant == tenant, since <= UNTIL, until > UNTIL, ours)
    return tuple(
        Owed(**origin_of(record, medium_named(record.medium)), record=record, status=record.status(now))
        for record in read_duties(connection, *where)
    )
