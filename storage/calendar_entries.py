"""What the public was told of each date of an event: its number of change, and whether it is called off."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, select, update

from storage.tables import calendar_entry
from storage.upsert import insert

Told = Mapping[str, Any]
"""A date as it was told, in JSON's own types; `ends` is its end in ISO 8601 with an offset."""


@dataclass(frozen=True, slots=True)
class CalendarEntry:
    """One date of an event as subscribers know it."""

    uid: str
    sequence: int
    """0 at first; higher by one with each change (RFC 5545 §3.8.7.4)."""
    told: Told
    cancelled: bool
    changed_at: datetime


def tell_calendar(
    connection: Connection,
    tenant_id: int,
    dates: Mapping[str, Told],
    held: Collection[str],
    now: datetime,
    *,
    whole: bool = True,
    over: Collection[str] = (),
) -> Sequence[CalendarEntry]:
    """Take up the dates as they are now, and give every entry as it stands after it, the oldest first.

    `dates`: by uid. One that is told otherwise than before rises by one; one that is gone before its end is called off,
    and stands again, risen, should it come back. `held`: uids of dates that nobody has approved as they are now: they
    stay as they were told last, and are not told where they never were. `whole`: these are all dates that there are;
    else nothing is called off. `over`: uids of dates that have passed: they are not told where they never were.
    """
    known = {entry.uid: entry for entry in calendar_entries(connection, tenant_id)}
    for uid, told in dates.items():
        if uid in held:
            continue
        before = known.get(uid)
        if before is None and uid in over:
            continue
        if before is None:
            values = {"tenant": tenant_id, "uid": uid, "told": dict(told), "changed_at": now}
            connection.execute(insert(connection, calendar_entry).values(**values).on_conflict_do_nothing())
        elif before.cancelled or before.told != told:
            _change(connection, tenant_id, before, now, told=dict(told), cancelled=False)
    for uid, before in known.items() if whole else ():
        if uid not in dates and not before.cancelled and datetime.fromisoformat(before.told["ends"]) > now:
            _change(connection, tenant_id, before, now, cancelled=True)
    return calendar_entries(connection, tenant_id)


def calendar_entries(connection: Connection, tenant_id: int) -> list[CalendarEntry]:
    """Every entry of a municipality, in the order in which they were told first."""
    columns = calendar_entry.c
    asked = (
        select(columns.uid, columns.sequence, columns.told, columns.cancelled, columns.changed_at)
        .where(columns.tenant == tenant_id)
        .order_by(columns.id)
    )
    return [CalendarEntry(*row) for row in connection.execute(asked)]


def _change(connection: Connection, tenant_id: int, before: CalendarEntry, now: datetime, **values: object) -> None:
    # Of two processes that find the same change, the second finds it made.
    columns = calendar_entry.c
    connection.execute(
        update(calendar_entry)
        .where(columns.tenant == tenant_id, columns.uid == before.uid, columns.sequence == before.sequence)
        .values(sequence=before.sequence + 1, changed_at=now, **values)
    )
