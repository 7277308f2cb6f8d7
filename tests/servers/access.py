"""What a Postfix asks the test about each recipient: a table that it looks up anew each time (socketmap_table(5))."""

import socketserver
import threading
from typing import Any


class Access(socketserver.ThreadingTCPServer):
    """Listens from its making on; `answers` are those by address, such as `550 5.1.1 No such user`."""

    daemon_threads = True
    allow_reuse_address = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Asked)
        self.answers: dict[str, str] = {}
        threading.Thread(target=self.serve_forever, daemon=True).start()

    @property
    def table(self) -> str:
        """Its name in `main.cf`."""
        return f"socketmap:inet:127.0.0.1:{self.server_address[1]}:access"

    def stop(self) -> None:
        """Ends it."""
        self.shutdown()
        self.server_close()


class _Asked(socketserver.StreamRequestHandler):
    server: Any

    def handle(self) -> None:
        """One netstring `name key` after another."""
        while (length := self._length()) is not None:
            asked = self.rfile.read(length + 1)[:-1].decode()
            answer = self.server.answers.get(asked.partition(" ")[2])
            said = (f"OK {answer}" if answer else "NOTFOUND ").encode()
            self.wfile.write(b"%d:%b," % (len(said), said))

    def _length(self) -> int | None:
        digits = b""
        while (byte := self.rfile.read(1)) not in (b":", b""):
            digits += byte
        return int(digits) if byte else None
