"""Lists of people that others keep: of each the one that was brought in last counts, and whoever it drops is out."""

from collections.abc import Callable, Collection, Iterable, Mapping
from datetime import datetime
from functools import lru_cache
from typing import Any

from sqlalchemy import ColumnElement, Connection, Insert, Select, delete, func, insert, select, true

from storage.bulk import given, source, types
from storage.database import Database
from storage.execution import execute
from storage.tables import import_batch, list_member
from storage.upsert import insert_into

PIECE = 2_000
"""Members of one transaction: the daemon's own transactions come in between."""
KEPT = 2
"""How many of a list stay: the one that counts, and the one before it, which counts again when that one is undone."""

_MEMBER = types(list_member, ("batch", "contact"))
_ITS = import_batch.c
_WHOLE = _ITS.finished_at.is_not(None) & _ITS.undoing_since.is_(None)
"""An import that is under way, was broken off, or is taken back, is no list."""


def standing_batch(tenant: ColumnElement[int] | int, name: str) -> Select[Any]:
    """The number of the import that a list consists of; null where it was never brought in."""
    return select(func.max(_ITS.id)).where(_ITS.tenant == tenant, _ITS.list == name, _WHOLE)


def brought(connection: Connection, tenant: int) -> Mapping[str, datetime]:
    """List to when the one that counts was brought in; a list that never came is left out."""
    last = select(func.max(_ITS.id)).where(_ITS.tenant == tenant, _ITS.list.is_not(None), _WHOLE).group_by(_ITS.list)
    return {row.list: row.at for row in connection.execute(select(_ITS.list, _ITS.at).where(_ITS.id.in_(last)))}


def write_members(connection: Connection, batch: int, contacts: Collection[int]) -> None:
    """These stand in the list that an import brings; who does already, since it was broken off, still does."""
    if contacts:
        dialect, rows = connection.dialect, [(batch, number) for number in sorted(contacts)]
        execute(connection, _writing(dialect.name), given(dialect, _MEMBER, rows))


def stand_in(connection: Connection, tenant: int, name: str, contact: int, now: datetime) -> None:
    """Somebody who was made up stands in a list; where it never came, it is made up too."""
    batch: int | None = connection.scalar(standing_batch(tenant, name))
    if batch is None:
        row = {"tenant": tenant, "file": name, "sha256": "", "list": name, "rows": 0, "created": 0}
        made = insert(import_batch).values(**row, at=now, moved_at=now, finished_at=now)
        batch = connection.scalars(made.returning(_ITS.id)).one()
    write_members(connection, batch, [contact])


def count_dropped(connection: Connection, tenant: int, name: str, stays: Callable[[int], bool]) -> int:
    """How many stand in the list as it is and not in the one that comes. `stays`: whether that one has a contact."""
    before = standing_batch(tenant, name).scalar_subquery()
    members = connection.execute(select(list_member.c.contact).where(list_member.c.batch == before))
    return sum(not stays(number) for (number,) in members)


def forget_older(database: Database, tenant: int, name: str) -> None:
    """Who stood in the lists before the last ones is not kept."""
    whole = select(_ITS.id).where(_ITS.tenant == tenant, _ITS.list == name, _WHOLE).order_by(_ITS.id.desc())
    with database.read() as connection:
        older = list(connection.scalars(whole.offset(KEPT)))
    forget_members(database, older)


def forget_members(database: Database, batches: Iterable[int]) -> None:
    """Nobody stands in these any more; in pieces, for one may have a million."""
    its = list_member.c
    for batch in batches:
        gone = PIECE
        while gone == PIECE:
            some = select(its.contact).where(its.batch == batch).limit(PIECE)
            with database.write() as connection:
                gone = connection.execute(delete(list_member).where(its.batch == batch, its.contact.in_(some))).rowcount


@lru_cache(maxsize=2)
def _writing(dialect: str) -> Insert:
    # Without the condition SQLite would take the ON of the conflict for a join's (www.sqlite.org/lang_upsert.html).
    rows = select(*source(_MEMBER, dialect).values()).where(true())
    columns = [name for name, _ in _MEMBER]
    return insert_into(dialect, list_member).from_select(columns, rows).on_conflict_do_nothing()
