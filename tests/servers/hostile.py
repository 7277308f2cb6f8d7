"""A web server that means harm: `python -m tests.servers.hostile --host ADDRESS`; each path is one way of it.

It speaks bytes and no library, for what it says is what libraries do not say. `/hacia?URL` leads there.
"""

import argparse
import gzip
import socketserver
import time
import zlib
from collections.abc import Iterator

DRIP = 0.05
"""Seconds between two bytes of what never ends."""
BOMB = 400_000_000
"""Bytes that a packed answer has when it is unpacked."""
OK = b"HTTP/1.1 200 OK\r\nConnection: close\r\n"


def bomb(size: int) -> bytes:
    """Nothing but noughts, packed."""
    packer = zlib.compressobj(9, wbits=zlib.MAX_WBITS | 16)
    return b"".join([*(packer.compress(bytes(1_000_000)) for _ in range(size // 1_000_000)), packer.flush()])


def drip(first: bytes, again: bytes) -> Iterator[bytes]:
    """A beginning, and then a little now and then."""
    yield first
    while True:
        time.sleep(DRIP)
        yield again


class Hostile(socketserver.StreamRequestHandler):
    """One call; its path says what comes."""

    def handle(self) -> None:
        """Reads the request's head, and answers until whoever asked has had enough."""
        path = self.rfile.readline().split()[1].decode()
        while self.rfile.readline().strip():
            pass
        try:
            for part in self.said(path):
                self.wfile.write(part)
                self.wfile.flush()
        except OSError:
            return

    def said(self, path: str) -> Iterator[bytes]:
        """The bytes of the answer."""
        name, _, where = path[1:].partition("?")
        match name:
            case "bomba":
                yield packed(b"gzip", bomb(BOMB))
            case "bomba-doble":
                yield packed(b"gzip, gzip", gzip.compress(bomb(BOMB)))
            case "empacado":
                yield packed(b"gzip", gzip.compress(b'{"visitas": 7}'))
            case "a-medias":
                yield packed(b"gzip", gzip.compress(b'{"visitas": 7}')[:-4])
            case "danado":
                yield packed(b"gzip", b'{"visitas": 7}')
            case "gotas-cabecera":
                yield from drip(OK + b"X-Nada: ", b"a")
            case "gotas-trozo":
                yield from drip(OK + b"Transfer-Encoding: chunked\r\n\r\n1;", b"a")
            case "gotas-cuerpo":
                yield from drip(OK + b"\r\n", b" ")
            case "hacia":
                yield (
                    b"HTTP/1.1 302 Found\r\nConnection: close\r\nContent-Length: 0\r\nLocation: %b\r\n\r\n"
                    % where.encode()
                )
            case _:
                yield OK + b'\r\n{"visitas": 7}'


def packed(encoding: bytes, body: bytes) -> bytes:
    """An answer that says how it is packed."""
    return OK + b"Content-Encoding: %b\r\nContent-Length: %d\r\n\r\n%b" % (encoding, len(body), body)


class Server(socketserver.ThreadingTCPServer):
    """Takes calls until it is killed."""

    daemon_threads = True


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--host", default="127.0.0.1")
    with Server((parser.parse_args().host, 0), Hostile) as server:
        print(f"PORT {server.server_address[1]}", flush=True)
        server.serve_forever()
