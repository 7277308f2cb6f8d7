"""Polls of services by what was posted: which are to be closed, which went with their post, which wait for a person."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import BindParameter, Connection, bindparam, func, select, update

from channels.keys import Key
from storage.execution import execute
from storage.states import DeliveryState, Mode, PollState
from storage.tables import delivery, poll, publication, survey


class PostedPoll(NamedTuple):
    """A post with a poll whose votes are not known yet."""

    publication: int
    delivery: int
    account: str
    remote_id: str | None
    """The service's own name for the post; None: it left none."""
    closes_at: datetime
    """When it is to be closed: at its survey's hour, or when that was called off."""


class NamedPoll(NamedTuple):
    """A poll that went out for real, by its service's own name."""

    publication: int
    awaited: bool
    """Nobody has told its votes, nor that there are none."""


class UntoldPoll(NamedTuple):
    """A poll of a closed survey whose votes nobody has told, nor that there are none."""

    publication: int
    account: str
    mode: Mode
    delivery: DeliveryState | None
    """Of its post; None: it has none."""
    closed_at: datetime


class WaitingPoll(NamedTuple):
    """A poll whose votes a person has to say."""

    survey: int
    """Its number."""
    question: str
    account: str
    key: str
    """`campaign/message/account@occurrence`."""
    closes_at: datetime
    reason: str
    """In Spanish."""


_CLOSED = func.coalesce(survey.c.closed_at, survey.c.closes_at)
_POSTED = (
    select(poll.c.publication, delivery.c.id, publication.c.account, delivery.c.remote_id, _CLOSED)
    .join(delivery, delivery.c.publication == poll.c.publication)
    .join(publication, publication.c.id == poll.c.publication)
    .join(survey, survey.c.id == poll.c.survey)
    .where(
        poll.c.state == PollState.OPEN.value,
        delivery.c.state == DeliveryState.SENT.value,
        publication.c.mode == Mode.REAL.value,
    )
    .order_by(delivery.c.id)
)
# Asked at every sweep.
_UNTOLD = (
    select(poll.c.publication, publication.c.account, publication.c.mode, delivery.c.state, survey.c.closed_at)
    .join(survey, survey.c.id == poll.c.survey)
    .join(publication, publication.c.id == poll.c.publication)
    .outerjoin(delivery, delivery.c.publication == poll.c.publication)
    .where(survey.c.tenant == bindparam("of"), survey.c.closed_at.is_not(None), poll.c.state == PollState.OPEN.value)
    .order_by(poll.c.id)
)
_NUMBERS: BindParameter[int] = bindparam("numbers", expanding=True)
_BY_DELIVERY = _POSTED.where(delivery.c.id.in_(_NUMBERS))
_BY_SURVEY = _POSTED.where(survey.c.id == bindparam("asked"))
_AWAITED = (PollState.OPEN.value, PollState.NEEDS_PERSON.value)
_OF_SENDER = (
    publication.c.tenant == bindparam("of"),
    publication.c.sender == bindparam("by"),
    publication.c.mode == Mode.REAL.value,
)
_UNNAMED = (
    select(poll.c.publication, survey.c.question, survey.c.options)
    .join(survey, survey.c.id == poll.c.survey)
    .join(publication, publication.c.id == poll.c.publication)
    .where(*_OF_SENDER, poll.c.remote_id.is_(None), poll.c.state.in_(_AWAITED))
    .order_by(poll.c.id)
)
_NAMED = (
    select(poll.c.publication, poll.c.state)
    .join(publication, publication.c.id == poll.c.publication)
    .where(*_OF_SENDER, poll.c.remote_id == bindparam("name"))
    .order_by(poll.c.id.desc())
    .limit(1)
)
_BEARER = select(delivery.c.publication).where(
    delivery.c.id == bindparam("number"), delivery.c.remote_id == bindparam("post")
)
_NAMING = update(poll).where(poll.c.publication.in_(_BEARER)).values(remote_id=bindparam("name"))
_ACT = publication.alias("act")
_ORDERED = delivery.alias("ordered")
_BY_WITHDRAWAL = (
    _POSTED.join(_ACT, _ACT.c.corrects == poll.c.publication)
    .join(_ORDERED, _ORDERED.c.publication == _ACT.c.id)
    .where(_ORDERED.c.id.in_(_NUMBERS), _ACT.c.act == bindparam("act"))
)


def posted_polls(connection: Connection, deliveries: Sequence[int]) -> list[PostedPoll]:
    """Those of these deliveries that have gone out for real and bear a poll that is open."""
    rows = execute(connection, _BY_DELIVERY, {"numbers": list(deliveries)})
    return [PostedPoll(*row) for row in rows]


def posts_of_survey(connection: Connection, survey_id: int) -> list[PostedPoll]:
    """What bears a survey's polls that are open, and has gone out for real."""
    return [PostedPoll(*row) for row in execute(connection, _BY_SURVEY, {"asked": survey_id})]


def untold_polls(connection: Connection, tenant_id: int) -> list[UntoldPoll]:
    """A municipality's polls that are open though their survey is closed."""
    rows = execute(connection, _UNTOLD, {"of": tenant_id})
    return [
        UntoldPoll(number, account, Mode(mode), DeliveryState(state) if state else None, closed_at)
        for number, account, mode, state, closed_at in rows
    ]


def name_poll(connection: Connection, delivery_id: int, post: str | None, name: str) -> None:
    """Keep the service's own name for the poll of a delivery, where that is still the post that it is known by."""
    execute(connection, _NAMING, {"number": delivery_id, "post": post, "name": name})


def poll_named(connection: Connection, tenant_id: int, sender: str, name: str) -> NamedPoll | None:
    """The poll of one credential that its service calls so."""
    row = execute(connection, _NAMED, {"of": tenant_id, "by": sender, "name": name}).one_or_none()
    return None if row is None else NamedPoll(row.publication, row.state in _AWAITED)


def unnamed_polls(connection: Connection, tenant_id: int, sender: str) -> list[tuple[int, str, tuple[str, ...]]]:
    """Those of one credential without a name whose votes nobody has told: publication, question and options."""
    rows = execute(connection, _UNNAMED, {"of": tenant_id, "by": sender})
    return [(row.publication, row.question, tuple(row.options)) for row in rows]


def withdrawn_polls(connection: Connection, deliveries: Sequence[int], act: str) -> list[PostedPoll]:
    """The open polls of posts that these deliveries, of publications with this `act`, are about."""
    rows = execute(connection, _BY_WITHDRAWAL, {"numbers": list(deliveries), "act": act})
    return [PostedPoll(*row) for row in rows]


def waiting_polls(connection: Connection, tenant_id: int) -> list[WaitingPoll]:
    """A municipality's polls whose votes nobody has said yet, the first closed ones first."""
    its = publication.c
    asked = (
        select(
            *(its.campaign, its.message, its.account, its.occurrence),
            *(survey.c.closes_at, poll.c.reason, survey.c.id.label("survey"), survey.c.question),
        )
        .join(poll, poll.c.publication == its.id)
        .join(survey, survey.c.id == poll.c.survey)
        .where(survey.c.tenant == tenant_id, poll.c.state == PollState.NEEDS_PERSON.value)
        .order_by(survey.c.closes_at, poll.c.id)
    )
    return [
        WaitingPoll(
            row.survey,
            row.question,
            row.account,
            str(Key(row.campaign, row.message, row.account, row.occurrence)),
            row.closes_at,
            row.reason,
        )
        for row in connection.execute(asked)
    ]
