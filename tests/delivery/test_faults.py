"""Parts that fail by a mistake of ours: how long they rest, when they are tried, when they are forgotten."""

from datetime import timedelta

import pytest

from delivery.faults import LONGEST_PAUSE, Fault, Faults, Part, Subject, failed
from storage.errors import StorageFull
from tests.delivery.desk import HandClock
from tests.storage.rows import NOW

LANE = Subject(Part.LANE, "correo", "villa-clara")
SECOND = timedelta(seconds=1)


def broken(*seconds: float) -> Fault:
    """The lane's fault after failing so many seconds after noon, one time after the other."""
    fault = None
    for after in seconds:
        fault = failed(LANE, KeyError("texto"), fault, NOW + after * SECOND)
    assert fault is not None
    return fault


def test_the_pause_doubles_up_to_a_quarter_of_an_hour() -> None:
    """5 s, 10 s, 20 s … 15 min, whatever the hour; since when stays."""
    pauses = [broken(*[0] * times).again_at - NOW for times in range(1, 12)]
    assert pauses[:4] == [5 * SECOND, 10 * SECOND, 20 * SECOND, 40 * SECOND]
    assert pauses[-1] == LONGEST_PAUSE
    assert (broken(0, 30, 90).since, broken(0, 30, 90).times) == (NOW, 3)


@pytest.mark.parametrize(
    ("after", "rests"), [(0, True), (4.9, True), (5, False), (60, False), (-1, False), (-86400, False)]
)
def test_it_rests_until_its_hour_or_the_clock_is_set_back(after: float, rests: bool) -> None:
    """From the failure to the end of the pause; a clock that was set back holds nothing up."""
    assert broken(0).rests(NOW + after * SECOND) is rests


def test_no_secret_stands_in_a_fault() -> None:
    """The error is told without what looks like a secret, and not at any length."""
    fault = failed(LANE, ValueError("https://ana:clave@correo " + "x" * 5000), None, NOW)
    assert fault.error.startswith("ValueError: https://***@correo xxx")
    assert len(fault.error) == 300


def test_a_part_that_works_again_is_well() -> None:
    """A block that ends in order ends the fault; one that raises anew makes it one worse."""
    faults, clock = Faults(), HandClock(NOW)
    for times in (1, 2):
        with faults.contained(LANE, clock):
            raise KeyError("texto")
        assert [fault.times for fault in faults.all] == [times]
    assert faults.rests(LANE, NOW)
    with faults.contained(LANE, clock):
        pass
    assert not faults.all


def test_a_full_disk_is_no_fault_of_the_part() -> None:
    """Storage errors are the caller's; a fault that was there stays."""
    faults, clock = Faults(), HandClock(NOW)
    with faults.contained(LANE, clock):
        raise KeyError("texto")
    with pytest.raises(StorageFull), faults.contained(LANE, clock):
        raise StorageFull
    assert [fault.times for fault in faults.all] == [1]


def test_new_files_let_everything_be_tried() -> None:
    """After a reload nothing rests."""
    faults = Faults()
    faults.note(LANE, KeyError("texto"), NOW)
    faults.hurry()
    assert not faults.rests(LANE, NOW)
    assert faults.due([Part.LANE], NOW)


def test_what_nobody_asks_for_any_more_is_forgotten() -> None:
    """A campaign that was taken out is not shown for ever."""
    faults = Faults()
    faults.note(LANE, KeyError("texto"), NOW)
    faults.drop_over(NOW + 60 * SECOND)
    assert len(faults.all) == 1
    faults.drop_over(NOW + 70 * SECOND)
    assert not faults.all


def test_parts_that_are_tried_together_are_judged_together() -> None:
    """Of all reviews of a tenant those fail that failed, those rest that rested, and all others are well."""
    faults, tenant = Faults(), "villa-clara"
    sick = {name: KeyError(name) for name in ("agua", "luz", "vias")}
    faults.judge(Part.REVIEW, tenant, sick, (), NOW)
    resting = frozenset({"luz"})
    faults.judge(Part.REVIEW, tenant, {"agua": KeyError("agua")}, resting, NOW + 6 * SECOND)
    assert {fault.subject.name: fault.times for fault in faults.all} == {"agua": 2, "luz": 1}
    assert faults.resting(Part.REVIEW, tenant, NOW + 6 * SECOND) == {"agua"}
    assert faults.resting(Part.REVIEW, "otra", NOW) == frozenset()
