"""What every step of delivery is handed for one tenant."""

from collections.abc import Collection
from dataclasses import dataclass, field
from pathlib import Path

from sqlalchemy import Connection

from campaigns.account import Account
from campaigns.tenant import Tenant
from channels.adapter import Kind, Pace
from delivery.clock import Clock
from delivery.engines.engine import LaneId
from delivery.old_layout import move_in
from delivery.reporter import Reporter
from delivery.shares import share
from storage.database import Database
from storage.keyring import Keyring, open_keyring
from storage.restorations import Restoration, restorations
from storage.states import Mode
from storage.tenants import Face, tenant_id

KEYS = "claves"
"""The key file under `var/`."""
PLACES = "municipios"
"""Under `var/`: a folder for what each municipality publishes as files."""
SANDBOX = "pruebas"
"""Under `var/`: a folder for each municipality's finished messages of accounts in `pruebas`."""
REHEARSED = "mensajes"
"""In the folder of a rehearsal: the finished messages."""


def outgoing(folder: Path, tenant: Tenant) -> Path:
    """Where what a municipality publishes as files lies. `folder`: `var/`."""
    return folder / PLACES / tenant.slug


@dataclass(frozen=True, slots=True)
class Workplace:
    """A tenant's configuration beside its rows, its keys, its folder and the time."""

    tenant: Tenant
    tenant_id: int
    database: Database
    clock: Clock
    keyring: Keyring
    folder: Path
    """`var/`."""
    simulated: bool = False
    """Nothing leaves, and every publication says so."""
    keeps_messages: bool = True
    """False: finished messages are computed but written nowhere (a simulation without `--out`)."""
    reporter: Reporter | None = None
    """Makes reports; None: whoever opened the place has none made."""
    restorations: tuple[Restoration, ...] = ()
    """What the database has been through. Nothing is restored under a daemon, so that they stay what they are."""

    @property
    def outgoing(self) -> Path:
        """Where the site and what is published on it lies: `var/municipios/<tenant>/`; a rehearsal's own folder.

        Keys name no tenant: two that share a `var/`, in a hub or not, would write over each other's pages.
        """
        return self.folder if self.simulated else outgoing(self.folder, self.tenant)

    @property
    def sandbox(self) -> Path:
        """Where finished messages lie that do not leave: `var/pruebas/<tenant>/`; of a rehearsal in its `mensajes/`."""
        return self.folder / REHEARSED if self.simulated else self.folder / SANDBOX / self.tenant.slug

    def mode(self, account: Account) -> Mode:
        """In which world a publication on this account takes place."""
        if self.simulated:
            return Mode.SIMULATED
        return Mode(account.mode)

    @property
    def spreads(self) -> bool:
        """Whether a credential may have several lanes: not on SQLite, where one daemon works at a time."""
        return self.database.dialect == "postgresql"

    def shards(self, sender: str) -> int:
        """Over how many lanes a credential's sending is spread: as many as all its accounts allow."""
        if not self.spreads:
            return 1
        return min((each.pace.lanes for each in self.tenant.accounts.values() if each.sender == sender), default=1)

    def lane(self, sender: str, shard: int = 0) -> LaneId:
        """A lane of a credential: its first, unless another is named."""
        return LaneId(self.tenant_id, sender, shard)

    def lanes(self, sender: str) -> tuple[LaneId, ...]:
        """All lanes of a credential; none where there is none."""
        return tuple(self.lane(sender, shard) for shard in range(self.shards(sender))) if sender else ()

    def pace(self, account: Account, shard: int) -> Pace:
        """What one lane has of an account's pace."""
        return share(account.pace, shard, self.shards(account.sender))


def configured_face(tenant: Tenant) -> Face:
    """What pages for everyone tell of a municipality, as its configuration has it."""
    its = tenant.municipality
    return Face(its.body, str(its.zone), tuple(its.contact.items()), str(its.data_policy), its.votes_per_network)


def open_workplace(
    connection: Connection,
    tenant: Tenant,
    database: Database,
    clock: Clock,
    folder: Path,
    *,
    simulated: bool = False,
    keeps_messages: bool = True,
    reporter: Reporter | None = None,
) -> Workplace:
    """The place of a tenant in a database; both its row and the database's keys are made where they are new.

    Raises `WrongKeys`, OSError where what an earlier version left in `folder` cannot be moved.
    """
    municipality = tenant.municipality
    number = tenant_id(connection, tenant.slug, configured_face(tenant))
    keyring = open_keyring(connection, folder / KEYS)
    been_through = restorations(connection)
    place = Workplace(
        tenant, number, database, clock, keyring, folder, simulated, keeps_messages, reporter, been_through
    )
    if not (simulated or tenant.in_hub):
        move_in(folder, place.outgoing, municipality.site_url, Path(database.where).name)
    return place


@dataclass(slots=True)
class Workplaces:
    """All tenants of a daemon, by number and by name. A reload puts a new one in an old one's place."""

    by_id: dict[int, Workplace] = field(default_factory=dict)

    def put(self, workplace: Workplace) -> None:
        """Add a tenant, or replace it."""
        self.by_id[workplace.tenant_id] = workplace

    def keep(self, numbers: Collection[int]) -> None:
        """Let go of the tenants that are not among these: their folders are gone."""
        self.by_id = {number: place for number, place in self.by_id.items() if number in numbers}

    @property
    def all(self) -> tuple[Workplace, ...]:
        """Every tenant."""
        return tuple(self.by_id.values())


def is_manual(account: Account, becomes: str) -> bool:
    """Whether a person carries it out: the medium has no service, or the message waits for its feature."""
    return account.kind is Kind.MANUAL or bool(becomes)
