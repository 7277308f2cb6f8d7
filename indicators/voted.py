"""Votes of the surveys that closed in a period: those of our own page, and of each service's poll that was counted."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, Subquery, select

from campaigns.indicator import VOTING_PAGE, VOTING_PAGE_UNVERIFIED
from channels.capabilities import Metric
from indicators.medium import medium_named
from indicators.told import Counted
from storage.origin import origin_of
from storage.states import PollState, Voter
from storage.surveys import PollRow, polls_by_survey
from storage.tables import publication, survey
from storage.votes import PageVotes, votes_by_survey

PAGES: Mapping[Voter, str] = {Voter.TOKEN: VOTING_PAGE, Voter.DEVICE: VOTING_PAGE_UNVERIFIED}
"""The medium of votes on our own page, by what tells voters apart."""

Publication = Row[*tuple[Any, ...]]


def read_votes(
    connection: Connection, tenant: int, counts: ColumnElement[bool], since: datetime, until: datetime
) -> tuple[Counted, ...]:
    """Rows of every survey that closed in [`since`, `until`): one for each poll, one or two for the page.

    One that was called off has no result. A poll that nobody has counted yet tells nothing: that is not nought.
    `counts`: whether a publication is among what reports count; a survey that has none such is left out.
    """
    columns = survey.c
    closed = select(survey).where(columns.tenant == tenant, columns.closed_at >= since, columns.closed_at < until)
    closed = closed.where(columns.cancelled == "")
    surveys = connection.execute(closed.order_by(columns.closed_at, columns.id)).all()
    if not surveys:
        return ()
    numbers = [row.id for row in surveys]
    asking, polled = _asking(connection, closed.subquery(), counts), polls_by_survey(connection, numbers)
    voted = votes_by_survey(connection, numbers)
    found: list[Counted] = []
    for row in surveys:
        rows = asking.get(row.id)
        if not rows:
            continue
        polls = list(_polls(rows, polled.get(row.id, ()), row.closed_at))
        pages = list(_pages(rows[0], row.closed_at, voted.get(row.id, ())))
        # Where all was asked in polls, nobody came to the page for want of a link: that is no nought either.
        found += pages if pages or polls else [_counted(rows[0], "", VOTING_PAGE, row.closed_at, 0)]
        found += polls
    return tuple(found)


def _asking(
    connection: Connection, surveys: Subquery, counts: ColumnElement[bool]
) -> Mapping[int, Sequence[Publication]]:
    """The publications that ask each survey's question, by its number."""
    its, of = publication.c, surveys.c
    same = (its.tenant == of.tenant) & (its.campaign == of.campaign) & (its.message == of.message)
    columns = (its.id, its.campaign, its.message, its.account, its.occurrence, its.medium, its.actions, its.audience)
    asked = (
        select(of.id.label("survey"), *columns)
        .join(publication, same & (its.occurrence == of.occurrence))
        .where(counts)
        .order_by(its.id)
    )
    found: dict[int, list[Publication]] = {}
    for row in connection.execute(asked):
        found.setdefault(row.survey, []).append(row)
    return found


def _polls(rows: Sequence[Publication], polls: Sequence[PollRow], closed_at: datetime) -> Iterator[Counted]:
    by_number = {row.id: row for row in rows}
    for poll in polls:
        row = by_number.get(poll.publication)
        if row is not None and poll.state is not PollState.VOID:
            counted = poll.state is PollState.COUNTED and poll.votes is not None
            yield _counted(row, row.account, row.medium, closed_at, sum(poll.votes or ()) if counted else None)


def _pages(row: Publication, closed_at: datetime, votes: Sequence[PageVotes]) -> Iterator[Counted]:
    for voter, medium in PAGES.items():
        if given := sum(each.votes for each in votes if each.by is voter):
            yield _counted(row, "", medium, closed_at, given)


def _counted(row: Publication, account: str, medium: str, closed_at: datetime, votes: int | None) -> Counted:
    return Counted(
        publication=row.id,
        **(origin_of(row, medium_named(medium)) | {"account": account}),
        moment=closed_at,
        last={} if votes is None else {Metric.VOTES.value: votes},
        before={},
    )
