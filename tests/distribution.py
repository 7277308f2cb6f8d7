"""Who runs which test: half of the workers compute, the others begin with what mostly waits.

A test that lets real seconds pass keeps no processor busy. Two lists by two kinds of workers fill that time: those that
compute take from the end, those that wait from the beginning, where the longest waits stand; they meet in the middle.
`tests/conftest.py` gives this to every run.
"""

import os
from typing import Any

import pytest
from xdist.scheduler.load import LoadScheduling

WAITS = "waits"
"""The marker of what mostly waits; its argument: about how many seconds."""
MOST_WAITING = 4
"""So many workers beside the processors' own have waited for all before the others have computed all."""
MOST_AT_ONCE = 16
"""Tests that a worker which computes gets at a time."""


def waits(item: pytest.Item) -> float:
    """About how many seconds a test mostly waits; nought where it computes."""
    marker = item.get_closest_marker(WAITS)
    return float(marker.args[0]) if marker else 0.0


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The longest wait comes first; all others keep their order."""
    items.sort(key=waits, reverse=True)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_auto_num_workers() -> int:
    """`-n auto`: a worker for each processor, and others that wait."""
    processors = len(os.sched_getaffinity(0))
    return processors + min(processors, MOST_WAITING)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> "TwoEnds | None":
    """Two ends, unless `--dist` asks for another way."""
    return TwoEnds(config, log) if config.getoption("dist") == "load" else None


class TwoEnds(LoadScheduling):  # type: ignore[misc]  # it publishes no types
    """Gives every other worker tests from the beginning of the list, one at a time, and the rest tests from its end."""

    def schedule(self) -> None:
        """Few to each at first: what a worker was given stays with it."""
        self.maxschedchunk = 2
        super().schedule()

    def check_schedule(self, node: Any, duration: float = 0) -> None:
        """A worker always knows the test that comes next, for it keeps the fixtures that both need."""
        if node.shutting_down:
            return
        if not self.pending:
            node.shutdown()
        elif len(self.node2pending[node]) < 2:
            fair = len(self.pending) // (2 * len(self.nodes))
            self._send_tests(node, max(1, min(fair, MOST_AT_ONCE)) if self._computes(node) else 1)

    def _send_tests(self, node: Any, num: int) -> None:
        if self._computes(node):
            self.pending[:] = [*self.pending[-num:], *self.pending[:-num]]
        super()._send_tests(node, num)

    def _computes(self, node: Any) -> bool:
        return bool(self.nodes.index(node) % 2 == 0)
