"""Days of mourning: a class of messages is stopped, and opened again without a flood."""

from datetime import datetime
from pathlib import Path

import pytest

from delivery.office.by_hand import Hurry, send_missed, send_now
from delivery.office.decisions import approve
from delivery.office.office import Refused, resume
from delivery.office.stopped import suspend, unsuspend
from delivery.planning.known import read_known
from delivery.planning.planning import plan
from delivery.watching.status import status
from storage.database import Database
from tests.campaigns.town import CAMPAIGN, edited
from tests.delivery.desk import Desk, at_work, bogota

DUE = bogota("2026-12-28T08:00")
BEFORE = bogota("2026-12-20T08:00")
FILE = "campanas/matriculas.yaml"
MAIL, WEB = "anuncio/correo@1", "anuncio/web@1"
PATIENT = {FILE: CAMPAIGN.replace("    canales", "    tolerancia: 3 días\n    canales", 1)}
DAILY = {
    FILE: CAMPAIGN.replace("15 días antes a las 08:00", "cada día a las 08:00 desde 2026-12-28").replace(
        "    canales: [correo, web]", "    tolerancia: 3 días\n    canales: [web]"
    )
}


def stop(desk: Desk, until: datetime | None = None, class_: str = "servicio") -> list[str]:
    """Suspend a class now; the states of what was stopped."""
    given = (class_, until, "Luto", "ana", desk.clock.now())
    return [each.state for each in desk.write(suspend, *given)]


def reopen(desk: Desk, class_: str = "servicio") -> list[str]:
    """Open it again; the states of what waited."""
    return [each.state for each in desk.write(unsuspend, class_, "ana", desk.clock.now())]


async def test_what_falls_due_waits_and_goes_out_in_time(database: Database, tmp_path: Path) -> None:
    """Its hour comes and nothing leaves; opened again within its tolerance, it goes out at once."""
    async with at_work(database, tmp_path, BEFORE) as desk:
        desk.people("ana@example.com")
        assert stop(desk) == []
        desk.clock.moment = DUE
        await desk.turn()
        assert desk.publications() == {MAIL: "waiting", WEB: "waiting"}
        desk.clock.pass_(minutes=20)
        assert reopen(desk) == ["running", "running"]
        await desk.settle()
        assert desk.publications() == {MAIL: "done", WEB: "done"}


async def test_what_is_past_its_tolerance_is_missed_with_its_reason(database: Database, tmp_path: Path) -> None:
    """Nothing of it goes out when the suspension ends; a person may send it then."""
    async with at_work(database, tmp_path, BEFORE) as desk:
        desk.people("ana@example.com")
        stop(desk)
        desk.clock.moment = DUE
        await desk.turn()
        desk.clock.pass_(minutes=31)
        await desk.turn()
        assert desk.publications() == {MAIL: "missed", WEB: "missed"}
        reason = desk.publication(WEB).reason
        assert reason.startswith("Pasó su hora hace 31 minutos: estaban suspendidos los mensajes de clase «servicio»")
        with pytest.raises(Refused, match="suspendidos"):
            desk.write(send_missed, f"matriculas/{WEB}", "ana", desk.clock.now())
        assert reopen(desk) == []
        await desk.turn()
        assert desk.rows("attempt") == []
        desk.write(send_missed, f"matriculas/{WEB}", "ana", desk.clock.now())
        await desk.settle()
        assert desk.publications() == {MAIL: "missed", WEB: "done"}


async def test_it_ends_by_itself_on_its_day(database: Database, tmp_path: Path) -> None:
    """Nobody has to be there: what still has time goes out when the day is over."""
    async with at_work(database, tmp_path, BEFORE, PATIENT) as desk:
        desk.people("ana@example.com")
        stop(desk, bogota("2026-12-30T07:00"))
        desk.clock.moment = DUE
        await desk.turn()
        desk.clock.moment = bogota("2026-12-30T06:59")
        await desk.turn()
        assert desk.publications() == {MAIL: "waiting", WEB: "waiting"}
        desk.clock.moment = bogota("2026-12-30T07:00")
        await desk.settle()
        assert desk.publications() == {MAIL: "done", WEB: "done"}


async def test_of_what_repeats_only_the_last_goes_out(database: Database, tmp_path: Path) -> None:
    """Three days of the same message waited, all within its tolerance: one leaves, the others say which."""
    async with at_work(database, tmp_path, BEFORE, DAILY) as desk:
        await desk.turn()
        stop(desk)
        for day in (28, 29, 30):
            desk.clock.moment = bogota(f"2026-12-{day}T08:00")
            await desk.turn()
        assert set(desk.publications().values()) == {"waiting"}
        desk.clock.pass_(hours=1)
        reopen(desk)
        await desk.settle()
        states = {f"anuncio/web@2026-12-{day}": state for day, state in ((28, "missed"), (29, "missed"), (30, "done"))}
        assert desk.publications() == states
        assert "2026-12-30, que sale en su lugar" in desk.publication("anuncio/web@2026-12-28").reason


