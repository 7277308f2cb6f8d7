"""Messages to subscribers: who has left a topic, or come back to it, is known at the last second."""

from collections.abc import Sequence
from datetime import datetime, timedelta

import pytest
from sqlalchemy import Connection, insert, select

from storage.ledger import NewDelivery, add_deliveries, claim, intend
from storage.subscribed import topics_column
from storage.tables import contact, delivery, subscription, suppression
from tests.storage.rows import NOW, a_lane, a_publication, a_tenant

HOUR = timedelta(hours=1)

Topic = tuple[str, int, int | None]
"""Its name, and the hours at which it began and ended."""
Suppressed = tuple[str, int]
"""Its reason and its hour."""

CASES: list[tuple[str, Sequence[Topic], Sequence[Suppressed], str]] = [
    ("noticias", [("noticias", 0, None)], [], "go"),
    ("noticias eventos", [("eventos", 0, None)], [], "go"),
    ("noticias", [("noticias", 0, 2)], [], "unsubscribed"),
    ("noticias", [("eventos", 0, None)], [], "unsubscribed"),
    ("noticias", [], [], "unsubscribed"),
    ("noticias-locales", [("noticias", 0, None)], [], "unsubscribed"),
    ("noticias", [("noticias-locales", 0, None)], [], "unsubscribed"),
    ("noticias", [("noticias", 0, None)], [("baja", 1)], "suppressed"),
    ("noticias", [("noticias", 2, None)], [("baja", 1)], "go"),
    ("noticias", [("eventos", 2, None), ("noticias", 0, None)], [("baja", 1)], "suppressed"),
    ("noticias", [("noticias", 2, None)], [("borrado", 1)], "go"),
    ("noticias", [("noticias", 2, None)], [("queja", 1)], "suppressed"),
    ("noticias", [("noticias", 2, None)], [("gone", 1)], "suppressed"),
    ("", [("noticias", 2, None)], [("baja", 1)], "suppressed"),
    ("", [], [], "go"),
]


@pytest.mark.parametrize(("topics", "subscribed", "unwanted", "end"), CASES)
def test_the_last_second(
    writing: Connection, topics: str, subscribed: Sequence[Topic], unwanted: Sequence[Suppressed], end: str
) -> None:
    """Only who is subscribed to one of its topics gets it; a topic that was confirmed after «no more» is wanted again.

    That is so for messages to subscribers alone, and for no other reason than the person's own word.
    """
    tenant, epoch = a_tenant(writing), a_lane(writing).epoch
    publication = a_publication(writing, topics=topics_column(tuple(topics.split()) or None))
    add_deliveries(writing, publication, [NewDelivery("ana", "ana@example.org", 0, "ciudadania")])
    _people(writing, tenant, subscribed)
    for reason, hour in unwanted:
        row = {"tenant": tenant, "key": "ana", "reason": reason, "since": _at(hour)}
        writing.execute(insert(suppression).values(row))
    [claimed] = claim(writing, publication, 0, epoch, 10, NOW)

    intention = intend(writing, [claimed.id], epoch)

    assert (intention.go, intention.skipped) == (([claimed.id], []) if end == "go" else ([], [claimed.id]))
    code = writing.scalar(select(delivery.c.error_code).where(delivery.c.id == claimed.id))
    assert code == (None if end == "go" else end)


def _people(connection: Connection, tenant: int, subscribed: Sequence[Topic]) -> None:
    row = {"tenant": tenant, "name": "Ana", "created_at": NOW}
    person = connection.scalars(insert(contact).values(row).returning(contact.c.id)).one()
    for topic, since, ended in subscribed:
        row = {"tenant": tenant, "contact": person, "key": "ana", "topic": topic, "since": _at(since)}
        connection.execute(insert(subscription).values(row | {"ended_at": None if ended is None else _at(ended)}))


def _at(hour: int) -> datetime:
    return NOW + hour * HOUR
