"""What the last look at each account found, kept with the database; and that one is under way, in whatever process."""

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from sqlalchemy import Connection

from channels.capabilities import Finding, Standing
from storage import meta

MACHINE = ""
"""In the place of an account: the machine, the site and the program's own pages."""


@dataclass(frozen=True, slots=True)
class Looked:
    """One look at one account."""

    at: datetime
    found: Sequence[Finding]


@dataclass(frozen=True, slots=True)
class Kept:
    """All looks of a municipality."""

    looked: Mapping[str, Looked] = field(default_factory=dict)
    """The last one at each account, and at `MACHINE`."""
    failed: str = ""
    """Why the last one came to no end, in Spanish."""
    running: bool = False
    """One is under way."""


def begin(connection: Connection, tenant_id: int, now: datetime, limit: timedelta) -> bool:
    """Say that a look begins; False where another is under way, which is believed for as long as its `limit`."""
    return meta.claim(connection, _until(tenant_id), _moment(now + limit), _moment(now))


def finish(
    connection: Connection,
    tenant_id: int,
    found: Mapping[str, Sequence[Finding]],
    known: Collection[str],
    now: datetime,
    failed: str = "",
) -> None:
    """Keep what it found, by account; of those that are not `known` any more nothing is kept."""
    looked = {name: each for name, each in kept(connection, tenant_id, now).looked.items() if name in (*known, MACHINE)}
    looked |= {name: Looked(now, its) for name, its in found.items()}
    told = {name: [_moment(each.at), [list(one) for one in each.found]] for name, each in looked.items()}
    meta.put(connection, _name(tenant_id), json.dumps({"looked": told, "failed": failed}, ensure_ascii=False))
    meta.put(connection, _until(tenant_id), "")


def kept(connection: Connection, tenant_id: int, now: datetime) -> Kept:
    """What is known; nothing where nobody has looked yet."""
    until, written = meta.get(connection, _until(tenant_id)) or "", meta.get(connection, _name(tenant_id))
    running = until > _moment(now)
    if written is None:
        return Kept(running=running)
    told = json.loads(written)
    looked = {name: Looked(datetime.fromisoformat(at), _findings(its)) for name, (at, its) in told["looked"].items()}
    return Kept(looked, told["failed"], running)


def _findings(told: Sequence[Sequence[str]]) -> list[Finding]:
    return [Finding(check, Standing(standing), said, advice) for check, standing, said, advice in told]


def _name(tenant_id: int) -> str:
    return f"checkup:{tenant_id}"


def _until(tenant_id: int) -> str:
    return f"checkup_until:{tenant_id}"


def _moment(moment: datetime) -> str:
    """As it sorts."""
    return moment.astimezone(UTC).isoformat(timespec="seconds")
