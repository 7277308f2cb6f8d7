"""Polls of services by what was posted: which are to be closed, and which went with their post."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import BindParameter, Connection, bindparam, select

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


_POSTED = (
    select(poll.c.publication, delivery.c.id, publication.c.account, delivery.c.remote_id, survey.c.closes_at)
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
_NUMBERS: BindParameter[int] = bindparam("numbers", expanding=True)
_BY_DELIVERY = _POSTED.where(delivery.c.id.in_(_NUMBERS))
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


def withdrawn_polls(connection: Connection, deliveries: Sequence[int], act: str) -> list[PostedPoll]:
    """The open polls of posts that these deliveries, of publications with this `act`, are about."""
    rows = execute(connection, _BY_WITHDRAWAL, {"numbers": list(deliveries), "act": act})
    return [PostedPoll(*row) for row in rows]
