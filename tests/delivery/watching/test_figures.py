"""Figures on sending are what the rows say, on both databases."""

from datetime import timedelta

from sqlalchemy import Connection, insert

from delivery.watching.figures import BOUNDS, depths, durations, last_attempt, standings
from storage.states import PublicationState
from storage.tables import attempt
from tests.storage.rows import NOW, a_publication, deliveries


def add_attempt(connection: Connection, delivery: int, seconds: float, outcome: str = "sent") -> None:
    """One that took so long."""
    row = {"delivery": delivery, "number": 1, "epoch": 1, "started_at": NOW, "outcome": outcome}
    connection.execute(insert(attempt).values(**row, ended_at=NOW + timedelta(seconds=seconds)))


def test_deliveries_stand_by_channel_and_state(writing: Connection) -> None:
    """From the counters, of all municipalities and modes."""
    deliveries(writing, a_publication(writing), 3)
    deliveries(writing, a_publication(writing, message="otro", mode="pruebas"), 2)
    assert [tuple(each) for each in standings(writing)] == [
        ("villa-clara", "email", "pruebas", "pending", 2),
        ("villa-clara", "email", "real", "pending", 3),
    ]


def test_the_queue_is_what_runs_and_waits(writing: Connection) -> None:
    """What is paused, or waits for people, is not in it."""
    deliveries(writing, a_publication(writing), 3)
    deliveries(writing, a_publication(writing, PublicationState.PAUSED, message="pausa"), 5)
    deliveries(writing, a_publication(writing, message="a-mano", sender=""), 7)
    assert [tuple(each) for each in depths(writing)] == [("villa-clara", "email", 3)]


def test_durations_are_added_up_between_two_attempts(writing: Connection) -> None:
    """By channel and outcome, in rising bounds; what was seen already is not counted twice."""
    first, second, third = deliveries(writing, a_publication(writing), 3)
    assert last_attempt(writing) == 0
    add_attempt(writing, first, 0.02)
    seen = last_attempt(writing)
    add_attempt(writing, second, 0.3)
    add_attempt(writing, second, 400)
    add_attempt(writing, third, 0.001, "rejected")
    rejected, sent = durations(writing, seen, last_attempt(writing))
    assert (sent.channel, sent.outcome, sent.count, round(sent.seconds, 3)) == ("email", "sent", 2, 400.3)
    assert sent.within == tuple(int(bound >= 0.5) for bound in BOUNDS)
    assert (rejected.outcome, rejected.within) == ("rejected", (1,) * len(BOUNDS))
    assert durations(writing, last_attempt(writing), last_attempt(writing)) == []
