"""The state of each row of the plan. Pure: from what its publications say and what the calendar still has."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Literal

from campaigns.calendar import of_message
from campaigns.plan import Action
from campaigns.tenant import Campaign, CampaignMessage, Tenant
from indicators.activities import Steps, steps_of
from indicators.pace import Course
from indicators.standing import Standing

Progress = Literal["not_started", "in_progress", "done", "late", "in_force"]
"""How far the work of a row has come."""
State = Progress | Course
NAMES: dict[State, str] = {
    "not_started": "sin empezar",
    "in_progress": "en curso",
    "done": "cumplida",
    "late": "atrasada",
    "in_force": "vigente",
    "on_course": "va bien",
    "at_risk": "meta en riesgo",
    "behind": "meta atrasada",
    "met": "meta cumplida",
    "not_met": "meta no cumplida",
}
"""What people read."""

_AHEAD = timedelta(days=366)
"""How far a plan without an end is looked ahead for what is still to come."""


def state_of(action: Action, standing: Standing | None, served: bool, upcoming: bool, today: date) -> Progress:
    """Where a row of the plan stands on a day of the municipality.

    `served`: messages of the configuration carry it. `upcoming`: the calendar still has something for it before the
    plan ends. A row that only settings or tables of the report carry is in force (the loader checks that it really
    is). Late wins: one thing missed or overdue, a publication or an activity of its schedule, is what people must
    look at. An activity of which staff tell nothing is done with its row, and late with it.
    """
    steps = steps_of(action, today)
    if steps.overdue or (standing is not None and standing.overdue):
        return "late"
    if standing is None and not served and (action.settings or action.reports):
        progress: Progress = "in_force"
    else:
        progress = _come(standing or Standing(), steps, upcoming)
    return "late" if steps.untold_overdue and progress != "done" else progress


def _come(published: Standing, steps: Steps, upcoming: bool) -> Progress:
    if published.failed and not (published.succeeded or published.open):
        return "late"
    if published.succeeded:
        return "in_progress" if published.open or published.planned or upcoming or steps.left else "done"
    if steps.finished:
        left = published.open or published.planned or upcoming or steps.left or steps.untold
        return "in_progress" if left else "done"
    return "in_progress" if published.open else "not_started"


def judged(progress: Progress, target: Course | None) -> State:
    """The same beside an indicator with a target: once the work is under way or done, the target says where it stands.

    What is late, not begun, or a setting in force stays so: a figure does not excuse it, and work of others that
    counts into the same figure does not begin it.
    """
    return target if target is not None and progress in ("in_progress", "done") else progress


def served_actions(tenant: Tenant) -> frozenset[str]:
    """The rows of the plan that some message serves."""
    return frozenset(
        action for campaign in tenant.campaigns.values() for message in campaign.messages for action in message.actions
    )


def upcoming_actions(tenant: Tenant, now: datetime) -> frozenset[str]:
    """The rows of the plan for which the calendar has something after `now` and before the plan's end.

    What waits for another publication, an approval or the end of an alert counts as still to come only through what
    it waits for: its own row, once there is one, is open.
    """
    end = plan_until(tenant) or now + _AHEAD
    found: set[str] = set()
    for campaign in tenant.campaigns.values():
        for message in campaign.messages:
            if not found.issuperset(message.actions) and _comes(tenant, campaign, message, now, end):
                found.update(message.actions)
    return frozenset(found)


def plan_since(tenant: Tenant) -> datetime | None:
    """The first moment of the plan in UTC; None: it names no beginning."""
    first = tenant.plan.starts
    return None if first is None else datetime.combine(first, time.min, tenant.municipality.zone).astimezone(UTC)


def plan_until(tenant: Tenant) -> datetime | None:
    """The moment after the plan's last day in UTC; None: it names no end."""
    last = tenant.plan.ends
    if last is None:
        return None
    return datetime.combine(last + timedelta(days=1), time.min, tenant.municipality.zone).astimezone(UTC)


def _comes(tenant: Tenant, campaign: Campaign, message: CampaignMessage, now: datetime, end: datetime) -> bool:
    if now >= end:
        return False
    coming = of_message(tenant, campaign, message, now, end)
    return any(occurrence.instant is not None and occurrence.instant > now for occurrence in coming)
