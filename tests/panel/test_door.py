"""The panel's door: only who calls it by its own name gets an answer, and nobody can change anything."""

import socket

import pytest

from panel.door import HEADERS, NOT_FOR_ALL, names
from panel.public import PREFIXES
from storage.database import Database
from tests.panel.asking import panel
from tests.storage.rows import NOW
from website.reach import NOWHERE

HERE = socket.gethostname()


@pytest.mark.parametrize(
    ("listens", "host", "right"),
    [
        ("127.0.0.1", "127.0.0.1:8000", True),
        ("127.0.0.1", "LOCALHOST:8000", True),
        ("127.0.0.1", "localhost.", True),
        ("127.0.0.1", "[::1]:8000", True),
        ("127.0.0.1", "ataque.example", False),
        ("127.0.0.1", "127.0.0.1.ataque.example", False),
        ("127.0.0.1", "192.168.1.7:8000", False),
        ("127.0.0.1", "", False),
        ("192.168.1.7", "192.168.1.7:8000", True),
        ("192.168.1.7", "localhost:8000", False),
        ("0.0.0.0", "192.168.1.7:8000", True),
        ("0.0.0.0", "[fe80::1]:8000", True),
        ("0.0.0.0", f"{HERE}:8000", True),
        ("0.0.0.0", "0.0.0.0.ataque.example", False),
        ("0.0.0.0", "ataque.example:8000", False),
    ],
)
def test_a_name_that_is_not_ours_gets_nothing(listens: str, host: str, right: bool) -> None:
    """A foreign page can point its own name at this machine, never a number nor our names."""
    assert names(listens).right(host) is right


def test_staff_may_add_names() -> None:
    """Behind a server of theirs the panel is called as that one is."""
    assert names("127.0.0.1", ("Panel.VillaClara.gov.co",)).right("panel.villaclara.gov.co")


@pytest.mark.parametrize("path", ["/", "/salud", "/metrics", "/nada"])
@pytest.mark.parametrize(
    ("method", "host", "code"),
    [
        ("GET", "ataque.example", 421),
        ("POST", "127.0.0.1:8000", 405),
        ("DELETE", "127.0.0.1:8000", 405),
        ("OPTIONS", "127.0.0.1:8000", 405),
    ],
)
async def test_what_comes_wrongly_is_refused_everywhere(
    sqlite_database: Database, path: str, method: str, host: str, code: int
) -> None:
    """By name first, then by method; the answer says why, and carries the headers too."""
    async with panel(sqlite_database, NOW) as client:
        answer = await client.request(method, path, headers={"Host": host})
    assert answer.status_code == code
    assert all(answer.headers[name] == value for name, value in HEADERS.items())
    assert answer.headers.get("allow") == ("GET, HEAD" if code == 405 else None)


async def test_a_head_has_no_body(sqlite_database: Database) -> None:
    """Monitors ask so; the code is the same."""
    async with panel(sqlite_database, NOW) as client:
        head, whole = await client.head("/salud"), await client.get("/salud")
    assert (head.status_code, head.content) == (whole.status_code, b"")
    assert head.headers["content-length"] == str(len(whole.content))


async def test_what_is_not_there_says_what_is(sqlite_database: Database) -> None:
    """A wrong path is told the right ones."""
    async with panel(sqlite_database, NOW) as client:
        assert (await client.get("/nada")).status_code == 404
        assert "/salud" in (await client.get("/nada")).text
        assert "/metrics" in (await client.get("/")).text


@pytest.mark.parametrize("through", [{}, {"X-Forwarded-For": "198.51.100.7"}])
@pytest.mark.parametrize("path", PREFIXES)
async def test_each_public_path_says_where_nothing_is(database: Database, path: str, through: dict[str, str]) -> None:
    """In words that no web server before it has: `doctor` tells by them that the path is passed on."""
    async with panel(database, NOW) as client:
        answer = await client.get(f"{path}{NOWHERE}", headers=through)
    assert (answer.status_code, answer.text) == (404, NOT_FOR_ALL)
