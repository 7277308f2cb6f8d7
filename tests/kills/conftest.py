"""What makes daemons, once for each test process, and the databases that they find."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.databases import PostgreSQL
from tests.kills.life import Nursery


@pytest.fixture(scope="session")
def nursery() -> Iterator[Nursery]:
    """The process that makes daemons."""
    made = Nursery()
    yield made
    made.stop()


@pytest.fixture
def second_nursery() -> Iterator[Nursery]:
    """One more: each nursery has one life at a time."""
    made = Nursery()
    yield made
    made.stop()


@pytest.fixture
def fresh_url(request: pytest.FixtureRequest) -> Callable[[str, Path], Iterator[str]]:
    """Gives the address of an empty database of a dialect, for the length of a block."""

    def url(dialect: str, folder: Path) -> Iterator[str]:
        if dialect == "sqlite":
            yield f"sqlite:///{folder / 'var' / 'pueblo.db'}"
            return
        server: PostgreSQL = request.getfixturevalue("postgresql")
        made = server.create()
        yield made
        server.drop(made)

    return url
