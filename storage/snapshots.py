"""Reports of closed periods, kept letter by letter: a correction adds a version and rewrites none."""

import hashlib
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple

from sqlalchemy import Connection, Row, ScalarSelect, Select, func, insert, select

from storage import upsert
from storage.errors import StorageError
from storage.tables import closed_plan, period_snapshot


class SpoiledSnapshot(StorageError):
    """What was kept of a closed period is not what was written."""


@dataclass(frozen=True, slots=True)
class Snapshot:
    """One version of a closed period."""

    period: str
    """`2027-01`."""
    version: int
    """From 1 on."""
    words: str
    """The plan and its indicators as they were, as JSON."""
    figures: str
    """The report's figures, as canonical JSON."""
    digest: str
    """The sha256 of `figures`, in hexadecimal."""
    taken_at: datetime
    by: str
    reason: str
    """Why there is another version; empty for the first."""
    document: str | None = None
    """The report as it was shown, as JSON; None of what was closed before documents were kept."""
    document_digest: str = ""
    """The sha256 of `document`; empty where there is none."""


class KeptFigures(NamedTuple):
    """What the newest version of a closed period counts, without how it was shown."""

    words: str
    """The plan and its indicators, as JSON; of periods that share a plan the very same."""
    figures: str
    version: int
    digest: str


def digest_of(text: str) -> str:
    """The sha256 of a text in UTF-8, in hexadecimal."""
    return hashlib.sha256(text.encode()).hexdigest()


def add_snapshot(connection: Connection, tenant: int, first: date, last: date, taken: Snapshot) -> None:
    """Keep a version. `first`, `last`: the period's days. Raises IntegrityError where it is there already."""
    plan = digest_of(taken.words)
    words = upsert.insert(connection, closed_plan).values(sha256=plan, words=taken.words)
    connection.execute(words.on_conflict_do_nothing(index_elements=[closed_plan.c.sha256]))
    row = {
        "tenant": tenant,
        "period": taken.period,
        "version": taken.version,
        "first": first,
        "last": last,
        "plan": plan,
        "figures": taken.figures,
        "digest": taken.digest,
        "taken_at": taken.taken_at,
        "by": taken.by,
        "reason": taken.reason,
        "document": taken.document,
        "document_digest": taken.document_digest,
    }
    connection.execute(insert(period_snapshot), [row])


def last_snapshot(connection: Connection, tenant: int, period: str) -> Snapshot | None:
    """The newest version of a closed period; None: it is not closed. Raises SpoiledSnapshot."""
    its = period_snapshot.c
    asked = _snapshots().where(its.tenant == tenant, its.period == period).order_by(its.version.desc()).limit(1)
    row = connection.execute(asked).first()
    return None if row is None else _snapshot(row)


def last_figures(connection: Connection, tenant: int, periods: Collection[str]) -> Mapping[str, KeptFigures]:
    """Those of the periods that are closed, by key. Raises SpoiledSnapshot."""
    its, plan = period_snapshot.c, closed_plan.c
    columns = (its.period, its.version, its.figures, its.digest, its.plan)
    asked = select(*columns).where(its.tenant == tenant, its.period.in_(periods)).where(its.version == _newest())
    rows = connection.execute(asked).all()
    kept = select(plan.sha256, plan.words).where(plan.sha256.in_({row.plan for row in rows}))
    words = {row.sha256: row.words for row in connection.execute(kept)}
    for row in rows:
        if digest_of(row.figures) != row.digest:
            raise _spoiled("Las cifras", row)
    return {row.period: KeptFigures(words[row.plan], row.figures, row.version, row.digest) for row in rows}


def closed_since(connection: Connection, tenant: int, day: date, until: date) -> tuple[Snapshot, ...]:
    """The newest version of each closed period that ends on `day` or later and begins on `until` or earlier.

    Raises SpoiledSnapshot.
    """
    its = period_snapshot.c
    near = (its.tenant == tenant, its.last >= day, its.first <= until)
    asked = _snapshots().where(*near, its.version == _newest()).order_by(its.last, its.first.desc())
    return tuple(map(_snapshot, connection.execute(asked)))


def closed_periods(connection: Connection, tenant: int) -> Collection[str]:
    """The keys of all that is closed."""
    its = period_snapshot.c
    return frozenset(connection.scalars(select(its.period).where(its.tenant == tenant, its.version == 1)))


class ClosedPeriod(NamedTuple):
    """A closed period without what it says."""

    period: str
    version: int
    """Of its last one."""
    digest: str
    closed_at: datetime
    """When its first version was kept."""
    corrected_at: datetime | None
    """When its last one was; None: it was not corrected."""


def closed_among(connection: Connection, tenant: int, periods: Collection[str]) -> Mapping[str, ClosedPeriod]:
    """Those of the periods that are closed, by key."""
    its = period_snapshot.c
    asked = select(its.period, its.version, its.digest, its.taken_at).where(its.tenant == tenant)
    found: dict[str, ClosedPeriod] = {}
    for row in connection.execute(asked.where(its.period.in_(periods)).order_by(its.period, its.version)):
        first = found.get(row.period)
        since, corrected = (row.taken_at, None) if first is None else (first.closed_at, row.taken_at)
        found[row.period] = ClosedPeriod(row.period, row.version, row.digest, since, corrected)
    return found


def sealed_with(connection: Connection, tenant: int, seal: str) -> tuple[str, int] | None:
    """The closed period, by key and version, whose figures bear a seal: what is kept of them, or what is printed."""
    its = period_snapshot.c
    kept = select(its.period, its.version).where(its.tenant == tenant, its.digest == seal)
    found = connection.execute(kept).first()
    if found is not None:
        return found.period, found.version
    with_words = select(its.id).where(its.tenant == tenant, its.document.is_not(None)).order_by(its.id.desc())
    for number in connection.scalars(with_words).all():
        # One at a time: unpacked, a year's is a megabyte.
        row = connection.execute(select(its.period, its.version, its.document).where(its.id == number)).one()
        if seal in row.document:
            return row.period, row.version
    return None


def _newest() -> ScalarSelect[int]:
    its, other = period_snapshot.c, period_snapshot.alias()
    same = (other.c.tenant == its.tenant, other.c.period == its.period)
    return select(func.max(other.c.version)).where(*same).correlate(period_snapshot).scalar_subquery()


def _snapshots() -> Select[Any]:
    its = period_snapshot.c
    columns = (its.period, its.version, its.figures, its.digest, its.taken_at, its.by, its.reason)
    shown = (its.document, its.document_digest)
    return select(*columns, *shown, closed_plan.c.words).join(closed_plan, closed_plan.c.sha256 == its.plan)


def _snapshot(row: Row[Any]) -> Snapshot:
    if digest_of(row.figures) != row.digest:
        raise _spoiled("Las cifras", row)
    if row.document_digest != ("" if row.document is None else digest_of(row.document)):
        raise _spoiled("Las palabras", row)
    return Snapshot(**row._mapping)


def _spoiled(what: str, row: Row[*tuple[Any, ...]]) -> SpoiledSnapshot:
    return SpoiledSnapshot(
        f"{what} del periodo cerrado {row.period} (versión {row.version}) no son las que se guardaron: su huella no "
        "coincide. Alguien cambió la base de datos; restáurela de una copia de seguridad."
    )
