"""What a service tells of a message after it has taken it, in rows, counters and pesos."""

from decimal import Decimal

from sqlalchemy import Connection, select

from storage.ledger import told_failed, told_sent
from storage.spending import Span, spent
from storage.states import Mode
from storage.tables import counter, delivery
from tests.storage.rows import NOW, a_publication, deliveries


def counters(connection: Connection) -> dict[str, int]:
    """By state, and by what came back."""
    found = connection.execute(select(counter.c.state, counter.c["count"]))
    return {state: count for state, count in found if count}


def test_what_bounced_stays_sent_and_is_counted_once(writing: Connection) -> None:
    """The service tells it twice: the row has its day, the counter one, and what it cost is paid once."""
    first, second = deliveries(writing, a_publication(writing, unit_cost=Decimal(50), started_at=NOW), 2)
    for number in (first, second):
        assert told_sent(writing, number, f"wamid.{number}", NOW, NOW)
    assert [told_failed(writing, first, "131026", "No tiene WhatsApp.", NOW) for _ in range(2)] == [True, False]
    its = (delivery.c.state, delivery.c.bounced_at)
    assert writing.execute(select(*its).order_by(delivery.c.id)).all() == [("sent", NOW), ("sent", None)]
    assert counters(writing) == {"sent": 2, "bounced": 1}
    assert spent(writing, Span(1, Mode.REAL)) == 100
