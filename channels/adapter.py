"""The contract of a channel: one mandatory verb, and what it declares about itself as data."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from pathlib import Path
from typing import ClassVar, Protocol, runtime_checkable

from pydantic import BaseModel, ConfigDict

from channels.message import Composed, Message, NotSent, Remember, Sent


class Kind(StrEnum):
    """To whom an account speaks."""

    DIRECT = "direct"
    """One message for each person."""
    BROADCAST = "broadcast"
    """One post for all."""
    MANUAL = "manual"
    """A work order that a person carries out."""


@dataclass(frozen=True, slots=True)
class TextLimit:
    """How long a text may be, and how its service counts."""

    maximum: int
    unit: str
    """What is counted, in Spanish, for the message to the writer: «caracteres», «unidades UTF-16» …"""
    count: Callable[[str], int] = len


@dataclass(frozen=True, slots=True)
class MediaRule:
    """Which files a service takes."""

    types: tuple[str, ...] = ()
    """MIME types; empty: it takes none."""
    maximum_bytes: int = 0
    maximum_count: int = 0
    required: bool = False
    """A post without an image cannot be made (Instagram)."""
    longest_alt: int = 0
    """Characters of the words that say what a file shows; 0: no limit."""
    public_url: bool = False
    """The service fetches the file itself from a public address."""


@dataclass(frozen=True, slots=True)
class PollRule:
    """What a service's own poll can do."""

    question: int
    options: tuple[int, int]
    """Least and most options."""
    option: int
    longest: timedelta


@dataclass(frozen=True, slots=True)
class Pace:
    """How fast a credential may send by default; configuration may change each figure."""

    per_second: float
    burst: int = 1
    quota: int | None = None
    """How many in each `quota_window`; None: no quota."""
    quota_window: timedelta = timedelta(days=1)
    concurrency: int = 4
    """How many sends may be under way at once."""
    lanes: int = 1
    """Over how many lanes its sending is spread, where several daemons can share them."""
    per_destination: timedelta = timedelta(0)
    """The least time between two messages to one destination."""


@dataclass(frozen=True, slots=True)
class Profile:
    """What a channel is and can do: the loader, the plan and the lane read it; no code asks the service."""

    medium: str
    """The medium that reports group by, in Spanish, unless the account names another."""
    kinds: tuple[Kind, ...]
    text: TextLimit
    subject: TextLimit | None = None
    """None: the medium has no subject."""
    caption: TextLimit | None = None
    """The limit of the text where an image goes with it, when it is another."""
    html: bool = False
    media: MediaRule = field(default_factory=MediaRule)
    attachments: MediaRule = field(default_factory=MediaRule)
    files_together: int = 0
    """Bytes of all files of one message; 0: only each has a limit."""
    poll: PollRule | None = None
    pace: Pace = field(default_factory=lambda: Pace(per_second=1.0))
    live: bool = True
    """False: the adapter cannot send yet, so its accounts run in `pruebas` only."""
    publishes: bool = True
    """What goes out here counts as published content."""
    certain_after: timedelta | None = None
    """How long after a send the service surely shows it, where it can be asked; None: it is never certain."""


class Options(BaseModel):
    """What `canales.yaml` gives an account under `opciones`. Each adapter derives its own."""

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=False, hide_input_in_errors=True)

    @property
    def advice(self) -> tuple[str, ...]:
        """What works and should be better, in Spanish: `check` tells it, and refuses nothing for it."""
        return ()


@dataclass(frozen=True, slots=True)
class Surroundings:
    """Where an adapter may put things; given when it is opened."""

    folder: Path
    """The daemon's `var/`."""
    account: str
    """The account's name in `canales.yaml`."""
    target: str
    """A post's destination (a channel, a page); empty for persons."""
    site_url: str
    """The public address of the municipality's site, without a final slash."""
    domain: str
    """The domain that message ids are made under."""


class Adapter(Protocol):
    """One open account. It does not retry, sleep, log, read the clock or know the database."""

    name: ClassVar[str]
    """The word after `tipo:`."""
    profile: ClassVar[Profile]
    options_model: ClassVar[type[Options]]
    """Derived from `Options`, with Spanish aliases: keys that staff write under `opciones:`."""

    def __init__(self, options: Options, surroundings: Surroundings) -> None:
        """Keeps both; opens no connection."""

    @classmethod
    def sender(cls, options: Options) -> str:
        """The credential's identity (SMTP host and user, bot id, X user): accounts that share it share a lane."""

    async def send(self, message: Message, remember: Remember) -> Sent:
        """Hand over one message.

        Raises `Rejected`, `Unavailable` or `Uncertain`, and nothing else. `await remember(token)` commits a
        resumption token before going on.
        """

    async def close(self) -> None:
        """Let go of connections."""


@runtime_checkable
class Composes(Protocol):
    """A medium whose finished form is more than its text: the sandbox writes it, the delivery keeps its sha256."""

    def compose(self, message: Message) -> Composed:
        """The bytes as they would leave; the same for the same message, and nothing is sent. Raises `Rejected`."""


class Line(Protocol):
    """Messages of one account that wait for their turn, and who is told what came of each."""

    def next(self) -> Message | None:
        """The message whose turn it is; None: there is none now."""

    def leaves(self, message: Message) -> bool:
        """Whether a message may still leave, asked right before its first byte does; it may not where the process was
        frozen so long that another has taken its work over."""

    def done(self, message: Message, outcome: Sent | NotSent) -> None:
        """What came of a message that `next` gave."""


@runtime_checkable
class Carries(Protocol):
    """A medium that hands over one message after another faster than each by itself."""

    async def carry(self, line: Line) -> None:
        """Hand over what the line gives until it gives no more, and tell it each outcome; several may run at once.

        Raises nothing for a message. Cancelled, it tells which of those it holds have surely not left.
        """


@runtime_checkable
class Reconciles(Protocol):
    """A service that can be asked whether an uncertain message went out."""

    async def reconcile(self, message: Message, since: datetime) -> Sent | None:
        """The message as the service holds it, sent after `since` (aware); None: it shows none.

        That it shows none proves something only `Profile.certain_after` the send. Raises `Uncertain` where the answer
        says nothing, `Unavailable` where it cannot be asked now.
        """


@runtime_checkable
class Withdraws(Protocol):
    """A service that can be asked to take back what it has."""

    async def withdraw(self, remote_id: str, destination: str) -> None:
        """Take back what `send` has called `remote_id`; what is not there any more is taken back.

        Raises `Rejected` where the service does it no more, `Unavailable`: to ask twice does no harm.
        """


@runtime_checkable
class Varies(Protocol):
    """A medium whose profile depends on the account's options: whoever reads `profile` asks this first."""

    @classmethod
    def profile_for(cls, options: Options) -> Profile:
        """What an account with these options is and can do."""
