"""A panel that is really served: in a thread, on a socket, without taking a signal."""

import json
import signal
import socket
from collections.abc import Iterator
from contextlib import closing, contextmanager
from urllib.error import HTTPError
from urllib.request import urlopen

import pytest

from panel.beside import beside
from panel.listen import Listen
from panel.server import CannotListen, Server
from storage.database import Database

FREE = Listen("127.0.0.1", 0)


@contextmanager
def served(database: Database) -> Iterator[str]:
    """The address of a panel for the length of a block."""
    server = Server(database, FREE)
    server.start()
    try:
        yield f"http://{server.listen}"
    finally:
        server.stop()


def test_it_answers_and_leaves_signals_alone(sqlite_database: Database) -> None:
    """The scheduler alone owns them; a panel that took SIGTERM would end the daemon in its own way."""
    before = [signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)]
    with served(sqlite_database) as address:
        assert [signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)] == before
        with pytest.raises(HTTPError) as refused:
            urlopen(f"{address}/salud")
        with closing(refused.value) as answer:
            assert (answer.code, json.load(answer)["daemons"]) == (503, 0)
            assert answer.headers["server"] is None


def test_once_stopped_its_port_is_free(sqlite_database: Database) -> None:
    """Another may listen there at once."""
    with served(sqlite_database) as address:
        port = int(address.rpartition(":")[2])
    again = Server(sqlite_database, Listen("127.0.0.1", port))
    again.start()
    again.stop()


@pytest.mark.parametrize(
    ("listen", "why"),
    [
        (Listen("192.0.2.1", 8000), "esta máquina no tiene esa dirección"),
        (Listen("no-existe.invalid", 8000), "esta máquina no conoce esa dirección"),
    ],
)
def test_an_address_that_cannot_be_had_is_told(sqlite_database: Database, listen: Listen, why: str) -> None:
    """In Spanish, with what to write instead."""
    with pytest.raises(CannotListen, match=rf"{listen}: {why}\. Escriba otra dirección en --listen"):
        Server(sqlite_database, listen)


def test_a_port_that_is_taken_ends_no_daemon(sqlite_database: Database, capsys: pytest.CaptureFixture[str]) -> None:
    """What goes on beside the panel goes on without it; the operator is told why."""
    with socket.create_server(("127.0.0.1", 0)) as other:
        taken = Listen("127.0.0.1", other.getsockname()[1])
        with beside(sqlite_database, taken):
            told = capsys.readouterr().err
    assert f"El panel no puede atender en {taken}: otro programa usa ya ese puerto." in told
    assert "El pregonero sigue sin panel." in told
