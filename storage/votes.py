"""Votes on our own page: one for each voter, few enough from one network, and forgotten where they came from."""

from collections.abc import Collection
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import Connection, delete, func, or_, select, update

from storage.states import Voter
from storage.tables import survey, vote
from storage.upsert import insert


class Origin(NamedTuple):
    """Where a vote comes from, as HMACs under the survey's salt."""

    device: str
    """What the vote of this device is kept under where it has no link."""
    network: str
    most: int
    """How many votes without a link a network has."""


class PageVotes(NamedTuple):
    """Votes on our own page of one kind and medium."""

    by: Voter
    medium: str
    option: int
    votes: int


def cast(
    connection: Connection,
    number: int,
    voter: str,
    by: Voter,
    medium: str,
    option: int,
    now: datetime,
    origin: Origin | None = None,
) -> bool:
    """Keep a vote. False: this voter has voted before, the network has no vote left, or the survey takes none any more.

    A token's vote takes the place of the one that its device has given without it.
    """
    running = (survey.c.id == number, survey.c.closed_at.is_(None), survey.c.closes_at > now)
    # The lock keeps the close, and other votes of the network, from coming between the question and the vote.
    if connection.execute(select(survey.c.id).where(*running).with_for_update(key_share=True)).first() is None:
        return False
    if has_voted(connection, number, voter):
        return False
    values = {"survey": number, "voter": voter, "voted_by": by.value, "medium": medium, "option": option, "at": now}
    if origin is not None and by is Voter.DEVICE:
        if is_crowded(connection, number, origin):
            return False
        values["network"] = origin.network
    elif origin is not None:
        connection.execute(delete(vote).where(vote.c.survey == number, vote.c.voter == origin.device))
        values["device"] = origin.device
    once = insert(connection, vote).values(**values).on_conflict_do_nothing().returning(vote.c.id)
    return connection.execute(once).first() is not None


def has_voted(connection: Connection, number: int, voter: str) -> bool:
    """Whether this voter's vote is counted already; a device's also where it was given by a token."""
    its = or_(vote.c.voter == voter, vote.c.device == voter)
    return connection.execute(select(vote.c.id).where(vote.c.survey == number, its).limit(1)).first() is not None


def is_crowded(connection: Connection, number: int, origin: Origin) -> bool:
    """Whether as many have voted without a link from this network as it has votes."""
    asked = select(func.count()).where(vote.c.survey == number, vote.c.network == origin.network)
    return int(connection.execute(asked).scalar_one()) >= origin.most


def forget_votes(connection: Connection, number: int) -> None:
    """Votes on our own page that tests left."""
    connection.execute(delete(vote).where(vote.c.survey == number))


def forget_origins(connection: Connection, number: int) -> None:
    """Which votes came from one device or network: nobody needs it once the survey is closed."""
    connection.execute(update(vote).where(vote.c.survey == number).values(device=None, network=None))


def page_votes(connection: Connection, number: int) -> list[PageVotes]:
    """How often each option was chosen on our own page, by kind of voter and medium."""
    return votes_by_survey(connection, [number]).get(number, [])


def votes_by_survey(connection: Connection, numbers: Collection[int]) -> dict[int, list[PageVotes]]:
    """The same of several surveys; those without a vote are left out."""
    columns = (vote.c.survey, vote.c.voted_by, vote.c.medium, vote.c.option)
    asked = select(*columns, func.count()).where(vote.c.survey.in_(numbers)).group_by(*columns).order_by(*columns)
    found: dict[int, list[PageVotes]] = {}
    for number, by, medium, option, count in connection.execute(asked):
        found.setdefault(number, []).append(PageVotes(Voter(by), medium, option, count))
    return found
