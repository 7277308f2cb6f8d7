"""The one broad except: what it holds back, and what it lets through."""

import asyncio

import pytest

from delivery.contained import contained
from logs import values_of


def test_what_nobody_foresaw_is_held_back_and_logged(caplog: pytest.LogCaptureFixture) -> None:
    """The block ends, the rest goes on, and the log has the event with its exception."""
    with contained("it failed", lane="correo") as block:
        raise KeyError("texto")
    assert isinstance(block.error, KeyError)
    [line] = caplog.records
    assert (line.message, values_of(line), line.levelname) == ("it failed", {"lane": "correo"}, "ERROR")
    assert line.exc_info


def test_what_goes_well_leaves_nothing(caplog: pytest.LogCaptureFixture) -> None:
    """No error is kept and nothing is logged."""
    with contained("it failed") as block:
        caplog.clear()
    assert (block.error, caplog.records) == (None, [])


def test_a_group_is_held_back_as_one() -> None:
    """Several at once are an exception too."""
    with contained("it failed") as block:
        raise ExceptionGroup("dos", [ValueError("a"), KeyError("b")])
    assert isinstance(block.error, ExceptionGroup)


@pytest.mark.parametrize("error", [asyncio.CancelledError(), KeyboardInterrupt(), SystemExit(1), LookupError("x")])
def test_what_ends_a_task_or_is_foreseen_passes(error: BaseException) -> None:
    """A cancelled task, Ctrl-C, the end of the process, and what the caller expects."""
    with pytest.raises(type(error)), contained("it failed", LookupError):
        raise error
