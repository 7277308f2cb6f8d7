"""Copies that the daemon makes by itself: when one is due, what came of the last, and how that is told."""

import json
import re
from collections.abc import Iterable
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import Connection

from campaigns.municipality import Copies
from campaigns.when import Context, Slot, expand, parse
from delivery.workplace import Workplace
from storage import meta
from storage.chores import OPEN, Chore, ChoreState, add_chore, chores, end_chore, take_chore, tenants_with_open

KIND = "copy"
SUBJECT = "database"
FOLDER = "copias"
"""Under `var/`, where staff name no other folder."""
BACK = timedelta(days=40)
"""How far back a time is looked for that was slept through: one that comes each month is found."""
NAME = "copia-{slug}-{at:%Y%m%dT%H%M}.tar.gz"
AGAIN = timedelta(minutes=15)
"""When a copy that failed is tried again."""
BELIEVED = timedelta(minutes=2)
"""For how long whoever makes a copy is believed to be at it without a word."""
OVERDUE = timedelta(minutes=30)
"""A copy that nobody has begun for so long is told."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of the last try, and which copy was good last."""

    tried_at: datetime
    error: str = ""
    """In Spanish; empty where it went well."""
    good_at: datetime | None = None
    """When the last good copy was made; None: there is none yet."""
    file: str = ""
    rows: int = 0
    size: int = 0
    """Bytes."""
    lost: int = 0
    """Files that the last good copy lacks, since the disk had lost them."""


@dataclass(frozen=True, slots=True)
class Order:
    """What to copy, and where to."""

    url: str
    keyring: str
    files: str
    """`var/archivos`, which need not be there."""
    target: str
    slug: str
    """Whose older copies make room."""
    keep: int

    def to_json(self) -> str:
        """As the process that makes the copy reads it."""
        return json.dumps(asdict(self))


@dataclass(frozen=True, slots=True)
class CopyStatus:
    """How a municipality's copies stand."""

    outcome: Outcome | None
    """None: none has been tried."""
    slot: str
    """The time of the latest, as staff wrote it; empty: none has been due."""
    state: ChoreState | None
    due_at: datetime | None

    @property
    def good_at(self) -> datetime | None:
        """When the last good copy was made."""
        return self.outcome.good_at if self.outcome is not None else None

    def wrong(self, now: datetime) -> str:
        """Why somebody should look, in Spanish; empty where all is well."""
        failing = self.state in (ChoreState.FAILING, ChoreState.FAILED)
        if (failing or self.state is ChoreState.RUNNING) and self.outcome is not None and self.outcome.error:
            return f"La copia de seguridad no se pudo hacer: {self.outcome.error}"
        if self.state in (ChoreState.DUE, ChoreState.RUNNING) and self.due_at and now - self.due_at > OVERDUE:
            return "La copia de seguridad está atrasada: nadie la está haciendo."
        return ""


def keeper(places: Iterable[Workplace]) -> Workplace | None:
    """Whose `copias` count: in a hub, whose municipalities share one database, the first that has them."""
    return next((place for place in sorted(places, key=lambda each: each.tenant_id) if _copies(place)), None)


def settings(place: Workplace) -> Copies:
    """What its staff wrote. The place is a `keeper`."""
    found = _copies(place)
    assert found is not None
    return found


def asks_for_one(connection: Connection, place: Workplace, now: datetime) -> bool:
    """Whether `take_copy` may find something to do; asked without writing."""
    slot, last = latest(place, now), _last(connection, place.tenant_id)
    if slot is not None and (last is None or last.slot != slot.occurrence):
        return True
    return last is not None and last.state in OPEN and last.due_at <= now


def take_copy(connection: Connection, place: Workplace, now: datetime) -> Chore | None:
    """Begin the copy that is due now, written down where it is new; None where nothing is, or another is at it.

    Of all times that were slept through one is made up for, the latest.
    """
    slot = latest(place, now)
    if slot is not None and slot.local is not None:
        add_chore(connection, place.tenant_id, KIND, SUBJECT, slot.occurrence, slot.local.astimezone(UTC))
    last = _last(connection, place.tenant_id)
    return last if last is not None and take_chore(connection, last.id, now, BELIEVED) else None


def latest(place: Workplace, now: datetime) -> Slot | None:
    """The last time at which a copy was to be made."""
    zone = place.tenant.municipality.zone
    local = now.astimezone(zone)
    found = expand(
        parse(settings(place).when),
        Context(zone, place.tenant.workdays),
        local - BACK,
        local + timedelta(microseconds=1),
    )
    return found[-1] if found else None


def folder_of(place: Workplace) -> Path:
    """Where its copies lie."""
    named = settings(place).folder
    return Path(named) if named else place.folder / FOLDER


def file_of(place: Workplace, now: datetime) -> Path:
    """The file of a copy that is made now, by the municipality's clock."""
    local = now.astimezone(place.tenant.municipality.zone)
    return folder_of(place) / NAME.format(slug=place.tenant.slug, at=local)


def surplus(folder: Path, slug: str, keep: int) -> list[Path]:
    """The copies of a municipality beyond the `keep` newest, the oldest first, whatever else lies in the folder."""
    ours = re.compile(rf"copia-{re.escape(slug)}-\d{{8}}T\d{{4}}\.tar\.gz")
    found = sorted(path for path in folder.iterdir() if ours.fullmatch(path.name))
    return found[: max(0, len(found) - keep)]


def note(connection: Connection, tenant: int, outcome: Outcome) -> None:
    """Remember what came of the last try."""
    meta.put(connection, _name(tenant), json.dumps(asdict(outcome), default=datetime.isoformat))


def outcome_of(connection: Connection, tenant: int) -> Outcome | None:
    """What came of the last try; None: there was none."""
    written = meta.get(connection, _name(tenant))
    if written is None:
        return None
    told: dict[str, Any] = json.loads(written)
    for name in ("tried_at", "good_at"):
        told[name] = datetime.fromisoformat(told[name]) if told[name] else None
    return Outcome(**told)


def unwanted(connection: Connection, keeping: int | None) -> list[int]:
    """Municipalities with a copy that is not done, though their staff want none any more."""
    return [tenant for tenant in tenants_with_open(connection, KIND) if tenant != keeping]


def forget(connection: Connection, tenant: int, now: datetime) -> None:
    """What failed, or was not begun, is over."""
    last = _last(connection, tenant)
    if last is not None:
        end_chore(connection, last.id, ChoreState.FAILED, now)
    if (outcome := outcome_of(connection, tenant)) is not None:
        note(connection, tenant, replace(outcome, error=""))


def copy_status(connection: Connection, tenant: int) -> CopyStatus | None:
    """How a municipality's copies stand; None where it never had any."""
    last = _last(connection, tenant)
    outcome = outcome_of(connection, tenant)
    if last is None:
        return None if outcome is None else CopyStatus(outcome, "", None, None)
    return CopyStatus(outcome, last.slot, last.state, last.due_at)


def _last(connection: Connection, tenant: int) -> Chore | None:
    return next(iter(chores(connection, tenant, KIND, SUBJECT, 1)), None)


def _name(tenant: int) -> str:
    return f"copy:{tenant}"


def _copies(place: Workplace) -> Copies | None:
    return place.tenant.municipality.copies
