"""The SMTP server as a test holds it: start it, tell it what goes wrong, ask what it has taken."""

import json
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any, TypedDict

from tests.servers.certificates import Certificate
from tests.servers.process import Server


class Fault(TypedDict, total=False):
    """See `tests/servers/smtp.py`."""

    at: str
    contains: str
    answer: str
    times: int
    after: int
    victim: int


class MailServer:
    """An SMTP server in a process of its own, with its journal and faults under one folder."""

    def __init__(
        self,
        folder: Path,
        *arguments: str,
        tls: str = "none",
        certificate: Certificate | None = None,
        login: tuple[str, str] | None = None,
    ) -> None:
        self.journal = folder / "smtp.jsonl"
        self.faults = folder / "smtp-faults.json"
        words: list[str | Path] = ["--journal", self.journal, "--faults", self.faults, "--tls", tls, *arguments]
        if certificate is not None:
            words += ["--certificate", certificate.certificate, "--key", certificate.key]
        if login is not None:
            words += ["--user", login[0], "--password", login[1]]
        self.process = Server.start("tests.servers.smtp", *words)
        self.port = self.process.port

    def fail(self, *faults: Fault) -> None:
        """From now on exactly these faults strike."""
        fresh = self.faults.with_suffix(".tmp")
        fresh.write_text(json.dumps(faults), encoding="utf-8")
        fresh.replace(self.faults)

    def taken(self) -> list[dict[str, Any]]:
        """The messages that it accepted, oldest first, as the journal has them."""
        return [record for record in self._records() if record["event"] == "message"]

    def mails(self) -> list[EmailMessage]:
        """The same, parsed."""
        return [parsed(record) for record in self.taken()]

    def connections(self) -> int:
        """How many connections were made to it."""
        return sum(record["event"] == "connection" for record in self._records())

    def logins(self) -> list[str]:
        """The mechanisms by which somebody tried to identify, oldest first."""
        return [record["line"].split()[1] for record in self._records() if record["event"] == "login"]

    def stop(self) -> None:
        """Ends it; what it has taken can still be asked."""
        self.process.stop()

    def _records(self) -> list[dict[str, Any]]:
        if not self.journal.exists():
            return []
        # What follows the last line end is a line that is being written.
        return [json.loads(line) for line in self.journal.read_text(encoding="utf-8").split("\n")[:-1]]


def parsed(record: dict[str, Any]) -> EmailMessage:
    """A taken message as the standard library reads it."""
    return message_from_bytes(record["data"].encode("latin-1"), policy=policy.default)
