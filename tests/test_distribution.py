"""Two lists by two kinds of workers: no test is lost, and the longest wait begins at once."""

from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import Any

import pytest

from tests.distribution import (
    MOST_AT_ONCE,
    TwoEnds,
    pytest_collection_modifyitems,
    pytest_xdist_auto_num_workers,
    waits,
)

TESTS = [f"test_{number:03}" for number in range(200)]


@dataclass(eq=False)
class Worker:
    """What it was given, and how much of it is done."""

    given: list[int] = field(default_factory=list)
    done: int = 0
    shutting_down: bool = False
    gateway: SimpleNamespace = field(default_factory=lambda: SimpleNamespace(id="gw"))

    def send_runtest_some(self, indices: list[int]) -> None:
        """As xdist calls it."""
        self.given += indices

    def shutdown(self) -> None:
        """Nothing more will come."""
        self.shutting_down = True


def begun(config: pytest.Config, count: int) -> tuple[TwoEnds, list[Worker]]:
    """A run of so many workers whose first tests were given out."""
    scheduler, workers = TwoEnds(_Collected(config, count), None), [Worker() for _ in range(count)]
    for worker in workers:
        scheduler.add_node(worker)
    for worker in workers:
        scheduler.add_node_collection(worker, TESTS)
    scheduler.schedule()
    return scheduler, workers


class _Collected:
    """The options of a run with so many workers."""

    def __init__(self, config: pytest.Config, count: int) -> None:
        self.hook = config.hook
        self._options: dict[str, Any] = {"tx": ["popen"] * count, "maxschedchunk": None, "dist": "load"}

    def getoption(self, name: str) -> Any:
        """As xdist calls it."""
        return self._options[name]

    def getvalue(self, name: str) -> Any:
        """As xdist calls it."""
        return self._options[name]


@pytest.mark.parametrize("count", [1, 2, 3, 4, 7, 150])
def test_each_test_is_given_once(pytestconfig: pytest.Config, count: int) -> None:
    """By any number of workers, all end, and together they had each test."""
    scheduler, workers = begun(pytestconfig, count)
    while busy := [worker for worker in workers if worker.done < len(worker.given)]:
        for worker in busy:
            scheduler.mark_test_complete(worker, worker.given[worker.done])
            worker.done += 1
    assert sorted(index for worker in workers for index in worker.given) == list(range(len(TESTS)))
    assert scheduler.tests_finished
    assert all(worker.shutting_down for worker in workers)


def test_every_other_worker_begins_at_an_end_of_its_own(pytestconfig: pytest.Config) -> None:
    """Those that compute begin at the end, those that wait at the beginning; each knows its next test."""
    _, workers = begun(pytestconfig, 4)
    assert [worker.given for worker in workers] == [[198, 199], [0, 1], [196, 197], [2, 3]]


def test_who_waits_gets_one_and_who_computes_gets_some(pytestconfig: pytest.Config) -> None:
    """A test that was given to a worker stays with it: behind a long wait there is never more than one."""
    scheduler, (computes, waits_, *_) = begun(pytestconfig, 4)
    for worker in (computes, waits_):
        scheduler.mark_test_complete(worker, worker.given[0])
    assert len(computes.given) == 2 + MOST_AT_ONCE
    assert waits_.given == [0, 1, 4]


def test_the_longest_wait_comes_first(request: pytest.FixtureRequest) -> None:
    """All others keep their order."""

    class Item:
        def __init__(self, seconds: float | None) -> None:
            self.marker = pytest.mark.waits(seconds).mark if seconds else None

        def get_closest_marker(self, name: str) -> pytest.Mark | None:
            return self.marker if name == "waits" else None

    items: list[Any] = [Item(seconds) for seconds in (None, 3, None, 60)]
    sorted_ = [items[3], items[1], items[0], items[2]]
    pytest_collection_modifyitems(items)
    assert items == sorted_
    assert waits(request.node) == 0


def test_there_are_more_workers_than_processors(monkeypatch: pytest.MonkeyPatch) -> None:
    """Some wait beside those that compute; on a large machine not many more."""
    for processors, workers in ((1, 2), (2, 4), (4, 8), (32, 36)):
        monkeypatch.setattr("os.sched_getaffinity", lambda _, count=processors: range(count))
        assert pytest_xdist_auto_num_workers() == workers
