"""What is down now, read from the rows: accounts that do not send, or will not; ears that do not hear; copies; figures
that are not fetched.
"""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, select

from campaigns.tenant import Tenant
from delivery.accounts.intakes import EAR, heard
from delivery.copies.copies import copy_status
from delivery.figures.pulls import pull_statuses
from delivery.publications.waiting import LANE_DOWN
from delivery.watching.unready import EARLY, unready
from delivery.workplace import Workplace
from storage.execution import execute
from storage.tables import lane

COPIES = "copias"
FIGURE = "cifra:"
"""Before the key of an indicator whose figure cannot be fetched."""

_ALL_LANES = select(lane.c.sender, lane.c.needs_person, lane.c.last_error).where(LANE_DOWN)


@dataclass(frozen=True, slots=True)
class Trouble:
    """Something that is down now, or will not do at its hour."""

    name: str
    """An account's, an indicator's, or `copias`."""
    reason: str
    urgent: bool
    """No time heals it: it is told at once."""


def troubles(connection: Connection, workplace: Workplace, now: datetime) -> dict[str, Trouble]:
    """All of it, by the lane's name: a credential's, with `/entrada` behind it where it is the ear; or `copias`.

    What will not do at its next message's hour stands under its account's name, with `EARLY` before it; a figure that
    is not fetched under its indicator's, with `FIGURE` before it.
    """
    found: dict[str, Trouble] = {}
    for row in execute(connection, _ALL_LANES, {"of": workplace.tenant_id}):
        name = name_of(workplace.tenant, row.sender)
        if name is not None:
            found[row.sender] = Trouble(name, row.last_error or "", row.needs_person)
    for each in unready(connection, workplace):
        found[EARLY + each.account] = Trouble(each.account, each.reason, urgent=True)
    copies = copy_status(connection, workplace.tenant_id)
    if copies is not None and (wrong := copies.wrong(now)):
        found[COPIES] = Trouble(COPIES, wrong, urgent=True)
    for figure in pull_statuses(connection, workplace.tenant, workplace.tenant_id):
        if figure.wrong:
            found[FIGURE + figure.indicator] = Trouble(figure.indicator, figure.wrong, urgent=True)
    return found


def is_ear(subject: str) -> bool:
    """Whether it is the lane that asks for an account's news."""
    return subject.endswith(EAR)


def name_of(tenant: Tenant, subject: str) -> str | None:
    """What staff call it; None: the configuration has no such account or figure any more, or none that is to hear."""
    if subject == COPIES:
        return COPIES
    if subject.startswith(FIGURE):
        name = subject.removeprefix(FIGURE)
        return name if name in tenant.indicators else None
    if subject.startswith(EARLY):
        name = subject.removeprefix(EARLY)
        return name if name in tenant.accounts else None
    ear, accounts = is_ear(subject), tenant.accounts.values()
    among = heard(tenant) if ear else accounts
    return next((each.name for each in among if each.sender == subject.removesuffix(EAR if ear else "")), None)
