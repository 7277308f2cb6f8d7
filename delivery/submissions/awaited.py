"""What was accepted to be published and waits for a word still: whose it is, and what was said."""

from typing import NamedTuple

from sqlalchemy import Connection

from delivery.publications.votes import Ballot, name_of
from delivery.submissions.publishing import standing
from delivery.workplace import Workplace
from storage.submissions import Submission, submissions_accepted


class Awaited(NamedTuple):
    """One of them."""

    number: int
    title: str
    """As the office would publish it."""
    section: str
    """The name of the part of the site under which it would stand."""
    asked: str
    """In Spanish: who is asked, and how many votes there are."""
    missing: tuple[str, ...]
    """Names of those whose word is wanting."""
    mine: bool
    """Whoever looks is one of them."""
    votes: bool
    """Whoever looks has a vote, said or not."""


def awaited(connection: Connection, workplace: Workplace, person: str) -> list[Awaited]:
    """All that waits for a committee, the oldest first. `person`: the slug of whoever looks."""
    found = submissions_accepted(connection, workplace.tenant_id)
    return [line for each in found if (line := _awaited(connection, workplace, each, person)) is not None]


def _awaited(connection: Connection, workplace: Workplace, submission: Submission, person: str) -> Awaited | None:
    """None where nobody's word is wanting, or its part of the site is gone: then it waits for the office."""
    stands = standing(connection, workplace, submission)
    ballots = [each for each in stands.ballots.values() if each.decided is None]
    if not ballots or submission.edited is None:
        return None
    tenant = workplace.tenant
    silent = dict.fromkeys(person for each in ballots for person in each.silent)
    return Awaited(
        number=submission.id,
        title=str(submission.edited["title"]),
        section=tenant.municipality.proposals.sections[str(submission.edited["section"])].name,
        asked=", ".join(_told(workplace, each) for each in ballots),
        missing=tuple(name_of(tenant, each) for each in silent),
        mine=stands.may_vote(person),
        votes=any(person in each.voters for each in ballots),
    )


def _told(workplace: Workplace, ballot: Ballot) -> str:
    name = name_of(workplace.tenant, ballot.approver)
    return name if ballot.quorum == 1 else f"{name}: {ballot.given} de {ballot.quorum} votos"
