"""uvicorn in a thread of its own: what the panel is busy with holds up no message, and no signal is uvicorn's."""

import asyncio
import errno
import socket
import threading
import time

import uvicorn

from delivery.workplace import Workplaces
from panel.app import application
from panel.connections import BUSY, patient
from panel.door import names
from panel.listen import Listen
from panel.public import Proxies, Public
from storage.database import Database

IDLE = 5
"""Seconds that a connection may say nothing between two requests."""
GRACE = 3
"""Seconds that answers under way have to end in."""
BETWEEN_TRIES = 0.05


class CannotListen(Exception):
    """The address cannot be had; the text is Spanish."""


class Server:
    """A panel that is being served."""

    def __init__(
        self,
        database: Database,
        listen: Listen,
        more_names: tuple[str, ...] = (),
        places: Workplaces | None = None,
        public: Public | None = None,
    ) -> None:
        """Listens at once. `more_names`: others by which it is called; without `public` it has no pages for everyone.

        `places`: see `application`.

        Raises `CannotListen`.
        """
        self._socket = _bound(listen)
        self.listen = Listen(listen.host, self._socket.getsockname()[1])
        config = uvicorn.Config(
            application(database, names(listen.host, more_names), places=places, public=public),
            http=patient(Proxies() if public is None else public.proxies),
            ws="none",
            loop="none",
            lifespan="off",
            interface="asgi3",
            log_config=None,
            access_log=False,
            server_header=False,
            proxy_headers=False,
            limit_concurrency=BUSY,
            timeout_keep_alive=IDLE,
            timeout_graceful_shutdown=GRACE,
        )
        self._server = uvicorn.Server(config)
        # Outside the main thread uvicorn leaves signals alone.
        self._thread = threading.Thread(target=self._serve, name="panel", daemon=True)

    def start(self) -> None:
        """Answer, until `stop`."""
        self._thread.start()
        while not self._server.started and self._thread.is_alive():
            time.sleep(BETWEEN_TRIES)

    def stop(self) -> None:
        """Answer no more; what is under way is finished within `GRACE`."""
        self._server.should_exit = True
        self._thread.join(GRACE + 1)
        self._socket.close()

    def _serve(self) -> None:
        asyncio.run(self._server.serve(sockets=[self._socket]))


def _bound(listen: Listen) -> socket.socket:
    try:
        found = socket.getaddrinfo(listen.host, listen.port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)
        family, kind, protocol, _, address = found[0]
        bound = socket.socket(family, kind, protocol)
        try:
            bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            bound.bind(address)
            bound.listen(128)
        except OSError:
            bound.close()
            raise
    except OSError as error:
        raise CannotListen(_why(listen, error)) from error
    return bound


def _why(listen: Listen, error: OSError) -> str:
    reasons = {
        errno.EADDRINUSE: "otro programa usa ya ese puerto",
        errno.EACCES: "usted no tiene permiso para ese puerto",
        errno.EADDRNOTAVAIL: "esta máquina no tiene esa dirección",
    }
    why = reasons.get(error.errno or 0, "esta máquina no conoce esa dirección")
    return f"El panel no puede atender en {listen}: {why}. Escriba otra dirección en --listen."
