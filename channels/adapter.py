"""The contract of a channel: one mandatory verb, and what it declares about itself as data."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from enum import StrEnum
from pathlib import Path
from typing import ClassVar, Protocol

from pydantic import BaseModel, ConfigDict

from channels.message import Message, Remember, Sent


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
    explain: Callable[[str], "Explained"] | None = None
    """Where the count is not seen in the text: what came to it."""


@dataclass(frozen=True, slots=True)
class Explained:
    """Why a text is as long as it is, in Spanish, for its writer."""

    said: str
    """«son 214 unidades en UCS-2, por «á»»."""
    remedy: str = ""
    """What makes it shorter besides fewer words; empty: nothing."""


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
    ratios: tuple[float, float] | None = None
    """The least and the most width by height of a picture; None: any."""
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
    shortest: timedelta = timedelta(0)
    text: TextLimit | None = None
    """The limit of the text that goes with it, where it is another."""
    with_files: bool = False
    """Images and attachments may go with it."""
    closes_itself: bool = False
    """The service closes it at the end that it was told, and never earlier."""


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
    readings: int = 100
    """How many times in 24 hours posts are asked for their figures."""


@dataclass(frozen=True, slots=True)
class Profile:
    """What a channel is and can do: the loader, the plan and the lane read it; no code asks the service."""

    medium: str
    """The medium that reports group by, in Spanish, unless the account names another."""
    kinds: tuple[Kind, ...]
    text: TextLimit
    subject: TextLimit | None = None
    """None: the medium has no subject."""
    within: tuple[TextLimit, ...] = ()
    """What else is counted in a text: labels, mentions."""
    caption: TextLimit | None = None
    """The limit of the text where an image or an attachment goes with it, when it is another."""
    html: bool = False
    media: MediaRule = field(default_factory=MediaRule)
    attachments: MediaRule = field(default_factory=MediaRule)
    files_mix: bool = True
    """Images and attachments may go in one message."""
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


ANSWERED = "responder-a"
"""What an account's options call whoever gets the answers of its recipients."""


class Options(BaseModel):
    """What `canales.yaml` gives an account under `opciones`. Each adapter derives its own."""

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=False, hide_input_in_errors=True)

    @property
    def advice(self) -> tuple[str, ...]:
        """What works and should be better, in Spanish: `check` tells it, and refuses nothing for it."""
        return ()

    @property
    def known_as(self) -> Mapping[str, str]:
        """Who sends and who is answered, as recipients see it, by the file's keys; empty: its credential says it."""
        return {}

    @property
    def takes_deliveries(self) -> bool:
        """A mailbox was named to which duties are handed in."""
        return False

    @property
    def marks_returns(self) -> bool:
        """Whether what comes back of a message can name the delivery that it was (`Message.way_back`)."""
        return False

    @property
    def patience(self) -> float:
        """Seconds that one call to the service may take at most, but for what its files add."""
        return 0


@dataclass(frozen=True, slots=True)
class Surroundings:
    """Where an adapter may put things; given when it is opened."""

    folder: Path
    """Where what the municipality publishes as files lies, under the daemon's `var/`."""
    account: str
    """The account's name in `canales.yaml`."""
    target: str
    """A post's destination (a channel, a page); empty for persons."""
    site_url: str
    """The public address of the municipality's site, without a final slash."""
    domain: str
    """The domain that message ids are made under."""
    hook_url: str = ""
    """The public address at which the service may call this account; empty: there is none."""


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
