"""A mail server that takes everything and remembers when: many ports, one thread."""

import asyncio
import threading
import time
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Arrival:
    """One mail that was taken."""

    at: float
    """`time.time()`."""
    port: int
    to: str
    body: bytes


@dataclass(slots=True)
class Sink:
    """Listens until the process ends."""

    ports: list[int] = field(default_factory=list)
    arrivals: list[Arrival] = field(default_factory=list)

    @classmethod
    def start(cls, number: int) -> "Sink":
        """Open so many ports on the loopback."""
        sink, ready = cls(), threading.Event()

        async def serve() -> None:
            for _ in range(number):
                server = await asyncio.start_server(sink._talk, "127.0.0.1", 0)
                sink.ports.append(server.sockets[0].getsockname()[1])
            ready.set()
            await asyncio.Event().wait()

        threading.Thread(target=lambda: asyncio.run(serve()), daemon=True).start()
        ready.wait()
        return sink

    def of(self, text: bytes) -> list[Arrival]:
        """Those whose body holds a text."""
        return [each for each in list(self.arrivals) if text in each.body]

    async def _talk(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        port, to = writer.get_extra_info("sockname")[1], ""
        writer.write(b"220 sumidero ESMTP\r\n")
        try:
            while line := await reader.readline():
                word = line[:4].upper()
                if word == b"EHLO":
                    writer.write(b"250-sumidero\r\n250 PIPELINING\r\n")
                elif word == b"DATA":
                    writer.write(b"354 ok\r\n")
                    body = await reader.readuntil(b"\r\n.\r\n")
                    self.arrivals.append(Arrival(time.time(), port, to, body))
                    writer.write(b"250 ok\r\n")
                elif word == b"QUIT":
                    break
                else:
                    to = line.decode().partition("<")[2].partition(">")[0] if word == b"RCPT" else to
                    writer.write(b"250 ok\r\n")
        except (ConnectionError, asyncio.IncompleteReadError):
            pass
        writer.close()
