"""What whoever builds a site is told: all of it plain values, so that a process of its own can be told it too."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from pydantic import TypeAdapter
from pydantic_core import to_json

from website.agenda import EventDate

CONTRIBUTORS = "/veedurias-y-juntas/"
"""The path of the page of all contributors."""


class World(StrEnum):
    """Whose publications the site shows: those that went out, those of tests, those of a rehearsal."""

    REAL = "real"
    SANDBOX = "pruebas"
    SIMULATED = "simulada"


@dataclass(frozen=True, slots=True, kw_only=True)
class Face:
    """How a municipality presents itself."""

    name: str
    body: str
    site: str
    """The public address, without a final slash."""
    zone: str
    """IANA name."""
    contact: tuple[tuple[str, str], ...]
    policy: str
    """The address of the data policy."""
    colour: str
    """The brand's, `#rrggbb`."""
    shield: str = ""
    """The file of the coat of arms; empty: there is none."""
    subscribe: str = ""
    """The address of the page where people subscribe to topics; empty: there is none."""


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the site."""

    name: str
    """In addresses."""
    title: str
    accounts: tuple[str, ...]
    """The web accounts whose publications stand there."""


@dataclass(frozen=True, slots=True)
class Contributor:
    """An organisation of citizens that publishes in its own name."""

    name: str
    """In addresses."""
    title: str
    kind: str
    """«Veeduría ciudadana», for people."""
    contact: tuple[tuple[str, str], ...]

    @property
    def path(self) -> str:
        """Of its page, with a slash at both ends."""
        return f"{CONTRIBUTORS}{self.name}/"


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """One site to be built, or to be brought up to date."""

    database: str
    """Its address."""
    tenant: int
    municipality: str
    """Its name in keys, by which a folder knows whose site it has."""
    world: World
    face: Face
    sections: tuple[Section, ...]
    contributors: tuple[Contributor, ...]
    """In the order of `municipio.yaml`."""
    campaigns: dict[str, str]
    """Title of each campaign by its id."""
    repeats: dict[str, str]
    """The rule of each event that has one, as staff wrote it, by campaign."""
    events: tuple[EventDate, ...]
    held: tuple[str, ...]
    """Uids of dates that nobody has approved as they are now."""
    whole: bool
    """Every campaign could be read: what is not among the events is gone."""
    archive: str
    """The folder with the frozen bytes of pictures and documents."""
    files: str
    """A folder whose files the site serves as `/archivos/<name>`."""
    memory: str
    """A file in which what was read of publications is kept until the next time."""
    folder: str
    """Where the site lies."""
    since: datetime
    """What was over by then and was never told is not told any more: nobody could have known of it."""
    now: datetime

    def to_json(self) -> bytes:
        """For a pipe. The reader of orders is made only where one is read: it would stay in the daemon's memory."""
        return to_json(self)

    @classmethod
    def from_json(cls, told: bytes) -> "Order":
        """The same order again. Raises ValueError."""
        return TypeAdapter(cls).validate_json(told)
