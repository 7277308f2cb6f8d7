"""What a suspension holds back is told before it is given and before it is lifted, as it then comes to be."""

from datetime import datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from delivery.office.held_back import HeldBack, held_back, parted, running, would_hold
from delivery.office.stopped import suspend, unsuspend
from delivery.planning.known import read_known
from delivery.planning.planning import plan
from delivery.suspensions import mark_of
from storage.database import Database
from tests.campaigns.town import CAMPAIGN
from tests.delivery.desk import Desk, at_work, bogota

DUE = bogota("2026-12-28T08:00")
BEFORE = bogota("2026-12-27T08:00")
FILE = "campanas/matriculas.yaml"
PATIENT = """\
  - id: cartel
    cuando: 15 días antes a las 08:00
    tolerancia: 3 días
    canales: [web]
    texto: Matrículas abiertas.
"""
DAILY = """\
  - id: franja
    cuando: cada día a las 08:00 desde 2026-12-28
    tolerancia: 3 días
    canales: [web]
    texto: Buenos días.
"""
TOWN = {FILE: CAMPAIGN + PATIENT + DAILY}
LATE = {"matriculas/anuncio/correo@1", "matriculas/anuncio/web@1"}
OTHERS = {f"matriculas/franja/web@2026-12-{day}" for day in (28, 29)}
GOES = {"matriculas/cartel/web@1", "matriculas/franja/web@2026-12-30"}


class Row(SimpleNamespace):
    """A publication that waits, which nobody may look for among the others: of 20,000 that takes minutes."""

    def __eq__(self, _other: object) -> bool:
        """Raises AssertionError."""
        raise AssertionError("a row was compared with another")

    __hash__ = None


def foretold(desk: Desk, until: datetime | None, class_: str = "servicio") -> tuple[set[str], set[str]]:
    """Keys of what would go out after a suspension, and of what would not."""
    now, end = desk.clock.now(), bogota("2026-12-31T00:00")
    zone = desk.tenant.municipality.zone
    with desk.database.read() as connection:
        known = read_known(connection, desk.tenant, now, end, now)
    planned = plan(desk.tenant, known, now.astimezone(zone), (until or end).astimezone(zone), now)
    found = would_hold(desk.tenant, planned, class_, now, until)
    return {each.key for each in found.after}, {each.key for each in found.lost}


def held(desk: Desk, class_: str = "servicio") -> HeldBack:
    """What waits now."""
    with desk.database.read() as connection:
        return held_back(connection, desk.place, mark_of(class_), desk.clock.now())


def keys(rows: tuple[object, ...]) -> set[str]:
    """Of publications."""
    return {f"{row.campaign}/{row.message}/{row.account}@{row.occurrence}" for row in rows}  # type: ignore[attr-defined]


def stop(desk: Desk, until: datetime | None = None) -> None:
    """Suspend the class of the town's messages now."""
    desk.write(suspend, "servicio", until, "Luto", "ana", desk.clock.now())


async def test_what_is_foretold_of_a_suspension_comes_true(database: Database, tmp_path: Path) -> None:
    """What would be too late is missed, of what repeats the last goes out, and nothing of another class counts."""
    async with at_work(database, tmp_path, BEFORE, TOWN) as desk:
        desk.people("eva@example.com")
        end = bogota("2026-12-30T20:00")
        assert foretold(desk, end) == (GOES, LATE | OTHERS)
        assert foretold(desk, end, "gestion") == (set(), set())
        stop(desk, end)
        for moment in ("28T08:00", "29T08:00", "30T08:00", "30T20:00"):
            desk.clock.moment = bogota(f"2026-12-{moment}")
            await desk.turn()
        await desk.settle()
        states = {f"matriculas/{key}": state for key, state in desk.publications().items()}
        assert {key for key, state in states.items() if state == "done"} == GOES
        assert {key for key, state in states.items() if state == "missed"} == LATE | OTHERS


async def test_without_an_end_nobody_says_what_will_be_too_late(database: Database, tmp_path: Path) -> None:
    """All of it waits, as long as nobody has said until when."""
    async with at_work(database, tmp_path, BEFORE, TOWN) as desk:
        assert foretold(desk, None) == (LATE | OTHERS | GOES, set())


async def test_what_is_told_of_opening_a_class_comes_true(database: Database, tmp_path: Path) -> None:
    """What is in time goes out, of what repeats the last; what is too late does not, though no sweep said so."""
    async with at_work(database, tmp_path, BEFORE, TOWN) as desk:
        desk.people("eva@example.com")
        stop(desk)
        assert held(desk).all == ()
        for day in (28, 29, 30):
            desk.clock.moment = bogota(f"2026-12-{day}T08:00")
            await desk.turn()
        desk.clock.pass_(hours=12)
        found = held(desk)
        assert (keys(found.stopped), keys(found.waiting), keys(found.lost)) == (set(), GOES, OTHERS)
        assert held(desk, "gestion").all == ()
        desk.clock.pass_(hours=13)
        late = held(desk)
        assert keys(late.waiting) == GOES - {"matriculas/cartel/web@1"}
        desk.clock.pass_(hours=-13)
        desk.write(unsuspend, "servicio", "ana", desk.clock.now())
        await desk.settle()
        states = {f"matriculas/{key}": state for key, state in desk.publications().items()}
        assert {key for key, state in states.items() if state == "done"} == GOES


async def test_what_goes_out_is_counted_and_stopped(database: Database, tmp_path: Path) -> None:
    """Of the class alone; what was stopped in the midst goes on."""
    async with at_work(database, tmp_path, DUE) as desk:
        desk.people("eva@example.com", "luz@example.com")
        await desk.look()
        with desk.database.read() as connection:
            assert [running(connection, desk.place.tenant_id, each) for each in ("servicio", "gestion")] == [2, 0]
        stop(desk)
        found = held(desk)
        assert keys(found.stopped) == LATE
        assert (found.waiting, found.lost) == ((), ())
        with desk.database.read() as connection:
            assert running(connection, desk.place.tenant_id, "servicio") == 0


async def test_each_that_waits_is_looked_at_once(database: Database, tmp_path: Path) -> None:
    """Thousands may wait, and whoever reads of them compares none with the rest."""
    its: dict[str, Any] = {"campaign": "matriculas", "message": "franja", "account": "web", "corrects": None}
    async with at_work(database, tmp_path, BEFORE, TOWN) as desk:
        rows: list[Any] = [
            Row(**its, id=day, state="waiting", planned_at=bogota(f"2026-12-{day}T08:00")) for day in (28, 29, 30)
        ]
        found = parted(desk.tenant, rows, bogota("2026-12-30T20:00"))
    assert ([row.id for row in found.waiting], [row.id for row in found.lost]) == ([30], [28, 29])
