"""A copy made and proven in a process of its own, last in line for the machine: sending goes on beside it.

`python -m delivery.copyist` reads its order from standard input, where no list of processes shows a password, and
writes one line of JSON: what the copy holds, or why there is none.
"""

import json
import os
import shutil
import signal
import sys
import tempfile
import time
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from types import FrameType
from typing import Any

from delivery.clock import SystemClock
from delivery.copies.copies import Order, surplus
from storage.backup import backup
from storage.database import Database
from storage.errors import StorageError
from storage.files import size_of_files
from storage.proof import prove, refuse_without_room
from storage.refused_files import refusal_words
from storage.size import size

UNDER_WAY = ".en-curso-"
LEFT = 86_400.0
"""Seconds after which what a killed process left half made is taken away."""
IDLE = 19
"""The lowest of the system's priorities."""


@dataclass(frozen=True, slots=True)
class Made:
    """A copy that was put back, looked through, and found whole."""

    rows: int
    files: int
    size: int
    """Bytes."""
    lost: int = 0
    """Files that the rows know and the disk no more has."""


def make(order: Order) -> Made:
    """Copy, prove, and let the oldest make room. Raises StorageError, OSError: then the older copies are all there."""
    target, files = Path(order.target), Path(order.files)
    target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    _sweep_up(target.parent)
    database = Database.open(order.url)
    try:
        with database.read() as connection:
            needed = size(database, connection) + size_of_files(connection)
        refuse_without_room(target.parent, needed)
        with tempfile.TemporaryDirectory(dir=target.parent, prefix=UNDER_WAY) as scratch:
            aside = Path(scratch) / target.name
            backup(database, Path(order.keyring), files, aside, SystemClock().now())
            held = prove(aside, SystemClock().now())
            aside.replace(target)
    finally:
        database.close()
    for path in surplus(target.parent, order.slug, order.keep):
        path.unlink()
    return Made(sum(held.rows.values()), held.files, target.stat().st_size, len(held.lost))


def main() -> int:
    """The process."""
    signal.signal(signal.SIGTERM, _end)
    with suppress(OSError):
        os.nice(IDLE)
    order = Order(**json.load(sys.stdin))
    try:
        told: Mapping[str, Any] = asdict(make(order))
    except (StorageError, OSError) as error:
        print(json.dumps({"error": refusal_words(error) if isinstance(error, OSError) else str(error)}))
        return 1
    print(json.dumps(told))
    return 0


def _end(_number: int, _frame: FrameType | None) -> None:
    """So that what is half made is taken away."""
    sys.exit(128 + signal.SIGTERM)


def _sweep_up(folder: Path) -> None:
    for left in folder.glob(f"{UNDER_WAY}*"):
        if time.time() - left.stat().st_mtime > LEFT:
            shutil.rmtree(left, ignore_errors=True)


if __name__ == "__main__":
    sys.exit(main())
