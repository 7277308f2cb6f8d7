"""Parts of one work, done by copies of this process."""

import os
import threading
from collections.abc import Callable

import pytest

from campaigns.forked import forked, processes

HERE = os.getpid()


def _elsewhere(part: int) -> tuple[int, bool]:
    return part, os.getpid() != HERE


def _dies_elsewhere(part: int) -> int:
    if os.getpid() != HERE:
        os.kill(os.getpid(), 9)
    return part


def _tells_half(part: int) -> object:
    return (lambda: part) if os.getpid() != HERE else part


def _fails(part: int) -> int:
    raise ValueError(f"part {part}")


def test_each_part_but_the_first_has_a_process_and_the_order_stands() -> None:
    """Outcomes come in the order of the parts, the first from here and the others from copies."""
    assert forked(_elsewhere, [1, 2, 3]) == [(1, False), (2, True), (3, True)]


@pytest.mark.parametrize("work", [_dies_elsewhere, _tells_half])
def test_what_a_copy_does_not_tell_is_done_here(work: Callable[[int], object]) -> None:
    """A copy that is killed, or whose outcome cannot be carried over, is made good."""
    assert forked(work, [1, 2]) == [1, 2]


def test_an_error_in_a_copy_is_raised_here() -> None:
    """Nothing is swallowed because it happened elsewhere."""
    with pytest.raises(ValueError, match="part 2"):
        forked(lambda part: part if part == 1 else _fails(part), [1, 2])


def test_a_process_with_threads_is_not_copied() -> None:
    """Whoever has threads works alone: a copy would keep their locks shut for ever."""
    done = threading.Event()
    other = threading.Thread(target=done.wait)
    other.start()
    try:
        assert processes() == 1
    finally:
        done.set()
        other.join()
