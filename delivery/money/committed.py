"""Pesos that are gone or promised: what rows say, and what those still cost who are to be written down."""

from decimal import Decimal
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, exists, func, literal, select

from audience.addresses import KIND_OF_CHANNEL
from audience.recipients import members
from audience.suppression import suppressed
from campaigns.audience import Condition
from channels.adapter import Kind
from delivery.publications.derived import reach
from storage.permissions import BARRIERS
from storage.spending import Span, meant, spent
from storage.states import PublicationState
from storage.tables import address, delivery, publication

_GOES_ON = (PublicationState.RUNNING.value, PublicationState.PAUSED.value)
"""Of what was called off the rest gets rows as well, but nothing is sent to it."""


def committed(connection: Connection, span: Span) -> Decimal:
    """All that a stretch of time has taken of a budget, in pesos: a sending takes its whole audience as it begins.

    Its recipients are written down piece by piece; what begins meanwhile is not to find money that they need.
    """
    asked = select(publication).where(
        meant(span, corrections=True),
        publication.c.kind == Kind.DIRECT.value,
        publication.c.state.in_(_GOES_ON),
        publication.c.expanded_at.is_(None),
        publication.c.unit_cost > 0,
    )
    rows = connection.execute(asked).all()
    return spent(connection, span) + sum((row.unit_cost * _unwritten(connection, row) for row in rows), Decimal(0))


def _unwritten(connection: Connection, row: Row[Any]) -> int:
    """How many of its audience may be written to and have no row yet: each address once, however many share it.

    A correction's audience are those who got its source.
    """
    if row.corrects is not None:
        return reach(connection, row.corrects, row.expand_cursor, row.max_contact_id)[0]
    has_row = exists().where(delivery.c.publication == row.id, delivery.c.recipient_key == address.c.key)
    left = members(Condition.model_validate(row.condition or {})).where(
        address.c.kind == KIND_OF_CHANNEL[row.channel],
        address.c.contact > row.expand_cursor,
        address.c.contact <= row.max_contact_id,
        ~suppressed(row.tenant, row.channel, address.c.key, row.class_),
        ~has_row,
        *(_permitted(row) if row.purpose is not None else ()),
    )
    return connection.scalar(left.with_only_columns(func.count(address.c.key.distinct())), {"of": row.tenant}) or 0


def _permitted(row: Row[Any]) -> list[ColumnElement[bool]]:
    told = (literal(row.tenant), address.c.key, literal(row.purpose))
    return [~barrier.bars(*told) for barrier in BARRIERS]
