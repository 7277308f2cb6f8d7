"""`canales.yaml`: the named accounts through which messages go out."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from typing import Literal

from pydantic import Field

from campaigns.entry import Entry, Lines, Slug, Text
from campaigns.money import Pesos
from channels.adapter import Kind, Options, Pace, Profile
from channels.manual import CALL, ManualOptions

MOST_LANES = 8
"""Over which one account's mails are spread."""


class PaceEntry(Entry):
    """Figures of the service that differ from the adapter's own."""

    per_second: float | None = Field(default=None, alias="por-segundo", gt=0)
    burst: int | None = Field(default=None, alias="rafaga", ge=1)
    quota: int | None = Field(default=None, alias="cuota", ge=1)
    quota_hours: float | None = Field(default=None, alias="cuota-horas", gt=0)
    concurrency: int | None = Field(default=None, alias="simultaneos", ge=1, le=100)
    readings: int | None = Field(default=None, alias="lecturas", ge=1, le=10_000)
    lanes: int | None = Field(default=None, alias="carriles", ge=1, le=MOST_LANES)


class AccountEntry(Entry):
    """One account as the file has it."""

    type: Text = Field(alias="tipo")
    """The adapter: a name of the channels' registry."""
    target: Text | None = Field(default=None, alias="destino")
    """`personas`, or the named target of posts (a channel, a page). Left out: what the adapter does alone."""
    medium: Text | None = Field(default=None, alias="medio")
    """The medium under which reports count it; left out: the adapter's."""
    mode: Literal["pruebas", "real"] = Field(alias="modo")
    responsible: Slug | None = Field(default=None, alias="responsable")
    """Who carries out its work orders."""
    term: Text | None = Field(default=None, alias="plazo")
    """How long its work orders may take: «2 días hábiles», «3 horas»."""
    cost: Pesos = Field(default=Decimal(0), alias="costo")
    """What one costs, in pesos: a message, a post, a spot, a leaflet."""
    budget: Pesos | None = Field(default=None, alias="presupuesto")
    """What may be spent on it in a calendar year, in pesos."""
    stock: int | None = Field(default=None, alias="existencias", ge=0)
    """How many there are in all, where people carry it out: contracted spots, printed leaflets."""
    pace: PaceEntry = Field(default_factory=PaceEntry, alias="ritmo")
    ages: Lines | None = Field(default=None, alias="medir")
    """At which ages its posts are asked for their figures: `[1 hora, 1 día]`; `no`: never."""
    options: dict[str, object] = Field(default_factory=dict, alias="opciones")


@dataclass(frozen=True, slots=True)
class Account:
    """One account, checked: the entry beside what its adapter declares."""

    name: str
    type: str
    kind: Kind
    target: str
    """Empty for persons and work orders."""
    medium: str
    publishes: bool
    """What goes out here counts as published content."""
    mode: Literal["pruebas", "real"]
    profile: Profile
    pace: Pace
    sender: str
    """The credential's identity: accounts with the same one share a lane."""
    options: Options
    responsible: str | None
    term: str | None
    quota_window: timedelta
    cost: Decimal = Decimal(0)
    """Of one unit, in pesos."""
    budget: Decimal | None = None
    """Pesos for a calendar year; None: no limit."""
    stock: int | None = None
    """Units in all; None: no limit."""
    ages: tuple[timedelta, ...] = ()
    """At which ages its posts are asked for their figures; none where its service tells none."""
    stop: str = ""
    """What a recipient writes to the account to get no more: `/stop`; empty where nobody would hear it."""

    @property
    def lists_people(self) -> bool:
        """Whether its work orders name persons: those whom none of the message's other accounts reaches."""
        return isinstance(self.options, ManualOptions) and self.options.people

    @property
    def calls(self) -> bool:
        """Whether these are called on the telephone, and else visited."""
        return isinstance(self.options, ManualOptions) and self.options.kind == CALL


AccountEntries = Mapping[str, AccountEntry]
