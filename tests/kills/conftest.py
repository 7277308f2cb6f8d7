"""What makes daemons, once for each test process."""

from collections.abc import Iterator

import pytest

from tests.kills.life import Nursery


@pytest.fixture(scope="session")
def nursery() -> Iterator[Nursery]:
    """The process that makes daemons."""
    made = Nursery()
    yield made
    made.stop()
