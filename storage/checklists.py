"""The check-list of a duty: each item is ticked by itself, or left open with the reason."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import Connection, bindparam, insert, select, update

from storage.audit import append
from storage.columns import Instant
from storage.execution import execute
from storage.tables import checklist_item, work_order

_OF = (
    select(checklist_item)
    .where(checklist_item.c.work_order.in_(bindparam("orders", expanding=True)))
    .order_by(checklist_item.c.work_order, checklist_item.c.position)
)
_SAY = (
    update(checklist_item)
    .where(checklist_item.c.work_order == bindparam("order"), checklist_item.c.position == bindparam("at"))
    .values(
        ticked_at=bindparam("moment", type_=Instant()),
        by=bindparam("who"),
        note=bindparam("words"),
    )
)
_TENANT = select(work_order.c.tenant).where(work_order.c.id == bindparam("order"))


class Item(NamedTuple):
    """One thing that has to be looked at."""

    position: int
    """From 1 on."""
    text: str
    ticked_at: datetime | None
    by: str
    """Who ticked it, or said why it is left; empty: nobody yet."""
    note: str

    @property
    def open(self) -> bool:
        """Nobody has said anything of it: the duty is not done."""
        return self.ticked_at is None and not self.note


PROGRAM = "pregonero"
"""Who ticks what the rows show by themselves."""


def add_checklist(connection: Connection, order: int, items: Iterable[tuple[str, datetime | None]]) -> None:
    """Write the items of an order down: each text, and when the program saw by itself that it is so (None: open)."""
    rows = [
        {"work_order": order, "position": at, "text": text, "ticked_at": seen, "by": PROGRAM if seen else ""}
        for at, (text, seen) in enumerate(items, start=1)
    ]
    if rows:
        connection.execute(insert(checklist_item), rows)


def checklists(connection: Connection, orders: Collection[int]) -> Mapping[int, Sequence[Item]]:
    """The items of each order that has any, in their order."""
    found: dict[int, list[Item]] = {}
    for row in execute(connection, _OF, {"orders": list(orders)}) if orders else ():
        item = Item(row.position, row.text, row.ticked_at, row.by, row.note)
        found.setdefault(row.work_order, []).append(item)
    return found


def tick(
    connection: Connection, order: int, positions: Iterable[int], actor: str, now: datetime, note: str = ""
) -> None:
    """A person says that these were looked at; told to the audit."""
    _say(connection, order, positions, actor, now, note, "checklist_ticked", ticked=True)


def leave(connection: Connection, order: int, positions: Iterable[int], actor: str, now: datetime, note: str) -> None:
    """A person says why these were not; told to the audit."""
    _say(connection, order, positions, actor, now, note, "checklist_left", ticked=False)


def _say(
    connection: Connection,
    order: int,
    positions: Iterable[int],
    actor: str,
    now: datetime,
    note: str,
    word: str,
    *,
    ticked: bool,
) -> None:
    said = list(positions)
    for position in said:
        given = {"order": order, "at": position, "moment": now if ticked else None, "who": actor, "words": note}
        execute(connection, _SAY, given)
    if said:
        tenant = execute(connection, _TENANT, {"order": order}).scalar_one()
        detail = {"items": said} | ({"note": note} if note else {})
        append(connection, tenant, actor, word, f"work_order/{order}", detail, now)
