"""Puts the project's root on the path, so that tests run from a clone as well as from an installed package; and says at
the end, in one line, which tests did not run and what would let them."""

import sys
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

sys.path.insert(0, str(Path(__file__).parent))

# A machine that is busy is no fault of the code: no test is held to a time.
settings.register_profile("pregonero", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("pregonero")


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """The reason of a skip says what is missing."""
    reasons: Counter[str] = Counter()
    for report in terminalreporter.getreports("skipped"):
        told = report.longrepr[-1] if isinstance(report.longrepr, tuple) else str(report.longrepr)
        reasons[told.removeprefix("Skipped: ")] += 1
    if reasons:
        listed = "; ".join(f"{count}: {reason}" for reason, count in reasons.most_common())
        terminalreporter.write_line(f"{reasons.total()} tests did not run. {listed}")
    else:
        terminalreporter.write_line("Every test that was asked for ran.")
