"""All that is known of one work order: its order, who said what of it, and the files that show it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import Connection, func, select

from channels.keys import Key
from delivery.publications.errands import Errand, errand
from storage.extensions import Extension, extension_of
from storage.recounts import Recount, recounts
from storage.tables import file, order_person, publication, work_order


class Shown(NamedTuple):
    """A file that shows something, or was handed in."""

    name: str
    digest: str
    mime: str
    size: int


@dataclass(frozen=True, slots=True)
class Details:
    """One order."""

    order: Errand
    key: Key
    medium: str
    postponements: int
    said_at: datetime | None
    """When a person said what became of it."""
    said_by: str
    extension: Extension | None
    recounts: Sequence[Recount]
    files: Mapping[str, Shown]
    """By SHA-256: evidence, and what was handed in."""
    people: int
    """How many persons it names, to be called or visited."""


def read_details(connection: Connection, tenant_id: int, number: int) -> Details | None:
    """None where the municipality has no such order."""
    order = errand(connection, tenant_id, number)
    if order is None:
        return None
    its = work_order.c
    asked = select(its.postponements, its.confirmed_at, its.confirmed_by, publication.c.medium)
    row = connection.execute(asked.join(publication, publication.c.id == its.publication).where(its.id == number)).one()
    people = connection.scalar(select(func.count()).where(order_person.c.work_order == number))
    return Details(
        order=order,
        key=Key.parse(order.key),
        medium=row.medium,
        postponements=row.postponements,
        said_at=row.confirmed_at,
        said_by=row.confirmed_by or "",
        extension=extension_of(connection, number) if order.asked_by else None,
        recounts=recounts(connection, [number]).get(number, ()),
        files=_files(connection, order),
        people=people or 0,
    )


def _files(connection: Connection, order: Errand) -> dict[str, Shown]:
    names = {digest: name for receipt in order.receipts for name, digest in receipt.files}
    names |= {digest: name for name, digest in order.evidence}
    if not names:
        return {}
    asked = select(file.c.sha256, file.c.mime, file.c.size).where(file.c.sha256.in_(list(names)))
    known = {row.sha256: row for row in connection.execute(asked)}
    return {
        digest: Shown(name, digest, known[digest].mime, known[digest].size)
        for digest, name in names.items()
        if digest in known
    }
