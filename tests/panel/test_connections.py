"""Connections that say nothing keep nobody out: closed in time, few to a network, first to make room."""

import socket
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import urlopen

import pytest

from panel import connections
from panel.connections import AT_ONCE, MOST, MOST_UNREAD, is_crowded
from panel.listen import Listen
from panel.public import Proxies, Public
from panel.server import Server
from storage.database import Database

HALF = b"GET /salud HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Slow: "
BEGUN = b"POST /encuesta/x HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 100\r\nExpect: 100-continue\r\n\r\na"
"""Is answered with 100 as soon as the body is waited for."""
WHOLE = b"GET /salud HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"


@contextmanager
def served(database: Database, trusted: str = "") -> Iterator[tuple[str, int]]:
    """Where a panel listens for the length of a block."""
    public = Public(Path("claves"), Proxies((trusted,) if trusted else ()))
    server = Server(database, Listen("127.0.0.1", 0), public=public)
    server.start()
    try:
        yield "127.0.0.1", server.listen.port
    finally:
        server.stop()


def open_some(
    stack: ExitStack, where: tuple[str, int], many: int, said: bytes = b"", houses: int = 0
) -> list[socket.socket]:
    """Connections that say this much and no more. `houses`: from so many addresses of this machine."""
    sources = [(f"127.0.0.{10 + number % houses}", 0) if houses else None for number in range(many)]
    made = [
        stack.enter_context(socket.create_connection(where, timeout=20, source_address=source)) for source in sources
    ]
    for each in made:
        each.sendall(said)
    return made


def answered(where: tuple[str, int]) -> bytes:
    """The body of the page of health, whatever it says of daemons; fails where there is none."""
    try:
        with urlopen(f"http://{where[0]}:{where[1]}/salud", timeout=20) as answer:
            return bytes(answer.read())
    except HTTPError as refused:
        with refused:
            return refused.read()


def is_closed(connection: socket.socket) -> bool:
    """Whether the panel has closed it; waits for that, and fails where it says nothing but that it waits."""
    try:
        said = connection.recv(4096)
        return (connection.recv(1) if said.startswith(b"HTTP/1.1 100") else said) == b""
    except ConnectionResetError:
        return True


@pytest.mark.parametrize("said", [b"", HALF], ids=["nothing", "half a head"])
def test_as_many_silent_ones_as_there_is_room_for_shut_out_nobody(sqlite_database: Database, said: bytes) -> None:
    """Whoever comes next is answered, and the first that was silent has made room."""
    with served(sqlite_database) as where, ExitStack() as stack:
        silent = open_some(stack, where, AT_ONCE, said)
        assert b"daemons" in answered(where)
        assert is_closed(silent[0])


@pytest.mark.parametrize("said", [b"", HALF], ids=["nothing", "half a head"])
def test_a_head_has_to_be_there_in_time(
    sqlite_database: Database, monkeypatch: pytest.MonkeyPatch, said: bytes
) -> None:
    """Whoever has asked for nothing by then is asked no more."""
    monkeypatch.setattr(connections, "HEAD", 0.1)
    with served(sqlite_database) as where, ExitStack() as stack:
        [slow] = open_some(stack, where, 1, said)
        assert is_closed(slow)


def test_a_second_head_has_to_be_there_in_time(sqlite_database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    """At its first octet the rest between two is over, and another clock starts."""
    monkeypatch.setattr(connections, "HEAD", 0.1)
    with served(sqlite_database) as where, ExitStack() as stack:
        [slow] = open_some(stack, where, 1, WHOLE)
        told = b""
        while not told.endswith(b"}"):
            told += slow.recv(4096)
        slow.sendall(HALF)
        assert is_closed(slow)


def test_a_network_has_its_share(sqlite_database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    """One more is closed at once; where the first has gone, there is room again."""
    monkeypatch.setattr(connections, "NEAR", ())
    with served(sqlite_database) as where, ExitStack() as stack:
        mine = open_some(stack, where, MOST)
        [more] = open_some(stack, where, 1)
        assert is_closed(more)
        mine[0].sendall(WHOLE.replace(b"\r\n\r\n", b"\r\nConnection: close\r\n\r\n"))
        while not is_closed(mine[0]):
            pass
        assert b"daemons" in answered(where)


def test_a_trusted_proxy_brings_those_of_everybody(sqlite_database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its connections are not counted."""
    monkeypatch.setattr(connections, "NEAR", ())
    with served(sqlite_database, "127.0.0.0/8") as where, ExitStack() as stack:
        open_some(stack, where, MOST)
        assert b"daemons" in answered(where)


def test_as_many_begun_ones_as_there_is_room_for_shut_out_nobody(sqlite_database: Database) -> None:
    """A head and one octet of a body keep a place no longer than silence does."""
    with served(sqlite_database) as where, ExitStack() as stack:
        begun = open_some(stack, where, AT_ONCE, BEGUN, houses=8)
        assert all(each.recv(4096).startswith(b"HTTP/1.1 100") for each in begun[1:])
        assert b"daemons" in answered(where)
        assert is_closed(begun[0])


def test_as_many_answered_ones_as_there_is_room_for_shut_out_nobody(sqlite_database: Database) -> None:
    """Whoever keeps a connection open for what may come next makes room for what comes now."""
    with served(sqlite_database) as where, ExitStack() as stack:
        resting = []
        for _ in range(2 * AT_ONCE):
            [one] = open_some(stack, where, 1, WHOLE.replace(b"/salud", b"/"))
            assert one.recv(4096).startswith(b"HTTP/1.1 200")
            resting.append(one)
        assert b"daemons" in answered(where)


def test_a_network_has_its_share_of_unread_bodies(sqlite_database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    """The oldest of its own makes room for one more."""
    monkeypatch.setattr(connections, "NEAR", ())
    with served(sqlite_database) as where, ExitStack() as stack:
        begun = open_some(stack, where, MOST_UNREAD, BEGUN)
        begun += open_some(stack, where, 1, BEGUN)
        assert is_closed(begun[0])
        assert begun[-1].recv(4096).startswith(b"HTTP/1.1 100")
        begun[-1].sendall(b"a" * 99)
        assert begun[-1].recv(4096).startswith(b"HTTP/1.1 ")


@pytest.mark.parametrize(
    ("open_ones", "crowded"),
    [(["192.0.2.7"] * MOST, True), (["192.0.2.7"] * (MOST - 1) + ["192.0.2.8"] * MOST, False)],
)
def test_only_its_own_are_counted(open_ones: list[str], crowded: bool) -> None:
    """A network whose neighbours have many open has its share all the same."""
    assert is_crowded("192.0.2.7", open_ones) is crowded
