"""Whatever befalls the engine, in whatever order: hundreds of schedules of faults, each drawn by its seed."""

from collections.abc import Callable

import pytest

from tests.schedules.conftest import Stage
from tests.schedules.plants import PLANTS, plant
from tests.schedules.schedule import play
from tests.soaking import SCHEDULES

CASES, EACH = 8, 80
"""How many cases there are, and seeds in each."""
BOUND = 400
"""Seeds within which a bug is found; most are within fifty."""


def play_many(stage: Stage, seeds: range) -> None:
    """Each in a world of its own."""
    for seed in seeds:
        play(stage.town, stage.disk, seed)


@pytest.mark.schedules
@pytest.mark.parametrize("case", range(CASES))
def test_no_schedule_of_faults_breaks_a_promise(
    stage: Stage, case: int, soak: int, first_seed: int, record_property: Callable[[str, object], None]
) -> None:
    """Faults of the relay, the disk and the clock, crashes at any await and people's words: every invariant holds.

    A failure tells its seed and what happened when.
    """
    begin = first_seed * 1_000_000 + case * 100_000
    play_many(stage, range(begin, begin + EACH * soak))
    record_property(SCHEDULES, EACH * soak)


@pytest.mark.parametrize("name", PLANTS)
def test_a_planted_bug_is_found(stage: Stage, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The same schedules break a promise where the shipped code is changed in one place."""
    plant(name, monkeypatch)
    with pytest.raises((AssertionError, RuntimeError)) as found:
        play_many(stage, range(BOUND))
    assert "unforeseen" not in str(found.value), "the plant itself does not fit the code any more"
    assert any(note.startswith("seed ") for note in found.value.__notes__)
