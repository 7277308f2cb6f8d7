"""Where a daemon is killed on a report's way out: at seams that have names, so that one that was moved kills nobody."""

from collections.abc import Callable, Mapping

from tests.kills.points import Trap, before, committed

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
