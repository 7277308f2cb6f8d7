"""What a report tells besides its indicators: what went out, the period before, and where the record stands."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection

from campaigns.tenant import Tenant
from indicators.declared import Measurement, measurements
from indicators.outcomes import Outcomes, read_outcomes
from indicators.periods import Period, before
from storage.audit import last_hash


@dataclass(frozen=True, slots=True)
class Findings:
    """Read once, for all sections of the report."""

    outcomes: Outcomes
    given: tuple[Measurement, ...]
    """Figures that persons gave for days of the period."""
    previous: Period
    earlier: Outcomes
    """What happened in `previous`."""
    chain: str
    """The hash of the newest row of the audit chain."""

    @property
    def compares(self) -> bool:
        """Whether anything is known of the period before: without it every figure would seem to have grown."""
        return bool(self.earlier.published or self.earlier.fulfilled)


def read_findings(
    connection: Connection, tenant: Tenant, tenant_id: int, period: Period, outcomes: Outcomes, now: datetime
) -> Findings:
    """`outcomes`: those of the period, which are read already."""
    previous = before(period, tenant.municipality.zone)
    return Findings(
        outcomes=outcomes,
        given=measurements(connection, tenant_id, period),
        previous=previous,
        earlier=read_outcomes(connection, tenant_id, previous.since, previous.until, now),
        chain=last_hash(connection),
    )
