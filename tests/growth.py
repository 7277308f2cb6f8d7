"""How the work that a text makes grows with its length: by the processor's time, of which only the relation counts."""

import time
from collections.abc import Callable

TIMES = 4
"""How much longer the second text is: work that grows as the square of the length is sixteen times as much."""
MOST = 9.0
NOTHING = 0.02
"""Seconds of the processor that are too few to be compared."""


def grows_as_its_length(work: Callable[[int], object], length: int) -> bool:
    """Whether `work` of a length and of `TIMES` that length are about as far apart as these are."""
    return _spent(work, TIMES * length) <= NOTHING + MOST * _spent(work, length)


def _spent(work: Callable[[int], object], length: int) -> float:
    """The best of some tries; whatever else this machine does is not in it."""
    found = []
    for _ in range(3):
        began = time.thread_time()
        work(length)
        found.append(time.thread_time() - began)
    return min(found)
