"""When a committee can decide: the first of its meetings that a content still reaches. Pure."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from campaigns.moment import Moment
from campaigns.tenant import Tenant
from campaigns.when import Context, Lead, Rule, expand, parse, parse_lead

REACHES = (timedelta(days=40), timedelta(days=400))
"""How far ahead a meeting is looked for, the near first: of those that come once a year, one is found."""


@dataclass(frozen=True, slots=True)
class Meetings:
    """Of one committee."""

    name: str
    """Of the committee."""
    rule: Rule
    lead: Lead | None
    """How long before a meeting it wants to have what it decides on."""
    context: Context

    def after(self, now: datetime) -> datetime | None:
        """The first meeting, local and aware, that decides on what is handed in now; None: none is near."""
        local = now.astimezone(self.context.zone)
        for reach in REACHES:
            begins = [slot.local for slot in expand(self.rule, self.context, local, local + reach) if slot.local]
            if found := next((each for each in begins if self._reaches(local, each)), None):
                return found
        return None

    def _reaches(self, local: datetime, begins: datetime) -> bool:
        handed = begins if self.lead is None else self.lead.before(begins, self.context.workdays)
        return handed >= local

    def too_late(self, meets: datetime | None, at: datetime) -> str:
        """Why what is to go out `at` cannot be decided on before, in Spanish without a stop; empty where it can.

        `meets`: what `after` says.
        """
        if meets is None or meets <= at:
            return ""
        handed = f", y pide lo que decide {self.lead.describe()} antes" if self.lead is not None else ""
        return f"{self.name} se reúne el {moment(meets)}{handed}: no alcanza a aprobarse en una reunión"


def meetings_of(tenant: Tenant, approver: str | None) -> Meetings | None:
    """The meetings of a committee; None where it is a person, or says no meetings."""
    committee = tenant.municipality.committees.get(approver or "")
    if committee is None or committee.meetings is None:
        return None
    lead = parse_lead(committee.lead) if committee.lead is not None else None
    context = Context(tenant.municipality.zone, tenant.workdays)
    return Meetings(committee.name, parse(committee.meetings), lead, context)


def moment(at: datetime) -> str:
    """«martes 5 de enero a las 9:00 a. m.»; `at` is local."""
    told = Moment(at)
    return f"{told.day} {told.at_time}"
