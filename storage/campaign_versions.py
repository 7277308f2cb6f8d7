"""Each text that a campaign's file has had, since it is written from the browser."""

from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum
from hashlib import sha256
from typing import NamedTuple

from sqlalchemy import Connection, insert, select

from storage.execution import execute
from storage.tables import campaign_version

MOST = 50
"""Listed at once."""


class Origin(StrEnum):
    """How a text came about."""

    EDITED = "edited"
    COPIED = "copied"
    RESTORED = "restored"
    HAND = "hand"
    """In the folder, by whatever editor; kept when the browser found it there."""


class Version(NamedTuple):
    """One of them, without its text."""

    id: int
    file: str
    """`campanas/matriculas.yaml`."""
    sha256: str
    origin: str
    actor: str
    """Empty: by hand."""
    at: datetime


_COLUMNS = tuple(getattr(campaign_version.c, name) for name in Version._fields)


def keep_version(
    connection: Connection, tenant_id: int, file: str, data: bytes, origin: Origin, actor: str, now: datetime
) -> None:
    """Note a text, unless it is the one that was noted last."""
    digest = sha256(data).hexdigest()
    newest = versions_of(connection, tenant_id, file, most=1)
    if newest and newest[0].sha256 == digest:
        return
    values = {"tenant": tenant_id, "file": file, "sha256": digest, "data": data, "origin": origin.value}
    execute(connection, insert(campaign_version), {**values, "actor": actor, "at": now})


def versions_of(
    connection: Connection, tenant_id: int, file: str, before: int | None = None, most: int = MOST
) -> Sequence[Version]:
    """Of one file, the newest first. `before`: the number of the last one that was listed."""
    mine = (campaign_version.c.tenant == tenant_id) & (campaign_version.c.file == file)
    if before is not None:
        mine &= campaign_version.c.id < before
    found = select(*_COLUMNS).where(mine).order_by(campaign_version.c.id.desc()).limit(most)
    return [Version(*row) for row in connection.execute(found)]


def version_text(connection: Connection, tenant_id: int, file: str, number: int) -> tuple[Version, bytes] | None:
    """One of a file, with its text; None where it is none of that file."""
    mine = (campaign_version.c.tenant == tenant_id) & (campaign_version.c.file == file)
    row = connection.execute(
        select(*_COLUMNS, campaign_version.c.data).where(mine, campaign_version.c.id == number)
    ).one_or_none()
    return None if row is None else (Version(*row[:-1]), bytes(row[-1]))
