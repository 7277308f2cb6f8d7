"""What goes over the sockets of requests can be broken off from another thread. Loads requests.

Its time-outs begin anew with each byte, so a server that sends one now and then would hold the thread for ever.
"""

import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import Any
from weakref import WeakSet

from requests.adapters import HTTPAdapter
from requests.exceptions import ConnectTimeout, ReadTimeout, RequestException
from urllib3 import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.connection import HTTPConnection, HTTPSConnection


class Wire(HTTPAdapter):
    """Connections whose sockets are known."""

    def __init__(self) -> None:
        """Opens nothing yet."""
        self._sockets: WeakSet[socket.socket] = WeakSet()
        self._lock = threading.Lock()
        self._closed = self._late = False
        super().__init__()

    def init_poolmanager(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - handed on as they come
        """As HTTPAdapter, with connections that tell of their sockets."""
        super().init_poolmanager(*args, **kwargs)
        self.poolmanager.pool_classes_by_scheme = _pools(self._note)

    def proxy_manager_for(self, *args: Any, **kwargs: Any) -> Any:  # noqa: ANN401 - handed on as they come
        """The same for connections by way of a proxy."""
        manager = super().proxy_manager_for(*args, **kwargs)
        manager.pool_classes_by_scheme = _pools(self._note)
        return manager

    @contextmanager
    def until(self, seconds: float) -> Iterator[None]:
        """A call in this thread, one at a time, which is broken off after so long.

        Raises requests.ReadTimeout for one that was, requests.ConnectTimeout where none may be made any more.
        """
        if self._closed:
            raise ConnectTimeout("la cuenta se cerró")
        self._late = False
        timer = threading.Timer(seconds, self._too_late)
        timer.daemon = True
        timer.start()
        try:
            yield
        except RequestException:
            if not self._late:
                raise
        finally:
            timer.cancel()
            timer.join()
        if self._late or self._closed:
            # What was read of an answer that was broken off may look whole.
            raise ReadTimeout("la respuesta no terminó")

    def cut(self) -> None:
        """Breaks off the call under way, from any thread; none is made afterwards."""
        self._closed = True
        self._break()

    def _too_late(self) -> None:
        self._late = True
        self._break()

    def _break(self) -> None:
        with self._lock:
            for each in self._sockets:
                with suppress(OSError):
                    # Not the method of a TLS socket, which takes the encryption away under whoever reads.
                    socket.socket.shutdown(each, socket.SHUT_RDWR)

    def _note(self, connected: socket.socket) -> None:
        with self._lock:
            self._sockets.add(connected)
        if self._late or self._closed:
            self._break()


def _pools(note: Callable[[socket.socket], None]) -> dict[str, type[HTTPConnectionPool]]:
    """Connections by scheme, as urllib3 has them, which `note` their sockets."""

    class Plain(HTTPConnection):
        def connect(self) -> None:
            super().connect()
            note(self.sock)

    class Encrypted(HTTPSConnection):
        def connect(self) -> None:
            super().connect()
            note(self.sock)

    class PlainPool(HTTPConnectionPool):
        ConnectionCls = Plain

    class EncryptedPool(HTTPSConnectionPool):
        ConnectionCls = Encrypted

    return {"http": PlainPool, "https": EncryptedPool}
