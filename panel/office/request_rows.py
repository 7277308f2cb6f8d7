"""What the pages of requests show: the queue, what is over, one's own, and a single one for whoever may see it."""

from collections.abc import Sequence
from datetime import datetime
from functools import partial
from typing import NamedTuple

from sqlalchemy import Connection

from campaigns.tenant import Tenant
from delivery.submissions.publishing import Standing, standing
from delivery.submissions.words import KINDS, SENDERS, STATES
from panel.entrance.people import name_of_user
from panel.entrance.roles import Right
from panel.office.asked import NOT_THERE, Asked
from panel.office.typed import moment_typed, number_typed
from storage.states import Sender
from storage.submissions import (
    Submission,
    Waiting,
    submission_by_id,
    submissions_of,
    submissions_over,
    submissions_to,
    submissions_waiting,
    waiting,
)

ROOM = "solicitudes"
PAGE = 50
"""How many a list shows."""


class Row(NamedTuple):
    """One as a list shows it."""

    submission: Submission
    kind: str
    sender: str
    section: str
    to: str
    """The contributor who is asked; empty: none is."""
    state: str
    late: bool


class Found(NamedTuple):
    """What the list's page shows."""

    waiting: Sequence[Submission]
    over: Sequence[Submission]
    own: Sequence[Submission]
    addressed: Sequence[Submission]
    counts: Waiting | None


def read_lists(connection: Connection, asked: Asked) -> Found:
    number = asked.place.tenant_id
    mine = partial(submissions_of, connection, number, asked.actor, None, PAGE)
    if not asked.may(Right.WORK):
        addressed = submissions_to(connection, number, asked.actor, None, PAGE) if asked.may(Right.PROPOSE) else []
        return Found((), (), mine(), addressed, None)
    before = number_typed(asked.query("antes"))
    return Found(
        submissions_waiting(connection, number, _after(asked), PAGE),
        submissions_over(connection, number, before, PAGE),
        (),
        (),
        waiting(connection, number, asked.now),
    )


def _after(asked: Asked) -> tuple[datetime, int] | None:
    """Where the page of those that wait goes on: `2027-01-27T23:00:00+00:00.12`."""
    told, _, digits = asked.query("despues", 60).rpartition(".")
    moment, number = moment_typed(told), number_typed(digits)
    return None if moment is None or number is None else (moment, number)


def read_one(connection: Connection, asked: Asked) -> tuple[Submission, Standing]:
    """The one that an address names, where it is to be seen by who asks. Raises `Turned`."""
    submission = submission_by_id(connection, asked.place.tenant_id, asked.request.path_params["number"])
    if submission is None:
        raise NOT_THERE
    stands = standing(connection, asked.place, submission)
    asks = any(asked.actor in each.voters for each in stands.ballots.values())
    own = asked.actor in (submission.person, submission.addressee)
    if not (own or asked.may(Right.WORK) or (asks and asked.may(Right.DECIDE))):
        raise NOT_THERE
    return submission, stands


def row_of(tenant: Tenant, submission: Submission, now: datetime) -> Row:
    section = tenant.municipality.proposals.sections.get(submission.section)
    return Row(
        submission,
        KINDS[submission.kind],
        _sender(tenant, submission),
        section.name if section is not None else "",
        name_of_user(tenant, submission.addressee) if submission.addressee else "",
        STATES[submission.state],
        submission.is_late(now),
    )


def _sender(tenant: Tenant, submission: Submission) -> str:
    """What kind of sender it is; of a department and a contributor, which."""
    if submission.sender is Sender.DEPARTMENT:
        department = tenant.municipality.departments.get(submission.department)
        return department.name if department is not None else SENDERS[Sender.DEPARTMENT]
    if submission.person in tenant.municipality.contributors:
        return tenant.municipality.contributors[submission.person].name
    return SENDERS[submission.sender]
