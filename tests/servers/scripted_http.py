"""An HTTP server that takes its faults from a file and writes each call to a journal; protocols derive from it."""

import argparse
import io
import json
import socket
import ssl
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from email import message_from_bytes
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, ClassVar
from urllib.parse import parse_qsl

HANGING = 30.0
"""Seconds that a hanging answer takes: longer than any test's time-out."""
TRICKLES = 0.1
"""Seconds between two bytes of an answer that trickles."""
HUGE = 10_000_000
"""Bytes of an answer that is too large."""


class Script:
    """Faults by name, one a line; tests append lines, each call takes the next unread one, then all is good."""

    def __init__(self, path: Path | None) -> None:
        self.path = path
        self._read = 0
        self._lock = threading.Lock()

    def next(self) -> str:
        """The fault for this call; `good` where none is asked."""
        with self._lock:
            lines = self.path.read_text("utf-8").splitlines() if self.path and self.path.exists() else []
            if self._read >= len(lines):
                return "good"
            self._read += 1
            return lines[self._read - 1].strip() or "good"


class Journal:
    """One JSON object a line for each call whose body was read whole; of one that is not read, the fault alone."""

    def __init__(self, path: Path | None) -> None:
        self._path = path
        self._lock = threading.Lock()

    def write(self, entry: dict[str, Any]) -> None:
        """Appends and flushes, before the caller is answered."""
        if self._path is not None:
            with self._lock, self._path.open("a", encoding="utf-8") as file:
                file.write(json.dumps(entry, ensure_ascii=False) + "\n")


