"""A list brought in, or taken back, by somebody's word: the rows, and what the audit keeps of it."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, tzinfo
from pathlib import Path

from audience.consent_list import Grant
from audience.contacts_import import Watch, import_contacts
from audience.import_result import ImportResult
from audience.import_undo import Undone, undo_import
from audience.import_words import counts_of, undone_counts
from storage.audit import append
from storage.database import Database


@dataclass(frozen=True, slots=True)
class Bringing:
    """How a list is to be taken."""

    path: Path
    grant: Grant
    """What is said of the consents in it."""
    name: str | None
    """Which of the municipality's lists it is; None: none, and whoever is in it stays."""
    homes: bool
    """Whoever has no address is taken, too, under name and place."""
    asked: Collection[str]
    """Columns that publics ask for."""


def grant_of(listed: str, zone: tzinfo, basis: str | None, proof: str, purpose: str) -> Grant:
    """What is said of the consents in a list.

    `listed`: what its own column stands on; `basis`: why everybody may be written to, where that is said.
    """
    if not basis:
        return Grant(listed, zone)
    return Grant(proof, zone, everybody=True, purpose=purpose, basis=basis, listed=listed)


def rehearse(
    database: Database, tenant_id: int, secret: bytes, its: Bringing, now: datetime, watch: Watch | None = None
) -> ImportResult:
    """What would become of it. Raises BadContactsFile, OSError, StorageError."""
    return _import(database, tenant_id, secret, its, now, watch, dry_run=True)


def bring(
    database: Database,
    tenant_id: int,
    secret: bytes,
    its: Bringing,
    actor: str,
    now: datetime,
    watch: Watch | None = None,
) -> ImportResult:
    """Take it in. Raises what `import_contacts` does: one that was broken off goes on when it is brought again."""
    result = _import(database, tenant_id, secret, its, now, watch, dry_run=False)
    with database.write() as connection:
        told: dict[str, object] = {**counts_of(result), "batch": result.batch}
        append(connection, tenant_id, actor, "contacts_import", its.path.name, told, now)
    return result


def take_back(database: Database, tenant_id: int, number: int, actor: str, now: datetime) -> Undone:
    """Undo an import. Raises NoSuchBatch, StorageError."""
    undone = undo_import(database, tenant_id, number, now)
    if undone.batch.undone_at is None:
        with database.write() as connection:
            append(connection, tenant_id, actor, "contacts_undo", str(number), undone_counts(undone), now)
    return undone


def _import(
    database: Database,
    tenant_id: int,
    secret: bytes,
    its: Bringing,
    now: datetime,
    watch: Watch | None,
    *,
    dry_run: bool,
) -> ImportResult:
    of = (database, tenant_id, its.path, secret, now)
    return import_contacts(
        *of, dry_run=dry_run, watch=watch, grant=its.grant, name=its.name, homes=its.homes, asked=its.asked
    )
