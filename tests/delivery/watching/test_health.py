"""Health, judged from rows: red where messages do not go out, whatever else lives."""

from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest
from sqlalchemy import Connection, insert, update

from delivery.faults import Part, Subject, failed
from delivery.pulse import note_pulse
from delivery.rounds import PATIENCE, Duty
from delivery.watching.health import STANDS, Health, State, health
from storage.database import Database
from storage.ledger import claim
from storage.lock import daemon_lock, this_daemon
from storage.tables import lane
from tests.storage.rows import NOW, SENDER, a_lane, a_publication, a_tenant, deliveries

FRESH = dict.fromkeys(Duty, 0.2)


@pytest.fixture(autouse=True)
def daemon(database: Database) -> Iterator[None]:
    """This process is one: PostgreSQL knows by its session whether it lives."""
    with daemon_lock(database, NOW):
        yield


def looked(connection: Connection, now: datetime = NOW, *, held: bool = True) -> Health:
    """The health, where a daemon holds the database."""
    return health(connection, now, held=held)


def reasons(found: Health) -> str:
    """All of them."""
    return "\n".join(finding.reason for finding in found.findings)


def test_a_daemon_at_work_is_green(writing: Connection) -> None:
    """Its sign is fresh, and so are its duties."""
    a_tenant(writing)
    note_pulse(writing, this_daemon(), {}, NOW, since_done=FRESH)
    found = looked(writing)
    assert (found.state, found.findings, found.last_tick) == (State.OK, (), NOW)
    assert found.since_done == FRESH


@pytest.mark.parametrize(("since", "held"), [(50, True), (1, False)], ids=["silent", "killed"])
def test_a_daemon_that_is_gone_is_red(writing: Connection, since: int, held: bool) -> None:
    """It gives no sign any more, or nobody holds the database."""
    note_pulse(writing, this_daemon(), {}, NOW, since_done=FRESH)
    found = looked(writing, NOW + timedelta(seconds=since), held=held)
    assert found.state is State.DOWN
    told = "1 segundo" if since == 1 else f"{since} segundos"
    assert reasons(found) == f"No hay ningún pregonero en marcha. Su última señal es de hace {told}."


def test_a_database_without_a_daemon_is_red(writing: Connection) -> None:
    """Nobody ever began, or the last one left in order."""
    assert looked(writing, held=False).state is State.DOWN


@pytest.mark.parametrize("duty", list(Duty))
def test_one_duty_that_stops_is_red(writing: Connection, duty: Duty) -> None:
    """Though its sign of life is fresh and all its other duties come round."""
    note_pulse(writing, this_daemon(), {}, NOW, since_done=FRESH | {duty: PATIENCE[duty].total_seconds() + 60})
    found = looked(writing)
    assert found.state is State.DOWN
    assert len(found.findings) == 1
    assert reasons(found).startswith("No avanza ")


@pytest.mark.parametrize(
    ("part", "state"),
    [
        (Part.DAEMON, State.DOWN),
        (Part.SWEEP, State.DOWN),
        (Part.CONFIGURATION, State.DOWN),
        (Part.CAMPAIGN, State.ATTENTION),
        (Part.LANE, State.ATTENTION),
        (Part.REVIEW, State.ATTENTION),
        (Part.TENANT, State.ATTENTION),
    ],
)
def test_what_all_need_is_red_when_it_fails(writing: Connection, part: Part, state: State) -> None:
    """What only one campaign or account needs is a matter for a person, while the rest goes out."""
    fault = failed(Subject(part, "algo", "villa-clara"), KeyError("secreto"), None, NOW)
    note_pulse(writing, this_daemon(), {}, NOW, [fault], FRESH)
    found = looked(writing)
    assert found.state is state
    assert "secreto" not in reasons(found)


def test_an_account_that_rests_is_told_with_its_reason(writing: Connection) -> None:
    """It is a matter for a person or for time; what goes through the others goes out."""
    number = a_tenant(writing)
    a_publication(writing)
    note_pulse(writing, this_daemon(), {}, NOW, since_done=FRESH)
    later = NOW + timedelta(minutes=5)
    writing.execute(insert(lane).values(tenant=number, sender=SENDER, paused_until=later, last_error="El relé no está"))
    found = looked(writing)
    assert found.state is State.ATTENTION
    told = "villa-clara: la cuenta correo está detenida, y se intenta otra vez sola: El relé no está"
    assert reasons(found) == told
    writing.execute(update(lane).values(paused_until=NOW - timedelta(seconds=1)))
    assert looked(writing).state is State.OK
    writing.execute(update(lane).values(needs_person=True))
    assert "hasta que una persona lo arregle" in reasons(looked(writing))


def test_a_lane_that_hangs_with_messages_in_hand_is_red(writing: Connection) -> None:
    """Longer than the longest wait for an answer; one that has nothing in hand may rest for days."""
    number = a_publication(writing)
    deliveries(writing, number)
    opened = a_lane(writing)
    later = NOW + STANDS + timedelta(seconds=1)
    note_pulse(writing, this_daemon(), {}, later, since_done=FRESH)
    assert looked(writing, later).state is State.OK
    assert claim(writing, number, 0, opened.epoch, 1, NOW)
    assert reasons(looked(writing, later)) == "villa-clara: los envíos por correo no avanzan."
    writing.execute(update(lane).values(beat_at=later))
    assert looked(writing, later).state is State.OK


def test_the_oldest_overdue_is_told_of_each_municipality(writing: Connection) -> None:
    """A mailing that takes its hours is no reason to be red: what it waits for moves."""
    deliveries(writing, a_publication(writing, planned_at=NOW - timedelta(hours=2)))
    note_pulse(writing, this_daemon(), {}, NOW, since_done=FRESH)
    found = looked(writing)
    [tenant] = found.tenants
    assert found.state is State.OK
    assert tenant.overdue is not None
    assert tenant.overdue.planned == NOW - timedelta(hours=2)
