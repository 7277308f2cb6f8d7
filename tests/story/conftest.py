"""Places for stories."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.databases import PostgreSQL
from tests.story.place import Place


@pytest.fixture
def place(tmp_path: Path) -> Place:
    """A municipality on SQLite."""
    (tmp_path / "var").mkdir()
    return Place(tmp_path, f"sqlite:///{tmp_path / 'var' / 'pueblo.db'}")


@pytest.fixture(params=["sqlite", "postgresql"])
def either_place(request: pytest.FixtureRequest, place: Place) -> Iterator[Place]:
    """A municipality on SQLite, then on PostgreSQL."""
    if request.param == "sqlite":
        yield place
        return
    server: PostgreSQL = request.getfixturevalue("postgresql")
    url = server.create()
    yield Place(place.root, url)
    server.drop(url)


@pytest.fixture
def shared_place(place: Place, postgresql: PostgreSQL) -> Iterator[Place]:
    """A municipality on PostgreSQL, where several daemons may be at work."""
    url = postgresql.create()
    yield Place(place.root, url)
    postgresql.drop(url)
