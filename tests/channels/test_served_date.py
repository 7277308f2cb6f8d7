"""The machine's clock beside a service's."""

from datetime import UTC, datetime, timedelta

import pytest

from channels.capabilities import Standing
from channels.served_date import clock_finding

TOLD = datetime(2027, 1, 5, 13, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("seconds", "standing"),
    [
        (0, Standing.GOOD),
        (30, Standing.GOOD),
        (-31, Standing.WARNING),
        (300, Standing.WARNING),
        (301, Standing.BAD),
        (-3600, Standing.BAD),
    ],
)
def test_a_clock_that_is_off_is_told(seconds: int, standing: Standing) -> None:
    """Fast or slow; more than five minutes is wrong."""
    found = clock_finding("Tue, 05 Jan 2027 13:00:00 GMT", "graph.facebook.com", TOLD + timedelta(seconds=seconds))
    assert found is not None
    assert (found.standing, f"{abs(seconds)} segundos" in found.evidence) == (standing, True)
    assert bool(found.advice) == (standing is not Standing.GOOD)


@pytest.mark.parametrize("served", ["", "mañana", "Tue, 05 Jan 2027 13:00:00 -0000"])
def test_a_service_that_tells_no_hour_is_no_clock(served: str) -> None:
    """Nothing is said of it."""
    assert clock_finding(served, "graph.facebook.com", TOLD) is None
