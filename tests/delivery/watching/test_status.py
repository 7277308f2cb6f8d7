"""What the office is told: signs of life, what is overdue, which accounts are stopped."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import Connection, insert, update

from delivery.faults import Part, Subject, failed
from delivery.pulse import forget_dead, forget_pulse, forget_pulses, note_pulse, pulses
from delivery.watching.status import status
from storage.database import Database
from storage.lock import daemon_lock, this_daemon
from storage.states import PublicationState
from storage.tables import delivery, lane
from tests.storage.rows import NOW, SENDER, a_publication, a_tenant, deliveries


def test_a_daemon_that_is_silent_is_not_alive(writing: Connection) -> None:
    """Three quarters of a minute after its sign, or once its lock is free, it is dead; its sign is still told."""
    note_pulse(writing, "host:1", {"villa-clara": "abc"}, NOW)
    [noted] = pulses(writing)
    assert (noted.owner, noted.digests) == ("host:1", {"villa-clara": "abc"})
    assert noted.connected is (writing.dialect.name == "sqlite")
    pulse = replace(noted, connected=True)
    assert pulse.alive(NOW + timedelta(seconds=40), held=True)
    assert not pulse.alive(NOW + timedelta(seconds=50), held=True)
    assert not pulse.alive(NOW + timedelta(seconds=1), held=False)
    assert not replace(pulse, connected=False).alive(NOW, held=True)


def test_old_signs_are_dropped(writing: Connection) -> None:
    """A daemon that died yesterday is forgotten when another one lives; one that leaves is forgotten at once."""
    note_pulse(writing, "host:1", {}, NOW)
    note_pulse(writing, "host:2", {}, NOW + timedelta(days=2))
    assert [pulse.owner for pulse in pulses(writing)] == ["host:2"]
    forget_pulse(writing, "host:2")
    assert pulses(writing) == []


def test_the_oldest_overdue_is_the_one_that_waits_longest(writing: Connection) -> None:
    """Of what runs with messages left, the earliest; what is done, or waits for a person's word, is not overdue."""
    number = a_tenant(writing)
    late = a_publication(writing, message="tarde", planned_at=NOW - timedelta(hours=1))
    later = a_publication(writing, message="muy-tarde", planned_at=NOW - timedelta(hours=2))
    for publication in (late, later):
        deliveries(writing, publication)
    a_publication(writing, message="sin-nada", planned_at=NOW - timedelta(hours=3))
    held = PublicationState.AWAITING_APPROVAL
    a_publication(writing, held, message="por-aprobar", planned_at=NOW - timedelta(hours=4))
    found = status(writing, number, NOW)
    assert found.oldest_overdue is not None
    assert found.oldest_overdue.key == "matriculas-2027/muy-tarde/correo@1"
    assert [waiting.key for waiting in found.awaiting_approval] == ["matriculas-2027/por-aprobar/correo@1"]
    assert (found.publications["running"], found.deliveries) == (3, {("pending", "real"): 6})


@pytest.mark.parametrize(("attempts", "hours", "late"), [(0, 8, False), (1, 8, True), (0, -1, True)])
def test_who_waits_for_the_hours_of_a_zone_is_not_late(
    writing: Connection, attempts: int, hours: int, late: bool
) -> None:
    """Nothing was tried yet, and it is not time; what failed and is tried again later stays late."""
    number = a_tenant(writing)
    of = a_publication(writing, planned_at=NOW - timedelta(hours=1))
    deliveries(writing, of)
    values = {"attempts": attempts, "not_before": NOW + timedelta(hours=hours)}
    writing.execute(update(delivery).where(delivery.c.publication == of).values(values))
    assert (status(writing, number, NOW).oldest_overdue is not None) is late


def test_deliveries_are_counted_apart_by_mode(writing: Connection) -> None:
    """What goes out in a rehearsal reaches nobody: it is told apart, and added up where one number is wanted."""
    number = a_tenant(writing)
    deliveries(writing, a_publication(writing, message="real"))
    deliveries(writing, a_publication(writing, message="ensayo", mode="pruebas"), 2)
    found = status(writing, number, NOW)
    assert found.deliveries == {("pending", "pruebas"): 2, ("pending", "real"): 3}
    assert found.deliveries_by_state == {"pending": 5}


def test_what_follows_from_others_is_counted_apart(writing: Connection) -> None:
    """A notice to the staff, a correction and what is taken back are no publications of theirs, as in the report."""
    number = a_tenant(writing)
    deliveries(writing, a_publication(writing), 2)
    deliveries(writing, a_publication(writing, message="anuncio~recordatorio-1"), 1)
    deliveries(writing, a_publication(writing, message="anuncio~correccion-1"), 2)
    deliveries(writing, a_publication(writing, act="withdraw", occurrence="2"), 2)
    found = status(writing, number, NOW)
    assert (found.publications, found.deliveries_by_state) == ({"running": 1}, {"pending": 2})
    assert (found.derived, found.derived_deliveries_by_state) == ({"running": 3}, {"pending": 5})


def test_a_stopped_account_is_told_with_its_reason(writing: Connection) -> None:
    """The lane says until when it rests, or that a person has to mend it."""
    number = a_tenant(writing)
    writing.execute(insert(lane).values(tenant=number, sender=SENDER, needs_person=True, last_error="Clave rechazada"))
    [stopped] = status(writing, number, NOW).lanes
    assert (stopped.sender, stopped.needs_person, stopped.last_error) == (SENDER, True, "Clave rechazada")


def test_a_sign_of_life_tells_what_the_daemon_goes_without(writing: Connection) -> None:
    """Each fault comes back as it was noted; whoever begins takes the signs of those before away."""
    fault = failed(Subject(Part.CAMPAIGN, "luz", "villa-clara"), KeyError("texto"), None, NOW)
    note_pulse(writing, "host:1", {}, NOW, [fault])
    assert [pulse.faults for pulse in pulses(writing)] == [(fault,)]
    forget_pulses(writing)
    assert pulses(writing) == []


def test_who_begins_forgets_the_dead_alone(postgresql_database: Database) -> None:
    """Of several daemons the one that begins takes away the signs of those that are gone, not those of the others."""
    with daemon_lock(postgresql_database, NOW), postgresql_database.write() as connection:
        note_pulse(connection, "host:1", {}, NOW)
        note_pulse(connection, this_daemon(), {}, NOW)
        forget_dead(connection)
        assert [pulse.owner for pulse in pulses(connection)] == [this_daemon()]
