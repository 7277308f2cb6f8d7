"""What a monitor and Prometheus are told, over both databases."""

import json
from datetime import timedelta

import pytest
from jsonschema import Draft202012Validator
from prometheus_client.parser import text_string_to_metric_families
from sqlalchemy import update

from delivery.pulse import note_pulse
from delivery.rounds import Duty
from storage.database import Database
from storage.lock import daemon_lock, is_held, this_daemon
from storage.tables import lane
from tests.delivery.watching.test_figures import add_attempt
from tests.house.tree import ROOT
from tests.panel.asking import panel
from tests.storage.rows import NOW, a_lane, a_publication, deliveries
from tests.story.daemon import wait_until

SCHEMA = Draft202012Validator(json.loads((ROOT / "docs/esquemas/panel/salud.json").read_text("utf-8")))
FRESH = dict.fromkeys(Duty, 0.2)
SECRET = "4242424242:AAF-canario-token-del-bot-de-pruebas-0123456789"


def alive(database: Database) -> None:
    """A daemon gives a sign of life; a mailing runs, two hours late."""
    with database.write() as connection:
        deliveries(connection, a_publication(connection, planned_at=NOW - timedelta(hours=2)))
        note_pulse(connection, this_daemon(), {}, NOW, since_done=FRESH)


async def test_health_is_200_while_messages_go_out(database: Database) -> None:
    """With the age of the last tick, the duties and the oldest overdue."""
    alive(database)
    with daemon_lock(database, NOW):
        async with panel(database, NOW + timedelta(seconds=5)) as client:
            answer = await client.get("/salud")
    assert answer.status_code == 200
    told = answer.json()
    SCHEMA.validate(told)
    assert (told["state"], told["reasons"], told["daemons"]) == ("ok", [], 1)
    assert (told["last_tick"], told["last_tick_seconds"]) == ("2027-01-15T12:30:00Z", 5.0)
    assert told["duties"] == {duty.value: 5.2 for duty in Duty}
    overdue = told["oldest_overdue"]
    assert (overdue["key"], overdue["seconds"]) == ("matriculas-2027/anuncio/correo@1", 7205.0)


async def test_health_is_503_when_nobody_ticks(database: Database) -> None:
    """The lock is free: the daemon is dead, however fresh its sign."""
    alive(database)
    # A PostgreSQL server notices only after a while that another test's session has gone.
    wait_until(lambda: not is_held(database), "nobody holds the database")
    async with panel(database, NOW + timedelta(seconds=1)) as client:
        answer = await client.get("/salud")
    assert (answer.status_code, answer.json()["state"]) == (503, "down")
    assert answer.json()["reasons"][0].startswith("No hay ningún pregonero en marcha.")


async def test_health_is_503_when_one_duty_stands(database: Database) -> None:
    """The sweep has not come round for two minutes; the loop, the lanes and the signs live."""
    alive(database)
    with database.write() as connection:
        note_pulse(connection, this_daemon(), {}, NOW, since_done=FRESH | {Duty.SWEEP: 120.0})
    with daemon_lock(database, NOW):
        async with panel(database, NOW) as client:
            answer = await client.get("/salud")
    assert answer.status_code == 503
    assert answer.json()["reasons"] == ["No avanza la revisión de lo pendiente desde hace 2 minutos."]


async def test_a_stopped_account_is_told_without_its_secret(database: Database) -> None:
    """Which accounts, until when and why; what looks like a token is not shown."""
    alive(database)
    with database.write() as connection:
        a_lane(connection)
        connection.execute(update(lane).values(needs_person=True, failures=3, last_error=f"Clave rechazada {SECRET}"))
    with daemon_lock(database, NOW):
        async with panel(database, NOW) as client:
            answer = await client.get("/salud")
            figures = await client.get("/metrics")
    assert (answer.status_code, answer.json()["state"]) == (200, "attention")
    SCHEMA.validate(answer.json())
    [stopped] = answer.json()["lanes"]
    assert (stopped["accounts"], stopped["needs_person"], stopped["failures"]) == (["correo"], True, 3)
    assert stopped["reason"] == "Clave rechazada ***"
    assert SECRET not in answer.text + figures.text
    assert 'pregonero_lanes_stopped{tenant="villa-clara",why="needs_person"} 1.0' in figures.text


async def test_prometheus_reads_all_figures(database: Database) -> None:
    """Its own parser understands them; durations are those of the attempts since the first asking."""
    alive(database)
    with daemon_lock(database, NOW):
        async with panel(database, NOW) as client:
            first = await client.get("/metrics")
            with database.write() as connection:
                add_attempt(connection, 1, 0.3)
            second = await client.get("/metrics")
            third = await client.get("/metrics")
    assert first.headers["content-type"].startswith("text/plain; version=")
    samples = {
        (sample.name, *(value for _, value in sorted(sample.labels.items()))): sample.value
        for family in text_string_to_metric_families(second.text)
        for sample in family.samples
    }
    assert samples["pregonero_up",] == 1
    assert samples["pregonero_last_tick_timestamp_seconds",] == pytest.approx(NOW.timestamp())
    assert samples["pregonero_duty_age_seconds", "sweep"] == 0.2
    assert samples["pregonero_oldest_overdue_seconds", "villa-clara"] == 7200
    assert samples["pregonero_deliveries", "email", "real", "pending", "villa-clara"] == 3
    assert samples["pregonero_queue_depth", "email", "villa-clara"] == 3
    assert samples["pregonero_database_size_bytes",] > 10_000
    assert samples["pregonero_send_duration_seconds_count", "email", "sent"] == 1
    assert samples["pregonero_send_duration_seconds_bucket", "email", "0.25", "sent"] == 0
    assert samples["pregonero_send_duration_seconds_bucket", "email", "0.5", "sent"] == 1
    assert "pregonero_send_duration_seconds_count" not in first.text
    assert 'pregonero_send_duration_seconds_count{channel="email",outcome="sent"} 1.0' in third.text


@pytest.mark.parametrize("path", ["/salud", "/metrics"])
async def test_a_database_that_cannot_be_read_is_red(sqlite_database: Database, path: str) -> None:
    """Nobody can tell how it goes: 503, in Spanish."""
    assert sqlite_database.path is not None
    sqlite_database.path.write_bytes(b"nada de esto es una base de datos" * 200)
    async with panel(sqlite_database, NOW) as client:
        answer = await client.get(path)
    assert answer.status_code == 503
    assert "No se puede usar la base de datos" in answer.text
    if path == "/salud":
        SCHEMA.validate(answer.json())
