"""The town of all schedules, and the disk on which they are played, once for each test process."""

import logging
import shutil
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.schedules.disk import Disk
from tests.schedules.town import Town, found
from tests.schedules.world import follow_the_seed

IN_MEMORY = Path("/dev/shm")
"""A file system that takes no time, where there is one."""


@dataclass(frozen=True, slots=True)
class Stage:
    """Where worlds are played."""

    town: Town
    disk: Disk


@pytest.fixture(scope="session")
def built() -> Iterator[Stage]:
    """A town and its disk."""
    folder = Path(tempfile.mkdtemp(prefix="pregonero", dir=IN_MEMORY if IN_MEMORY.is_dir() else None))
    town = found(folder)
    disk = Disk.open(f"sqlite:///{folder / 'world.db'}")
    assert isinstance(disk, Disk)
    yield Stage(town, disk)
    disk.close()
    shutil.rmtree(folder)


@pytest.fixture
def stage(built: Stage, monkeypatch: pytest.MonkeyPatch) -> Iterator[Stage]:
    """The same, with lanes whose draws follow the seed and whose log is not kept: it tells of thousands of faults."""
    follow_the_seed(monkeypatch.setattr)
    logging.disable(logging.CRITICAL)
    yield built
    logging.disable(logging.NOTSET)