async def test_a_look_at_the_calendar_lets_no_more_go_than_a_sweep(database: Database, tmp_path: Path) -> None:
    """The daemon was down when the suspension ended, and looks at its calendar before it sweeps: the last one goes."""
    async with at_work(database, tmp_path, BEFORE, DAILY) as desk:
        stop(desk, bogota("2026-12-30T20:00"))
        for day in (28, 29, 30):
            desk.clock.moment = bogota(f"2026-12-{day}T08:00")
            await desk.turn()
        desk.clock.moment = bogota("2026-12-30T21:00")
        await desk.look()
        await desk.settle()
        states = {f"anuncio/web@2026-12-{day}": state for day, state in ((28, "missed"), (29, "missed"), (30, "done"))}
        assert desk.publications() == states


async def test_what_runs_is_stopped_and_goes_on_at_the_end(database: Database, tmp_path: Path) -> None:
    """Half a mail waits with its rows; what a person had paused before stays paused."""
    async with at_work(database, tmp_path, DUE) as desk:
        desk.people("ana@example.com", "luis@example.com")
        await desk.look()
        assert stop(desk) == ["paused", "paused"]
        await desk.settle()
        assert desk.rows("attempt") == []
        assert "Están suspendidos" in desk.publication(MAIL).reason
        desk.write(resume, "matriculas/anuncio/web@1", "ana", desk.clock.now())
        await desk.settle()
        assert desk.publications() == {MAIL: "paused", WEB: "done"}
        desk.clock.pass_(hours=24)
        assert reopen(desk) == ["running"]
        await desk.settle()
        assert desk.publications()[MAIL] == "done"


async def test_other_classes_go_on(database: Database, tmp_path: Path) -> None:
    """Only messages of the class wait."""
    async with at_work(database, tmp_path, DUE) as desk:
        desk.people("ana@example.com")
        stop(desk, class_="gestion")
        await desk.turn()
        assert desk.publications() == {MAIL: "done", WEB: "done"}


async def test_what_wants_approval_can_be_approved_meanwhile(database: Database, tmp_path: Path) -> None:
    """The committee's word comes first; then it waits for the end."""
    changes = edited(FILE, "mensajes:", "aprueba: comite-gel\nmensajes:")
    async with at_work(database, tmp_path, DUE, changes) as desk:
        desk.people("ana@example.com")
        stop(desk)
        await desk.turn()
        assert set(desk.publications().values()) == {"awaiting_approval"}
        desk.write(approve, "matriculas/anuncio@1", "ana", "", desk.clock.now())
        assert set(desk.publications().values()) == {"waiting"}
        reopen(desk)
        await desk.settle()
        assert set(desk.publications().values()) == {"done"}


async def test_a_person_is_refused_and_an_emergency_is_not(database: Database, tmp_path: Path) -> None:
    """What is sent by hand is asked as well; an emergency goes out and its row says what it passed."""
    async with at_work(database, tmp_path, BEFORE) as desk:
        desk.people("ana@example.com")
        stop(desk)
        with pytest.raises(Refused, match="suspendidos"):
            desk.write(send_now, "matriculas", "anuncio", "ana", desk.clock.now())
        desk.write(send_now, "matriculas", "anuncio", "ana", desk.clock.now(), Hurry(emergency="Derrumbe"))
        await desk.settle()
        assert desk.publications() == {MAIL: "done", WEB: "done"}
        assert "aunque estaban suspendidos" in desk.publication(MAIL).reason


async def test_what_is_not_suspended_cannot_be_opened(database: Database, tmp_path: Path) -> None:
    """It says so, and nothing changes."""
    async with at_work(database, tmp_path, BEFORE) as desk:
        with pytest.raises(Refused, match="no están suspendidos"):
            reopen(desk)


async def test_plan_and_status_tell(database: Database, tmp_path: Path) -> None:
    """Without an end it waits; with one, the plan says whether there will still be time."""
    async with at_work(database, tmp_path, BEFORE) as desk:
        desk.people("ana@example.com")
        stop(desk)
        assert planned(desk) == {("wait", "Están suspendidos los mensajes de clase «servicio» (Luto).", True)}
        reopen(desk)
        stop(desk, bogota("2026-12-28T08:20"))
        assert planned(desk) == {
            (
                "wait",
                "Están suspendidos los mensajes de clase «servicio» hasta el 2026-12-28 08:20 (Luto). Sale entonces.",
                True,
            )
        }
        reopen(desk)
        stop(desk, bogota("2026-12-30T00:00"))
        [(decision, reason, _)] = planned(desk)
        assert (decision, reason.endswith("Para entonces ya habrá pasado su hora: no sale.")) == ("late", True)
        with desk.database.read() as connection:
            found = status(connection, desk.place.tenant_id, desk.clock.now())
        assert [(order.scope, order.by, order.reason) for order in found.orders] == [("servicio", "ana", "Luto")]
        desk.clock.moment = DUE
        await desk.turn()
        with desk.database.read() as connection:
            found = status(connection, desk.place.tenant_id, desk.clock.now())
        assert [waiting.key for waiting in found.waiting] == [f"matriculas/{MAIL}", f"matriculas/{WEB}"]
        assert found.oldest_overdue is None


def planned(desk: Desk) -> set[tuple[str, str, bool]]:
    """What the plan decides, why, and whether it names no hour."""
    with desk.database.read() as connection:
        known = read_known(connection, desk.tenant)
    now = desk.clock.now()
    rows = plan(desk.tenant, known, now, bogota("2027-01-01T00:00"), now)
    return {(row.decision, row.reason, row.local is None) for row in rows}
