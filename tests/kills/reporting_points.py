"""Where a daemon is killed on a report's way out: at seams that have names, so that one that was moved kills nobody."""

import os
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from tests.kills.points import Trap, before, committed
from tests.seams import Function, rebind

REPORTS, REPORTED = "storage.reports", "delivery.publications.reported"


def before_a_report_is_kept(trap: Trap) -> None:
    """Its files are made, and no row has them."""
    before(REPORTS, "keep_report", lambda *_: True, trap.spring)


def after_a_report_is_kept(trap: Trap) -> None:
    """It is committed, and nothing that waits for it has been frozen."""
    committed(REPORTS, "keep_report", bool, trap)


def after_a_report_is_frozen(trap: Trap) -> None:
    """What it goes out with is committed, and no byte has left."""
    committed(REPORTED, "told_of_report", bool, trap)


ARMS: Mapping[str, Callable[[Trap], None]] = {
    "before a report is kept": before_a_report_is_kept,
    "after a report is kept": after_a_report_is_kept,
    "after a report is frozen": after_a_report_is_frozen,
}
"""Points at which the daemon kills itself, and what lays the trap there."""
BOTH = "both have made it"
"""A daemon waits there, and is not killed."""
MEETING = 60.0
"""Seconds in which the other has to come."""


def both_have_made_it(folder: Path, _trap: Trap) -> None:
    """Two daemons have made the same report, and neither has kept it. They meet by files in `folder`."""

    def meeting(function: Function) -> Function:
        def wrapped(*arguments: Any) -> Any:
            made = function(*arguments)
            (folder / f"made-{os.getpid()}").touch()
            until = time.monotonic() + MEETING
            while len(list(folder.glob("made-*"))) < 2:
                assert time.monotonic() < until, "the other daemon makes no report"
                time.sleep(0.02)
            return made

        return wrapped

    rebind("reports.apart", "made_apart", meeting)
