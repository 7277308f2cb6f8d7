"""A mailbox that is not ours: pymap, in memory, in a process of its own."""

import socket
import ssl
import sys
import threading
import time
from argparse import ArgumentParser
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tests.servers.certificates import Certificate
from tests.servers.process import Server

USER, PASSWORD = "rebotes", "secreta-de-buzon"
SECRET = "PREGONERO_BUZON"
"""The variable in which an account finds the password."""
ENVIRONMENT = {SECRET: PASSWORD}


class Imap:
    """A server with one mailbox, as a test holds it."""

    def __init__(self, certificate: Certificate | None = None) -> None:
        keys = () if certificate is None else ("--certificate", certificate.certificate, "--key", certificate.key)
        self.process = Server.start("tests.servers.imap", *keys)
        self.port = self.process.port
        self._protected = certificate is not None

    def written(self, more: str = "") -> str:
        """The mailbox as `canales.yaml` names it, with `more` options of its own behind."""
        inbox = f"servidor: 127.0.0.1, puerto: {self.port}, seguridad: ninguna, usuario: {USER}"
        return f"{{{inbox}, clave: '${{{SECRET}}}'{more}}}"

    @contextmanager
    def opened(self) -> Iterator[Any]:
        """A connection of the mailbox's owner."""
        from imapclient import IMAPClient  # noqa: PLC0415 - the server's own process has no need of it

        context = ssl.create_default_context()
        context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
        with IMAPClient("127.0.0.1", self.port, ssl=False) as client:
            if self._protected:
                client.starttls(context)
            client.login(USER, PASSWORD)
            yield client

    def put(self, *mails: bytes) -> None:
        """Mails come in, one after another."""
        with self.opened() as client:
            for mail in mails:
                client.append("INBOX", mail)

    def unread(self, folder: str = "INBOX") -> int:
        """How many mails of a folder nobody has read."""
        with self.opened() as client:
            client.select_folder(folder, readonly=True)
            return len(client.search(["UNSEEN"]))

    def count(self, folder: str = "INBOX") -> int:
        """How many mails a folder has."""
        with self.opened() as client:
            return int(client.select_folder(folder, readonly=True)[b"EXISTS"])


def _tell(port: int) -> None:
    """Say the port once somebody answers there."""
    while True:
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
        except OSError:
            time.sleep(0.02)
        else:
            print(f"PORT {port}", flush=True)
            return


def _serve(certificate: Path | None, key: Path | None) -> None:
    from pymap.main import main  # noqa: PLC0415 - only the server's own process loads it

    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    threading.Thread(target=_tell, args=(port,), daemon=True).start()
    keys = ["--cert", str(certificate), "--key", str(key)] if certificate else ["--no-tls"]
    others = ["--no-service", "managesieve", "--no-service", "admin"]
    mailbox = ["dict", "--demo-user", USER, "--demo-password", PASSWORD]
    sys.argv = ["pymap", "--host", "127.0.0.1", "--port", str(port), *others, *keys, *mailbox]
    main()


if __name__ == "__main__":
    parser = ArgumentParser()
    parser.add_argument("--certificate", type=Path)
    parser.add_argument("--key", type=Path)
    given = parser.parse_args()
    _serve(given.certificate, given.key)
