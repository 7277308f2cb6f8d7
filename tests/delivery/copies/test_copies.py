"""Copies by themselves: each time once, what was slept through made up for once, the oldest making room."""

import json
import subprocess
import sys
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Connection

from campaigns.municipality import Copies
from delivery.copies import copies
from delivery.copies.copies import (
    AGAIN,
    OVERDUE,
    CopyStatus,
    Order,
    Outcome,
    asks_for_one,
    copy_status,
    file_of,
    forget,
    keeper,
    latest,
    note,
    surplus,
    take_copy,
    unwanted,
)
from delivery.copies.copyist import Made, make
from delivery.workplace import Workplace, open_workplace
from storage.chores import ChoreState, end_chore
from storage.database import Database
from storage.errors import StorageError
from storage.proof import prove
from tests.campaigns.town import loaded
from tests.delivery.desk import HandClock
from tests.house.tree import ROOT

NIGHT = datetime(2027, 1, 15, 7, 0, tzinfo=UTC)
"""Two in the morning of the municipality."""


def place_of(
    connection: Connection, database: Database, folder: Path, when: str | None = "cada día a las 02:00", **more: object
) -> Workplace:
    """A municipality that wants copies then; None: none."""
    tenant = loaded(folder / "config").tenants[0]
    wanted = Copies.model_validate({"cuando": when, **more}) if when is not None else None
    tenant = replace(tenant, municipality=tenant.municipality.model_copy(update={"copies": wanted}))
    return open_workplace(connection, tenant, database, HandClock(NIGHT), folder / "var")


@pytest.fixture
def place(writing: Connection, database: Database, tmp_path: Path) -> Workplace:
    """One that wants a copy each night."""
    return place_of(writing, database, tmp_path)


@pytest.mark.parametrize(
    ("when", "hours", "slot"),
    [
        ("cada día a las 02:00", 0, "2027-01-15"),
        ("cada día a las 02:00", -1, "2027-01-14"),
        ("cada día a las 02:00", 23, "2027-01-15"),
        ("cada domingo a las 02:00", 0, "2027-01-10"),
        ("cada mes el día 1 a las 02:00", 0, "2027-01-01"),
        ("cada día a las 02:00 y 14:00", 12, "2027-01-15T14:00"),
    ],
)
def test_the_time_is_the_one_that_staff_wrote(
    writing: Connection, database: Database, tmp_path: Path, when: str, hours: int, slot: str
) -> None:
    """By the municipality's clock; the last that has come."""
    found = latest(place_of(writing, database, tmp_path, when), NIGHT + timedelta(hours=hours))
    assert found is not None
    assert found.occurrence == slot


def test_a_night_is_done_once(writing: Connection, place: Workplace) -> None:
    """Begun by one, done, and not asked for again until the next."""
    assert asks_for_one(writing, place, NIGHT)
    due = take_copy(writing, place, NIGHT)
    assert due is not None
    assert take_copy(writing, place, NIGHT) is None
    assert not asks_for_one(writing, place, NIGHT)
    end_chore(writing, due.id, ChoreState.DONE, NIGHT)
    assert not asks_for_one(writing, place, NIGHT + timedelta(hours=23))
    assert take_copy(writing, place, NIGHT + timedelta(hours=23)) is None
    assert asks_for_one(writing, place, NIGHT + timedelta(hours=24))


def test_of_nights_that_were_slept_through_one_is_made_up_for(writing: Connection, place: Workplace) -> None:
    """The latest: a machine that was off for a week makes one copy, not seven."""
    end_chore(writing, _begun(writing, place, NIGHT), ChoreState.DONE, NIGHT)
    week = NIGHT + timedelta(days=7, hours=5)
    due = take_copy(writing, place, week)
    assert due is not None
    assert due.slot == "2027-01-22"
    end_chore(writing, due.id, ChoreState.DONE, week)
    assert not asks_for_one(writing, place, week)


def test_what_failed_is_tried_again_and_told_until_it_is_good(writing: Connection, place: Workplace) -> None:
    """After a quarter of an hour; the reason stands until a copy is good, also while it is tried."""
    number = _begun(writing, place, NIGHT)
    note(writing, place.tenant_id, Outcome(NIGHT, "no hay espacio"))
    end_chore(writing, number, ChoreState.FAILING, NIGHT + AGAIN)
    assert not asks_for_one(writing, place, NIGHT + timedelta(minutes=14))
    assert _wrong(writing, place, NIGHT) == "La copia de seguridad no se pudo hacer: no hay espacio"
    later = NIGHT + AGAIN
    assert _begun(writing, place, later) == number
    assert _wrong(writing, place, later) == "La copia de seguridad no se pudo hacer: no hay espacio"
    note(writing, place.tenant_id, Outcome(later, "", later, "copia.tar.gz", 10, 1_000))
    end_chore(writing, number, ChoreState.DONE, later)
    assert _wrong(writing, place, later) == ""


