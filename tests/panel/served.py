"""A panel as its people open it: served on a port of this machine, on a database of its own."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from sqlalchemy import Connection

from campaigns.last_good import load_with_memory
from delivery.clock import SystemClock
from delivery.workplace import Workplace, Workplaces, open_workplace
from panel.entrance.greeting import first_links
from panel.listen import Listen
from panel.public import Public
from panel.server import Server
from storage.database import Database
from storage.schema import prepare
from tests.campaigns.town import build
from tests.panel.staffed import FILES

ENVIRONMENT = {"PREGONERO_CLAVE": "clave", "PREGONERO_BOT": "1:bot"}


class Served(NamedTuple):
    """Where it is, and what stands behind it."""

    address: str
    """`http://127.0.0.1:4711/panel/villa-clara/`."""
    place: Workplace
    first: str
    """The link that lets the first one in."""


@contextmanager
def served(
    folder: Path,
    changes: Mapping[str, str | bytes | None] = FILES,
    before: Callable[[Connection], None] = lambda _: None,
) -> Iterator[Served]:
    """The town of the configuration's tests, with some files changed. `before`: writes rows before it is at work."""
    config, var = build(folder / "config", changes), folder / "var"
    tenant = load_with_memory(config, var, ENVIRONMENT).tenants[0]
    database, clock, places = Database.open(f"sqlite:///{folder / 'villa.db'}"), SystemClock(), Workplaces()
    prepare(database)
    with database.write() as connection:
        before(connection)
        place = open_workplace(connection, tenant, database, clock, var)
    places.put(place)
    server = Server(database, Listen("127.0.0.1", 0), places=places, public=Public(var / "claves"))
    server.start()
    try:
        [line] = first_links(places, server.listen, clock.now())
        yield Served(f"http://{server.listen}/panel/{tenant.slug}/", place, line.rpartition(" ")[2])
    finally:
        server.stop()
        database.close()
