"""Whether the recipient of a delivery is subscribed to a topic of its publication, as conditions of larger queries."""

from sqlalchemy import ColumnElement, Table, exists, literal

from storage.tables import delivery, publication, subscription

OPTED_OUT = "baja"
"""The reason of a suppression by which the person wanted nothing more."""
ERASED = "borrado"
"""The reason where the person was erased: no list brings them back, but their own word does."""


OWN_WORDS = (OPTED_OUT, ERASED)
"""What a person has said, and may take back."""
CONFIRMING = "confirmacion"
"""The class of mails by which a subscription is confirmed: also whoever wanted nothing more has just asked for one."""


def topics_column(topics: tuple[str, ...] | None) -> str | None:
    """Topics as `publication.topics` keeps them; None where it goes not to subscribers."""
    return None if topics is None else f" {' '.join(topics)} "


def topics_named(column: str | None) -> tuple[str, ...]:
    """The topics that `publication.topics` keeps; none where it goes not to subscribers."""
    return tuple((column or "").split())


def still_subscribed() -> ColumnElement[bool]:
    """The address of `delivery` is subscribed to a topic of `publication`; both stand in the query around it."""
    return exists().where(*_running()).correlate(delivery, publication)


def subscribed_since(suppressed: Table) -> ColumnElement[bool]:
    """The person wanted nothing more, and has confirmed a topic of `publication` since: this is wanted again.

    Only what goes to subscribers, and only the person's own word: a dead address stays so, and a complaint.
    """
    its = suppressed.c
    later = subscription.c.since > its.since
    word = its.reason.in_(OWN_WORDS)
    return (
        word
        & publication.c.topics.is_not(None)
        & exists().where(*_running(), later).correlate(delivery, publication, suppressed)
    )


def _running() -> tuple[ColumnElement[bool], ...]:
    named = publication.c.topics.like(literal("% ") + subscription.c.topic + literal(" %"))
    return (
        subscription.c.tenant == publication.c.tenant,
        subscription.c.key == delivery.c.recipient_key,
        subscription.c.ended_at.is_(None),
        named,
    )