class Handler(BaseHTTPRequestHandler):
    """Reads a call, journals it, and answers it or breaks as the script says. Protocols write `good` and `fault`."""

    protocol_version = "HTTP/1.1"
    script: ClassVar[Script]
    journal: ClassVar[Journal]
    lock: ClassVar[threading.Lock]
    date: ClassVar[str] = ""
    """What the server says of the hour, as HTTP writes it; empty: the machine's own."""
    body: bytes

    def good(self) -> None:
        """Answers as the real service does."""
        raise NotImplementedError

    def fault(self, name: str) -> bool:
        """Answers with the protocol's own fault; False where it has none of that name."""
        raise NotImplementedError

    def entry(self) -> dict[str, Any]:
        """What the journal keeps of this call."""
        raise NotImplementedError

    def do_POST(self) -> None:
        """Serves one call."""
        name = self.script.next()
        if name == "deaf":
            self.journal.write({"fault": name})
            time.sleep(HANGING)
            self.close_connection = True
            return
        self.body = self.rfile.read(int(self.headers.get("Content-Length", "0")))
        self.journal.write(self.entry() | {"fault": name})
        if name == "good":
            self.good()
        elif not self.fault(name):
            self._break(name)

    def do_GET(self) -> None:
        """The same, without a body."""
        self.do_POST()

    def do_DELETE(self) -> None:
        """The same."""
        self.do_POST()

    def do_PUT(self) -> None:
        """The same."""
        self.do_POST()

    def do_HEAD(self) -> None:
        """The same; its answer has no body."""
        self.do_POST()

    def say(self, status: int, document: object, headers: dict[str, str] | None = None) -> None:
        """Answers with JSON."""
        self.answer(status, "application/json", json.dumps(document).encode(), headers)

    def answer(self, status: int, kind: str, body: bytes, headers: dict[str, str] | None = None) -> None:
        """Answers with `body`; `headers` take the place of the server's own of the same name."""
        own = headers or {}
        self.send_response_only(status)
        for name, value in {"Date": self.date or self.date_time_string(), "Content-Type": kind}.items():
            if name not in own:
                self.send_header(name, value)
        for name, value in (own | {"Content-Length": str(len(body))}).items():
            if value:
                self.send_header(name, value)
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def fields(self) -> Iterator[tuple[str, str]]:
        """The form's fields; a file is given as `file:<name>:<bytes>`."""
        kind = self.headers.get("Content-Type", "")
        if kind.startswith("multipart/"):
            parsed = message_from_bytes(f"Content-Type: {kind}\r\n\r\n".encode() + self.body)
            for part in parsed.walk():
                name = part.get_param("name", header="Content-Disposition")
                if part.is_multipart() or name is None:
                    continue
                data = part.get_payload(decode=True)
                assert isinstance(data, bytes)
                file = part.get_filename()
                yield str(name), f"file:{file}:{len(data)}" if file else data.decode()
        else:
            yield from parse_qsl(self.body.decode(), keep_blank_values=True)

    def _break(self, name: str) -> None:
        """The faults that every protocol shares."""
        page = f"<html><body><h1>{name}</h1><p>{self.path}</p></body></html>".encode()
        match name:
            case "hang":
                time.sleep(HANGING)
            case "drop":
                self.close_connection = True
                self.connection.shutdown(socket.SHUT_RDWR)
            case "truncated":
                self.answer(200, "application/json", b'{"ok":true,"resu')
            case "half":
                self.close_connection = True
                self.wfile.write(b'HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\n{"ok":')
            case "stall":
                self.wfile.write(b'HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\n{"ok":')
                time.sleep(HANGING)
                self.close_connection = True
            case "trickle" | "trickle-head":
                self._trickle(head=name == "trickle-head")
            case "redirect":
                self.answer(307, "text/plain", b"", {"Location": "/elsewhere"})
            case "huge":
                self.answer(200, "application/json", b'"' + b"x" * HUGE + b'"')
            case "nested":
                self.answer(200, "application/json", b"[" * 500_000)
            case "list":
                self.say(200, [1, 2])
            case "page":
                self.answer(200, "text/html", page)
            case _ if name.startswith("page-"):
                self.answer(int(name.removeprefix("page-")), "text/html", page)
            case _:
                self.answer(501, "text/plain", f"no fault named {name}".encode())

    def _trickle(self, *, head: bool) -> None:
        """Does what was asked, and says so well, byte by byte: who waits for all of it takes `HANGING` seconds."""
        line, self.wfile = self.wfile, io.BytesIO()
        self.good()
        start, _, rest = self.wfile.getvalue().partition(b"\r\n")
        self.wfile = line
        slow = b" " * int(HANGING / TRICKLES)
        if head:
            line.write(start + b"\r\nX-Slow:")
            slow += b"\r\n"
        else:
            body = rest.partition(b"\r\n\r\n")[2] or b"{}"
            line.write(b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n")
            line.write(f"Content-Length: {len(slow) + len(body)}\r\n\r\n".encode())
            rest = body
        with suppress(OSError):
            for place in range(len(slow)):
                line.write(slow[place : place + 1])
                time.sleep(TRICKLES)
            line.write(rest)

    def log_message(self, format: str, *args: object) -> None:
        """Keeps standard error for what goes wrong."""


class ScriptedServer(ThreadingHTTPServer):
    """A thread for each connection; many may come at once."""

    request_queue_size = 128


def serve(handler: type[Handler], arguments: list[str]) -> None:
    """Runs until it is killed; says its port on standard output.

    `--journal FILE`, `--script FILE`, `--certificate FILE` and `--key FILE` (PEM: then it speaks TLS),
    `--date TEXT` (RFC 9110's).
    """
    parser = argparse.ArgumentParser()
    parser.add_argument("--journal", type=Path)
    parser.add_argument("--script", type=Path)
    parser.add_argument("--certificate", type=Path)
    parser.add_argument("--key", type=Path)
    parser.add_argument("--date", default="")
    given = parser.parse_args(arguments)
    handler.date = given.date
    handler.script, handler.journal, handler.lock = Script(given.script), Journal(given.journal), threading.Lock()
    server = ScriptedServer(("127.0.0.1", 0), handler)
    if given.certificate:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(given.certificate, given.key)
        server.socket = context.wrap_socket(server.socket, server_side=True)
    print(f"PORT {server.server_address[1]}", flush=True)
    server.serve_forever()