def test_a_copy_that_nobody_begins_is_told(writing: Connection, place: Workplace) -> None:
    """The duty that makes copies may have come to a stop: half an hour after its time somebody should look."""
    _begun(writing, place, NIGHT)
    late = copies.BELIEVED + OVERDUE
    assert _wrong(writing, place, NIGHT + late) == ""
    told = "La copia de seguridad está atrasada: nadie la está haciendo."
    assert _wrong(writing, place, NIGHT + late + timedelta(seconds=1)) == told


def test_what_staff_want_no_more_is_over(writing: Connection, place: Workplace) -> None:
    """A copy that failed does not stay red for ever once `copias` is taken out."""
    note(writing, place.tenant_id, Outcome(NIGHT, "no hay espacio"))
    end_chore(writing, _begun(writing, place, NIGHT), ChoreState.FAILING, NIGHT)
    assert unwanted(writing, place.tenant_id) == []
    assert unwanted(writing, None) == [place.tenant_id]
    forget(writing, place.tenant_id, NIGHT)
    assert unwanted(writing, None) == []
    assert _wrong(writing, place, NIGHT) == ""


def test_in_a_hub_the_first_decides(writing: Connection, database: Database, tmp_path: Path) -> None:
    """All share one database: one copy holds it."""
    first = place_of(writing, database, tmp_path, None)
    second = replace(place_of(writing, database, tmp_path), tenant_id=first.tenant_id + 1)
    third = replace(second, tenant_id=first.tenant_id + 2)
    assert keeper([third, second, first]) is second
    assert keeper([first]) is None


def test_the_oldest_make_room_and_nothing_else_is_touched(tmp_path: Path) -> None:
    """Copies of other municipalities, and what people made by hand, stay."""
    names = [f"copia-villa-clara-202701{day:02d}T0200.tar.gz" for day in range(1, 6)]
    for name in [*names, "copia-villa-clara-enero.tar.gz", "copia-otra-20270101T0200.tar.gz", "notas.txt"]:
        (tmp_path / name).touch()
    assert [path.name for path in surplus(tmp_path, "villa-clara", 2)] == names[:3]
    assert surplus(tmp_path, "villa-clara", 9) == []


def test_the_file_is_named_by_the_municipalitys_clock(place: Workplace) -> None:
    """Two in the morning is two in the morning."""
    assert file_of(place, NIGHT) == place.folder / "copias" / "copia-villa-clara-20270115T0200.tar.gz"


def order(place: Workplace, database: Database, at: datetime, keep: int = 2) -> Order:
    """To copy it then."""
    return Order(
        url=database.url,
        keyring=str(place.folder / "claves"),
        files=str(place.folder / "archivos"),
        target=str(file_of(place, at)),
        slug=place.tenant.slug,
        keep=keep,
    )


@pytest.fixture
def written(database: Database, tmp_path: Path) -> Workplace:
    """A municipality whose rows are committed, so that another process sees them."""
    with database.write() as connection:
        return place_of(connection, database, tmp_path)


def test_a_copy_is_made_proven_and_replaces_the_oldest(database: Database, written: Workplace) -> None:
    """Its file is its owner's alone; nothing half made stays."""
    for night in range(3):
        made = make(order(written, database, NIGHT + timedelta(days=night)))
    folder = written.folder / "copias"
    assert [path.name[-20:-7] for path in sorted(folder.iterdir())] == ["20270116T0200", "20270117T0200"]
    kept = file_of(written, NIGHT + timedelta(days=2))
    assert made == Made(sum(prove(kept, NIGHT).rows.values()), 0, kept.stat().st_size)
    assert kept.stat().st_mode & 0o777 == 0o600


def test_a_copy_that_fails_takes_no_older_one_away(database: Database, written: Workplace) -> None:
    """Without its keys a copy is worth nothing: it is not made, and last night's stays."""
    make(order(written, database, NIGHT, keep=1))
    (written.folder / "claves").unlink()
    with pytest.raises((StorageError, OSError)):
        make(order(written, database, NIGHT + timedelta(days=1), keep=1))
    assert [path.name for path in (written.folder / "copias").iterdir()] == [file_of(written, NIGHT).name]


def test_the_process_says_in_json_what_came_of_it(database: Database, written: Workplace) -> None:
    """One line: what the copy holds, or in Spanish why there is none; no password is in its command."""
    done = _process(order(written, database, NIGHT))
    assert (done.returncode, set(json.loads(done.stdout))) == (0, {"rows", "files", "size", "lost"})
    blocked = replace(order(written, database, NIGHT), keyring="no-hay")
    failed = _process(blocked)
    assert failed.returncode == 1
    assert json.loads(failed.stdout)["error"]


def _process(asked: Order) -> "subprocess.CompletedProcess[str]":
    words = [sys.executable, "-m", "delivery.copies.copyist"]
    return subprocess.run(words, input=asked.to_json(), cwd=ROOT, capture_output=True, text=True, check=False)


def _begun(connection: Connection, place: Workplace, now: datetime) -> int:
    due = take_copy(connection, place, now)
    assert due is not None
    return due.id


def _wrong(connection: Connection, place: Workplace, now: datetime) -> str:
    status = copy_status(connection, place.tenant_id)
    assert isinstance(status, CopyStatus)
    return status.wrong(now)
