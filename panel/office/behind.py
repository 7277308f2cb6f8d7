"""The rows behind a figure, counted beside the page that shows them, with the ways to what they are rows of."""

from collections.abc import Mapping
from functools import partial
from typing import NamedTuple

from sqlalchemy import Connection, select

from campaigns.indicator import Indicator
from channels.keys import Key
from delivery.memory import give_back
from indicators.closing import closed_report
from indicators.periods import Period
from indicators.why import why
from panel.entrance.roles import Right
from panel.office.asked import Asked
from panel.office.background import Background, Seen
from panel.office.figures import state_of
from reports.table import Table
from reports.words import row_words
from storage.tables import publication

MOST = 60
"""Rows of a table that are shown; how many there are besides is said, and the report's tables have them all."""
NOTES = frozenset(("Nota", "Evidencia"))
"""Columns in which somebody may have written of a person: for whoever may see persons."""


class ShownRow(NamedTuple):
    """One row in words."""

    cells: tuple[str, ...]
    way: str
    """The address of what it is a row of, within the office; empty: there is none."""


class ShownRows(NamedTuple):
    """The rows of one figure."""

    title: str
    columns: tuple[str, ...]
    rows: tuple[ShownRow, ...]
    sum: int
    """How many there are."""


class Behind:
    """Finds them; one for all municipalities."""

    def __init__(self) -> None:
        """Nothing is found yet."""
        self.finding = Background[tuple[ShownRows, ...]](40)

    async def look(self, asked: Asked, key: str, period: Period, *, waits: bool) -> Seen[tuple[ShownRows, ...]]:
        """The rows of an indicator in a period. Raises `Turned`, `StorageError`."""
        tenant_id, people = asked.place.tenant_id, asked.may(Right.PEOPLE)
        state = await asked.read(partial(state_of, tenant_id=tenant_id, tenant=asked.tenant))
        work = partial(_found, asked=asked, key=key, period=period, people=people)
        return await self.finding.look(
            (tenant_id, key, period.key, people), state, asked.now, partial(asked.read, work)
        )


def is_counted(indicator: Indicator) -> bool:
    """Whether it has rows besides the figures that people give, which its page lists anyway."""
    return indicator.type == "automatico"


def _found(connection: Connection, asked: Asked, key: str, period: Period, people: bool) -> tuple[ShownRows, ...]:
    tenant, tenant_id = asked.tenant, asked.place.tenant_id
    closed = closed_report(connection, tenant, tenant_id, period)
    if closed is not None and key not in closed.tenant.indicators:
        return ()
    tables = why(connection, tenant, tenant_id, key, period, asked.now, closed)
    shown = tuple(shown_rows(connection, tenant_id, each, people) for each in tables)
    del tables, closed
    give_back()
    return shown


def shown_rows(connection: Connection, tenant_id: int, table: Table, people: bool) -> ShownRows:
    """The last rows of a table, the latest first. `people`: whoever looks may see persons."""
    left_out = frozenset() if people else NOTES
    places = [place for place, name in enumerate(table.columns) if name not in left_out]
    rows = table.rows[-MOST:][::-1]
    ways = _ways(connection, tenant_id, table, rows)
    shown = tuple(
        ShownRow(tuple(words[place] for place in places), ways.get(str(row[0]), ""))
        for row in rows
        for words in [row_words(table, row)]
    )
    return ShownRows(table.title, tuple(table.columns[place] for place in places), shown, len(table.rows))


def _ways(
    connection: Connection, tenant_id: int, table: Table, rows: tuple[tuple[object, ...], ...]
) -> Mapping[str, str]:
    """By what stands first in a row: the publication's key, or the task's number."""
    if table.columns[0] == "Tarea":
        return {str(row[0]): f"tareas/{row[0]}" for row in rows}
    if table.columns[0] != "Publicación":
        return {}
    keys = [key for row in rows if (key := _key(str(row[0]))) is not None]
    its = publication.c
    asked = select(its.id, its.campaign, its.message, its.account, its.occurrence).where(
        its.tenant == tenant_id,
        its.campaign.in_({each.campaign for each in keys}),
        its.message.in_({each.message for each in keys}),
        its.occurrence.in_({each.occurrence for each in keys}),
    )
    found = {str(Key(*row[1:])): f"envios/{row.id}" for row in connection.execute(asked)}
    return {str(key): found[str(key)] for key in keys if str(key) in found}


def _key(text: str) -> Key | None:
    try:
        return Key.parse(text)
    except ValueError:
        return None
