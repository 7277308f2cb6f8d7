"""A post whose figures are asked for later: a chore of its account."""

from datetime import timedelta
from typing import Any

from sqlalchemy import Row, select

from storage.account_chores import add_account_chore
from storage.tables import chore
from tests.channels.service import Service
from tests.delivery.desk import Desk, bogota
from tests.delivery.posting import FILE, POST

DUE = bogota("2026-12-28T08:00")
READ = "GET /2/tweets/1900000000000000000"
HOUR = timedelta(hours=1)
SECOND_POST = """\
  - id: otra
    cuando: 2026-12-28 {}
    canales: [x]
    texto: Otra noticia.
"""


async def posts(desk: Desk, after: timedelta = HOUR) -> None:
    """The post goes out; its chore is due some time later."""
    await desk.turn()
    [row] = desk.deliveries(POST)
    with desk.database.write() as connection:
        add_account_chore(connection, desk.place.tenant_id, "likes", row.id, "x", "1", desk.clock.now() + after)
    await desk.settle()


def and_then(changes: dict[str, str | bytes | None], hour: str) -> dict[str, str | bytes | None]:
    """The same with another post, at this hour of the same day."""
    return changes | {FILE: str(changes[FILE]) + SECOND_POST.format(hour)}


def paths(service: Service) -> list[str]:
    """What was called, without what was asked in detail."""
    return [f"{call['method']} {call['path'].partition('?')[0]}" for call in service.calls()]


def the_chore(desk: Desk) -> Row[Any]:
    """Its row; what else is written down is of another kind."""
    with desk.database.read() as connection:
        return connection.execute(select(chore).where(chore.c.kind == "likes")).one()
