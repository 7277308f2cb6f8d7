"""What asks a survey's question: whether any of it stands, or all was taken back."""

from sqlalchemy import ColumnElement, Connection, exists, or_, select

from channels.adapter import Kind
from storage.states import NOT_BEGUN, DeliveryState, PublicationState
from storage.surveys import OpenSurvey, survey_of
from storage.tables import delivery, publication

_TO_COME = tuple(each.value for each in (*NOT_BEGUN, PublicationState.RUNNING, PublicationState.PAUSED))
_OUT = (DeliveryState.SENT.value, DeliveryState.UNCERTAIN.value)
_ACT = publication.alias("act")
_TAKEN = delivery.alias("taken")


def survey_asked_by(connection: Connection, number: int) -> OpenSurvey | None:
    """The survey that a publication asks."""
    its = publication.c
    row = connection.execute(
        select(its.tenant, its.campaign, its.message, its.occurrence).where(its.id == number)
    ).one()
    return survey_of(connection, *row)


def still_asks(connection: Connection, survey: OpenSurvey, act: str, *, ordered: bool = False) -> bool:
    """Whether anything that asks is out or to come; what people do by hand is another matter.

    `act`: of publications that take others back. `ordered`: to have ordered it is enough.
    """
    its = publication.c
    asking = (its.tenant == survey.tenant, its.campaign == survey.campaign, its.message == survey.message)
    taken = (_ACT.c.act == act) & (_ACT.c.corrects == delivery.c.publication)
    gone = exists().where(taken) if ordered else _gone(taken)
    standing = exists().where(delivery.c.publication == its.id, delivery.c.state.in_(_OUT), ~gone)
    ours = (*asking, its.occurrence == survey.occurrence, its.kind != Kind.MANUAL.value)
    asked = select(its.id).where(*ours, or_(its.state.in_(_TO_COME), standing)).limit(1)
    return connection.execute(asked).first() is not None


def _gone(taken: ColumnElement[bool]) -> ColumnElement[bool]:
    same = (_TAKEN.c.publication == _ACT.c.id) & (_TAKEN.c.recipient_key == delivery.c.recipient_key)
    return exists().where(taken, same, _TAKEN.c.state == DeliveryState.SENT.value)
