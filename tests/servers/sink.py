"""Postfix's `smtp-sink`: it takes whatever it is sent, as fast as it comes, and keeps each mail in a file."""

import os
import pwd
import shutil
import socket
import subprocess
import tempfile
import time
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

from tests.servers.postfix_package import postfix_package

USER = "nobody"
STARTING = 20.0


class Sink:
    """One running sink."""

    def __init__(self) -> None:
        """It listens when this returns. Skips the test where there is no `smtp-sink`."""
        package = postfix_package()
        self._folder = Path(tempfile.mkdtemp(prefix="sink"))
        with socket.socket() as unused:
            unused.bind(("127.0.0.1", 0))
            self.port: int = unused.getsockname()[1]
        as_user: list[str] = []
        if os.geteuid() == 0:
            os.chown(self._folder, pwd.getpwnam(USER).pw_uid, -1)
            as_user = ["-u", USER]
        command = [str(package.commands / "smtp-sink"), *as_user, "-d", "mail.", f"127.0.0.1:{self.port}", "100"]
        self._process = subprocess.Popen(command, env=package.environment, cwd=self._folder)
        until = time.monotonic() + STARTING
        while not self._listens():
            assert time.monotonic() < until, "smtp-sink did not start"
            time.sleep(0.05)

    def _listens(self) -> bool:
        with socket.socket() as line:
            return line.connect_ex(("127.0.0.1", self.port)) == 0

    def mails(self) -> list[EmailMessage]:
        """What it took, in no order; its own words about the envelope stand before each mail's headers."""
        return [
            message_from_bytes(path.read_bytes(), policy=policy.default)
            for path in self._folder.glob("mail.*")
            if path.stat().st_size
        ]

    def stop(self) -> None:
        """Ends it, and takes its folder away."""
        self._process.terminate()
        self._process.wait(STARTING)
        shutil.rmtree(self._folder, ignore_errors=True)
