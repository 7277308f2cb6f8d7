"""What a rehearsal foretells: targets, the load of weeks and persons, what quotas make late, what comes too close."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection

from campaigns.tenant import Tenant
from channels.adapter import Kind
from delivery.planning.disturbed import Disturbed, disturbed
from delivery.watching.slowed import Slowed
from indicators.collisions import Burst, Crowd, bursts, crowds
from indicators.given import Given, given
from indicators.outcomes import read_outcomes
from indicators.outlook import Outlook, Rehearsed, outlooks
from indicators.report import Report
from indicators.sections.figures import distinct_names
from indicators.workload import Load, read_loads


@dataclass(frozen=True, slots=True)
class Foresight:
    """All of it, for one municipality."""

    outlooks: tuple[Outlook, ...]
    loads: tuple[Load, ...]
    slowed: tuple[Slowed, ...]
    crowds: tuple[Crowd, ...]
    bursts: tuple[Burst, ...]
    given: tuple[Given, ...]
    """What the calendar settles, with a target or without."""
    disturbed: tuple[Disturbed, ...]
    names: Mapping[str, str]
    """Of each indicator by its key; those that share one are told apart."""


def foretell(
    connection: Connection,
    tenant: Tenant,
    number: int,
    report: Report,
    slowed: tuple[Slowed, ...],
    now: datetime,
    *,
    made_up: bool,
) -> Foresight:
    """Read a rehearsal's database. `made_up`: its persons were made up; `now`: its last moment."""
    period, zone = report.period, tenant.municipality.zone
    outcomes = read_outcomes(connection, number, period.since, period.until, now)
    posting = [account.name for account in tenant.accounts.values() if account.kind is Kind.BROADCAST]
    return Foresight(
        outlooks(report.indicators, Rehearsed(tenant, period, outcomes, made_up)),
        read_loads(connection, tenant, number, period),
        slowed,
        crowds(connection, outcomes, zone),
        bursts(outcomes, posting),
        given(report.indicators, tenant, outcomes),
        disturbed(connection, tenant, number),
        distinct_names(report),
    )
